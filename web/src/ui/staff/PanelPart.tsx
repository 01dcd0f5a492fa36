import { type ReactNode, useId } from "react";
import panel from "./Panel.module.css";

interface Props {
  title: string;
  /** How many, in words. */
  count?: string | undefined;
  children: ReactNode;
}

/** One part of the staff panel. Their order never changes, so that a hand learns it. */
export function PanelPart({ title, count, children }: Props) {
  const id = useId();
  return (
    <section className={panel.part} aria-labelledby={id}>
      <div className={panel.head}>
        <h3 id={id}>{title}</h3>
        {count && <span className={panel.count}>{count}</span>}
      </div>
      {children}
    </section>
  );
}
