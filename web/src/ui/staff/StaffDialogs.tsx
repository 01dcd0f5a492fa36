import { createContext, type ReactNode, useContext, useState } from "react";
import type { Target } from "../../state/actions";
import { StartRoundDialog } from "../round/StartRoundDialog";
import { LengthDialog } from "../session/LengthDialog";
import { StartDialog } from "../session/StartDialog";
import { EndSessionDialog } from "./EndSessionDialog";
import { ReasonDialog } from "./ReasonDialog";

/** A question to staff that needs an answer before something happens. */
export type Question =
  | { about: "cameraOff"; seat: number; name: string }
  | { about: "hold"; seat: number; name: string }
  | { about: "endToday"; person: Target; name: string }
  | { about: "endSession" }
  | { about: "startRound" }
  | { about: "startSession"; minutes: number }
  | { about: "sessionLength"; minutes: number };

const AskContext = createContext<((question: Question) => void) | null>(null);

/** Asks staff one question at a time, above whatever the question came from. */
export function StaffDialogs({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => setQuestion(null);
  return (
    <AskContext value={setQuestion}>
      {children}
      {question && needsReason(question) && <ReasonDialog question={question} onClose={close} />}
      {question?.about === "startRound" && <StartRoundDialog onClose={close} />}
      {question?.about === "startSession" && <StartDialog minutes={question.minutes} onClose={close} />}
      {question?.about === "sessionLength" && <LengthDialog minutes={question.minutes} onClose={close} />}
      {question?.about === "endSession" && <EndSessionDialog onClose={close} />}
    </AskContext>
  );
}

/** A question whose answer is a reason. */
export type ReasonQuestion = Extract<Question, { about: "cameraOff" | "hold" | "endToday" }>;

function needsReason(question: Question): question is ReasonQuestion {
  return question.about === "cameraOff" || question.about === "hold" || question.about === "endToday";
}

/** Puts a question to staff. */
export function useAsk(): (question: Question) => void {
  const ask = useContext(AskContext);
  if (!ask) throw new Error("StaffDialogs is missing");
  return ask;
}
