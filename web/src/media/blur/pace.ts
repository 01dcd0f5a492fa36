/** So many pictures are taken together. */
const span = 10;
/** On average a picture may take so long, in milliseconds. Slower than that is no moving picture. */
const longest = 3000;

/** Notices a machine that is too slow to blur. */
export class Pace {
  private readonly times: number[] = [];

  /** Takes what one more picture took, in milliseconds. True if the last ones together were too slow. */
  tooSlow(took: number): boolean {
    this.times.push(took);
    if (this.times.length > span) this.times.shift();
    const sum = this.times.reduce((all, one) => all + one, 0);
    return this.times.length === span && sum / span > longest;
  }
}
