import type { Circuit, Operation } from '../circuit.ts';
import type { ExecutedPart, PartlyExecuted } from '../executedPart.ts';
import { bodiesOf } from '../operationBodies.ts';
import { DrawingWires } from './drawingWires.ts';
import type { GroupOpening } from './drawnGroups.ts';
import { OperationTexts } from './operationTexts.ts';
import { mostDrawn, placeCircuit, type ReachedColumns } from './placement.ts';

/**
 * The moments of a drawing: moment m is after its first m columns, 0 the beginning. What has been executed at a moment is
 * what ends before the column of that number, so that whatever an executed operation follows has been executed too. Calls
 * and loops that are closed count whole, at their last column; of what is decided at run time, what ends before the moment in
 * the frames of its bodies.
 */
export interface DrawnMoments extends ReachedColumns {
  /** How many columns the drawing has. */
  readonly count: number;
}

/**
 * The moments of the drawing that `layOutCircuit` makes with the same opening.
 * @param limit operations drawn at most
 */
export function drawnMoments(circuit: Circuit, opening: GroupOpening, limit = mostDrawn): DrawnMoments {
  const wires = new DrawingWires(circuit, new OperationTexts(circuit));
  // Nobody sees the drawing, so that nothing in it has a width.
  const { columnCount, reached } = placeCircuit(circuit, {
    wires,
    opening,
    limit,
    widthOf: () => 0,
    leastWidth: 0,
  });
  return { count: columnCount, lastColumns: reached.lastColumns, bodies: reached.bodies };
}

/** What of the circuit has been executed at a moment. */
export function executedPartAt(moments: ReachedColumns, moment: number): ExecutedPart {
  const partly: PartlyExecuted[] = [];
  for (const [place, bodies] of moments.bodies) {
    if ((moments.lastColumns[place] ?? 0) < moment) continue;
    const parts = bodies.map((body) => executedPartAt(body, moment));
    if (parts.some(isBegun)) partly.push({ place, bodies: parts });
  }
  const executed = executedAt(moments, moment);
  return partly.length === 0 ? { executed } : { executed, partly };
}

function isBegun({ executed, partly }: ExecutedPart): boolean {
  return executed.length > 0 || partly !== undefined;
}

/** The places in the circuit of the operations that have been executed whole at a moment, in order of the program. */
export function executedAt({ lastColumns }: Pick<ReachedColumns, 'lastColumns'>, moment: number): Uint32Array {
  const places = new Uint32Array(lastColumns.length);
  let count = 0;
  for (let place = 0; place < lastColumns.length; place++) {
    if ((lastColumns[place] ?? 0) < moment) places[count++] = place;
  }
  return places.slice(0, count);
}

/** The last moment before anything is measured, which is the end where nothing is. */
export function momentBeforeMeasurements({ operations }: Circuit, moments: DrawnMoments): number {
  return Math.min(moments.count, firstMeasurement(operations, moments));
}

/** The first column of those in which a measurement ends. */
function firstMeasurement(operations: readonly Operation[], { bodies, lastColumns }: ReachedColumns): number {
  return operations.reduce((first, operation, place) => {
    if (operation.kind === 'measure') return Math.min(first, Math.max(0, lastColumns[place] ?? first));
    const inside = bodies.get(place) ?? [];
    if (inside.length === 0) {
      // Closed, or beyond the limit.
      return bodiesOf(operation).some(measures) ? Math.min(first, Math.max(0, lastColumns[place] ?? first)) : first;
    }
    return bodiesOf(operation).reduce((least, body, number) => {
      const reached = inside[number];
      return reached === undefined ? least : Math.min(least, firstMeasurement(body, reached));
    }, first);
  }, Number.POSITIVE_INFINITY);
}

function measures(operations: readonly Operation[]): boolean {
  return operations.some((operation) => operation.kind === 'measure' || bodiesOf(operation).some(measures));
}
