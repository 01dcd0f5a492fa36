import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useActions } from "../../state/hooks";

/** Somebody whom staff would like to talk with. */
export type Guest = { seat: number; name: string };

interface StepAsideState {
  /** Whom the reader would leave the group without staff for; they have yet to say whether. */
  leaving: Guest | null;
  /** Asks somebody. If no other staff stay with the group, the server says so, and the reader is asked first. */
  ask: (guest: Guest) => void;
  /** Asks all the same. */
  askAnyway: () => void;
  dismiss: () => void;
}

const nothing = () => undefined;
const Context = createContext<StepAsideState>({
  leaving: null,
  ask: nothing,
  askAnyway: nothing,
  dismiss: nothing,
});

/** Keeps the one question about a private talk that staff have yet to answer themselves. */
export function StepAside({ children }: { children: ReactNode }) {
  const actions = useActions();
  const [leaving, setLeaving] = useState<Guest | null>(null);
  const state = useMemo<StepAsideState>(() => {
    async function ask(guest: Guest) {
      const outcome = await actions.offerAside(guest.seat, false);
      const alone = !outcome.ok && outcome.why === "refused" && outcome.code === "no-staff-stay";
      setLeaving(alone ? guest : null);
    }
    return {
      leaving,
      ask: (guest) => void ask(guest),
      askAnyway: () => {
        if (leaving) void actions.offerAside(leaving.seat, true);
        setLeaving(null);
      },
      dismiss: () => setLeaving(null),
    };
  }, [actions, leaving]);
  return <Context value={state}>{children}</Context>;
}

export function useStepAside(): StepAsideState {
  return useContext(Context);
}
