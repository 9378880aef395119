import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Circuit, Operation, OperationGroup } from '../circuit.ts';
import { bodiesOf } from '../operationBodies.ts';
import type { DrawingWires, WireSpan } from './drawingWires.ts';
import { type GroupOpening, type GroupRun, GroupRuns } from './drawnGroups.ts';
import { type BlockOperation, isBlock } from './operationTexts.ts';
import { type OrderedElements, PlacedElements } from './placedElements.ts';
import { PlacedSubjects } from './placedSubjects.ts';

/** What an element of a drawing shows: an operation itself, or more or less than one. */
export type Subject = LeafOperation | BranchSubject | GroupSubject;

export type LeafOperation = Exclude<Operation, BlockOperation>;

/** One of the bodies of an operation that holds others. */
export interface BranchSubject {
  readonly kind: 'branch';
  readonly operation: BlockOperation;
  readonly branch: number;
}

/** A call or loop, whole or as a frame around its parts. */
export interface GroupSubject {
  readonly kind: 'group';
  readonly run: GroupRun;
  /** The list it is in, from its first operation to before `run.end`. */
  readonly operations: readonly Operation[];
  readonly start: number;
}

/** The operations of a call or loop. */
export function operationsOf({ operations, run, start }: GroupSubject): readonly Operation[] {
  return operations.slice(start, run.end);
}

/** How many frames within a frame begin or end at the same wire or column as it does, one in another, on each side. */
export interface FrameRoom {
  above: number;
  below: number;
  left: number;
  right: number;
}

export interface Placement {
  /** In the order of the drawing. */
  readonly elements: OrderedElements;
  readonly subjects: PlacedSubjects;
  /** The room that frames take around what is in them, by id, ascending. */
  readonly frames: ReadonlyMap<number, FrameRoom>;
  readonly columnCount: number;
  /** What the operations in a column need, in pixels; frames not regarded. */
  readonly columnWidths: Float64Array;
  readonly drawn: number;
  /** Operations beyond the limit. */
  readonly left: number;
  readonly reached: ReachedColumns;
}

/** Where the operations of a list end in a drawing. */
export interface ReachedColumns {
  /**
   * Of each operation the last column that what shows it reaches; that of the latest one so far, or −1, for what is on no
   * wire, and {@link neverDrawn} for what is beyond the limit.
   */
  readonly lastColumns: Int32Array;
  /** Of those decided at run time, by their place in the list, the same of each of their bodies. */
  readonly bodies: ReadonlyMap<number, readonly ReachedColumns[]>;
}

class Reached implements ReachedColumns {
  readonly lastColumns: Int32Array;
  readonly bodies = new Map<number, readonly Reached[]>();

  constructor(operations: readonly Operation[]) {
    this.lastColumns = new Int32Array(operations.length).fill(neverDrawn);
  }
}

/** Operations that a drawing shows unless told otherwise: as many as a circuit made of a program can have. */
export const mostDrawn = 2_000_000;

/** A column behind all others. */
const neverDrawn = 2 ** 31 - 1;

export interface PlacementOptions {
  readonly wires: DrawingWires;
  readonly opening: GroupOpening;
  /** Operations, and closed groups of them, at most. */
  readonly limit: number;
  /** The width of a subject in pixels. */
  readonly widthOf: (subject: Subject) => number;
  /** The width of a column with nothing in it. */
  readonly leastWidth: number;
}

/** Puts everything into the first column in which all wires from its top to its bottom one are free. */
export function placeCircuit(circuit: Circuit, options: PlacementOptions): Placement {
  return doSteps(placeInSteps(circuit, options));
}

/** The same, of which a long circuit is several steps. */
export function* placeInSteps(circuit: Circuit, options: PlacementOptions): Steps<Placement> {
  const { operations } = circuit;
  const placing = new Placing(operations, options);
  yield* placing.placeAll();
  return yield* placing.finish();
}

/** Operations placed in one step. */
const placedAtOnce = 16_384;

/** Operations of a list, from the start to before the end. */
interface Stretch {
  readonly operations: readonly Operation[];
  readonly start: number;
  readonly end: number;
}

interface Surroundings {
  readonly enclosing: OperationGroup | undefined;
  readonly key: string;
  readonly depth: number;
  /** Collects the frames that are directly in the current one. */
  readonly frames: PlacedFrame[];
  /** Of the list that is being placed. */
  readonly reached: Reached;
}

interface PlacedFrame extends WireSpan {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly room: FrameRoom;
}

class Placing {
  readonly #options: PlacementOptions;
  readonly #nextColumn: Int32Array;
  readonly #placed: PlacedElements;
  readonly #operations: readonly Operation[];
  readonly #subjects: PlacedSubjects;
  readonly #rooms = new Map<number, FrameRoom>();
  readonly #reached: Reached;
  #widths: Float64Array;
  /** Columns so far. */
  #columnCount = 0;
  #drawn = 0;
  /** How many there were at the last step. */
  #drawnBefore = 0;
  #left = 0;

  constructor(operations: readonly Operation[], options: PlacementOptions) {
    this.#operations = operations;
    this.#placed = new PlacedElements(Math.min(operations.length, options.limit));
    this.#subjects = new PlacedSubjects(operations);
    this.#options = options;
    this.#reached = new Reached(operations);
    this.#nextColumn = new Int32Array(options.wires.names.length);
    this.#widths = new Float64Array(256).fill(options.leastWidth);
  }

  placeAll(): Steps<void> {
    const operations = this.#operations;
    const around = { enclosing: undefined, key: '', depth: 0, frames: [], reached: this.#reached };
    return this.#place({ operations, start: 0, end: operations.length }, around);
  }

  *#place({ end: limit, operations, start }: Stretch, around: Surroundings): Steps<void> {
    const runs = new GroupRuns(operations, around.enclosing, around.key, this.#options.opening);
    let blocks = 0;
    for (let index = start; index < limit; ) {
      const run = runs.at(index, limit);
      const end = run?.end ?? index + 1;
      if (this.#drawn >= this.#options.limit) this.#left += end - index;
      else if (run) yield* this.#placeGroup({ kind: 'group', run, operations, start: index }, around);
      else {
        const operation = operations[index];
        const span = operation && this.#options.wires.spanOf(operation);
        if (span) {
          if (isBlock(operation)) {
            yield* this.#placeBlock(operation, index, span, `${around.key}/block ${++blocks}`, around);
          } else this.#placeOperation(operation, operations === this.#operations ? index : undefined, span, around);
        }
        this.#reach(around.reached, index, end, span);
      }
      index = end;
      if (this.#drawn - this.#drawnBefore >= placedAtOnce) {
        this.#drawnBefore = this.#drawn;
        yield;
      }
    }
  }

  /** @param index of an operation that is in no body */
  #placeOperation(operation: LeafOperation, index: number | undefined, span: WireSpan, around: Surroundings): void {
    this.#drawn++;
    this.#placeWhole(operation, index ?? this.#subjects.add(operation), span, around);
  }

  *#placeBlock(
    operation: BlockOperation,
    index: number,
    span: WireSpan,
    key: string,
    around: Surroundings,
  ): Steps<void> {
    this.#drawn++;
    const bodies = bodiesOf(operation).map((body) => ({ body, reached: new Reached(body) }));
    around.reached.bodies.set(
      index,
      bodies.map(({ reached }) => reached),
    );
    for (const [branch, { body, reached }] of bodies.entries()) {
      if (branch > 0 && body.length === 0) continue;
      const inside = { enclosing: operation.group, key: `${key}:${branch}`, depth: around.depth + 1, reached };
      yield* this.#placeFrame({ kind: 'branch', operation, branch }, span, around, (frames) =>
        this.#place({ operations: body, start: 0, end: body.length }, { ...inside, frames }),
      );
    }
  }

  *#placeGroup(subject: GroupSubject, around: Surroundings): Steps<void> {
    const { operations, run, start } = subject;
    const span = this.#options.wires.spanOfAll(operations, start, run.end);
    if (!span || !run.isOpen) {
      if (span) {
        this.#drawn++;
        this.#placeWhole(subject, this.#subjects.add(subject), span, around);
      }
      this.#reach(around.reached, start, run.end, span);
      return;
    }
    yield* this.#placeFrame(subject, span, around, (frames) =>
      this.#place(
        { operations, start, end: run.end },
        { enclosing: run.group, key: run.key, depth: around.depth + 1, frames, reached: around.reached },
      ),
    );
  }

  #placeWhole(subject: Subject, number: number, span: WireSpan, { depth }: Surroundings): void {
    const column = this.#freeColumn(span);
    this.#advance(span, column + 1);
    this.#widen(column, this.#options.widthOf(subject));
    this.#placed.add(number, column, column, span.firstWire, span.lastWire, depth);
  }

  /** Places what is in a frame, and then the frame around the columns that this took. */
  *#placeFrame(
    subject: Subject,
    span: WireSpan,
    around: Surroundings,
    placeInside: (frames: PlacedFrame[]) => Steps<void>,
  ): Steps<void> {
    const firstColumn = this.#freeColumn(span);
    this.#advance(span, firstColumn);
    const inside: PlacedFrame[] = [];
    yield* placeInside(inside);
    const end = Math.max(firstColumn + 1, this.#freeColumn(span));
    this.#advance(span, end);
    const place = { firstColumn, lastColumn: end - 1, firstWire: span.firstWire, lastWire: span.lastWire };
    const room = roomAround(place, inside);
    const shown = this.#subjects.add(subject);
    const number = this.#placed.add(shown, firstColumn, end - 1, span.firstWire, span.lastWire, around.depth);
    this.#rooms.set(number, room);
    around.frames.push({ ...place, room });
  }

  #freeColumn({ firstWire, lastWire }: WireSpan): number {
    let column = 0;
    for (let wire = firstWire; wire <= lastWire; wire++) column = Math.max(column, this.#nextColumn[wire] ?? 0);
    return column;
  }

  #advance({ firstWire, lastWire }: WireSpan, column: number): void {
    this.#nextColumn.fill(column, firstWire, lastWire + 1);
    this.#columnCount = Math.max(this.#columnCount, column);
  }

  /** Notes for operations of a list that have just been placed which column they reach. */
  #reach({ lastColumns }: Reached, start: number, end: number, span: WireSpan | undefined): void {
    const next = span === undefined ? this.#columnCount : (this.#nextColumn[span.firstWire] ?? 0);
    lastColumns.fill(next - 1, start, end);
  }

  #widen(column: number, width: number): void {
    if (column >= this.#widths.length) {
      const grown = new Float64Array(2 * column).fill(this.#options.leastWidth);
      grown.set(this.#widths);
      this.#widths = grown;
    }
    if (width > (this.#widths[column] ?? 0)) this.#widths[column] = width;
  }

  *finish(): Steps<Placement> {
    const columnCount = this.#columnCount;
    const columnWidths = new Float64Array(columnCount).fill(this.#options.leastWidth);
    columnWidths.set(this.#widths.subarray(0, columnCount));
    const elements = yield* this.#placed.inOrder(columnCount, this.#nextColumn.length);
    const frames = new Map<number, FrameRoom>();
    if (this.#rooms.size > 0) {
      for (let id = 0; id < elements.order.length; id++) {
        const room = this.#rooms.get(elements.order[id] ?? 0);
        if (room) frames.set(id, room);
      }
    }
    const subjects = this.#subjects;
    const counts = { columnCount, drawn: this.#drawn, left: this.#left };
    return { elements, subjects, frames, columnWidths, ...counts, reached: this.#reached };
  }
}

function roomAround(place: Omit<PlacedFrame, 'room'>, inside: readonly PlacedFrame[]): FrameRoom {
  const around: FrameRoom = { above: 0, below: 0, left: 0, right: 0 };
  for (const { firstColumn, firstWire, lastColumn, lastWire, room } of inside) {
    if (firstWire === place.firstWire) around.above = Math.max(around.above, room.above + 1);
    if (lastWire === place.lastWire) around.below = Math.max(around.below, room.below + 1);
    if (firstColumn === place.firstColumn) around.left = Math.max(around.left, room.left + 1);
    if (lastColumn === place.lastColumn) around.right = Math.max(around.right, room.right + 1);
  }
  return around;
}

/** One element by itself, for those who look at a few of a circuit that somebody writes. */
export interface Placed {
  readonly subject: Subject;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstWire: number;
  readonly depth: number;
}

/** All elements in the order of the drawing. */
export function placedSubjects({ elements, subjects }: Placement): Placed[] {
  return Array.from(elements.subject, (number, id) => ({
    subject: subjects.at(number),
    firstColumn: elements.firstColumn[id] ?? 0,
    lastColumn: elements.lastColumn[id] ?? 0,
    firstWire: elements.firstWire[id] ?? 0,
    depth: elements.depth[id] ?? 0,
  }));
}
