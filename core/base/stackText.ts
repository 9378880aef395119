/** The stack of something thrown, and of what caused it, as a person who looks for a fault reads it. */
export function stackText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by ${stackText(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
