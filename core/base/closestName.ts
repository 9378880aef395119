/** Letters typed in the wrong order are likelier than another letter. */
const swapCost = 0.9;

/**
 * The name a mistyped one most likely stands for: the one with the fewest edits (Damerau's insertions, deletions,
 * replacements and swaps), at most a third of the length; none when nothing is close. Case counts little.
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit || candidate === name) continue;
    const firstDiffers = candidate[0] === name[0] ? 0 : 0.25;
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0.5 : firstDiffers + editDistance(name, candidate, bestDistance);
    // Short names are all alike; only one letter in place of another would suggest anything.
    if (distance >= name.length) continue;
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(left: string, right: string, limit: number): number {
  if (left.length > 64 || right.length > 64) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + swapCost);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}
