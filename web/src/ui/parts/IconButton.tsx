import type { LucideIcon } from "lucide-react";
import type { Ref } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { Icon } from "./Icon";
import styles from "./IconButton.module.css";

interface Props extends Omit<ButtonProps, "children" | "className"> {
  "aria-label": string;
  icon: LucideIcon;
  /** "round" is the 36 px disc on a picture's corner, inside a 48 px target. */
  look?: "plain" | "round";
  ref?: Ref<HTMLButtonElement>;
}

/** One of the two kinds of button with only a spoken name: the close cross and a person's menu. */
export function IconButton({ icon, look = "plain", ...rest }: Props) {
  return (
    <AriaButton {...rest} className={styles.button ?? ""} data-look={look}>
      <span>
        <Icon of={icon} />
      </span>
    </AriaButton>
  );
}
