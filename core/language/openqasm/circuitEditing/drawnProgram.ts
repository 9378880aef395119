import type { Result } from '#core/base/result.ts';
import { success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Operation, OperationGroup } from '#core/circuit/circuit.ts';
import { DrawingWires } from '#core/circuit/drawing/drawingWires.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { sourceOf } from '#core/circuit/drawing/elementMaker.ts';
import { OperationTexts } from '#core/circuit/drawing/operationTexts.ts';
import {
  operationsOf,
  type Placed,
  placeCircuit,
  placedSubjects,
  type Subject,
} from '#core/circuit/drawing/placement.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { DrawnElement, Refusal } from './circuitGesture.ts';
import { refuse } from './refuse.ts';

/** An operation of the program's own, in no block, as its element of the drawing shows it. */
export interface Occupant {
  readonly operation: Operation;
  /** Index of the statement of the file that it is of. */
  readonly statement: number;
  /** The columns of its element, the last included. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** All wires that it acts on, reads or writes. */
  readonly wires: readonly number[];
}

/** What one statement applies once: an operation, or all operations of a call, loop or block. */
export interface DrawnUnit {
  readonly source: OffsetRange;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly wires: readonly number[];
  /** Its operations among the occupants; empty for what is in a block. */
  readonly occupants: readonly Occupant[];
}

/** A program with its circuit as a drawing places it: finds what an element of the drawing is in the text. */
export class DrawnProgram {
  readonly analysis: Analysis;
  readonly circuit: Circuit;
  readonly occupants: readonly Occupant[];
  readonly wires: DrawingWires;
  readonly #placed: readonly Placed[];

  /** @param opening which calls and loops the drawing opens */
  constructor(analysis: Analysis, circuit: Circuit, opening: GroupOpening) {
    this.analysis = analysis;
    this.circuit = circuit;
    this.wires = new DrawingWires(circuit, new OperationTexts(circuit));
    const options = { wires: this.wires, opening, limit: Number.POSITIVE_INFINITY, widthOf: () => 0, leastWidth: 0 };
    this.#placed = placedSubjects(placeCircuit(circuit, options));
    this.occupants = this.#occupants();
  }

  /** The line of an offset as editors number lines. */
  lineOf({ start }: OffsetRange): number {
    return this.analysis.lines.positionAt(start).line + 1;
  }

  /** Index of the statement of the file that is or holds a piece of text. */
  statementOf({ start }: OffsetRange): number {
    return this.analysis.tree.statements.indexAt(start);
  }

  /** What an element shows; refused where its statement applies more than that, or the element is a part of a call. */
  unit(element: DrawnElement): Result<DrawnUnit, Refusal> {
    const placed = this.#placed.find(
      ({ firstColumn, firstWire, subject }) =>
        firstColumn === element.column &&
        firstWire === element.firstWire &&
        isSame(sourceOf(subject), element.source) &&
        (subject.kind === 'group' ? subject.run.key : undefined) === element.group,
    );
    const source = placed && sourceOf(placed.subject);
    if (!placed || !source) return refuse('The drawing is not that of the text any more. Try again.');
    const { subject } = placed;
    const line = this.lineOf(source);
    if (subject.kind === 'group' && subject.run.group.kind === 'pass') {
      return refuse(`This is one pass of the loop in line ${line}; edit the loop in the text.`, source);
    }
    const units = unitsOf(this.circuit.operations, source);
    const unit = identityOf(subject);
    if (!units.has(unit)) {
      const call = subject.kind === 'branch' || subject.kind === 'group' ? undefined : callOf(subject, source);
      return call
        ? refuse(
            `This is a part of '${call.label}', which line ${line} calls; edit its definition in the text.`,
            source,
          )
        : refuse(`This is a part of what line ${line} does; edit it in the text.`, source);
    }
    if (units.size > 1) {
      const reason = `This is one of ${units.size} operations that line ${line} applies.`;
      return { ok: false, error: { reason, source, offer: 'write-out' } };
    }
    const occupants = this.occupants.filter(
      ({ operation }) => outermostOf(operation, source) !== undefined || isSame(operation.source, source),
    );
    const within = this.#placed.filter((each) => identityOf(each.subject) === unit);
    return success({
      source,
      firstColumn: within.reduce((least, each) => Math.min(least, each.firstColumn), placed.firstColumn),
      lastColumn: within.reduce((most, each) => Math.max(most, each.lastColumn), placed.lastColumn),
      wires: placedWires(subject, this.wires),
      occupants,
    });
  }

  #occupants(): Occupant[] {
    const columns = new Map<Operation | OperationGroup, { firstColumn: number; lastColumn: number }>();
    // Of what is in a block or in a group, the columns are not asked for.
    for (const { firstColumn, lastColumn, subject } of this.#placed) {
      const key = identityOf(subject);
      const known = columns.get(key);
      columns.set(key, {
        firstColumn: Math.min(firstColumn, known?.firstColumn ?? firstColumn),
        lastColumn: Math.max(lastColumn, known?.lastColumn ?? lastColumn),
      });
    }
    return this.circuit.operations.flatMap((operation): Occupant[] => {
      const place = columns.get(outermostGroup(operation) ?? operation);
      if (!place || !operation.source) return [];
      return [{ operation, statement: this.statementOf(operation.source), ...place, wires: this.wires.of(operation) }];
    });
  }
}

function identityOf(subject: Subject): Operation | OperationGroup {
  switch (subject.kind) {
    case 'group':
      return subject.run.group;
    case 'branch':
      return subject.operation;
    default:
      return subject;
  }
}

function isSame(a: OffsetRange | undefined, b: OffsetRange): boolean {
  return a !== undefined && a.start === b.start && a.end === b.end;
}

function placedWires(subject: Subject, wires: DrawingWires): readonly number[] {
  switch (subject.kind) {
    case 'group':
      return wires.ofAll(operationsOf(subject));
    case 'branch':
      return [...new Set(wires.of(subject.operation))];
    default:
      return [...new Set(wires.of(subject))];
  }
}

/** What a statement applies at one time each: an operation, or the operations of one call or loop; by its identity. */
function unitsOf(operations: readonly Operation[], source: OffsetRange): Set<Operation | OperationGroup> {
  const units = new Set<Operation | OperationGroup>();
  const collect = (list: readonly Operation[]): void => {
    for (const operation of list) {
      const group = outermostOf(operation, source);
      if (group) units.add(group);
      // A phase of the whole circuit is on no wire and not drawn.
      else if (isSame(operation.source, source)) {
        if (operation.kind !== 'gate' || operation.controls.length + operation.targets.length > 0) units.add(operation);
      } else for (const body of bodiesOf(operation)) collect(body);
    }
  };
  collect(operations);
  return units;
}

/** The outermost call or loop of an operation that is the statement. */
function outermostOf(operation: Operation, source: OffsetRange): OperationGroup | undefined {
  let found: OperationGroup | undefined;
  for (let group = operation.group; group; group = group.outer) {
    if (isSame(group.source, source)) found = group;
  }
  return found;
}

function callOf(operation: Operation, source: OffsetRange): OperationGroup | undefined {
  const group = outermostOf(operation, source);
  return group?.kind === 'call' ? group : undefined;
}

function outermostGroup({ group: innermost }: Operation): OperationGroup | undefined {
  let group = innermost;
  while (group?.outer) group = group.outer;
  return group;
}
