import { createLucideIcon } from "lucide-react";

/** A weak signal on a faint full one. */
export const SlowLine = createLucideIcon("slow-line", [
  ["path", { d: "M2 8.82a15 15 0 0 1 20 0", opacity: "0.3", key: "far" }],
  ["path", { d: "M5 12.859a10 10 0 0 1 14 0", opacity: "0.3", key: "near" }],
  ["path", { d: "M8.5 16.429a5 5 0 0 1 7 0", key: "low" }],
  ["path", { d: "M12 20h.01", key: "here" }],
]);
