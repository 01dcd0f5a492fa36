import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "react-aria-components";
import { Icon } from "../parts/Icon";
import styles from "./Bar.module.css";

interface Props extends Omit<ButtonProps, "children" | "className"> {
  name: string;
  /** Stands in for the name where there is little room. */
  short?: string;
  /** A second line. */
  sub?: string | undefined;
  icon: LucideIcon;
  /** "plain" has no edge; "calm" is rest; "care" asks for a person. */
  look?: "plain" | "calm" | "care" | undefined;
  pressed?: boolean;
}

/** A button of the bar: a drawing, a word, and at times a second line. */
export function BarButton({ name, short = name, sub, icon, look, pressed, ...rest }: Props) {
  return (
    <Button
      aria-label={name}
      {...rest}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      className={styles.item ?? ""}
      data-look={look}
    >
      <Icon of={icon} />
      <span>
        <span className={styles.long}>{name}</span>
        <span className={styles.short}>{short}</span>
        {sub && (
          <span className={styles.sub} aria-hidden="true">
            {sub}
          </span>
        )}
      </span>
    </Button>
  );
}
