import { shortestEdit } from '#core/base/shortestEdit.ts';

/** A line of one or both texts. */
export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added' | 'left-out';
  /** Of `left-out`, how many equal lines are not shown. */
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const context = 2;

/**
 * What leads from one text to another, line by line, with a few equal lines around each change; empty when they are equal.
 * The fewest lines change, unless very many do.
 */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const runs = shortestEdit(old, now);
  if (runs.every(({ kind }) => kind === 'same')) return [];
  return shortened(
    runs.flatMap((run) => {
      const lines =
        run.kind === 'added'
          ? now.slice(run.after, run.after + run.length)
          : old.slice(run.before, run.before + run.length);
      return lines.map((text) => ({ kind: run.kind, text }));
    }),
  );
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
