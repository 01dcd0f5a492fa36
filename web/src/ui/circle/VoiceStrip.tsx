import { useEffect, useRef, useState } from "react";
import type { Seat } from "../../protocol/messages";
import { isStaff } from "../room/abilities";
import { SeatTile } from "./SeatTile";
import type { SeatFacts } from "./seatWords";
import styles from "./VoiceStrip.module.css";
import { floorAfter, nextVoice, type Voice } from "./voice";

interface Props {
  seats: readonly Seat[];
  speaking: readonly number[];
  /** Whose turn it is, or 0: theirs is the strip. */
  turn: number;
  steady: boolean;
  mySeat: number;
  factsOf: (seat: Seat) => SeatFacts;
}

/** On a phone: whoever has the floor, large. It repeats a seat of the ring, so assistive technology passes it by. */
export function VoiceStrip({ seats, speaking, turn, steady, mySeat, factsOf }: Props) {
  const voice = useVoice(speaking, mySeat);
  const shown = turn !== 0 && turn !== mySeat ? turn : voice;
  const seat = seats.find((seat) => seat.seat === shown) ?? firstSeat(seats, mySeat);
  if (!seat) return null;
  return (
    <div className={styles.voice} aria-hidden="true">
      <SeatTile key={seat.seat} seat={seat} steady={steady} facts={{ ...factsOf(seat), hand: 0 }} />
    </div>
  );
}

// One's own voice never takes the strip: there is nothing to see.
function useVoice(speaking: readonly number[], mySeat: number): number {
  const [shown, setShown] = useState(0);
  const voice = useRef<Voice>({ shown: 0, rising: null });
  useEffect(() => {
    const others = speaking.filter((seat) => seat !== mySeat);
    const step = () => {
      voice.current = nextVoice(voice.current, others, performance.now());
      setShown(voice.current.shown);
    };
    step();
    const timer = setTimeout(step, floorAfter + 50);
    return () => clearTimeout(timer);
  }, [speaking, mySeat]);
  return shown;
}

// Before anybody has had the floor: staff, else anybody but oneself.
function firstSeat(seats: readonly Seat[], mySeat: number): Seat | undefined {
  const others = seats.filter((seat) => seat.seat !== mySeat);
  return others.find((seat) => isStaff(seat.role)) ?? others[0] ?? seats[0];
}
