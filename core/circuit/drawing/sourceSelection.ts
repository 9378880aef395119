import type { OffsetRange } from '#core/base/textRange.ts';
import type { CircuitLayout } from './circuitLayout.ts';

/** Which elements of a drawing a selection in the source is about. */
export interface SelectedSource {
  readonly selection: OffsetRange;
  /** With a mere cursor, the length of the innermost statements around it, in UTF-16 units. */
  readonly innermost?: number;
}

/**
 * Whether a selection is about an element: with a mere cursor, about those drawn from the innermost statement around
 * it; with a selection, about all drawn from statements that overlap it.
 */
export function isSelected(source: OffsetRange | undefined, { innermost, selection }: SelectedSource): boolean {
  if (source === undefined) return false;
  if (selection.end > selection.start) return source.start < selection.end && source.end > selection.start;
  return isAround(source, selection) && source.end - source.start === innermost;
}

/** What a selection is about in a drawing, and the first element of it; undefined if it is about none. */
export function selectedSource(
  layout: CircuitLayout,
  selection: OffsetRange,
): { readonly selected: SelectedSource; readonly first: number } | undefined {
  let first: number | undefined;
  if (selection.end > selection.start) {
    for (let id = 0; id < layout.elementCount; id++) {
      if (isSelected(layout.source(id), { selection })) return { selected: { selection }, first: id };
    }
    return undefined;
  }
  let innermost = Number.POSITIVE_INFINITY;
  for (let id = 0; id < layout.elementCount; id++) {
    const source = layout.source(id);
    if (source === undefined || !isAround(source, selection) || source.end - source.start >= innermost) continue;
    innermost = source.end - source.start;
    first = id;
  }
  return first === undefined ? undefined : { selected: { selection, innermost }, first };
}

function isAround(source: OffsetRange, { start }: OffsetRange): boolean {
  return source.start <= start && source.end >= start;
}
