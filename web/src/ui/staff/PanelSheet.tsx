import { PanelBottomOpen, X } from "lucide-react";
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { View } from "../../protocol/messages";
import type { Here } from "../../state/visit";
import { IconButton } from "../parts/IconButton";
import { BarButton } from "../room/BarButton";
import { type Say, useSay } from "../words/say";
import panel from "./Panel.module.css";
import { PanelBody } from "./PanelBody";

/** On a phone the panel is a sheet, and its button says what waits there. */
export function PanelSheet({ here }: { here: Here }) {
  const say = useSay();
  const { items, list } = whatWaits(here.view, say);
  return (
    <DialogTrigger>
      <BarButton
        name={say("panel.button")}
        sub={items > 0 ? say("panel.items", { count: items }) : undefined}
        aria-label={items > 0 ? say("panel.buttonItems", { count: items, list }) : say("panel.button")}
        icon={PanelBottomOpen}
      />
      <ModalOverlay className={panel.veil ?? ""} isDismissable>
        <Modal className={panel.sheet ?? ""}>
          <Dialog className={panel.inSheet ?? ""}>
            <PanelBody
              here={here}
              title={
                <Heading slot="title" level={2}>
                  {say("panel.title")}
                </Heading>
              }
              close={<IconButton slot="close" aria-label={say("panel.close")} icon={X} />}
            />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function whatWaits({ staff, circle }: View, say: Say): { items: number; list: string } {
  const waiting = staff?.waiting.length ?? 0;
  const hands = circle?.hands.length ?? 0;
  const words = [
    waiting > 0 && say("waiting.count", { count: waiting }),
    hands > 0 && say("panel.hands", { count: hands }),
  ];
  return { items: waiting + hands, list: words.filter(Boolean).join(", ") };
}
