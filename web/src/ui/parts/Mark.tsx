import styles from "./Mark.module.css";

/** Alcove's mark: a window niche with a lamp and a bench. */
export function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 36 36" aria-hidden="true">
      <path d="M4 33V17a14 14 0 0 1 28 0v16z" fill="var(--accent)" />
      <path d="M10 33V18a8 8 0 0 1 16 0v15z" fill="var(--surface)" />
      <circle cx="18" cy="20" r="4" fill="var(--speaking)" />
      <path d="M10 29h16v4H10z" fill="var(--calm)" />
    </svg>
  );
}
