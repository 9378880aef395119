/** Durations, money and counts as people read them in plans, at the terminal and in the editor. */

/** Milliseconds as `820 ms`, `1.2 s`, `3 min 5 s`, `2 h 1 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function moneyText(cost: { readonly amount: number; readonly currency: string }): string {
  return cost.amount === 0 ? '0' : `${cost.amount.toFixed(2)} ${cost.currency}`;
}

/** A number with the noun that agrees with it: `1 row`, `150 rows`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
