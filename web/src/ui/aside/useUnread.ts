import { useState } from "react";
import type { Here } from "../../state/visit";

/** Who has written last of those whose words were not read yet, or null; and saying that all was read. */
export function useUnread({ messages }: Here): { from: string | null; read: () => void } {
  const [readUpTo, setReadUpTo] = useState(0);
  const unread = messages.findLast(({ mine, number }) => !mine && number > readUpTo);
  return { from: unread?.from ?? null, read: () => setReadUpTo(messages.at(-1)?.number ?? 0) };
}
