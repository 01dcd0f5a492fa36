import type { ReactNode } from "react";
import { Modal, ModalOverlay, type ModalOverlayProps } from "react-aria-components";
import styles from "./Sheet.module.css";

interface Props extends Pick<ModalOverlayProps, "isOpen" | "onOpenChange"> {
  /** As high as there is room, whatever is in it. */
  tall?: boolean;
  children: ReactNode;
}

/** What rises from the foot of a phone, up to the top of the page, which is never covered. */
export function Sheet({ tall = false, children, ...open }: Props) {
  return (
    <ModalOverlay className={styles.veil ?? ""} isDismissable {...open}>
      <Modal className={styles.sheet ?? ""} data-tall={tall || undefined}>
        {children}
      </Modal>
    </ModalOverlay>
  );
}
