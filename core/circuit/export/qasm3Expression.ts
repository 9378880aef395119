import { Failure } from '#core/base/failure.ts';
import type { Angle, AngleExpression } from '../angle.ts';

const operators = { add: '+', subtract: '-', multiply: '*', divide: '/', power: '**' } as const;

/** Denominators tried when a number may be a multiple of π. */
const denominators = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64] as const;

/**
 * An angle as an OpenQASM 3 expression that evaluates to exactly the same number.
 * @param names of the circuit's parameters
 * @throws Failure `invalid-circuit` when a number is not finite
 */
export function qasm3Expression(angle: Angle, names: readonly string[]): string {
  if (typeof angle === 'number') return qasm3Number(angle);
  switch (angle.op) {
    case 'parameter':
      return names[angle.index] ?? `parameter_${angle.index}`;
    case 'classical':
      throw new Failure('unsupported', 'An angle computed during the run cannot be written in OpenQASM yet.');
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return `${operand(angle.left, names)} ${operators[angle.op]} ${operand(angle.right, names)}`;
    case 'negate':
      return `-${operand(angle.operand, names)}`;
    default:
      return `${angle.op}(${qasm3Expression(angle.operand, names)})`;
  }
}

/** Brackets around everything that is not a name, a function call or a plain number. */
function operand(angle: Angle, names: readonly string[]): string {
  const text = qasm3Expression(angle, names);
  return /^(\w+|[\d.]+(e[+-]?\d+)?)$/.test(text) || isCall(angle) ? text : `(${text})`;
}

function isCall(angle: Angle): boolean {
  return (
    typeof angle !== 'number' &&
    !('left' in angle) &&
    angle.op !== 'parameter' &&
    angle.op !== 'classical' &&
    angle.op !== 'negate'
  );
}

/** Always a float literal: an integer one would make divisions drop their fraction. */
function qasm3Number(value: number): string {
  if (!Number.isFinite(value)) {
    throw new Failure('invalid-circuit', `The angle ${value} cannot be written in OpenQASM.`);
  }
  for (const denominator of denominators) {
    const numerator = Math.round((value * denominator) / Math.PI);
    if (numerator === 0 || Math.abs(numerator) > 1024 || (numerator * Math.PI) / denominator !== value) continue;
    const factor = numerator === 1 ? '' : numerator === -1 ? '-' : `${numerator}*`;
    return `${factor}pi${denominator === 1 ? '' : `/${denominator}`}`;
  }
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
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
  if (angle.op === 'classical') return false;
  const inner = 'left' in angle ? [angle.left, angle.right] : [angle.operand];
  return inner.some((part) => typeof part !== 'number' && mentions(part, index));
}
