import { useEffect, useState } from "react";
import { type GroundingKind, type Standing, standingAt } from "../../state/clock";

/** Where an exercise stands that began at `began`, by a clock of ours that is `ahead` behind the right one. In ms. */
export function useStanding(kind: GroundingKind, began: number, ahead: number): Standing | null {
  const look = () => standingAt(kind, Date.now() + ahead - began);
  const [standing, setStanding] = useState(look);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      const now = standingAt(kind, Date.now() + ahead - began);
      setStanding(now);
      if (now) timer = setTimeout(follow, now.left);
    };
    follow();
    return () => clearTimeout(timer);
  }, [kind, began, ahead]);
  return standing;
}
