import type {
  BinaryClassicalOperator,
  BitsExpression,
  ClassicalExpression,
  ClassicalFunction,
  ScalarType,
  UnaryClassicalOperator,
} from '../classical.ts';
import {
  binaryResult,
  callResult,
  castResult,
  constantExpression,
  constantValue,
  isSameScalarType,
  type TypedOperand,
  unaryResult,
} from '../classicalArithmetic.ts';
import { operandsOf } from '../classicalTraversal.ts';

/*
 * Partial evaluation: builds an expression, computing it at once when its operands are known. The arithmetic is that of
 * the run, so that a program means the same whether a value is known early or late.
 */

/** @throws RunTimeFault when the operands are known and have no result */
export function simplifiedUnary(operator: UnaryClassicalOperator, operand: ClassicalExpression): ClassicalExpression {
  const type = scalar(operand);
  const value = known(operand);
  if (value) return constantExpression(type, unaryResult(operator, type, value.value));
  return { kind: 'unary', type, operator, operand };
}

/**
 * @param type of the result
 * @throws RunTimeFault when the operands are known and have no result
 */
export function simplifiedBinary(
  operator: BinaryClassicalOperator,
  type: ScalarType,
  left: ClassicalExpression,
  right: ClassicalExpression,
): ClassicalExpression {
  const [x, y] = [known(left), known(right)];
  if (x && y) return constantExpression(type, binaryResult(operator, type, x, y));
  if (operator === '&&' || operator === '||') {
    const decided = x ?? y;
    const isNeutral = decided?.value === (operator === '&&');
    if (decided) return (x !== undefined) === isNeutral ? right : left;
  }
  const [bits, index] = [left, y?.value];
  if (operator === 'bit' && bits.kind === 'bits' && typeof index === 'bigint') return bitOf(bits, Number(index));
  return { kind: 'binary', type, operator, left, right };
}

function bitOf({ bits }: BitsExpression, index: number): ClassicalExpression {
  const bit = bits.at(index);
  if (bit === undefined) throw new RangeError(`There is no bit ${index}.`);
  return { kind: 'bits', type: { kind: 'bool' }, bits: [bit] };
}

/** @throws RunTimeFault when the operand is known and has no such conversion */
export function simplifiedCast(type: ScalarType, operand: ClassicalExpression): ClassicalExpression {
  const value = known(operand);
  if (isSameScalarType(scalar(operand), type)) return operand;
  if (value) return constantExpression(type, castResult(value, type));
  return { kind: 'cast', type, operand };
}

/**
 * @param type of the result
 * @throws RunTimeFault when the arguments are known and outside the domain
 */
export function simplifiedCall(
  name: ClassicalFunction,
  type: ScalarType,
  given: readonly ClassicalExpression[],
): ClassicalExpression {
  const values = given.map(known).filter((value) => value !== undefined);
  if (values.length === given.length) return constantExpression(type, callResult(name, type, values));
  return { kind: 'call', type, function: name, arguments: given };
}

/** Bits one after the other, the first part least significant. */
export function simplifiedConcatenation(parts: readonly ClassicalExpression[]): ClassicalExpression {
  const flat = parts.flatMap((part) => (part.kind === 'concatenation' ? part.parts : [part]));
  const width = flat.reduce((sum, part) => sum + widthOf(part), 0);
  const type = { kind: 'bits', width } as const;
  const values = flat.map(known).filter((value) => value !== undefined);
  if (values.length === flat.length) {
    let pattern = 0n;
    let shift = 0n;
    flat.forEach((part, index) => {
      pattern |= BigInt(values[index]?.value as bigint | boolean) << shift;
      shift += BigInt(widthOf(part));
    });
    return constantExpression(type, pattern);
  }
  const places = flat.flatMap((part) => (part.kind === 'bits' ? [part.bits] : []));
  if (places.length === flat.length) return { kind: 'bits', type, bits: places.flat() };
  return { kind: 'concatenation', type, parts: flat };
}

function widthOf({ type }: ClassicalExpression): number {
  return type.kind === 'bits' ? type.width : 1;
}

/** The value of an expression that is known. */
function known(expression: ClassicalExpression): TypedOperand | undefined {
  if (expression.kind !== 'constant') return undefined;
  return { type: expression.type, value: constantValue(expression) };
}

function scalar({ type }: ClassicalExpression): ScalarType {
  if (type.kind === 'array') throw new TypeError('An array is no operand.');
  return type;
}

/** Whether two expressions are written the same. */
export function isSameExpression(left: ClassicalExpression, right: ClassicalExpression): boolean {
  return left === right || (left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right));
}

/** Expressions of more parts than this are computed into a variable. */
const stableSize = 64;

/** Whether an expression has the same value at every point of the run: it is known, or depends only on parameters. */
export function isStable(expression: ClassicalExpression): boolean {
  let size = 0;
  const visit = (part: ClassicalExpression): boolean => {
    if (++size > stableSize) return false;
    if (part.kind === 'bits' || part.kind === 'variable' || part.kind === 'element') return false;
    return operandsOf(part).every(visit);
  };
  return visit(expression);
}
