import type { Circuit, Operation } from '../circuit.ts';
import { bodiesOf } from '../operationBodies.ts';
import { DrawingWires } from './drawingWires.ts';
import type { GroupOpening } from './drawnGroups.ts';
import { OperationTexts } from './operationTexts.ts';
import { mostDrawn, placeCircuit } from './placement.ts';

/**
 * The moments of a drawing: moment m is after its first m columns, 0 the beginning. What has been executed at a moment is
 * what ends before the column of that number, so that whatever an executed operation follows has been executed too. Calls
 * and loops that are closed, and what runs only under a condition, count whole, at their last column.
 */
export interface DrawnMoments {
  /** How many columns the drawing has. */
  readonly count: number;
  /** Of each operation of the circuit, the last column it reaches; see `Placement`. */
  readonly lastColumns: Int32Array;
}

/**
 * The moments of the drawing that `layOutCircuit` makes with the same opening.
 * @param limit operations drawn at most
 */
export function drawnMoments(circuit: Circuit, opening: GroupOpening, limit = mostDrawn): DrawnMoments {
  const wires = new DrawingWires(circuit, new OperationTexts(circuit));
  // Nobody sees the drawing, so that nothing in it has a width.
  const { columnCount, lastColumns } = placeCircuit(circuit, {
    wires,
    opening,
    limit,
    widthOf: () => 0,
    leastWidth: 0,
  });
  return { count: columnCount, lastColumns };
}

/** The places in the circuit of the operations that have been executed at a moment, in order of the program. */
export function executedAt({ lastColumns }: DrawnMoments, moment: number): Uint32Array {
  const places = new Uint32Array(lastColumns.length);
  let count = 0;
  for (let place = 0; place < lastColumns.length; place++) {
    if ((lastColumns[place] ?? 0) < moment) places[count++] = place;
  }
  return places.slice(0, count);
}

/** The last moment before anything is measured, which is the end where nothing is. */
export function momentBeforeMeasurements({ operations }: Circuit, { count, lastColumns }: DrawnMoments): number {
  return operations.reduce(
    (moment, operation, place) =>
      measures(operation) ? Math.min(moment, Math.max(0, lastColumns[place] ?? count)) : moment,
    count,
  );
}

function measures(operation: Operation): boolean {
  return operation.kind === 'measure' || bodiesOf(operation).some((body) => body.some(measures));
}
