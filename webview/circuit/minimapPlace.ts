import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawingDensity } from '#core/circuit/drawing/drawingDensity.ts';
import type { PixelArea } from './viewedArea.ts';

/** A part of the overview, from 0 to 1 each way. */
export interface OverviewArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a part of a drawing is in its overview, in which all columns are equally wide and all wires equally far apart. */
export function overviewArea({ columns, wires }: DrawingFrame, { bottom, left, right, top }: PixelArea): OverviewArea {
  const column = placesOf(columns.length, (index) => columns[index]?.x);
  const wire = placesOf(wires.length, (index) => wires[index]?.y);
  const [start, upper] = [column.at(left), wire.at(top)];
  return { left: start, top: upper, width: column.at(right) - start, height: wire.at(bottom) - upper };
}

/** The middle of a place of the overview in the drawing, in its pixels. */
export function drawingPoint(
  { columns, wires }: DrawingFrame,
  left: number,
  top: number,
): { readonly x: number; readonly y: number } {
  return {
    x: placesOf(columns.length, (index) => columns[index]?.x).of(left),
    y: placesOf(wires.length, (index) => wires[index]?.y).of(top),
  };
}

/** Between the starts of columns or wires and their share of all of them; what is between two is in proportion. */
function placesOf(starts: number, startOf: (index: number) => number | undefined) {
  const count = Math.max(1, starts);
  const last = startOf(starts - 1) ?? 0;
  const spacing = starts > 1 ? (last - (startOf(0) ?? 0)) / (starts - 1) : 1;
  const start = (index: number) => startOf(index) ?? last + spacing * (index - starts + 1);
  return {
    at(place: number): number {
      let low = 0;
      let high = starts;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (start(middle) <= place) low = middle;
        else high = middle - 1;
      }
      const within = (place - start(low)) / (start(low + 1) - start(low));
      return Math.max(0, Math.min(1, (low + Math.max(0, within)) / count));
    },
    of(share: number): number {
      const place = Math.max(0, Math.min(1, share)) * count;
      const index = Math.floor(place);
      return start(index) + (place - index) * (start(index + 1) - start(index));
    },
  };
}

/** How dense a cell is shown, from the thinnest to the densest. */
const densityLevels = 4;

/** The cells of each level as a path, in columns and rows of the density. */
export function densityPaths({ cells, columns, rows }: DrawingDensity): readonly string[] {
  const paths = Array.from({ length: densityLevels }, () => '');
  const levelOf = (row: number, column: number) =>
    Math.ceil(((cells[row * columns + column] ?? 0) * densityLevels) / 255);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; ) {
      const level = levelOf(row, column);
      let end = column + 1;
      while (end < columns && levelOf(row, end) === level) end++;
      if (level > 0) paths[level - 1] += `M${column} ${row}h${end - column}v1h${column - end}z`;
      column = end;
    }
  }
  return paths;
}
