import type { DrawingColumn, DrawingElement, DrawingPart } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawnElement } from '#core/protocol/circuitEditing.ts';

/** How gestures name an element; undefined for what comes from no text. */
export function referenceTo({ column, firstWire, group, source }: DrawingElement): DrawnElement | undefined {
  if (source === undefined) return undefined;
  return { source, column, firstWire, ...(group !== undefined && { group: group.key }) };
}

/** The column behind the last one that an element reaches into. */
export function columnBehind({ column, width, x }: DrawingElement, columns: readonly DrawingColumn[]): number {
  const right = x + width;
  let end = column + 1;
  while (end < columns.length && (columns[end]?.x ?? 0) < right) end++;
  return end;
}

/** Whether an element shows parameters, which can be changed. */
export function hasParameters({ group, parts }: DrawingElement): boolean {
  if (group?.isOpen === true) return false;
  return parts.some((part) => part.kind === 'box' && part.role !== 'assignment' && part.detail !== undefined);
}

/**
 * The height at which an element is held that is touched at a height: that of the nearest part of it that is on a wire,
 * so that a control is moved by itself.
 */
export function heldHeight({ parts, y, height }: DrawingElement, touched: number): number {
  const heights = parts.map((part) => partHeight(part, touched)).filter((each) => each !== undefined);
  const nearest = heights.reduce<number | undefined>(
    (best, each) => (best === undefined || Math.abs(each - touched) < Math.abs(best - touched) ? each : best),
    undefined,
  );
  return nearest ?? y + height / 2;
}

/** The height of a part that is on a wire; undefined for what connects or frames others. */
function partHeight(part: DrawingPart, touched: number): number | undefined {
  switch (part.kind) {
    case 'control':
    case 'not':
    case 'swap':
    case 'meter':
      return part.y;
    case 'box':
      // A box over several wires is held where it is touched.
      return touched >= part.y && touched <= part.y + part.height ? touched : part.y + part.height / 2;
    case 'barrier':
      return (part.y1 + part.y2) / 2;
    case 'line':
    case 'text':
    case 'passing':
    case 'frame':
      return undefined;
  }
}
