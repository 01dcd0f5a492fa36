import { type Order, startWatch } from "./watch";

// The watchdog's own thread. The timers of a hidden tab are slow; those of its workers are not.
const watch = startWatch((alarm) => self.postMessage(alarm));
self.addEventListener("message", (event: MessageEvent<Order>) => watch.obey(event.data));
