import type { CircuitLayout } from './circuitLayout.ts';

/** How much of a drawing is where, in cells of equally many columns and wires. */
export interface DrawingDensity {
  readonly columns: number;
  readonly rows: number;
  /** For each cell, row by row, how much of it operations cover, from 0 to 255 where they cover all. */
  readonly cells: readonly number[];
}

/** Counts operations, frames not regarded, in at most so many cells each way, and in no more than there are places. */
export function drawingDensity(layout: CircuitLayout, mostColumns: number, mostRows: number): DrawingDensity {
  const { columns: moments, wires } = layout.frame;
  const columns = Math.min(mostColumns, moments.length);
  const rows = Math.min(mostRows, wires.length);
  const counts = new Float64Array(columns * rows);
  const places = new Float64Array(columns * rows);
  const columnOf = (moment: number) => Math.floor((moment * columns) / moments.length);
  const rowOf = (wire: number) => Math.floor((wire * rows) / wires.length);
  const momentsOf = new Float64Array(columns);
  for (let moment = 0; moment < moments.length; moment++) add(momentsOf, columnOf(moment));
  for (let wire = 0; wire < wires.length; wire++) {
    for (let column = 0; column < columns; column++) {
      add(places, rowOf(wire) * columns + column, momentsOf[column] ?? 0);
    }
  }
  for (let id = 0; id < layout.elementCount; id++) {
    if (layout.isFrame(id)) continue;
    const column = columnOf(layout.columnOf(id));
    for (let wire = layout.firstWireOf(id); wire <= layout.lastWireOf(id); wire++) {
      add(counts, rowOf(wire) * columns + column);
    }
  }
  return {
    columns,
    rows,
    cells: Array.from(counts, (count, cell) => Math.min(255, Math.round((255 * count) / (places[cell] ?? 1)))),
  };
}

function add(sums: Float64Array, index: number, amount = 1): void {
  sums[index] = (sums[index] ?? 0) + amount;
}
