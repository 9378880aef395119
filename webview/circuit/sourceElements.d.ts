import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
/**
 * The elements a selection in the source is about: with a mere cursor, those drawn from the innermost statement around
 * it; with a selection, all drawn from statements that overlap it.
 */
export declare function elementsAtSource(
  elements: readonly DrawingElement[],
  selection: OffsetRange | undefined,
): ReadonlySet<number>;
