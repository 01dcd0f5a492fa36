/** A number by which the server knows a thing that is asked for again, as the answer to it was lost. */
export function newOperation(): number {
  const [high = 0, low = 1] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low;
}
