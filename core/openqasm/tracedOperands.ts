import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import type { BoundOperand } from './callOperands.ts';
import type { Effect } from './lints/circuitTrace.ts';
import { type Selection, unknownSelection } from './selection.ts';
import type { CallExpression, Expression } from './syntaxTree.ts';

/**
 * Remembers what a statement does to qubits.
 * @param gate the symbol of the gate; −1 where it is not one that is known
 */
export function traceOperands(
  what: Effect,
  range: OffsetRange,
  gate: number,
  operands: readonly BoundOperand[],
  binder: Binder,
): void {
  const { trace } = binder;
  if (!trace) return;
  if (operands.every(({ selection }) => selection.runs)) {
    const selections = operands.map(({ selection }) => selection);
    trace.statement(what, binder.file, range, gate, selections);
    return;
  }
  // Which of the qubits of a register it is, only the run knows; a name that means nothing is reported as that.
  const registers = operands.map(({ expression, selection }) =>
    selection.runs ? selection : registerIn(expression, binder),
  );
  if (registers.every((register) => register !== undefined)) trace.use(binder.file, range, registers);
}

/** Remembers that a subroutine may do anything to the registers it is given. */
export function traceCall(call: CallExpression, binder: Binder): void {
  const registers = call.arguments.flatMap((argument) => registerIn(argument, binder) ?? []).filter(({ runs }) => runs);
  if (registers.length > 0) binder.trace?.use(binder.file, call, registers);
}

/** All qubits of the register that an operand is of; undefined when its name means nothing. */
function registerIn(operand: Expression, binder: Binder): Selection | undefined {
  let root = operand;
  while (root.kind === 'index' || root.kind === 'parenthesised') root = root.kind === 'index' ? root.base : root.inner;
  if (root.kind !== 'identifier') return unknownSelection;
  const symbol = binder.peek(root.name);
  return symbol && (symbol.selection ?? unknownSelection);
}
