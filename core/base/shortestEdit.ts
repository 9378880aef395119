/** A stretch of two lists: equal entries of both, or entries of one that the other does not have there. */
export interface EditRun {
  readonly kind: 'same' | 'removed' | 'added';
  /** Where it begins in the first and in the second list. */
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * What leads from one list to another with the fewest entries removed and added (Myers, An O(ND) difference algorithm);
 * lists with more differences than `most` change as a whole between their common beginning and end. Removed entries come
 * before added ones.
 */
export function shortestEdit<Key>(before: readonly Key[], after: readonly Key[], most = 2000): EditRun[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const inner = between(before.slice(start, before.length - end), after.slice(start, after.length - end), most);
  return joined([
    { kind: 'same', before: 0, after: 0, length: start },
    ...inner.map((run) => ({ ...run, before: run.before + start, after: run.after + start })),
    { kind: 'same', before: before.length - end, after: after.length - end, length: end },
  ]);
}

function between<Key>(before: readonly Key[], after: readonly Key[], most: number): EditRun[] {
  const paths = furthestPaths(before, after, most);
  if (paths === undefined)
    return [
      { kind: 'removed', before: 0, after: 0, length: before.length },
      { kind: 'added', before: before.length, after: 0, length: after.length },
    ];
  const runs: EditRun[] = [];
  let [x, y] = [before.length, after.length];
  for (let edits = paths.length - 1; edits >= 0; edits--) {
    const diagonal = x - y;
    const reached = paths[edits - 1];
    const isAdded = reached !== undefined && stepsDown(reached, diagonal, edits);
    const fromDiagonal = isAdded ? diagonal + 1 : diagonal - 1;
    const fromX = reached === undefined ? 0 : (reached[fromDiagonal + edits - 1] ?? 0);
    const startX = reached === undefined ? 0 : isAdded ? fromX : fromX + 1;
    if (x > startX) runs.push({ kind: 'same', before: startX, after: startX - diagonal, length: x - startX });
    if (reached === undefined) break;
    const fromY = fromX - fromDiagonal;
    runs.push({ kind: isAdded ? 'added' : 'removed', before: fromX, after: fromY, length: 1 });
    [x, y] = [fromX, fromY];
  }
  return runs.reverse();
}

/**
 * For every number of edits, how far each diagonal gets in the first list; diagonal d of e edits is at e + d. Undefined for
 * more edits than `most`.
 */
function furthestPaths<Key>(
  before: readonly Key[],
  after: readonly Key[],
  most: number,
): readonly Int32Array[] | undefined {
  const paths: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    const previous = paths[edits - 1];
    const reached = new Int32Array(2 * edits + 1).fill(-1);
    paths.push(reached);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = 0;
      if (previous !== undefined)
        x = stepsDown(previous, diagonal, edits)
          ? (previous[diagonal + 1 + edits - 1] ?? 0)
          : (previous[diagonal - 1 + edits - 1] ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached[diagonal + edits] = x;
      if (x >= before.length && x - diagonal >= after.length) return paths;
    }
  }
  return undefined;
}

/** Whether a diagonal is reached furthest by adding an entry rather than by removing one. */
function stepsDown(previous: Int32Array, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return (previous[diagonal - 1 + edits - 1] ?? 0) < (previous[diagonal + 1 + edits - 1] ?? 0);
}

/** Neighbouring runs of one kind as one, removed ones before added ones, without empty ones. */
function joined(runs: readonly EditRun[]): EditRun[] {
  const result: EditRun[] = [];
  for (const run of runs) {
    if (run.length === 0) continue;
    const last = result.at(-1);
    const beforeLast = result.at(-2);
    if (last?.kind === run.kind) result[result.length - 1] = { ...last, length: last.length + run.length };
    else if (run.kind === 'removed' && last?.kind === 'added') {
      const begins = { ...run, after: last.after };
      if (beforeLast?.kind === 'removed')
        result[result.length - 2] = { ...beforeLast, length: beforeLast.length + run.length };
      else result.splice(-1, 0, begins);
      result[result.length - 1] = { ...last, before: run.before + run.length };
    } else result.push(run);
  }
  return result;
}
