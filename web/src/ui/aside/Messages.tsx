import { type RefObject, useEffect, useRef, useState } from "react";
import type { Message } from "../../protocol/messages";
import type { Recipient } from "../../state/actions";
import type { Here } from "../../state/visit";
import { Hidden } from "../parts/Hidden";
import panel from "../staff/Panel.module.css";
import { PanelPart } from "../staff/PanelPart";
import { type Say, useSay } from "../words/say";
import { toHelper } from "./asideWords";
import { partsOf } from "./links";
import styles from "./Messages.module.css";
import { WriteForm } from "./WriteForm";

/** A client's messages: from staff and to them. */
export function ClientMessages({ here, helper }: { here: Here; helper: string | null }) {
  const say = useSay();
  const label = toHelper("messages.field", helper);
  return (
    <div className={styles.messages}>
      <MessageList messages={here.messages} />
      <WriteForm to="staff" label={say(label.id, label.values)} line={here.line} />
    </div>
  );
}

/** The messages of staff, and to whom the next one goes. */
export function StaffMessages({ here, onRead }: { here: Here; onRead: () => void }) {
  const say = useSay();
  const [to, setTo] = useState("staff");
  const { circle, you } = here.view;
  const others = (circle?.seats ?? []).filter((seat) => seat.seat !== you.seat);
  const chosen = to.startsWith("seat ") && !others.some(({ seat }) => to === `seat ${seat}`) ? "staff" : to;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being there is having read
    <div id="messages" tabIndex={-1} className={styles.part} onFocus={onRead}>
      <PanelPart title={say("messages.title")}>
        {here.messages.length === 0 && <p className={panel.soft}>{say("messages.none")}</p>}
        <MessageList messages={here.messages} />
        <label className={styles.to}>
          {say("messages.to")}
          <select className={styles.field} value={chosen} onChange={(event) => setTo(event.target.value)}>
            <option value="staff">{say("messages.toStaff")}</option>
            <option value="all">{say("messages.toAll")}</option>
            {others.map(({ seat, name }) => (
              <option key={seat} value={`seat ${seat}`}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <WriteForm to={recipient(chosen)} label={say("messages.text")} line={here.line} />
      </PanelPart>
    </div>
  );
}

function recipient(chosen: string): Recipient {
  if (chosen === "staff" || chosen === "all") return chosen;
  return { seat: Number(chosen.slice("seat ".length)) };
}

function MessageList({ messages }: { messages: readonly Message[] }) {
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  useKeptAtEnd(box, messages.length);
  if (messages.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields of a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div ref={box} className={styles.box} role="group" aria-label={say("messages.title")} tabIndex={0}>
      <ol className={styles.list}>
        {messages.map((message) => (
          <li key={message.number} className={styles.message} data-mine={message.mine || undefined}>
            <span className={styles.from}>{fromWords(message, say)}</span>
            <Hidden>: </Hidden>
            <span dir="auto">
              <MessageText message={message} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function fromWords({ mine, from, to, toName }: Message, say: Say): string {
  const name = mine ? say("messages.you") : from;
  if (to === "all") return say("messages.fromToAll", { name });
  if (to === "one" && mine) return say("messages.fromTo", { name, other: toName ?? "" });
  return name;
}

// Only what staff wrote may lead anywhere, and only by http: the words of a client stay words.
function MessageText({ message }: { message: Message }) {
  if (!message.fromStaff) return message.text;
  return partsOf(message.text).map(({ text, href, at }) =>
    href ? (
      <a key={at} href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    ) : (
      text
    ),
  );
}

/** Shows the newest one, within the box alone. */
function useKeptAtEnd(box: RefObject<HTMLElement | null>, count: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every new message
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [box, count]);
}
