import { useLingui } from "@lingui/react";
import { useId, useState } from "react";
import type { TalkFigures } from "../../protocol/messages";
import { useTalk } from "../../state/hooks";
import type { Here } from "../../state/visit";
import panel from "../staff/Panel.module.css";
import { useSay } from "../words/say";
import styles from "./TalkPart.module.css";
import { balanceWords, remarks, rowsOf, type TalkRow } from "./talkWords";

/**
 * Who has spoken how much, in seat order and never sorted. It is closed until somebody looks, and the server is asked no
 * longer than that.
 */
export function TalkPart({ here }: { here: Here }) {
  const say = useSay();
  const { i18n } = useLingui();
  const title = useId();
  const [open, setOpen] = useState(false);
  const figures = useTalk(open);
  if (!here.view.running) return null;
  return (
    <section className={panel.part} aria-labelledby={title}>
      <details className={styles.talk} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h3 id={title}>{say("talk.title")}</h3>
          {figures?.balance !== undefined && (
            <span className={panel.count}>
              {say("talk.balance", { balance: i18n.number(figures.balance, { maximumFractionDigits: 2 }) })}
            </span>
          )}
        </summary>
        {open && (figures ? <Figures here={here} figures={figures} /> : <p>{say("talk.asking")}</p>)}
      </details>
    </section>
  );
}

function Figures({ here: { view }, figures }: { here: Here; figures: TalkFigures }) {
  const say = useSay();
  const rows = rowsOf(view, figures);
  const balance = balanceWords(view, figures);
  return (
    <>
      <table className={styles.table}>
        <caption>{say("talk.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("talk.person")}</th>
            <th scope="col">{say("talk.share")}</th>
            <th scope="col">{say("talk.spoken")}</th>
            <th scope="col">{say("talk.turns")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.seat} row={row} />
          ))}
        </tbody>
      </table>
      <div className={styles.remarks}>
        {remarks(rows, figures).map(({ id, values }) => (
          <p key={`${id} ${values?.name ?? ""}`}>{say(id, values)}</p>
        ))}
        {balance && <p>{say(balance.id, balance.values)}</p>}
        <p>{say("talk.about")}</p>
      </div>
    </>
  );
}

// The bar repeats the minutes beside it.
function Row({ row }: { row: TalkRow }) {
  const say = useSay();
  return (
    <tr data-own={row.own || undefined}>
      <th scope="row">
        <span>{row.own ? say("talk.you") : row.name}</span>
      </th>
      <td>
        <i aria-hidden="true" style={{ inlineSize: `${row.share}%` }} />
      </td>
      <td>{say(row.spoken.id, row.spoken.values)}</td>
      <td>{row.turns > 0 && say("talk.turnCount", { count: row.turns })}</td>
    </tr>
  );
}
