import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { BuiltinFunction } from './builtins.ts';
import {
  bitsFromDigits,
  type ComplexValue,
  type ConstantValue,
  convertValue,
  type DurationValue,
  integerValue,
  isTrue,
  realValue,
} from './constantValue.ts';
import { diagnose } from './messages.ts';
import type {
  BinaryExpression,
  Block,
  CallExpression,
  Expression,
  Identifier,
  IndexExpression,
  IntegerLiteral,
  QuantumCallExpression,
  TimingLiteral,
  TypeNode,
  UnaryExpression,
} from './syntaxTree.ts';
import type { Type } from './types.ts';

/** A value, or why there is none: it depends on the run, or something in it has been reported. */
export type Evaluation = ConstantValue | 'not-constant' | 'error';

/** What the value of an expression depends on. */
export interface EvaluationEnvironment {
  /** The text the expression stands in. */
  readonly text: string;
  /** In OpenQASM 2 every number is real: 1/2 is 0.5. */
  readonly realArithmetic: boolean;
  valueOf(name: Identifier): Evaluation;
  /** The value of an indexed variable or register. */
  valueOfIndexed(expression: IndexExpression): Evaluation;
  /** The function a call of constants evaluates; anything else is its value, and has looked at the arguments. */
  functionOf(call: CallExpression): BuiltinFunction | Evaluation;
  /** Looks at what has no constant value: measurements, calls on qubits, bodies of `durationof`. */
  visitQuantum(part: QuantumCallExpression | Block | Expression): void;
  typeOf(node: TypeNode): Type;
  report(diagnostic: Diagnostic): void;
}

export function isValue(evaluation: Evaluation): evaluation is ConstantValue {
  return evaluation !== 'not-constant' && evaluation !== 'error';
}

/** Integers beyond this many bits are not computed. */
const integerLimit = 4096;

/** Evaluates an expression as far as it is constant; visits every name in it exactly once. */
export function evaluate(expression: Expression, environment: EvaluationEnvironment): Evaluation {
  switch (expression.kind) {
    case 'missing':
      return 'error';
    case 'integer':
      return environment.realArithmetic ? expression.value : integerOf(expression, environment.text);
    case 'float':
      return expression.value;
    case 'imaginary':
      return { kind: 'complex', re: 0, im: expression.value };
    case 'boolean':
      return expression.value;
    case 'timing':
      return durationOf(expression);
    case 'bit-string':
      return bitsFromDigits(expression.digits);
    case 'identifier':
      return environment.valueOf(expression);
    case 'parenthesised':
      return evaluate(expression.inner, environment);
    case 'unary':
      return evaluateUnary(expression, environment);
    case 'binary':
      return evaluateBinary(expression, environment);
    case 'call':
      return evaluateCall(expression, environment);
    case 'cast': {
      const type = environment.typeOf(expression.type);
      const value = evaluate(expression.argument, environment);
      return isValue(value) ? (convertValue(value, type) ?? 'not-constant') : value;
    }
    case 'index':
      return environment.valueOfIndexed(expression);
    case 'array-literal':
      for (const element of expression.elements) evaluate(element, environment);
      return 'not-constant';
    case 'durationof':
      environment.visitQuantum(expression.body);
      return 'not-constant';
    case 'measure-expression':
      environment.visitQuantum(expression.operand);
      return 'not-constant';
    case 'quantum-call':
      environment.visitQuantum(expression);
      return 'not-constant';
    case 'hardware-qubit':
      environment.visitQuantum(expression);
      return 'error';
  }
}

function integerOf(literal: IntegerLiteral, text: string): Evaluation {
  if (Number.isSafeInteger(literal.value)) return BigInt(literal.value);
  if (literal.end - literal.start > integerLimit) return 'not-constant';
  return BigInt(text.slice(literal.start, literal.end).replaceAll('_', '').replace(/^0B/, '0b').replace(/^0X/, '0x'));
}

function durationOf(literal: TimingLiteral): DurationValue {
  const factor = { dt: 1, ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[literal.unit];
  return { kind: 'duration', value: literal.value * factor, unit: literal.unit === 'dt' ? 'dt' : 'ns' };
}

function evaluateCall(call: CallExpression, environment: EvaluationEnvironment): Evaluation {
  const callee = environment.functionOf(call);
  if (typeof callee !== 'object' || !('evaluate' in callee)) return callee;
  const values: ConstantValue[] = [];
  let failure: 'not-constant' | 'error' | undefined;
  for (const argument of call.arguments) {
    const value = evaluate(argument, environment);
    if (isValue(value)) values.push(value);
    else if (failure !== 'error') failure = value;
  }
  return failure ?? callee.evaluate(values) ?? 'not-constant';
}

function evaluateUnary({ operator, operand }: UnaryExpression, environment: EvaluationEnvironment): Evaluation {
  const value = evaluate(operand, environment);
  if (!isValue(value)) return value;
  switch (operator) {
    case '!':
      return !isTrue(value);
    case '~':
      return typeof value === 'object' && value.kind === 'bits'
        ? { ...value, value: BigInt.asUintN(value.width, ~value.value) }
        : 'not-constant';
    case '-':
      return negated(value);
  }
}

function negated(value: ConstantValue): Evaluation {
  switch (typeof value) {
    case 'bigint':
      return -value;
    case 'number':
      return -value;
    case 'boolean':
      return value ? -1n : 0n;
    default:
      if (value.kind === 'complex') return { kind: 'complex', re: -value.re, im: -value.im };
      return value.kind === 'duration' ? { ...value, value: -value.value } : 'not-constant';
  }
}

function evaluateBinary(expression: BinaryExpression, environment: EvaluationEnvironment): Evaluation {
  const left = evaluate(expression.left, environment);
  const right = evaluate(expression.right, environment);
  if (left === 'error' || right === 'error') return 'error';
  const { operator } = expression;
  if ((operator === '/' || operator === '%') && isValue(right) && isZero(right)) {
    environment.report(diagnose('QAS4040', expression.right));
    return 'error';
  }
  if (left === 'not-constant' || right === 'not-constant') return 'not-constant';
  if (operator === '&&') return isTrue(left) && isTrue(right);
  if (operator === '||') return isTrue(left) || isTrue(right);
  if (isComplex(left) || isComplex(right)) return combineComplex(operator, left, right);
  if (isDuration(left) || isDuration(right)) return combineDurations(operator, left, right);
  if (typeof left !== 'number' && typeof right !== 'number')
    return combineIntegers(expression, left, right, environment);
  const x = realValue(left);
  const y = realValue(right);
  return x === undefined || y === undefined ? 'not-constant' : combineReals(operator, x, y);
}

function isZero(value: ConstantValue): boolean {
  if (isComplex(value)) return value.re === 0 && value.im === 0;
  return realValue(value) === 0 || integerValue(value) === 0n;
}

function isComplex(value: ConstantValue): value is ComplexValue {
  return typeof value === 'object' && value.kind === 'complex';
}

function isDuration(value: ConstantValue): value is DurationValue {
  return typeof value === 'object' && value.kind === 'duration';
}

function combineReals(operator: string, x: number, y: number): Evaluation {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '**':
      return x ** y;
    default:
      return compare(operator, x, y);
  }
}

function compare(operator: string, x: number | bigint, y: number | bigint): Evaluation {
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    case '==':
      return x === y;
    case '!=':
      return x !== y;
    default:
      return 'not-constant';
  }
}

function combineIntegers(
  expression: BinaryExpression,
  left: ConstantValue,
  right: ConstantValue,
  environment: EvaluationEnvironment,
): Evaluation {
  const x = integerValue(left);
  const y = integerValue(right);
  if (x === undefined || y === undefined) return 'not-constant';
  switch (expression.operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return bounded(x * y);
    case '/': {
      if (x !== 0n && x / y === 0n) reportTruncation(expression, environment);
      return x / y;
    }
    case '%':
      return x % y;
    case '**':
      return integerPower(x, y);
    case '<<':
      return shifted(left, x, y);
    case '>>':
      return y < 0n || y > integerLimit ? 'not-constant' : sameWidth(left, x >> y);
    case '&':
      return sameWidth(left, x & y);
    case '|':
      return sameWidth(left, x | y);
    case '^':
      return sameWidth(left, x ^ y);
    default:
      return compare(expression.operator, x, y);
  }
}

/** A division written with literals that comes out as 0 was meant as a fraction. */
function reportTruncation({ left, right, start, end }: BinaryExpression, environment: EvaluationEnvironment): void {
  let numerator = left;
  while (numerator.kind === 'parenthesised' || (numerator.kind === 'unary' && numerator.operator === '-')) {
    numerator = numerator.kind === 'unary' ? numerator.operand : numerator.inner;
  }
  if (numerator.kind !== 'integer') return;
  const { text } = environment;
  const fraction = `${text.slice(left.start, numerator.end)}.0${text.slice(numerator.end, left.end)}`;
  const fix = `${fraction}/${text.slice(right.start, right.end)}`;
  environment.report(diagnose('QAS4080', { start, end }, text.slice(start, end), fix));
}

function bounded(value: bigint): Evaluation {
  const limit = 1n << BigInt(integerLimit);
  return value < limit && value > -limit ? value : 'not-constant';
}

function integerPower(base: bigint, exponent: bigint): Evaluation {
  if (exponent < 0n) return Number(base) ** Number(exponent);
  const bits = base < 0n ? (-base).toString(2).length : base.toString(2).length;
  return BigInt(bits) * exponent > integerLimit ? 'not-constant' : base ** exponent;
}

function shifted(left: ConstantValue, x: bigint, y: bigint): Evaluation {
  if (y < 0n || y > integerLimit) return 'not-constant';
  const value = sameWidth(left, x << y);
  return typeof value === 'bigint' ? bounded(value) : value;
}

/** The result of a bitwise operation: a register of the same width where the operand is one. */
function sameWidth(operand: ConstantValue, value: bigint): Evaluation {
  if (typeof operand !== 'object' || operand.kind !== 'bits') return value;
  return { ...operand, value: BigInt.asUintN(operand.width, value) };
}

function combineComplex(operator: string, left: ConstantValue, right: ConstantValue): Evaluation {
  const x = isComplex(left) ? left : complexOf(left);
  const y = isComplex(right) ? right : complexOf(right);
  if (!x || !y) return 'not-constant';
  switch (operator) {
    case '+':
      return { kind: 'complex', re: x.re + y.re, im: x.im + y.im };
    case '-':
      return { kind: 'complex', re: x.re - y.re, im: x.im - y.im };
    case '*':
      return { kind: 'complex', re: x.re * y.re - x.im * y.im, im: x.re * y.im + x.im * y.re };
    case '/': {
      const norm = y.re * y.re + y.im * y.im;
      const re = (x.re * y.re + x.im * y.im) / norm;
      return { kind: 'complex', re, im: (x.im * y.re - x.re * y.im) / norm };
    }
    case '==':
      return x.re === y.re && x.im === y.im;
    case '!=':
      return x.re !== y.re || x.im !== y.im;
    default:
      return 'not-constant';
  }
}

function complexOf(value: ConstantValue): ComplexValue | undefined {
  const re = realValue(value);
  return re === undefined ? undefined : { kind: 'complex', re, im: 0 };
}

/** `dt` depends on the backend, so it never mixes with other units (delays). */
function combineDurations(operator: string, left: ConstantValue, right: ConstantValue): Evaluation {
  if (isDuration(left) && isDuration(right)) {
    if (left.unit !== right.unit) return 'not-constant';
    const value = combineReals(operator, left.value, right.value);
    return typeof value === 'number' && operator !== '/' ? { ...left, value } : value;
  }
  const duration = isDuration(left) ? left : isDuration(right) ? right : undefined;
  const factor = realValue(isDuration(left) ? right : left);
  if (!duration || factor === undefined) return 'not-constant';
  if (operator === '*') return { ...duration, value: duration.value * factor };
  return operator === '/' && isDuration(left) ? { ...duration, value: duration.value / factor } : 'not-constant';
}
