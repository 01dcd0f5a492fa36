/** A chair and a lamp where the last row stays short. Decoration only. */
export function QuietCorner() {
  return (
    <svg viewBox="0 0 420 210" aria-hidden="true">
      <ellipse cx="236" cy="199" rx="176" ry="9" fill="var(--floor)" />
      <path d="M322 196V40" stroke="var(--edge)" strokeWidth="5" />
      <path d="M300 198h44" stroke="var(--edge)" strokeWidth="7" strokeLinecap="round" />
      <ellipse cx="322" cy="78" rx="92" ry="74" fill="var(--lamp)" opacity=".8" />
      <path
        d="M288 66l14-44h40l14 44z"
        fill="var(--speaking-soft)"
        stroke="var(--edge)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <path d="M176 118c0-34 16-48 48-48h20c32 0 48 14 48 48v40H176z" fill="var(--accent-soft)" />
      <path
        d="M160 122c12-6 26 0 28 14l2 20h88l2-20c2-14 16-20 28-14 10 6 10 16 6 26l-8 36H162l-8-36c-4-10-4-20 6-26z"
        fill="var(--accent)"
        opacity=".82"
      />
      <path d="M176 184l-4 14M292 184l4 14" stroke="var(--edge)" strokeWidth="6" strokeLinecap="round" />
      <rect
        x="196"
        y="112"
        width="46"
        height="42"
        rx="12"
        transform="rotate(-9 219 133)"
        fill="var(--speaking-soft)"
      />
      <path
        d="M92 150c-8-44-34-54-40-86 26 4 40 26 42 54 2-40 14-66 36-76 4 40-20 64-28 108z"
        fill="var(--calm)"
        opacity=".8"
      />
      <path d="M70 148h50l-7 50H77z" fill="var(--line)" />
    </svg>
  );
}
