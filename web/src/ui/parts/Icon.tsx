import type { LucideIcon } from "lucide-react";
import styles from "./Icon.module.css";

/** A drawing beside a word; it is never read aloud, and never stands without the word. */
export function Icon({ of: Drawing, small = false }: { of: LucideIcon; small?: boolean }) {
  return <Drawing className={small ? styles.small : styles.icon} strokeWidth={2} aria-hidden="true" />;
}
