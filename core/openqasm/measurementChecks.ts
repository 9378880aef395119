import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { effect } from './lints/circuitTrace.ts';
import { diagnose } from './messages.ts';
import { elementCount, type Selection } from './selection.ts';
import type { Expression } from './syntaxTree.ts';
import { traceOperands } from './tracedOperands.ts';
import type { Size } from './types.ts';
import { rootOf } from './valueReads.ts';

/** The name of a declaration that a measurement initialises. */
interface DeclaredTarget {
  readonly range: OffsetRange;
  readonly selection: Selection | undefined;
  readonly isBit: boolean;
}

/**
 * Binds a measurement and checks that both sides have the same size (insts, "Measurement"). A register of one bit takes
 * the result of a single qubit and the other way round. Measurements without findings are mostly bound by
 * `PlainStatementBinder`; it must leave every one that is reported here.
 */
export function checkMeasurement(
  whole: OffsetRange,
  operand: Expression,
  target: Expression | DeclaredTarget | undefined,
  binder: Binder,
  expressions: ExpressionBinder,
): void {
  const qubits = expressions.qubits(operand);
  traceOperands(effect.measure, whole, -1, [{ expression: operand, selection: qubits }], binder);
  if (!target) return;
  let bits: Selection | undefined;
  let range: OffsetRange;
  if ('kind' in target) {
    bits = expressions.bits(target);
    const root = rootOf(target);
    if (root.kind === 'identifier') binder.values.assign(binder.peek(root.name), bits);
    range = { start: Math.min(operand.start, target.start), end: Math.max(operand.end, target.end) };
  } else {
    if (!target.isBit) {
      binder.report(
        diagnose('QAS3007', target.range, binder.sourceOf(target.range), 'a variable of another type', 'a bit'),
      );
      return;
    }
    bits = target.selection;
    range = whole;
  }
  if (!bits || fits(qubits, bits, binder)) return;
  binder.report(diagnose('QAS5005', range, describeSize(qubits.size, 'qubit'), describeSize(bits.size, 'bit')));
}

function fits(qubits: Selection, bits: Selection, { options }: Binder): boolean {
  // Tools take a register of one for a single one and the other way round.
  const isStrict = options.profile === 'strict-2.0' || options.profile === 'spec-3.x';
  if (isStrict && (qubits.size === 'scalar') !== (bits.size === 'scalar')) {
    return qubits.size === 'unknown' || bits.size === 'unknown';
  }
  const [left, right] = [elementCount(qubits), elementCount(bits)];
  return left === undefined || right === undefined || left === right;
}

function describeSize(size: Size, noun: string): string {
  if (size === 'scalar') return `a single ${noun}`;
  return size === 1 ? `1 ${noun}` : `${size} ${noun}s`;
}
