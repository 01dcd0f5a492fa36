/** The address that calls a written telephone number. */
export function telephone(written: string): string {
  const lead = written.trim().startsWith("+") ? "+" : "";
  return `tel:${lead}${written.replaceAll(/\D/g, "")}`;
}
