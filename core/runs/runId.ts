/**
 * The id of a new run: `<time in base 36>-<random>`. Ids sort, as text, by the time of creation.
 * @param now milliseconds since 1970, up to the year 5188
 * @param random 32 random bits that no other process draws at the same millisecond
 */
export function createRunId(now: number, random: number): string {
  return `${Math.trunc(now).toString(36).padStart(9, '0')}-${(random >>> 0).toString(36).padStart(7, '0')}`;
}
