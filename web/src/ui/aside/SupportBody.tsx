import { EyeOff, Leaf, MessageCircle, X } from "lucide-react";
import { Heading } from "react-aria-components";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { IconButton } from "../parts/IconButton";
import { PromiseLine } from "../parts/Note";
import { useNarrow } from "../parts/useNarrow";
import { abilitiesOf } from "../room/abilities";
import { AsideAsked } from "../stepaside/AsideQuestions";
import { useSay } from "../words/say";
import { helperOf, signals, toHelper } from "./asideWords";
import { Crisis } from "./Crisis";
import { ClientMessages } from "./Messages";
import { OwnSignalCard } from "./OwnSignalCard";
import type { Face } from "./Support";
import styles from "./Support.module.css";
import type { useSupport } from "./useSupport";

interface Props {
  here: Here;
  support: ReturnType<typeof useSupport>;
  face: Face;
  onFace: (face: Face) => void;
  onClose: () => void;
}

/** What the sheet holds. One press sends; words may follow; whom to call is always there. */
export function SupportBody({ here, support, face, onFace, onClose }: Props) {
  const say = useSay();
  const narrow = useNarrow();
  const helper = helperOf(here.view);
  const title = toHelper(face === "signals" ? "support.title" : "messages.toHelper", helper);
  return (
    <>
      <div className={styles.head}>
        <Heading slot="title" level={2}>
          {say(title.id, title.values)}
        </Heading>
        <IconButton aria-label={say("close")} icon={X} onPress={onClose} />
      </div>
      {narrow && here.view.you.aside?.askedBy !== undefined && (
        // The answer of staff to a signal is often this question, and on a phone the sheet covers where it stands.
        <div className={styles.asked}>
          <AsideAsked view={here.view} onAccept={onClose} />
        </div>
      )}
      <div id="support-who">
        <PromiseLine icon={EyeOff}>{say("support.who")}</PromiseLine>
      </div>
      {face === "messages" ? (
        <>
          <ClientMessages here={here} helper={helper} />
          <Button look="plain" size="s" onPress={() => onFace("signals")}>
            {say("support.back")}
          </Button>
        </>
      ) : (
        <SignalsFace here={here} support={support} helper={helper} onFace={onFace} onClose={onClose} />
      )}
    </>
  );
}

type SignalsProps = Pick<Props, "here" | "support" | "onFace" | "onClose"> & { helper: string | null };

function SignalsFace({ here, support, helper, onFace, onClose }: SignalsProps) {
  const say = useSay();
  const actions = useActions();
  const { view, phone } = here;
  const sent = view.you.signals ?? [];
  const open = new Set(sent.map(({ kind }) => kind));
  const unanswered = sent.some(({ state }) => state === "unanswered");
  const then = toHelper("support.then", helper);
  const seated = view.place === "circle";
  return (
    <>
      {sent.map((signal) => (
        <OwnSignalCard key={signal.kind} signal={signal} helper={helper} phone={phone} />
      ))}
      {support.unsent && <p role="status">{say("support.unsent")}</p>}
      <ul className={styles.pick}>
        {signals
          .filter(({ kind }) => !open.has(kind))
          .map(({ kind, words, icon, urgent }) => (
            <li key={kind}>
              <Button look={urgent ? "care" : "choice"} icon={icon} onPress={() => support.send(kind)}>
                {say(words)}
              </Button>
            </li>
          ))}
      </ul>
      {sent.length === 0 && <p className={styles.small}>{say(then.id, then.values)}</p>}
      {seated && abilitiesOf(view.you.role).rests && !view.you.steppedAway && (
        <Button
          look="calm"
          icon={Leaf}
          onPress={() => {
            void actions.takeMoment();
            onClose();
          }}
        >
          {say("support.moment")}
        </Button>
      )}
      {seated && (
        <Button look="plain" icon={MessageCircle} onPress={() => onFace("messages")}>
          {say("messages.toHelper", { known: helper ? "yes" : "no", name: helper ?? "" })}
        </Button>
      )}
      <Crisis text={view.crisis} full={unanswered} />
    </>
  );
}
