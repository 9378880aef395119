/** How long and how often a shorter text is looked for. */
export interface Effort {
  readonly attempts: number;
  /** Whether time is left. */
  readonly goesOn: () => boolean;
}

/** The shortest text found that still fails, by leaving out ever smaller pieces, as far as the effort goes. */
export async function minimised(
  text: string,
  fails: (text: string) => Promise<boolean>,
  { attempts, goesOn }: Effort,
): Promise<string> {
  let shortest = text;
  let left = attempts;
  for (let size = Math.max(1, shortest.length >> 1); size >= 1; size >>= 1) {
    for (let at = 0; at + size <= shortest.length; ) {
      if (left-- <= 0 || !goesOn()) return shortest;
      const shorter = shortest.slice(0, at) + shortest.slice(at + size);
      if (await fails(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}
