import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./Button.module.css";
import { Icon } from "./Icon";

export type ButtonLook = "main" | "plain" | "choice" | "calm" | "care" | "care-main";

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className"> {
  /** "main" is the one next thing to press on a screen; "choice" stands beside it; "plain" is quieter still.
   * "calm" is rest; "care" is about a person who needs a person, and "care-main" its one next thing. */
  look?: ButtonLook;
  size?: "m" | "l" | "s";
  icon?: LucideIcon;
  children: ReactNode;
}

/** A button that says what happens next. */
export function Button({ look = "choice", size = "m", icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={styles.button ?? ""} data-look={look} data-size={size}>
      {icon && <Icon of={icon} />}
      <span>{children}</span>
    </AriaButton>
  );
}
