/** A line of one or both texts. */
export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added' | 'left-out';
  /** Of `left-out`, how many equal lines are not shown. */
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const context = 2;
/** Texts with more lines between their first and last difference are compared as a whole. */
const mostLines = 3000;

/**
 * What leads from one text to another, line by line, with a few equal lines around each change; empty when they are equal.
 * The fewest lines change, found by the longest common subsequence.
 */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++;
  const removed = old.slice(start, old.length - end);
  const added = now.slice(start, now.length - end);
  if (removed.length === 0 && added.length === 0) return [];
  const same = (text: string): DifferenceLine => ({ kind: 'same', text });
  return shortened([
    ...old.slice(0, start).map(same),
    ...between(removed, added),
    ...old.slice(old.length - end).map(same),
  ]);
}

function between(old: readonly string[], now: readonly string[]): DifferenceLine[] {
  if (old.length > mostLines || now.length > mostLines)
    return [
      ...old.map((text): DifferenceLine => ({ kind: 'removed', text })),
      ...now.map((text): DifferenceLine => ({ kind: 'added', text })),
    ];
  const width = now.length + 1;
  /** The length of the longest common subsequence of what follows. */
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === now[j]
          ? 1 + (common[(i + 1) * width + j + 1] ?? 0)
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [gone, come] = [old[i], now[j]];
    if (gone !== undefined && gone === come) {
      lines.push({ kind: 'same', text: gone });
      i++;
      j++;
    } else if (
      gone !== undefined &&
      (come === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', text: gone });
      i++;
    } else {
      lines.push({ kind: 'added', text: come ?? '' });
      j++;
    }
  }
  return lines;
}

/** Leaves equal lines out that no change is near. */
function shortened(lines: readonly DifferenceLine[]): readonly DifferenceLine[] {
  const changed = lines.flatMap(({ kind }, index) => (kind === 'same' ? [] : [index]));
  const shown = new Set(
    changed.flatMap((index) => Array.from({ length: 2 * context + 1 }, (_, step) => index - context + step)),
  );
  const result: DifferenceLine[] = [];
  let hidden = 0;
  const close = () => {
    if (hidden > 0) result.push({ kind: 'left-out', text: String(hidden) });
    hidden = 0;
  };
  lines.forEach((line, index) => {
    if (!shown.has(index)) {
      hidden++;
      return;
    }
    close();
    result.push(line);
  });
  close();
  return result;
}
