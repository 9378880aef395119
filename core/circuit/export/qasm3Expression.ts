import type { Angle, AngleExpression } from '../angle.ts';
import type { ClassicalExpression } from '../classical.ts';
import { visitParts } from '../classicalTraversal.ts';
import type { ExpressionDialect } from './angleExpression.ts';
import { qasm3Number } from './qasm3Types.ts';

/**
 * How OpenQASM 3 writes real expressions; they evaluate to exactly the same number.
 * @param parameters names of the circuit's parameters
 */
export function qasm3Dialect(
  parameters: readonly string[],
  classical?: (expression: ClassicalExpression) => string | undefined,
): ExpressionDialect {
  const named = ['sin', 'cos', 'tan', 'arcsin', 'arccos', 'arctan', 'exp', 'log', 'sqrt', 'floor', 'ceiling'] as const;
  return {
    parameters,
    number: qasm3Number,
    power: '**',
    functions: Object.fromEntries(named.map((name) => [name, name])),
    ...(classical === undefined ? {} : { classical }),
  };
}

/** Whether a parameter is only ever used as it is, so that it may be declared as an `angle`, which wraps around. */
export function usesAreBare(index: number, angles: Iterable<Angle>): boolean {
  for (const angle of angles) {
    if (typeof angle !== 'number' && angle.op !== 'parameter' && mentions(angle, index)) return false;
  }
  return true;
}

function mentions(angle: AngleExpression, index: number): boolean {
  if (angle.op === 'parameter') return angle.index === index;
  if (angle.op === 'classical') return readsParameter(angle.expression, index);
  const inner = 'left' in angle ? [angle.left, angle.right] : [angle.operand];
  return inner.some((part) => typeof part !== 'number' && mentions(part, index));
}

/** Whether an expression computed during the run reads a parameter. */
export function readsParameter(expression: ClassicalExpression, index: number): boolean {
  let reads = false;
  visitParts(expression, (part) => {
    if (part.kind === 'parameter' && part.index === index) reads = true;
  });
  return reads;
}
