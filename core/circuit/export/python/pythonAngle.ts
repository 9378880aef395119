import { multipleOfPi } from '#core/base/arithmetic/piMultiples.ts';
import type { Angle, BinaryOperator, UnaryOperator } from '../../angle.ts';
import type { ClassicalExpression } from '../../classical.ts';
import { pythonFraction, pythonNumber } from './pythonNumber.ts';

/** How a program writes angles. */
export interface AngleDialect {
  /** Of the circuit's parameters, by index; undefined where one cannot be used in an angle. */
  readonly parameters: readonly (string | undefined)[];
  /** The call of a function, such as `np.sin(x)`; undefined when there is none for expressions of parameters. */
  readonly call: (name: AngleFunction, argument: string) => string | undefined;
  /** Whether square roots are written as powers of 0.5. */
  readonly rootsArePowers?: boolean;
  /** A value computed during the run; undefined when gates cannot depend on one. */
  readonly computed: (expression: ClassicalExpression) => string | undefined;
  /** Called when `pi` occurs, so that it gets imported. */
  readonly usePi: () => void;
}

export type AngleFunction = Exclude<UnaryOperator, 'negate'>;

/** A piece of an expression and how tightly it holds together. */
interface Written {
  readonly text: string;
  readonly strength: number;
}

/** Strengths of operators, weakest first, as in the table of the Python language reference, "Operator precedence". */
const strengths = { sum: 1, product: 2, negation: 3, power: 4, atom: 5 } as const;

const half: Written = { text: '0.5', strength: strengths.atom };

/**
 * An angle as a Python expression with exactly its value: multiples of π are written so, brackets stand where needed.
 * @returns undefined when the dialect lacks something in it, or a number is not finite
 */
export function pythonAngle(angle: Angle, dialect: AngleDialect): string | undefined {
  return write(angle, dialect)?.text;
}

/** The same, in brackets unless it can be a factor of a product as it is. */
export function pythonFactor(angle: Angle, dialect: AngleDialect): string | undefined {
  const written = write(angle, dialect);
  return written && enclosed(written, strengths.product);
}

/**
 * An angle divided by π, in half turns, as exponents of Cirq's gates are.
 * @returns as {@link pythonAngle}
 */
export function pythonHalfTurns(angle: Angle, dialect: AngleDialect): string | undefined {
  return halfTurns(angle, dialect)?.text;
}

/** The same, in brackets unless it can stand after an operator as it is. */
export function pythonExponent(angle: Angle, dialect: AngleDialect): string | undefined {
  const written = halfTurns(angle, dialect);
  return written && enclosed(written, strengths.negation);
}

function halfTurns(angle: Angle, dialect: AngleDialect): Written | undefined {
  if (angle === 0) return { text: '0', strength: strengths.atom };
  const multiple = typeof angle === 'number' ? multipleOfPi(angle) : undefined;
  if (multiple !== undefined) {
    const text = pythonFraction(multiple);
    return { text, strength: text.includes('/') ? strengths.product : numberStrength(text) };
  }
  const written = write(angle, dialect);
  if (written === undefined) return undefined;
  dialect.usePi();
  return { text: `${enclosed(written, strengths.product)} / pi`, strength: strengths.product };
}

function write(angle: Angle, dialect: AngleDialect): Written | undefined {
  if (typeof angle === 'number') return writeNumber(angle, dialect);
  switch (angle.op) {
    case 'parameter':
      return atom(dialect.parameters[angle.index]);
    case 'classical':
      return atom(dialect.computed(angle.expression));
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return writeBinary(angle.op, write(angle.left, dialect), write(angle.right, dialect));
    case 'negate': {
      const operand = write(angle.operand, dialect);
      return operand && { text: `-${enclosed(operand, strengths.negation)}`, strength: strengths.negation };
    }
    default: {
      const operand = write(angle.operand, dialect);
      if (operand === undefined) return undefined;
      if (angle.op === 'sqrt' && dialect.rootsArePowers) return writeBinary('power', operand, half);
      return atom(dialect.call(angle.op, operand.text));
    }
  }
}

function writeBinary(op: BinaryOperator, left: Written | undefined, right: Written | undefined): Written | undefined {
  if (left === undefined || right === undefined) return undefined;
  switch (op) {
    case 'add':
      return joined(left, '+', right, strengths.sum);
    case 'subtract':
      return joined(left, '-', right, strengths.sum);
    case 'multiply':
      return joined(left, '*', right, strengths.product);
    case 'divide':
      return joined(left, '/', right, strengths.product);
    case 'power': {
      const base = enclosed(left, strengths.atom);
      const exponent = enclosed(right, strengths.negation);
      // Black leaves the blanks out between simple operands.
      const operator = isSimple(base) && isSimple(exponent) ? '**' : ' ** ';
      return { text: `${base}${operator}${exponent}`, strength: strengths.power };
    }
  }
}

/** Operators of one strength group to the left, and rounding makes the grouping matter. */
function joined(left: Written, operator: string, right: Written, strength: number): Written {
  return { text: `${enclosed(left, strength)} ${operator} ${enclosed(right, strength + 1)}`, strength };
}

function writeNumber(value: number, dialect: AngleDialect): Written | undefined {
  if (!Number.isFinite(value)) return undefined;
  const multiple = multipleOfPi(value);
  if (multiple === undefined) {
    const text = pythonNumber(value);
    return { text, strength: numberStrength(text) };
  }
  dialect.usePi();
  const { denominator, numerator } = multiple;
  const factor = numerator === 1 ? 'pi' : numerator === -1 ? '-pi' : `${numerator} * pi`;
  if (denominator !== 1) return { text: `${factor} / ${denominator}`, strength: strengths.product };
  const strength = numerator === 1 ? strengths.atom : numerator === -1 ? strengths.negation : strengths.product;
  return { text: factor, strength };
}

function numberStrength(text: string): number {
  return text.startsWith('-') ? strengths.negation : strengths.atom;
}

function atom(text: string | undefined): Written | undefined {
  return text === undefined ? undefined : { text, strength: strengths.atom };
}

function enclosed({ strength, text }: Written, least: number): string {
  return strength >= least ? text : `(${text})`;
}

function isSimple(text: string): boolean {
  return /^-?(?:[\p{XID_Start}_][\p{XID_Continue}.]*|[\d.]+(?:e[+-]?\d+)?)$/u.test(text);
}
