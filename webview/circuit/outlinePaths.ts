import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import { geometry } from '#core/circuit/drawing/drawingGeometry.ts';
import type { TileOutline } from '#core/circuit/drawing/drawingOutlines.ts';

/** How wide the bar of an element over several wires is, as a share of its column. */
const barShare = 0.4;

/** The paths of an outline, in pixels of the drawing: what is on one wire is a box, what is on several a bar. */
export function outlinePaths(
  { columns, wires }: DrawingFrame,
  { elements, frames }: TileOutline,
): { readonly elements: string; readonly frames: string } {
  const half = geometry.boxHeight / 2;
  const yOf = (wire: number | undefined) => wires[wire ?? 0]?.y ?? 0;
  let filled = '';
  for (let index = 0; index < elements.length; index += 3) {
    const { width, x } = columns[elements[index] ?? 0] ?? { x: 0, width: 0 };
    const [firstWire, lastWire] = [elements[index + 1], elements[index + 2]];
    const top = yOf(firstWire) - half;
    const wide = firstWire === lastWire ? width : width * barShare;
    filled += `M${x + (width - wide) / 2} ${top}h${wide}v${yOf(lastWire) + half - top}h${-wide}z`;
  }
  let framed = '';
  for (let index = 0; index < frames.length; index += 4) {
    const first = columns[frames[index] ?? 0] ?? { x: 0, width: 0 };
    const last = columns[frames[index + 1] ?? 0] ?? first;
    const [left, right] = [first.x - geometry.framePadding, last.x + last.width + geometry.framePadding];
    const [top, bottom] = [yOf(frames[index + 2]) - half, yOf(frames[index + 3]) + half];
    framed += `M${left} ${top}H${right}V${bottom}H${left}z`;
  }
  return { elements: filled, frames: framed };
}
