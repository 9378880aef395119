import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { ImportReport } from './importedCircuit.ts';

/** An arithmetic expression of Quil. */
export type QuilExpression = { readonly range: OffsetRange } & (
  | { readonly kind: 'number'; readonly re: number; readonly im: number }
  /** A formal parameter of a definition. */
  | { readonly kind: 'formal'; readonly name: string }
  | { readonly kind: 'reference'; readonly reference: QuilReference }
  | { readonly kind: 'negate'; readonly operand: QuilExpression }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '^';
      readonly left: QuilExpression;
      readonly right: QuilExpression;
    }
  | { readonly kind: 'call'; readonly function: QuilFunction; readonly argument: QuilExpression }
);

export type QuilFunction = 'sin' | 'cos' | 'sqrt' | 'exp' | 'cis';

/** A place in classical memory. */
export interface QuilReference {
  readonly name: string;
  readonly index: number;
  readonly range: OffsetRange;
}

/** What formal parameters and memory stand for where an expression is used. */
export interface AngleEnvironment {
  /** @returns undefined when there is no such parameter */
  formal(name: string): Angle | undefined;
  /** @returns undefined when it is reported that memory has no such value */
  reference(reference: QuilReference): Angle | undefined;
}

const operators = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'power' } as const;

/** An expression as an angle; undefined when it is none, which is reported. */
export function toAngle(
  expression: QuilExpression,
  environment: AngleEnvironment,
  report: ImportReport,
): Angle | undefined {
  switch (expression.kind) {
    case 'number':
      if (expression.im === 0) return expression.re;
      return report.problem(expression.range, 'An angle is a real number.');
    case 'formal':
      return (
        environment.formal(expression.name) ??
        report.problem(expression.range, `'%${expression.name}' is no parameter of this definition.`)
      );
    case 'reference':
      return environment.reference(expression.reference);
    case 'negate': {
      const operand = toAngle(expression.operand, environment, report);
      return operand === undefined ? undefined : transformAngle('negate', operand);
    }
    case 'binary': {
      const left = toAngle(expression.left, environment, report);
      const right = toAngle(expression.right, environment, report);
      if (left === undefined || right === undefined) return undefined;
      return combineAngles(operators[expression.operator], left, right);
    }
    case 'call': {
      if (expression.function === 'cis') return report.problem(expression.range, 'CIS is a complex number, no angle.');
      const argument = toAngle(expression.argument, environment, report);
      return argument === undefined ? undefined : transformAngle(expression.function, argument);
    }
  }
}

/** A complex number. */
export interface ComplexNumber {
  readonly re: number;
  readonly im: number;
}

/**
 * The value of an expression without memory, such as an entry of a matrix.
 * @returns undefined when it has none, which is reported
 */
export function toComplex(
  expression: QuilExpression,
  formals: ReadonlyMap<string, number>,
  report: ImportReport,
): ComplexNumber | undefined {
  const inner = (part: QuilExpression) => toComplex(part, formals, report);
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'formal': {
      const value = formals.get(expression.name);
      return value === undefined
        ? report.problem(expression.range, `'%${expression.name}' is no parameter of this definition.`)
        : { re: value, im: 0 };
    }
    case 'reference':
      return report.problem(expression.range, `'${expression.reference.name}' is no number; matrices hold no memory.`);
    case 'negate': {
      const operand = inner(expression.operand);
      return operand && { re: -operand.re, im: -operand.im };
    }
    case 'binary': {
      const left = inner(expression.left);
      const right = inner(expression.right);
      return left && right && complexBinary(expression.operator, left, right);
    }
    case 'call': {
      const argument = inner(expression.argument);
      return argument && complexFunction(expression.function, argument);
    }
  }
}

function complexBinary(
  operator: '+' | '-' | '*' | '/' | '^',
  left: ComplexNumber,
  right: ComplexNumber,
): ComplexNumber {
  switch (operator) {
    case '+':
      return { re: left.re + right.re, im: left.im + right.im };
    case '-':
      return { re: left.re - right.re, im: left.im - right.im };
    case '*':
      return times(left, right);
    case '/': {
      const square = right.re ** 2 + right.im ** 2;
      return times(left, { re: right.re / square, im: -right.im / square });
    }
    case '^': {
      if (left.im === 0 && right.im === 0 && (left.re >= 0 || Number.isInteger(right.re))) {
        return { re: powerOf(left.re, right.re), im: 0 };
      }
      const logarithm = { re: logarithmOf(lengthOf(left.re, left.im)), im: phaseOf(left.re, left.im) };
      return exponential(times(logarithm, right));
    }
  }
}

function complexFunction(name: QuilFunction, { im, re }: ComplexNumber): ComplexNumber {
  switch (name) {
    case 'sin': {
      const { cosine, sine } = hyperbolic(im);
      return { re: sineOf(re) * cosine, im: cosineOf(re) * sine };
    }
    case 'cos': {
      const { cosine, sine } = hyperbolic(im);
      return { re: cosineOf(re) * cosine, im: -sineOf(re) * sine };
    }
    case 'sqrt': {
      const root = Math.sqrt(lengthOf(re, im));
      const half = phaseOf(re, im) / 2;
      return { re: root * cosineOf(half), im: root * sineOf(half) };
    }
    case 'exp':
      return exponential({ re, im });
    case 'cis':
      return exponential({ re: -im, im: re });
  }
}

/** Hyperbolic cosine and sine, the error of both in relation to the cosine. */
function hyperbolic(value: number): { readonly cosine: number; readonly sine: number } {
  const [grown, shrunk] = [exponentialOf(value), exponentialOf(-value)];
  return { cosine: (grown + shrunk) / 2, sine: (grown - shrunk) / 2 };
}

function exponential({ im, re }: ComplexNumber): ComplexNumber {
  return { re: exponentialOf(re) * cosineOf(im), im: exponentialOf(re) * sineOf(im) };
}

function times(left: ComplexNumber, right: ComplexNumber): ComplexNumber {
  return { re: left.re * right.re - left.im * right.im, im: left.re * right.im + left.im * right.re };
}
