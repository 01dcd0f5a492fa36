import { useId } from "react";
import styles from "./Scene.module.css";

const skies = {
  before: { fill: "surface-raised", x: 236, y: 150, r: 28 },
  after: { fill: "accent-soft", x: 330, y: 128, r: 20 },
};

/** The still life at the window, before a session and after it. Decoration only. */
export function Scene({ time }: { time: keyof typeof skies }) {
  const pane = useId();
  const sky = skies[time];
  return (
    <svg className={styles.scene} viewBox="0 0 560 420" aria-hidden="true">
      <rect width="560" height="420" fill="var(--surface-sunken)" />
      <rect y="330" width="560" height="90" fill="var(--floor)" />
      <path d="M110 330V180a170 170 0 0 1 340 0v150z" fill="var(--speaking-soft)" />
      <path d="M150 330V186a130 130 0 0 1 260 0v144z" fill={`var(--${sky.fill})`} />
      <circle cx={sky.x} cy={sky.y} r={sky.r} fill="var(--speaking)" opacity=".55" />
      <clipPath id={pane}>
        <path d="M150 330V186a130 130 0 0 1 260 0v144z" />
      </clipPath>
      <g clipPath={`url(#${pane})`}>
        <path d="M140 262c70-60 120-24 170-44s80-18 120 10v120H140z" fill="var(--calm)" opacity=".35" />
        <path d="M140 292c60-30 130-14 180-24s80-6 110 6v80H140z" fill="var(--calm)" opacity=".6" />
      </g>
      <path d="M280 56v274M150 206h260" stroke="var(--speaking-soft)" strokeWidth="9" />
      <rect x="86" y="322" width="388" height="26" rx="8" fill="var(--accent)" />
      <rect x="98" y="348" width="364" height="60" fill="var(--accent)" opacity=".78" />
      <path d="M219 352v52M341 352v52" stroke="var(--surface-sunken)" strokeWidth="3" opacity=".5" />
      <rect
        x="150"
        y="258"
        width="76"
        height="66"
        rx="18"
        transform="rotate(-10 188 290)"
        fill="var(--attention)"
      />
      <rect
        x="206"
        y="272"
        width="66"
        height="54"
        rx="16"
        transform="rotate(7 239 300)"
        fill="var(--speaking)"
      />
      <path d="M352 292h40v18a14 14 0 0 1-14 14h-12a14 14 0 0 1-14-14z" fill="var(--surface-raised)" />
      <path d="M392 297c16-2 16 18-1 17" fill="none" stroke="var(--surface-raised)" strokeWidth="5" />
      <path
        d="M364 280c-4-8 6-10 2-20M378 280c-4-8 6-10 2-20"
        fill="none"
        stroke="var(--ink-soft)"
        strokeWidth="2.5"
        strokeLinecap="round"
        opacity=".55"
      />
      <path
        d="M506 300c-8-58-40-66-46-104 32 4 48 30 50 62 2-44 14-70 36-82 6 44-22 70-30 124z"
        fill="var(--calm)"
      />
      <path d="M484 300h56l-9 66h-38z" fill="var(--speaking)" opacity=".6" />
      <ellipse cx="56" cy="146" rx="72" ry="58" fill="var(--lamp)" />
      <path d="M56 0v92" stroke="var(--edge)" strokeWidth="3" />
      <circle cx="56" cy="132" r="9" fill="var(--speaking)" opacity=".7" />
      <path d="M24 130a32 40 0 0 1 64 0z" fill="var(--edge)" />
    </svg>
  );
}
