import { useEffect, useState } from "react";

/** How long after a press nothing may move under a finger, in ms. */
export const stillAfterPress = 600;

let pressedAt = Number.NEGATIVE_INFINITY;

function press() {
  pressedAt = performance.now();
}

/**
 * Returns `value` as it was until 600 ms after the last press: a card that came or went at once would move another
 * button under the finger. `key` says when it counts as changed; what changes within stays fresh.
 */
export function useSettled<T>(value: T, key: string): T {
  const [shown, setShown] = useState({ key, value });
  useEffect(() => {
    const events = ["pointerdown", "pointerup", "keydown"] as const;
    for (const event of events) window.addEventListener(event, press, true);
    return () => {
      for (const event of events) window.removeEventListener(event, press, true);
    };
  }, []);
  useEffect(() => {
    if (key === shown.key) return;
    const settle = () => {
      const left = pressedAt + stillAfterPress - performance.now();
      if (left > 0) timer = setTimeout(settle, left);
      else setShown({ key, value });
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    settle();
    return () => clearTimeout(timer);
  }, [key, value, shown.key]);
  return key === shown.key ? value : shown.value;
}
