import { Check, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Header,
  type MenuItemProps,
  MenuSection,
  type MenuSectionProps,
  Popover,
  PopoverContext,
  Text,
  useSlottedContext,
} from "react-aria-components";
import { Icon } from "./Icon";
import styles from "./Menu.module.css";

/** How high the top of the page is, in pixels: nothing covers the ways out, and they no menu. */
const topOfPage = 64;
/** How far a menu stays away from its button, and from the edges of the page, in pixels. */
const [offset, containerPadding] = [6, 8];

/** A menu above or below its button. Escape closes it, and focus goes back. */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  const button = useSlottedContext(PopoverContext)?.triggerRef?.current;
  const place = { offset, containerPadding, ...(button && { maxHeight: roomBeside(button) }) };
  return (
    <Popover className={styles.popover ?? ""} {...place}>
      <AriaMenu className={styles.menu ?? ""} aria-label={label}>
        {children}
      </AriaMenu>
    </Popover>
  );
}

/** The height above or below a button, whichever is more; beyond it the menu scrolls. */
function roomBeside(button: Element): number {
  const { top, bottom } = button.getBoundingClientRect();
  return Math.max(top - topOfPage, window.innerHeight - bottom - containerPadding) - offset;
}

interface ItemProps extends Omit<MenuItemProps, "children" | "className"> {
  icon?: LucideIcon;
  /** What it says. */
  text: string;
  /** What happens then. */
  then?: string;
}

/** One thing to do, with a line that says what happens then. */
export function MenuItem({ icon, text, then, ...rest }: ItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={text} className={styles.item ?? ""}>
      {({ isSelected, selectionMode }) => (
        <>
          {icon && <Icon of={icon} />}
          <span>
            <Text slot="label" className={styles.text ?? ""}>
              {text}
            </Text>
            {then && (
              <Text slot="description" className={styles.then ?? ""}>
                {then}
              </Text>
            )}
          </span>
          {selectionMode !== "none" && isSelected && <Icon of={Check} small />}
        </>
      )}
    </AriaMenuItem>
  );
}

interface SectionProps extends Omit<MenuSectionProps<object>, "children" | "className"> {
  title: string;
  children: ReactNode;
}

/** A part of a menu with a heading. */
export function MenuPart({ title, children, ...rest }: SectionProps) {
  return (
    <MenuSection {...rest} className={styles.part ?? ""}>
      <Header className={styles.title ?? ""}>{title}</Header>
      {children}
    </MenuSection>
  );
}
