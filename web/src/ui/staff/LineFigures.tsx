import { useLingui } from "@lingui/react";
import type { ReactNode } from "react";
import type { LineDetails, Seat } from "../../protocol/messages";
import { useSay } from "../words/say";
import styles from "./LineSheet.module.css";
import { receivedWords, sentWord } from "./lineWords";

/** The figures of a line. What nobody knows is said to be so. */
export function LineFigures({ seat, details }: { seat: Seat; details: LineDetails }) {
  const say = useSay();
  const { i18n } = useLingui();
  const { name } = seat;
  const unknown = say("line.unknown");
  const trip = (ms: number | undefined) =>
    ms === undefined
      ? unknown
      : i18n.number(ms, { style: "unit", unit: "millisecond", maximumFractionDigits: 0 });
  const loss = (percent: number | undefined) =>
    percent === undefined
      ? unknown
      : i18n.number(percent / 100, { style: "percent", maximumFractionDigits: 1 });
  return (
    <dl className={styles.figures}>
      <Figure term={say("line.roundTrip")}>{trip(details.rttMs)}</Figure>
      <Figure term={say("line.lossUp", { name })}>{loss(details.lossUp)}</Figure>
      <Figure term={say("line.lossDown", { name })}>{loss(details.lossDown)}</Figure>
      <Figure term={say("line.sends", { name })}>{say(sentWord(seat, details))}</Figure>
      <Figure term={say("line.receives", { name })}>
        {receivedWords(details)
          .map(({ id, values }) => say(id, values))
          .join(", ")}
      </Figure>
      <Figure term={say("line.path")}>
        {details.path ? say(details.path === "tcp" ? "line.path.tcp" : "line.path.udp") : unknown}
      </Figure>
    </dl>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
