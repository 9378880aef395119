import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { normalConditional } from '#core/circuit/lower/normalConditional.ts';
import { bodiesOf, withBodies } from '#core/circuit/operationBodies.ts';

/** A body of a circuit, or all of it, without the operations of some statements. */
export interface RemainingList {
  readonly all: readonly Operation[];
  readonly kept: readonly RemainingOperation[];
}

export interface RemainingOperation {
  readonly operation: Operation;
  readonly bodies: readonly RemainingList[];
}

/** Operations without those of some statements, in bodies too. */
export function remainingOf(operations: readonly Operation[], excepted: readonly OffsetRange[]): RemainingList {
  const kept = operations.flatMap((operation): RemainingOperation[] =>
    isIn(operation, excepted)
      ? []
      : [{ operation, bodies: bodiesOf(operation).map((body) => remainingOf(body, excepted)) }],
  );
  return { all: operations, kept };
}

/**
 * The lists of a circuit before an edit by those after it; undefined where their operations differ in more than their
 * places in the text. A condition under which nothing is left is none of the circuit.
 */
export function pairedLists(
  before: RemainingList,
  after: RemainingList,
): ReadonlyMap<RemainingList, RemainingList> | undefined {
  const pairs = new Map<RemainingList, RemainingList>();
  return pair(before, after, pairs) ? pairs : undefined;
}

function pair(before: RemainingList, after: RemainingList, pairs: Map<RemainingList, RemainingList>): boolean {
  pairs.set(after, before);
  let one = 0;
  let other = 0;
  for (;;) {
    const [left, right] = [before.kept[one], after.kept[other]];
    if (left && right && areSame(left, right, pairs)) {
      one++;
      other++;
    } else if (left && isEmptied(left)) one++;
    else if (right && isEmptied(right)) other++;
    else return !left && !right;
  }
}

function areSame(
  left: RemainingOperation,
  right: RemainingOperation,
  pairs: Map<RemainingList, RemainingList>,
): boolean {
  if (haveSameBodies(left, right, pairs)) return true;
  const [turnedLeft, turnedRight] = [turned(left), turned(right)];
  if (turnedLeft && haveSameBodies(turnedLeft, right, pairs)) return true;
  return turnedRight !== undefined && haveSameBodies(left, turnedRight, pairs);
}

function haveSameBodies(
  left: RemainingOperation,
  right: RemainingOperation,
  pairs: Map<RemainingList, RemainingList>,
): boolean {
  if (left.bodies.length !== right.bodies.length || textOf(left.operation) !== textOf(right.operation)) return false;
  return left.bodies.every((body, index) => {
    const partner = right.bodies[index];
    return partner !== undefined && pair(body, partner, pairs);
  });
}

/** A conditional of which only the otherwise is left, as the circuit has it. */
function turned({ bodies, operation }: RemainingOperation): RemainingOperation | undefined {
  const [body, otherwise] = bodies;
  if (operation.kind !== 'conditional' || !body || !otherwise || body.kept.length > 0) return undefined;
  const [changed] = normalConditional({ ...operation, body: [] });
  return changed && { operation: changed, bodies: [otherwise, body] };
}

/** Whether an operation is a condition under which nothing is left. */
export function isEmptied({ bodies, operation }: RemainingOperation): boolean {
  return operation.kind === 'conditional' && bodies.every(({ kept }) => kept.every(isEmptied));
}

/** An operation without its bodies and places in the text, as a text to compare. */
function textOf(operation: Operation): string {
  const { group: _group, source: _source, ...rest } = withBodies(operation, () => []);
  return JSON.stringify(rest);
}

/** The operations of statements, wherever they are. */
export function operationsIn(operations: readonly Operation[], statements: readonly OffsetRange[]): Operation[] {
  return operations.flatMap((operation) =>
    isIn(operation, statements) ? [operation] : bodiesOf(operation).flatMap((body) => operationsIn(body, statements)),
  );
}

/** The list that an operation of a statement is in. */
export function listWith(list: RemainingList, statement: OffsetRange): RemainingList | undefined {
  if (list.all.some((operation) => isIn(operation, [statement]))) return list;
  for (const { bodies } of list.kept) {
    for (const body of bodies) {
      const found = listWith(body, statement);
      if (found) return found;
    }
  }
  return undefined;
}

/** Whether an operation comes from some statements. */
export function isIn({ source }: Operation, ranges: readonly OffsetRange[]): boolean {
  return source !== undefined && ranges.some(({ end, start }) => source.start >= start && source.end <= end);
}
