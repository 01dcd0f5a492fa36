import { useEffect, useState } from "react";
import type { Line } from "../../state/visit";

/** How long a line may be down before anybody is told, in ms: most are back by then. */
const calm = 1_000;

/**
 * One's own line as it is worth saying: a short break is not. Pictures go blank at once all the same, for they follow
 * the line itself.
 */
export function useCalmLine(line: Line): Line {
  const [said, setSaid] = useState(line !== "steady");
  useEffect(() => {
    if (line !== "reconnecting") return setSaid(line === "lost");
    const timer = setTimeout(() => setSaid(true), calm);
    return () => clearTimeout(timer);
  }, [line]);
  return line === "reconnecting" && !said ? "steady" : line;
}
