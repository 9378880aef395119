import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import { unitsOf } from './appliedTimes.ts';
import type { BroughtStatement, EditProposal, Refusal, WantedOrder } from './circuitGesture.ts';
import { listedStatement } from './listedStatement.ts';
import { refuse } from './refuse.ts';
import {
  isEmptied,
  isIn,
  listWith,
  operationsIn,
  pairedLists,
  type RemainingList,
  remainingOf,
} from './remainingCircuit.ts';

/**
 * Whether an edit does what it says and nothing else: the program has no errors, its circuit apart from the statements
 * in question is that of the program before, and the statement stands where it is wanted, does what it did, and once.
 */
export function verifyEdit(
  before: Circuit,
  after: Analysis,
  { brought = [], changed, isWritten = false, qubits, statements }: EditProposal,
): Result<true, Refusal> {
  const text = verifyText(after, { isWritten, statements });
  if (!text.ok) return text;
  const lowered = loweredCircuit(after, { withGroups: true });
  if (!lowered.ok) return refuse(lowered.reason.replace(/^Line \d+: /, ''));
  const { operations } = lowered.circuit;
  const ranges = statements.map(({ range }) => range);
  const remaining = remainingOf(operations, [...ranges, ...brought.map(({ range }) => range)]);
  const excepted = [...changed, ...brought.map(({ from }) => from)];
  const pairs = pairedLists(remainingOf(before.operations, excepted), remaining);
  if (!pairs) return refuse('Other parts of the circuit depend on this; the edit would change them as well.');
  for (const { order, range } of [...statements, ...brought]) {
    if (!order) continue;
    const times = unitsOf(operations, range).size;
    if (times > 1) return refuse(`There it would be applied ${times} times; edit it in the text.`);
    const list = listWith(remaining, range);
    const wanted = list && pairs.get(list);
    if (!list || wanted?.all !== order.operations || !isInOrder(wanted, list, range, order)) {
      return refuse('No place in the text gives this order.');
    }
  }
  if (qubits && !isUnchanged(operationsIn(before.operations, changed), operationsIn(operations, ranges), qubits)) {
    return refuse('It would do something else there; edit it in the text.');
  }
  return verifyBrought(before.operations, operations, brought);
}

/** Whether what has been brought along does what it did. */
export function verifyBrought(
  before: readonly Operation[],
  after: readonly Operation[],
  brought: readonly BroughtStatement[],
): Result<true, Refusal> {
  const isSame = brought.every(({ from, range }) =>
    isUnchanged(operationsIn(before, [from]), operationsIn(after, [range]), new Map()),
  );
  return isSame ? success(true) : refuse('No place in the text gives this order.');
}

/** Whether the program has no errors, and what was written anew is one statement each. */
export function verifyText(
  after: Analysis,
  { isWritten = false, statements }: Pick<EditProposal, 'isWritten' | 'statements'>,
): Result<true, Refusal> {
  const error = after.diagnostics.find(({ severity }) => severity === 'error');
  if (error) return refuse(error.message);
  if (isWritten && statements.some(({ range }) => !listedStatement(after.tree, range))) {
    return refuse('A parameter is one number or expression, such as pi/2.');
  }
  return success(true);
}

/** Whether what was put into a list has the others before it and behind it that it should have. */
export function isInOrder(
  before: RemainingList,
  after: RemainingList,
  statement: OffsetRange,
  { earlier, later }: WantedOrder,
): boolean {
  const others = before.kept.filter((each) => !isEmptied(each)).map(({ operation }) => operation);
  const least = others.findLastIndex((operation) => earlier.has(operation)) + 1;
  const first = others.findIndex((operation) => later.has(operation));
  const most = first < 0 ? others.length : first;
  const kept = new Set(after.kept.filter((each) => !isEmptied(each)).map(({ operation }) => operation));
  let passed = 0;
  for (const operation of after.all) {
    if (kept.has(operation)) passed++;
    else if (isIn(operation, [statement]) && (passed < least || passed > most)) return false;
  }
  return true;
}

/** Whether operations are those before on other qubits. */
export function isUnchanged(
  before: readonly Operation[],
  after: readonly Operation[],
  qubits: ReadonlyMap<number, number>,
): boolean {
  const text = (operations: readonly Operation[]) =>
    JSON.stringify(operations, (key, value: unknown) => (key === 'source' || key === 'group' ? undefined : value));
  return (
    text(before.map((operation) => placedOperation(operation, (qubit) => qubits.get(qubit) ?? qubit))) === text(after)
  );
}
