// What a reader has chosen for this browser. Storage may be switched off; a choice then lasts as long as the page. Nothing
// that says who they are or that they are here may be kept like this.

export function recall(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

export function keep(place: string, value: string): void {
  try {
    localStorage.setItem(place, value);
  } catch {
    // See above.
  }
}
