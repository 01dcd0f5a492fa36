import { useEffect, useRef, useState } from "react";
import type { Seat } from "../../protocol/messages";
import { nextSilences, quietSeats, type Silences, untilNextQuiet } from "./quiet";

const nobody: ReadonlySet<number> = new Set();

/**
 * Who may be heard, on a good line, and has not spoken for a while. Nobody while the reader's own line is down: what
 * was heard last says nothing then, and every silence begins anew.
 */
export function useQuiet(
  seats: readonly Seat[],
  speaking: readonly number[],
  steady: boolean,
): ReadonlySet<number> {
  const silences = useRef<Silences>(new Map());
  const [quiet, setQuiet] = useState(nobody);
  useEffect(() => {
    silences.current = nextSilences(silences.current, steady ? seats : [], speaking, performance.now());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = performance.now();
      setQuiet((before) => same(before, quietSeats(silences.current, now)));
      const wait = untilNextQuiet(silences.current, now);
      if (wait !== null) timer = setTimeout(look, wait);
    };
    look();
    return () => clearTimeout(timer);
  }, [seats, speaking, steady]);
  return quiet;
}

// The same set is no change, and draws nothing again.
function same(before: ReadonlySet<number>, after: ReadonlySet<number>): ReadonlySet<number> {
  return before.size === after.size && [...after].every((seat) => before.has(seat)) ? before : after;
}
