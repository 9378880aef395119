import { arcCosineOf, arcSineOf, arcTangentOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';
import type { ClassicalExpression } from './classical.ts';

/**
 * An angle in radians (or any real gate parameter): a number, or an expression over the circuit's parameters that
 * becomes a number once they are bound. Plain JSON.
 */
export type Angle = number | AngleExpression;

export type AngleExpression =
  | { readonly op: 'parameter'; readonly index: number }
  /** A value of type `float` computed during the run. */
  | { readonly op: 'classical'; readonly expression: ClassicalExpression }
  | { readonly op: BinaryOperator; readonly left: Angle; readonly right: Angle }
  | { readonly op: UnaryOperator; readonly operand: Angle };

export type BinaryOperator = 'add' | 'subtract' | 'multiply' | 'divide' | 'power';
export type UnaryOperator =
  | 'negate'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'arcsin'
  | 'arccos'
  | 'arctan'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'floor'
  | 'ceiling';

export function parameterAngle(index: number): AngleExpression {
  return { op: 'parameter', index };
}

/** Applies a binary operator, folding when both sides are numbers. */
export function combineAngles(op: BinaryOperator, left: Angle, right: Angle): Angle {
  if (typeof left === 'number' && typeof right === 'number') return binaryValue(op, left, right);
  if (op === 'multiply' && (left === 1 || right === 1)) return left === 1 ? right : left;
  if (op === 'add' && (left === 0 || right === 0)) return left === 0 ? right : left;
  return { op, left, right };
}

/** Applies a unary operator, folding when the operand is a number. */
export function transformAngle(op: UnaryOperator, operand: Angle): Angle {
  return typeof operand === 'number' ? unaryValue(op, operand) : { op, operand };
}

/**
 * The value of an angle under a binding.
 * @param bindings one value per circuit parameter, in the order of `Circuit.parameters`
 * @param compute the value of an expression during the run
 * @throws RangeError when a parameter has no value, or the angle is known only during the run and `compute` is not given
 */
export function evaluateAngle(
  angle: Angle,
  bindings: ArrayLike<number>,
  compute?: (expression: ClassicalExpression) => number,
): number {
  if (typeof angle === 'number') return angle;
  switch (angle.op) {
    case 'parameter': {
      const value = bindings[angle.index];
      if (value === undefined) throw new RangeError(`Parameter ${angle.index} is not bound.`);
      return value;
    }
    case 'classical':
      if (!compute) throw new RangeError('The angle is known only during the run.');
      return compute(angle.expression);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return binaryValue(
        angle.op,
        evaluateAngle(angle.left, bindings, compute),
        evaluateAngle(angle.right, bindings, compute),
      );
    default:
      return unaryValue(angle.op, evaluateAngle(angle.operand, bindings, compute));
  }
}

/** Whether an angle is known only during the run, whatever the parameters are bound to. */
export function isRunTimeAngle(angle: Angle): boolean {
  if (typeof angle === 'number' || angle.op === 'parameter') return false;
  if (angle.op === 'classical') return true;
  return 'left' in angle ? isRunTimeAngle(angle.left) || isRunTimeAngle(angle.right) : isRunTimeAngle(angle.operand);
}

/** Whether an angle is made of any of these parameters. */
export function dependsOn(angle: Angle, parameters: ReadonlySet<number>): boolean {
  if (typeof angle === 'number' || angle.op === 'classical') return false;
  if (angle.op === 'parameter') return parameters.has(angle.index);
  if ('left' in angle) return dependsOn(angle.left, parameters) || dependsOn(angle.right, parameters);
  return dependsOn(angle.operand, parameters);
}

function binaryValue(op: BinaryOperator, left: number, right: number): number {
  switch (op) {
    case 'add':
      return left + right;
    case 'subtract':
      return left - right;
    case 'multiply':
      return left * right;
    case 'divide':
      return left / right;
    case 'power':
      return powerOf(left, right);
  }
}

function unaryValue(op: UnaryOperator, operand: number): number {
  switch (op) {
    case 'negate':
      return -operand;
    case 'sin':
      return sineOf(operand);
    case 'cos':
      return cosineOf(operand);
    case 'tan':
      return tangentOf(operand);
    case 'arcsin':
      return arcSineOf(operand);
    case 'arccos':
      return arcCosineOf(operand);
    case 'arctan':
      return arcTangentOf(operand);
    case 'exp':
      return exponentialOf(operand);
    case 'log':
      return logarithmOf(operand);
    case 'sqrt':
      return Math.sqrt(operand);
    case 'floor':
      return Math.floor(operand);
    case 'ceiling':
      return Math.ceil(operand);
  }
}
