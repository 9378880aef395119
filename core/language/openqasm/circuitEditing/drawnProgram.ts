import type { Result } from '#core/base/result.ts';
import { success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Operation, OperationGroup, SourceRange } from '#core/circuit/circuit.ts';
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
import type { Block } from '#core/openqasm/syntaxTree.ts';
import { isSame, passesOf, unitsOf } from './appliedTimes.ts';
import { callAround, type ShownDefinition, shownDefinition, statementIn, unitsInCall } from './calledDefinition.ts';
import type { DrawnElement, Refusal } from './circuitGesture.ts';
import {
  blockAround,
  type DrawnIdentity,
  type DrawnList,
  type Holder,
  holderOf,
  identityBelow,
  type Occupant,
} from './drawnList.ts';
import { listedStatement } from './listedStatement.ts';
import { refuse } from './refuse.ts';

/** What one statement applies once: an operation, or all operations of a call, loop or block. */
export interface DrawnUnit {
  readonly source: OffsetRange;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly wires: readonly number[];
  readonly identity: DrawnIdentity;
  /** The definition that its statement is in, where that is shown by an opened call. */
  readonly definition?: ShownDefinition;
}

/** A program with its circuit as a drawing places it: finds what an element of the drawing is in the text. */
export class DrawnProgram {
  readonly analysis: Analysis;
  readonly circuit: Circuit;
  readonly wires: DrawingWires;
  /** The program itself, in no block. */
  readonly list: DrawnList;
  readonly #placed: readonly Placed[];
  readonly #columns: ReadonlyMap<DrawnIdentity, PlacedColumns>;

  /** @param opening which calls and loops the drawing opens */
  constructor(analysis: Analysis, circuit: Circuit, opening: GroupOpening) {
    this.analysis = analysis;
    this.circuit = circuit;
    this.wires = new DrawingWires(circuit, new OperationTexts(circuit));
    const options = { wires: this.wires, opening, limit: Number.POSITIVE_INFINITY, widthOf: () => 0, leastWidth: 0 };
    this.#placed = placedSubjects(placeCircuit(circuit, options));
    this.#columns = columnsOf(this.#placed);
    this.list = this.#listOf(circuit.operations, undefined, undefined);
  }

  /** The line of an offset as editors number lines. */
  lineOf({ start }: OffsetRange): number {
    return this.analysis.lines.positionAt(start).line + 1;
  }

  /** What an element shows; refused where its statement applies more than that, or the element is a part of a call. */
  unit(element: DrawnElement): Result<DrawnUnit, Refusal> {
    const placed = this.#placedAs(element);
    const source = placed && sourceOf(placed.subject);
    if (!placed || !source) return refuse(notDrawn);
    const { subject } = placed;
    const line = this.lineOf(source);
    if (subject.kind === 'group' && subject.run.group.kind === 'pass') {
      return refuse(`This is one pass of the loop in line ${line}; edit the loop in the text.`, source);
    }
    const identity = identityOf(subject);
    const call = callAround(identity);
    if (call) return this.#unitOfCall(call, placed);
    const units = unitsOf(this.circuit.operations, source);
    if (!units.has(identity)) return refuse(`This is a part of what line ${line} does; edit it in the text.`, source);
    if (units.size > 1) {
      const reason = `This is one of ${units.size} operations that line ${line} applies.`;
      return { ok: false, error: { reason, source, offer: 'write-out' } };
    }
    return success(this.#unitAt(placed, source));
  }

  #unitAt({ firstColumn, lastColumn, subject }: Placed, source: OffsetRange): DrawnUnit {
    const identity = identityOf(subject);
    const within = this.#placed.filter((each) => identityOf(each.subject) === identity);
    return {
      source,
      firstColumn: within.reduce((least, each) => Math.min(least, each.firstColumn), firstColumn),
      lastColumn: within.reduce((most, each) => Math.max(most, each.lastColumn), lastColumn),
      wires: placedWires(subject, this.wires),
      identity,
    };
  }

  /** What an element shows of the definition that an opened call calls. */
  #unitOfCall(call: OperationGroup, placed: Placed): Result<DrawnUnit, Refusal> {
    const definition = shownDefinition(this.analysis, call);
    if (!definition) return this.#refusedCall(call);
    const identity = identityOf(placed.subject);
    const source = statementIn(call, identity);
    if (!source) return refuse(notDrawn);
    const line = this.lineOf(source);
    const holder = holderOf(this.circuit.operations, identity);
    if (holder?.kind !== 'group' || holder.group !== call) {
      return refuse(`Line ${line} is in a block of the definition of '${call.label}'; edit it in the text.`, source);
    }
    const units = unitsInCall(this.circuit.operations, call, source);
    if (!units.has(identity)) return refuse(`This is a part of what line ${line} does; edit it in the text.`, source);
    if (units.size > 1) return refuse(`This is one of ${units.size} operations that line ${line} applies.`, source);
    return success({ ...this.#unitAt(placed, source), definition });
  }

  #refusedCall({ label, source }: OperationGroup): Result<never, Refusal> {
    const line = source ? `, which line ${this.lineOf(source)} calls` : '';
    return refuse(`This is a part of '${label}'${line}; edit its definition in the text.`, source);
  }

  /** The statements that a unit is one of; refused where it is in a block that is drawn more than once or not at all. */
  listOf({ identity, source }: DrawnUnit): Result<DrawnList, Refusal> {
    const holder = holderOf(this.circuit.operations, identity);
    const list = holder && this.#held(holder);
    if (!list) return refuse(notDrawn, source);
    if (!list.ok) return list;
    const { statements } = list.value;
    const statement = statements.at(Math.max(0, statements.indexAt(source.start)));
    if (statement && isSame(statement, source)) return list;
    return refuse(
      `Line ${this.lineOf(source)} is in a block that the drawing does not show; move it in the text.`,
      source,
    );
  }

  /** The statements that a frame shows; those of the program itself without one. */
  listIn(frame: DrawnElement | undefined): Result<DrawnList, Refusal> {
    if (frame && this.analysis.version.major === 2) {
      return refuse('A condition of OpenQASM 2 holds one statement, and this one has it.', frame.source);
    }
    if (!frame) return success(this.list);
    const subject = this.#placedAs(frame)?.subject;
    switch (subject?.kind) {
      case 'branch':
        return this.#held({ kind: 'branch', branch: subject });
      case 'group':
        return this.#held({ kind: 'group', group: subject.run.group, operations: subject.operations });
      default:
        return refuse(notDrawn);
    }
  }

  #held(holder: Holder): Result<DrawnList, Refusal> {
    switch (holder.kind) {
      case 'program':
        return success(this.list);
      case 'branch': {
        const { branch, operation } = holder.branch;
        const call = callAround(operation);
        if (call) return this.#refusedCall(call);
        const body = bodiesOf(operation)[branch] ?? [];
        return this.#blockOf(operation.source, unitsOf, body, body, operation.group);
      }
      case 'group': {
        const { group, operations } = holder;
        const around = callAround(group);
        if (group.kind === 'call') return this.#definitionList(group, operations);
        if (around) return this.#refusedCall(around);
        const within = operations.filter((operation) => identityBelow(operation, group) !== undefined);
        const [pass] = within.map((operation) => identityBelow(operation, group)).filter((each) => each !== undefined);
        const enclosing = group.kind === 'loop' && pass && isPass(pass) ? pass : group;
        return this.#blockOf(group.source, passesOf, operations, within, enclosing);
      }
    }
  }

  /**
   * The block of a statement that operations come from.
   * @param timesOf what the drawing shows of the statement, as often as it does
   */
  #blockOf(
    source: OffsetRange | undefined,
    timesOf: (operations: readonly Operation[], source: OffsetRange) => ReadonlySet<unknown>,
    operations: readonly Operation[],
    within: readonly Operation[],
    enclosing: OperationGroup | undefined,
  ): Result<DrawnList, Refusal> {
    const found = source && listedStatement(this.analysis.tree, source);
    const block = found && blockAround(found.statement, within);
    if (!source || !block) {
      const line = source ? `what line ${this.lineOf(source)} does` : 'the program';
      return refuse(`This is a part of ${line}; edit it in the text.`, source);
    }
    const times = timesOf(this.circuit.operations, source).size;
    if (times > 1) {
      return refuse(`Line ${this.lineOf(source)} is drawn ${times} times; edit what is in it in the text.`, source);
    }
    return success(this.#listOf(operations, enclosing, block));
  }

  /** The body of the definition that a call calls, as the call shows it. */
  #definitionList(call: OperationGroup, operations: readonly Operation[]): Result<DrawnList, Refusal> {
    const definition = shownDefinition(this.analysis, call);
    if (!definition) return this.#refusedCall(call);
    return success({ ...this.#listOf(operations, call, definition.node.body), definition });
  }

  #listOf(
    operations: readonly Operation[],
    enclosing: OperationGroup | undefined,
    block: Block | undefined,
  ): DrawnList {
    const statements = block ? block.statements : this.analysis.tree.statements;
    const call = enclosing?.kind === 'call' ? enclosing : undefined;
    const occupants = operations.flatMap((operation): Occupant[] => {
      const identity = identityBelow(operation, enclosing);
      const place = identity && this.#columns.get(identity);
      const source = call && identity ? statementIn(call, identity) : operation.source;
      if (!place || !source) return [];
      const statement = statements.indexAt(source.start);
      return [{ operation, identity, statement, ...place, wires: this.wires.of(operation) }];
    });
    return { statements, block, operations, occupants };
  }

  #placedAs(element: DrawnElement): Placed | undefined {
    return this.#placed.find(({ firstColumn, firstWire, subject }) => {
      const source = sourceOf(subject);
      return (
        firstColumn === element.column &&
        firstWire === element.firstWire &&
        source !== undefined &&
        isSameSource(source, element.source) &&
        (subject.kind === 'group' ? subject.run.key : undefined) === element.group
      );
    });
  }
}

const notDrawn = 'The drawing is not that of the text any more. Try again.';

/** All parts of a call have the source of the call. */
function isSameSource(one: SourceRange, other: SourceRange): boolean {
  if (!isSame(one, other)) return false;
  return one.inner && other.inner ? isSame(one.inner, other.inner) : one.inner === other.inner;
}

interface PlacedColumns {
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** The columns of what is drawn; an operation with several bodies is drawn as several elements. */
function columnsOf(placed: readonly Placed[]): ReadonlyMap<DrawnIdentity, PlacedColumns> {
  const columns = new Map<DrawnIdentity, PlacedColumns>();
  for (const { firstColumn, lastColumn, subject } of placed) {
    const key = identityOf(subject);
    const known = columns.get(key);
    columns.set(key, {
      firstColumn: Math.min(firstColumn, known?.firstColumn ?? firstColumn),
      lastColumn: Math.max(lastColumn, known?.lastColumn ?? lastColumn),
    });
  }
  return columns;
}

function isPass(identity: DrawnIdentity): identity is OperationGroup {
  return identity.kind === 'pass';
}

function identityOf(subject: Subject): DrawnIdentity {
  switch (subject.kind) {
    case 'group':
      return subject.run.group;
    case 'branch':
      return subject.operation;
    default:
      return subject;
  }
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
