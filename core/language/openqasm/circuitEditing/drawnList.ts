import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation, OperationGroup } from '#core/circuit/circuit.ts';
import type { BranchSubject } from '#core/circuit/drawing/placement.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import { childrenOf } from '#core/openqasm/syntaxChildren.ts';
import type { Block, Statement } from '#core/openqasm/syntaxTree.ts';
import { isSame } from './appliedTimes.ts';
import type { ShownDefinition } from './calledDefinition.ts';

/** What is drawn by itself among others: an operation, or all operations of a call or loop. */
export type DrawnIdentity = Operation | OperationGroup;

/** An operation of a list, as its element of the drawing shows it. */
export interface Occupant {
  readonly operation: Operation;
  /** What its element shows. */
  readonly identity: DrawnIdentity;
  /** Index of the statement of the list that it is of. */
  readonly statement: number;
  /** The columns of its element, the last included. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** All wires that it acts on, reads or writes. */
  readonly wires: readonly number[];
}

/** A list of statements as the drawing shows it: the program itself, or a block that is drawn as a frame. */
export interface DrawnList {
  readonly statements: StatementList;
  /** Absent for the program itself. */
  readonly block: Block | undefined;
  /** The operations of the circuit among which those of the list are: a body, or all of the circuit. */
  readonly operations: readonly Operation[];
  readonly occupants: readonly Occupant[];
  /** The definition whose body it is, as a call shows it. */
  readonly definition?: ShownDefinition;
}

/** What holds operations in the drawing: the program itself, or what a frame shows. */
export type Holder =
  | { readonly kind: 'program' }
  | { readonly kind: 'branch'; readonly branch: BranchSubject }
  | { readonly kind: 'group'; readonly group: OperationGroup; readonly operations: readonly Operation[] };

/** What holds an operation or group directly; undefined where it is not in the circuit. */
export function holderOf(operations: readonly Operation[], identity: DrawnIdentity): Holder | undefined {
  return holderIn(operations, undefined, { kind: 'program' }, identity);
}

function holderIn(
  operations: readonly Operation[],
  enclosing: OperationGroup | undefined,
  around: Holder,
  identity: DrawnIdentity,
): Holder | undefined {
  const within = (group: OperationGroup | undefined): Holder =>
    group === undefined || group === enclosing ? around : { kind: 'group', group, operations };
  for (const operation of operations) {
    if (operation === identity) return within(operation.group);
    for (let group = operation.group; group !== undefined && group !== enclosing; group = group.outer) {
      if (group === identity) return within(group.outer);
    }
    for (const [branch, body] of bodiesOf(operation).entries()) {
      if (operation.kind !== 'conditional' && operation.kind !== 'switch' && operation.kind !== 'while') break;
      const holder: Holder = { kind: 'branch', branch: { kind: 'branch', operation, branch } };
      const found = holderIn(body, operation.group, holder, identity);
      if (found) return found;
    }
  }
  return undefined;
}

/** What an operation is drawn as below a group: itself, or the outermost call or loop that the group is around. */
export function identityBelow(operation: Operation, enclosing: OperationGroup | undefined): DrawnIdentity | undefined {
  let outermost: DrawnIdentity = operation;
  for (let group = operation.group; group !== enclosing; group = group.outer) {
    if (!group) return undefined;
    outermost = group;
  }
  return outermost;
}

/** The block of a statement that operations come from; operations of the statement itself come from none. */
export function blockAround(statement: Statement, operations: readonly Operation[]): Block | undefined {
  const sources = operations.flatMap(({ source }) => (source && !isSame(source, statement) ? [source] : []));
  const blocks = childrenOf(statement).flatMap((child) => (child.kind === 'case' ? [child.body] : [child]));
  for (const block of blocks) {
    if (block.kind === 'block' && sources.length > 0 && sources.every((source) => holds(block, source))) return block;
  }
  return undefined;
}

function holds(outer: OffsetRange, inner: OffsetRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
