import type { Here } from "../../state/visit";

/**
 * What the room shows of a visit: in a private talk the two seats, and nothing of what the group does. Otherwise the visit
 * as it is.
 */
export function talkIn(here: Here): Here {
  const { circle, you } = here.view;
  const other = you.aside?.with;
  if (!circle || other === undefined) return here;
  const { staff, session } = circle;
  const seats = circle.seats.filter(({ seat }) => seat === other || seat === you.seat);
  return {
    ...here,
    view: {
      ...here.view,
      circle: { seats, hands: [], ...(staff && { staff }), ...(session && { session }) },
    },
  };
}
