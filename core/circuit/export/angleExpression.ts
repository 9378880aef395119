import { multipleOfPi } from '#core/base/arithmetic/piMultiples.ts';
import type { Angle, BinaryOperator, UnaryOperator } from '../angle.ts';
import type { ClassicalExpression } from '../classical.ts';

/** How a language writes real expressions. */
export interface ExpressionDialect {
  /** Of the parameters, by index. */
  readonly parameters: readonly string[];
  /** A literal that stands for exactly this number; undefined when the language has none. */
  readonly number: (value: number) => string | undefined;
  readonly power: string;
  /** A value computed during the run; absent when the language cannot say any here. */
  readonly classical?: (expression: ClassicalExpression) => string | undefined;
  /** Functions the language has, by the names of the circuit model. */
  readonly functions: { readonly [Operator in Exclude<UnaryOperator, 'negate'>]?: string };
}

/**
 * An angle as an expression, with brackets around everything that is not a name, a call or a plain number.
 * @returns undefined when the language lacks something in it
 */
export function angleExpression(angle: Angle, dialect: ExpressionDialect): string | undefined {
  if (typeof angle === 'number') return dialect.number(angle);
  switch (angle.op) {
    case 'parameter':
      return dialect.parameters[angle.index];
    case 'classical':
      return dialect.classical?.(angle.expression);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power': {
      const left = operand(angle.left, dialect);
      const right = operand(angle.right, dialect);
      if (left === undefined || right === undefined) return undefined;
      return `${left} ${operatorText(angle.op, dialect)} ${right}`;
    }
    case 'negate': {
      const inner = operand(angle.operand, dialect);
      return inner === undefined ? undefined : `-${inner}`;
    }
    default: {
      const name = dialect.functions[angle.op];
      const inner = angleExpression(angle.operand, dialect);
      return name === undefined || inner === undefined ? undefined : `${name}(${inner})`;
    }
  }
}

/** A number as a multiple of π with a small denominator, if it is exactly one: `-3*pi/8`. */
export function piText(value: number): string | undefined {
  const multiple = multipleOfPi(value);
  if (multiple === undefined) return undefined;
  const { denominator, numerator } = multiple;
  const factor = numerator === 1 ? '' : numerator === -1 ? '-' : `${numerator}*`;
  return `${factor}pi${denominator === 1 ? '' : `/${denominator}`}`;
}

/** A number with a decimal point, also before an exponent: `1.0`, `1.0e-7`. */
export function decimalNumber(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? pointed : `${pointed}e${exponent.replace('+', '')}`;
}

function operatorText(operator: BinaryOperator, { power }: ExpressionDialect): string {
  switch (operator) {
    case 'add':
      return '+';
    case 'subtract':
      return '-';
    case 'multiply':
      return '*';
    case 'divide':
      return '/';
    case 'power':
      return power;
  }
}

function operand(angle: Angle, dialect: ExpressionDialect): string | undefined {
  const text = angleExpression(angle, dialect);
  if (text === undefined) return undefined;
  const isPlain =
    typeof angle === 'number' ? /^[\d.]+(e[+-]?\d+)?$|^pi$/.test(text) : !('left' in angle) && angle.op !== 'negate';
  return isPlain ? text : `(${text})`;
}
