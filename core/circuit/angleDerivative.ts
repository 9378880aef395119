import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';
import { type Angle, type BinaryOperator, evaluateAngle, type UnaryOperator } from './angle.ts';

/**
 * Adds `weight` · ∂angle/∂parameter to the entry of every parameter. `floor` and `ceiling` count as constant. Where the
 * angle has no derivative, such as √x at 0, entries become infinite or NaN.
 * @param bindings one value per circuit parameter
 * @param gradient one entry per circuit parameter
 * @throws RangeError for angles known only during the run, and when a parameter has no value
 */
export function addAngleGradient(
  angle: Angle,
  bindings: ArrayLike<number>,
  weight: number,
  gradient: Float64Array,
): void {
  if (typeof angle === 'number') return;
  switch (angle.op) {
    case 'parameter':
      gradient[angle.index] = (gradient[angle.index] ?? 0) + weight;
      break;
    case 'classical':
      throw new RangeError('The angle is known only during the run.');
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power': {
      const left = evaluateAngle(angle.left, bindings);
      const right = evaluateAngle(angle.right, bindings);
      // A constant has no gradient; its factor, which may not be finite, is not asked for.
      if (typeof angle.left !== 'number') {
        addAngleGradient(angle.left, bindings, weight * leftDerivative(angle.op, left, right), gradient);
      }
      if (typeof angle.right !== 'number') {
        addAngleGradient(angle.right, bindings, weight * rightDerivative(angle.op, left, right), gradient);
      }
      break;
    }
    default: {
      const derivative = unaryDerivative(angle.op, evaluateAngle(angle.operand, bindings));
      if (derivative !== 0) addAngleGradient(angle.operand, bindings, weight * derivative, gradient);
    }
  }
}

function leftDerivative(op: BinaryOperator, left: number, right: number): number {
  switch (op) {
    case 'add':
    case 'subtract':
      return 1;
    case 'multiply':
      return right;
    case 'divide':
      return 1 / right;
    case 'power':
      // x⁰ is constant, also at 0.
      return right === 0 ? 0 : right * powerOf(left, right - 1);
  }
}

function rightDerivative(op: BinaryOperator, left: number, right: number): number {
  switch (op) {
    case 'add':
      return 1;
    case 'subtract':
      return -1;
    case 'multiply':
      return left;
    case 'divide':
      return -left / (right * right);
    case 'power':
      return left === 0 && right > 0 ? 0 : powerOf(left, right) * logarithmOf(left);
  }
}

function unaryDerivative(op: UnaryOperator, operand: number): number {
  switch (op) {
    case 'negate':
      return -1;
    case 'sin':
      return cosineOf(operand);
    case 'cos':
      return -sineOf(operand);
    case 'tan':
      return 1 + tangentOf(operand) ** 2;
    case 'arcsin':
      return 1 / Math.sqrt(1 - operand * operand);
    case 'arccos':
      return -1 / Math.sqrt(1 - operand * operand);
    case 'arctan':
      return 1 / (1 + operand * operand);
    case 'exp':
      return exponentialOf(operand);
    case 'log':
      return 1 / operand;
    case 'sqrt':
      return 0.5 / Math.sqrt(operand);
    case 'floor':
    case 'ceiling':
      return 0;
  }
}
