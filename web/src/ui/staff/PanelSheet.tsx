import { HandHeart, PanelBottomOpen, X } from "lucide-react";
import { Dialog, DialogTrigger, Heading } from "react-aria-components";
import type { View } from "../../protocol/messages";
import type { Here } from "../../state/visit";
import { IconButton } from "../parts/IconButton";
import { Sheet } from "../parts/Sheet";
import { BarButton } from "../room/BarButton";
import { type Say, useSay } from "../words/say";
import panel from "./Panel.module.css";
import { PanelBody } from "./PanelBody";

interface Props {
  here: Here;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onRead: () => void;
}

/** On a phone the panel is a sheet, and its button says what waits there. */
export function PanelSheet({ here, isOpen, onOpen, onRead }: Props) {
  const say = useSay();
  const { items, list } = whatWaits(here.view, say);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpen}>
      <BarButton
        name={say("panel.button")}
        sub={items > 0 ? say("panel.items", { count: items }) : undefined}
        aria-label={items > 0 ? say("panel.buttonItems", { count: items, list }) : say("panel.button")}
        icon={here.view.staff?.signals?.length ? HandHeart : PanelBottomOpen}
      />
      <Sheet tall>
        <Dialog className={panel.inSheet ?? ""}>
          <PanelBody
            here={here}
            onRead={onRead}
            title={
              <Heading slot="title" level={2}>
                {say("panel.title")}
              </Heading>
            }
            close={<IconButton slot="close" aria-label={say("panel.close")} icon={X} />}
          />
        </Dialog>
      </Sheet>
    </DialogTrigger>
  );
}

function whatWaits({ staff, circle }: View, say: Say): { items: number; list: string } {
  const waiting = staff?.waiting.length ?? 0;
  const hands = circle?.hands.length ?? 0;
  const signals = staff?.signals?.length ?? 0;
  const words = [
    signals > 0 && say("panel.signals", { count: signals }),
    waiting > 0 && say("waiting.count", { count: waiting }),
    hands > 0 && say("panel.hands", { count: hands }),
  ];
  return { items: signals + waiting + hands, list: words.filter(Boolean).join(", ") };
}
