/** How many columns the circle has in each layout; the style sheet picks one by the width of the page. */
export type Columns = {
  /** From 1024 px. */
  wide: number;
  /** 600–1023 px. */
  medium: number;
  /** 600–1023 px with the staff panel docked. */
  panel: number;
};

// One row per number of seats, from 1 to 16. Above 16 every layout keeps its last value and the circle scrolls.
const table: readonly Columns[] = [
  { wide: 1, medium: 1, panel: 1 },
  { wide: 2, medium: 1, panel: 1 },
  { wide: 3, medium: 2, panel: 2 },
  { wide: 2, medium: 2, panel: 2 },
  { wide: 3, medium: 2, panel: 2 },
  { wide: 3, medium: 2, panel: 2 },
  { wide: 4, medium: 3, panel: 2 },
  { wide: 4, medium: 3, panel: 2 },
  { wide: 3, medium: 3, panel: 3 },
  { wide: 5, medium: 4, panel: 3 },
  { wide: 4, medium: 4, panel: 3 },
  { wide: 4, medium: 4, panel: 3 },
  { wide: 5, medium: 4, panel: 3 },
  { wide: 5, medium: 4, panel: 3 },
  { wide: 5, medium: 4, panel: 3 },
  { wide: 6, medium: 4, panel: 3 },
];

const layouts = ["wide", "medium", "panel"] as const;

/** The columns for a circle that is seen for the first time. */
export function columnsFor(seats: number): Columns {
  const row = table[Math.min(Math.max(seats, 1), table.length) - 1];
  if (!row) throw new Error("the table has a row for every number of seats");
  return row;
}

/** What is remembered of a circle of three or more between two views. */
export type Ring = { seats: number; columns: Columns };

/**
 * The circle after its number of seats changed. Columns never shrink in a session, and grow by at most one for each
 * newcomer, so that people are found where they were.
 */
function nextRing(ring: Ring | null, seats: number): Ring {
  if (!ring) return { seats, columns: columnsFor(seats) };
  if (ring.seats === seats) return ring;
  const wanted = columnsFor(seats);
  const newcomers = Math.max(seats - ring.seats, 0);
  const columns = { ...ring.columns };
  for (const layout of layouts) {
    const most = ring.columns[layout] + newcomers;
    columns[layout] = Math.max(ring.columns[layout], Math.min(wanted[layout], most));
  }
  return { seats, columns };
}

/**
 * The columns to draw, and what to remember. One or two people have the whole circle to themselves; after a private talk
 * everybody is found where they were.
 */
export function drawRing(ring: Ring | null, seats: number): { ring: Ring | null; columns: Columns } {
  if (seats < 3) return { ring, columns: columnsFor(seats) };
  const next = nextRing(ring, seats);
  return { ring: next, columns: next.columns };
}

/** How many cells of the last row stay empty. */
export function freeCells(seats: number, columns: number): number {
  return (columns - (seats % columns)) % columns;
}
