import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/**
 * The elements a selection in the source is about: with a mere cursor, those drawn from the innermost statement around
 * it; with a selection, all drawn from statements that overlap it.
 */
export function elementsAtSource(
  elements: readonly DrawingElement[],
  selection: OffsetRange | undefined,
): ReadonlySet<number> {
  const found = new Set<number>();
  if (selection === undefined) return found;
  if (selection.end > selection.start) {
    for (const { id, source } of elements) {
      if (source !== undefined && source.start < selection.end && source.end > selection.start) found.add(id);
    }
    return found;
  }
  let innermost = Number.POSITIVE_INFINITY;
  for (const { id, source } of elements) {
    if (source === undefined || source.start > selection.start || source.end < selection.start) continue;
    const length = source.end - source.start;
    if (length > innermost) continue;
    if (length < innermost) {
      innermost = length;
      found.clear();
    }
    found.add(id);
  }
  return found;
}
