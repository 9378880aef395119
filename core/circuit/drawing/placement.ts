import type { Circuit, Operation, OperationGroup } from '../circuit.ts';
import { bodiesOf } from '../operationBodies.ts';
import type { DrawingWires } from './drawingWires.ts';
import { type GroupOpening, type GroupRun, GroupRuns } from './drawnGroups.ts';
import { type BlockOperation, isBlock } from './operationTexts.ts';

/** What an element of a drawing shows. */
export type Subject =
  | { readonly kind: 'operation'; readonly operation: Exclude<Operation, BlockOperation> }
  /** One of the bodies of an operation that holds others. */
  | { readonly kind: 'branch'; readonly operation: BlockOperation; readonly branch: number }
  /** A call or loop, whole or as a frame around its parts. */
  | GroupSubject;

export interface GroupSubject {
  readonly kind: 'group';
  readonly run: GroupRun;
  /** How many it has. */
  readonly operations: number;
  /** The wires of qubits that they act on, and those of classical values they read or write; ascending. */
  readonly qubits: readonly number[];
  readonly classical: readonly number[];
}

/** Where an element is, in columns and wires. */
export interface Placed {
  readonly subject: Subject;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstWire: number;
  readonly lastWire: number;
  /** Of its widest part, in pixels. */
  readonly width: number;
  /** How deep in frames it is. */
  readonly depth: number;
  /** The room a frame takes around what is in it; absent for what is no frame. */
  readonly frame?: FrameRoom;
}

/** How many frames within a frame begin or end at the same wire or column as it does, one in another, on each side. */
export interface FrameRoom {
  above: number;
  below: number;
  left: number;
  right: number;
}

export interface Placement {
  readonly placed: readonly Placed[];
  readonly columnCount: number;
  readonly drawn: number;
  /** Operations beyond the limit. */
  readonly left: number;
  /**
   * Of each operation of the circuit the last column that what shows it reaches; that of the latest one so far, or −1, for
   * what is on no wire, and {@link neverDrawn} for what is beyond the limit.
   */
  readonly lastColumns: Int32Array;
}

/** Operations that a drawing shows unless told otherwise. */
export const mostDrawn = 20_000;

/** A column behind all others. */
export const neverDrawn = 2 ** 31 - 1;

export interface PlacementOptions {
  readonly wires: DrawingWires;
  readonly opening: GroupOpening;
  /** Operations, and closed groups of them, at most. */
  readonly limit: number;
  /** The width of a subject in pixels. */
  readonly widthOf: (subject: Subject) => number;
}

/** Puts everything into the first column in which all wires from its top to its bottom one are free. */
export function placeCircuit(circuit: Circuit, options: PlacementOptions): Placement {
  const placing = new Placing(options, circuit.operations.length);
  placing.place(circuit.operations, { enclosing: undefined, key: '', depth: 0, frames: [], first: 0 });
  return placing.finish();
}

interface Surroundings {
  readonly enclosing: OperationGroup | undefined;
  readonly key: string;
  readonly depth: number;
  /** Collects the frames that are directly in the current one. */
  readonly frames: (Placed & { readonly frame: FrameRoom })[];
  /** The place in the circuit of the first of the operations that are placed; absent inside of one of them. */
  readonly first: number | undefined;
}

interface Span {
  readonly firstWire: number;
  readonly lastWire: number;
}

class Placing {
  readonly #options: PlacementOptions;
  readonly #nextColumn: Int32Array;
  readonly #placed: Placed[] = [];
  readonly #lastColumns: Int32Array;
  /** Columns so far. */
  #columnCount = 0;
  #drawn = 0;
  #left = 0;

  constructor(options: PlacementOptions, operationCount: number) {
    this.#options = options;
    this.#lastColumns = new Int32Array(operationCount).fill(neverDrawn);
    this.#nextColumn = new Int32Array(options.wires.names.length);
  }

  place(operations: readonly Operation[], around: Surroundings): void {
    const runs = new GroupRuns(operations, around.enclosing, around.key, this.#options.opening);
    let blocks = 0;
    for (let index = 0; index < operations.length; ) {
      const run = runs.at(index, operations.length);
      const end = run?.end ?? index + 1;
      const first = around.first === undefined ? undefined : around.first + index;
      if (this.#drawn >= this.#options.limit) this.#left += end - index;
      else if (run) this.#placeGroup(run, operations.slice(index, end), { ...around, first });
      else {
        const operation = operations[index];
        if (operation && isBlock(operation)) this.#placeBlock(operation, `${around.key}/block ${++blocks}`, around);
        else if (operation) this.#placeOperation(operation, around);
        if (operation) this.#reach(first, 1, this.#options.wires.of(operation));
      }
      index = end;
    }
  }

  #placeOperation(operation: Exclude<Operation, BlockOperation>, around: Surroundings): void {
    const span = spanOf(this.#options.wires.of(operation));
    if (!span) return;
    this.#drawn++;
    this.#placeWhole({ kind: 'operation', operation }, span, around);
  }

  #placeBlock(operation: BlockOperation, key: string, around: Surroundings): void {
    const span = spanOf(this.#options.wires.of(operation));
    if (!span) return;
    this.#drawn++;
    for (const [branch, body] of bodiesOf(operation).entries()) {
      if (branch > 0 && body.length === 0) continue;
      const depth = around.depth + 1;
      const inside = { enclosing: operation.group, key: `${key}:${branch}`, depth, first: undefined };
      this.#placeFrame({ kind: 'branch', operation, branch }, span, around, (frames) =>
        this.place(body, { ...inside, frames }),
      );
    }
  }

  #placeGroup(run: GroupRun, operations: readonly Operation[], around: Surroundings): void {
    const { wires } = this.#options;
    const touched = wires.ofAll(operations);
    const span = spanOf(touched);
    if (!span) {
      this.#reach(around.first, operations.length, touched);
      return;
    }
    const subject: Subject = {
      kind: 'group',
      run,
      operations: operations.length,
      qubits: touched.filter((wire) => wire < wires.qubitCount),
      classical: touched.filter((wire) => wire >= wires.qubitCount),
    };
    if (!run.isOpen) {
      this.#drawn++;
      this.#placeWhole(subject, span, around);
      this.#reach(around.first, operations.length, touched);
      return;
    }
    const { depth, first } = around;
    this.#placeFrame(subject, span, around, (frames) =>
      this.place(operations, { enclosing: run.group, key: run.key, depth: depth + 1, frames, first }),
    );
  }

  #placeWhole(subject: Subject, span: Span, { depth }: Surroundings): void {
    const column = this.#freeColumn(span);
    this.#advance(span, column + 1);
    const width = this.#options.widthOf(subject);
    this.#placed.push({ subject, firstColumn: column, lastColumn: column, ...span, width, depth });
  }

  /** Places what is in a frame, and then the frame around the columns that this took. */
  #placeFrame(
    subject: Subject,
    span: Span,
    around: Surroundings,
    placeInside: (frames: Surroundings['frames']) => void,
  ): void {
    const firstColumn = this.#freeColumn(span);
    this.#advance(span, firstColumn);
    const inside: Surroundings['frames'] = [];
    placeInside(inside);
    const end = Math.max(firstColumn + 1, this.#freeColumn(span));
    this.#advance(span, end);
    const place = { firstColumn, lastColumn: end - 1, ...span };
    const frame = roomAround(place, inside);
    const width = this.#options.widthOf(subject);
    const placed = { subject, ...place, width, depth: around.depth, frame };
    this.#placed.push(placed);
    around.frames.push(placed);
  }

  #freeColumn({ firstWire, lastWire }: Span): number {
    let column = 0;
    for (let wire = firstWire; wire <= lastWire; wire++) column = Math.max(column, this.#nextColumn[wire] ?? 0);
    return column;
  }

  #advance({ firstWire, lastWire }: Span, column: number): void {
    this.#nextColumn.fill(column, firstWire, lastWire + 1);
    this.#columnCount = Math.max(this.#columnCount, column);
  }

  /** Notes for operations of the circuit that have just been placed which column they reach. */
  #reach(first: number | undefined, count: number, wires: readonly number[]): void {
    if (first === undefined) return;
    const [wire] = wires;
    const end = wire === undefined ? this.#columnCount : (this.#nextColumn[wire] ?? 0);
    this.#lastColumns.fill(end - 1, first, first + count);
  }

  finish(): Placement {
    return {
      placed: this.#placed,
      columnCount: this.#columnCount,
      drawn: this.#drawn,
      left: this.#left,
      lastColumns: this.#lastColumns,
    };
  }
}

function roomAround(
  place: Pick<Placed, 'firstColumn' | 'lastColumn' | 'firstWire' | 'lastWire'>,
  inside: Surroundings['frames'],
): FrameRoom {
  const room: FrameRoom = { above: 0, below: 0, left: 0, right: 0 };
  for (const { firstColumn, firstWire, frame, lastColumn, lastWire } of inside) {
    if (firstWire === place.firstWire) room.above = Math.max(room.above, frame.above + 1);
    if (lastWire === place.lastWire) room.below = Math.max(room.below, frame.below + 1);
    if (firstColumn === place.firstColumn) room.left = Math.max(room.left, frame.left + 1);
    if (lastColumn === place.lastColumn) room.right = Math.max(room.right, frame.right + 1);
  }
  return room;
}

function spanOf(wires: readonly number[]): Span | undefined {
  let firstWire = Number.POSITIVE_INFINITY;
  let lastWire = -1;
  for (const wire of wires) {
    if (wire < firstWire) firstWire = wire;
    if (wire > lastWire) lastWire = wire;
  }
  return lastWire < 0 ? undefined : { firstWire, lastWire };
}
