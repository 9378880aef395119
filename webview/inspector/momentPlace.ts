import type { DrawingColumn, DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';

type Columns = Pick<DrawingFrame, 'columns' | 'gutter'>;

/** Between a column and the line behind it, at zoom 1. */
const gap = 7;

/** Where a moment is in a drawing, at zoom 1: behind that many columns. */
export function placeOfMoment({ columns, gutter }: Columns, moment: number): number {
  const before = columns[Math.min(moment, columns.length) - 1];
  if (before === undefined) return (gutter + (columns[0]?.x ?? gutter)) / 2;
  const next = columns[moment];
  // Frames take room beside columns.
  return next === undefined ? endOf(before) + gap : (endOf(before) + next.x) / 2;
}

/** The moment nearest to a place. */
export function momentAt(drawing: Columns, x: number): number {
  const { columns } = drawing;
  let [low, high] = [0, columns.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const border = (placeOfMoment(drawing, middle) + placeOfMoment(drawing, middle + 1)) / 2;
    if (x > border) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where to scroll so that a moment is in view, beside the names of the wires; undefined where it is. */
export function momentScroll(
  drawing: Columns,
  moment: number,
  view: { readonly scrollLeft: number; readonly clientWidth: number },
  zoom: number,
): number | undefined {
  const [space, place] = [48, placeOfMoment(drawing, moment) * zoom];
  const covered = drawing.gutter * zoom;
  if (place < view.scrollLeft + covered) return Math.max(0, place - covered - space);
  if (place > view.scrollLeft + view.clientWidth) return place - view.clientWidth + space;
  return undefined;
}

function endOf({ width, x }: DrawingColumn): number {
  return x + width;
}
