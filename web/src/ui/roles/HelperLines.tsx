import { EyeOff, RefreshCw, Wifi } from "lucide-react";
import { useState } from "react";
import type { Seat, SeatLine } from "../../protocol/messages";
import { useLineDetails } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { WriteForm } from "../aside/WriteForm";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { PromiseLine } from "../parts/Note";
import { SlowLine } from "../parts/SlowLine";
import { LineFigures } from "../staff/LineFigures";
import { lineWords } from "../staff/lineWords";
import { useSay } from "../words/say";
import styles from "./HelperLines.module.css";

/** What a tech helper sees once staff let them help: seats by number, and how their lines fare. */
export function HelperLines({ here }: { here: Here }) {
  const say = useSay();
  const [open, setOpen] = useState<number | null>(null);
  const lines = here.view.lines ?? [];
  const looked = lines.find(({ seat }) => seat === open);
  return (
    <section className={styles.lines} aria-labelledby="lines">
      <h2 id="lines">{say("helper.title")}</h2>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line.seat}>
            <Icon of={icons[line.state ?? "steady"]} />
            <span>
              <strong>{say("helper.seat", { seat: line.seat })}</strong>{" "}
              {say(
                line.state === "lost"
                  ? "seat.reconnecting"
                  : line.state === "poor"
                    ? "seat.slowLine"
                    : "helper.steady",
              )}
            </span>
            <Button
              size="s"
              aria-expanded={line.seat === open}
              onPress={() => setOpen(line.seat === open ? null : line.seat)}
            >
              {say("helper.look", { seat: line.seat })}
            </Button>
            {looked === line && <Details line={line} />}
          </li>
        ))}
      </ul>
      <WriteForm to="staff" label={say("helper.write")} line={here.line} />
      <PromiseLine icon={EyeOff}>{say("helper.promise")}</PromiseLine>
    </section>
  );
}

const icons = { steady: Wifi, poor: SlowLine, lost: RefreshCw };

// Mounted while it is open only: the server is asked no longer than somebody looks.
function Details({ line }: { line: SeatLine }) {
  const say = useSay();
  const details = useLineDetails(line.seat);
  const seat: Seat = {
    seat: line.seat,
    name: say("helper.seat", { seat: line.seat }),
    role: "",
    microphone: false,
    camera: true, // a helper isn't told
    reconnecting: line.state === "lost",
  };
  const { head, more } = lineWords(seat, details);
  return (
    <div className={styles.details}>
      {head.id !== "seat.slowLine" && head.id !== "seat.reconnecting" && <p>{say(head.id, head.values)}</p>}
      {more && <p>{say(more.id, more.values)}</p>}
      {details && details.state !== "none" && !seat.reconnecting && (
        <LineFigures seat={seat} details={details} />
      )}
    </div>
  );
}
