import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import type { EditProposal, Refusal, WantedOrder } from './circuitGesture.ts';
import { listedStatement } from './listedStatement.ts';
import { refuse } from './refuse.ts';

/**
 * Whether an edit does what it says and nothing else: the program has no errors, its circuit apart from the statements
 * in question is that of the program before, and the statement stands where it is wanted.
 */
export function verifyEdit(
  before: Circuit,
  after: Analysis,
  { changed, isWritten = false, order, statement }: EditProposal,
): Result<true, Refusal> {
  const error = after.diagnostics.find(({ severity }) => severity === 'error');
  if (error) return refuse(error.message);
  if (isWritten && statement && !listedStatement(after.tree, statement)) {
    return refuse('A parameter is one number or expression, such as pi/2.');
  }
  const lowered = loweredCircuit(after, { withGroups: true });
  if (!lowered.ok) return refuse(lowered.reason.replace(/^Line \d+: /, ''));
  const { operations } = lowered.circuit;
  const excepted = statement ? [statement] : [];
  if (compared(before.operations, changed) !== compared(operations, excepted)) {
    return refuse('Other parts of the circuit depend on this; the edit would change them as well.');
  }
  if (order && statement && !isInOrder(before.operations, operations, changed, statement, order)) {
    return refuse('No place in the text gives this order.');
  }
  return success(true);
}

/** Operations without their places in the text, as a text to compare; those of some statements are left out. */
function compared(operations: readonly Operation[], excepted: readonly OffsetRange[]): string {
  const without = (list: readonly Operation[]): Operation[] =>
    list.flatMap((operation) => {
      if (isIn(operation, excepted)) return [];
      const { group: _group, source: _source, ...rest } = withBodies(operation, without);
      return [rest];
    });
  return JSON.stringify(without(operations));
}

/** Whether the operations of a statement have the others before them and behind them that they should have. */
function isInOrder(
  before: readonly Operation[],
  after: readonly Operation[],
  changed: readonly OffsetRange[],
  statement: OffsetRange,
  { earlier, later }: WantedOrder,
): boolean {
  const others = before.filter((operation) => !isIn(operation, changed));
  const least = others.findLastIndex((operation) => earlier.has(operation)) + 1;
  const first = others.findIndex((operation) => later.has(operation));
  const most = first < 0 ? others.length : first;
  let passed = 0;
  let isFound = false;
  for (const operation of after) {
    if (!isIn(operation, [statement])) {
      passed++;
      continue;
    }
    isFound = true;
    if (passed < least || passed > most) return false;
  }
  return isFound;
}

function isIn({ source }: Operation, ranges: readonly OffsetRange[]): boolean {
  return source !== undefined && ranges.some(({ end, start }) => source.start >= start && source.end <= end);
}
