import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import { geometry } from '#core/circuit/drawing/drawingGeometry.ts';
import type { TileOutline } from '#core/circuit/drawing/drawingOutlines.ts';

/** How wide the bar of an element over several wires is, as a share of its column. */
const barShare = 0.4;

/** The paths of an outline, in pixels of the drawing; empty where there is nothing of a kind. */
export interface OutlinePaths {
  readonly elements: string;
  readonly readouts: string;
  readonly frames: string;
}

export function outlinePaths(drawing: DrawingFrame, { elements, frames, readouts }: TileOutline): OutlinePaths {
  return {
    elements: filledPath(drawing, elements),
    readouts: filledPath(drawing, readouts),
    frames: framedPath(drawing, frames),
  };
}

/** What is on one wire is a box, what is on several a bar. */
function filledPath({ columns, wires }: DrawingFrame, places: readonly number[]): string {
  const half = geometry.boxHeight / 2;
  let path = '';
  for (let index = 0; index < places.length; index += 3) {
    const { width, x } = columns[places[index] ?? 0] ?? { x: 0, width: 0 };
    const [firstWire, lastWire] = [places[index + 1] ?? 0, places[index + 2] ?? 0];
    const top = (wires[firstWire]?.y ?? 0) - half;
    const wide = firstWire === lastWire ? width : width * barShare;
    path += `M${x + (width - wide) / 2} ${top}h${wide}v${(wires[lastWire]?.y ?? 0) + half - top}h${-wide}z`;
  }
  return path;
}

function framedPath({ columns, wires }: DrawingFrame, places: readonly number[]): string {
  const half = geometry.boxHeight / 2;
  let path = '';
  for (let index = 0; index < places.length; index += 4) {
    const first = columns[places[index] ?? 0] ?? { x: 0, width: 0 };
    const last = columns[places[index + 1] ?? 0] ?? first;
    const [left, right] = [first.x - geometry.framePadding, last.x + last.width + geometry.framePadding];
    const [top, bottom] = [
      (wires[places[index + 2] ?? 0]?.y ?? 0) - half,
      (wires[places[index + 3] ?? 0]?.y ?? 0) + half,
    ];
    path += `M${left} ${top}H${right}V${bottom}H${left}z`;
  }
  return path;
}
