import { useEffect, useState } from "react";
import type { SignalKind, View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { newOperation } from "../../state/operation";
import type { Line } from "../../state/visit";

/** A signal that was pressed while the line was down, or was lost on its way. */
export type Unsent = { kind: SignalKind; op: number };

/** Sends signals, and sends again by itself what a lost line has kept back. The server takes each press once. */
export function useSupport(
  view: View,
  line: Line,
): { send: (kind: SignalKind) => void; unsent: Unsent | null } {
  const actions = useActions();
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  async function post(signal: Unsent) {
    const outcome = await actions.sendSignal(signal.kind, signal.op);
    setUnsent(!outcome.ok && outcome.why === "line" ? { ...signal } : null);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each line that is back
  useEffect(() => {
    if (unsent && line === "steady") void post(unsent);
  }, [line, view.version]);
  return { send: (kind) => void post({ kind, op: newOperation() }), unsent };
}
