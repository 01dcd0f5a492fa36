/** As much of React's own record of what it has drawn as is read here. */
interface Drawn {
  type: unknown;
  child: Drawn | null;
  sibling: Drawn | null;
}

/** The names of the components that React has drawn into `place` and its portals. Not for a minified build. */
export function rendered(place: Element): string[] {
  const key = Object.keys(place).find((name) => name.startsWith("__reactContainer$"));
  const container = key && (place as unknown as Record<string, { stateNode: { current: Drawn } }>)[key];
  if (!container) throw new Error("React has drawn nothing here");
  const names = new Set<string>();
  const look = (drawn: Drawn | null): void => {
    for (let next = drawn; next; next = next.sibling) {
      if (typeof next.type === "function") names.add(next.type.name);
      look(next.child);
    }
  };
  look(container.stateNode.current);
  return [...names];
}
