import { integerBitLimit } from '#core/base/arithmetic/integers.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { BuiltinFunction } from './builtins.ts';
import { callProblem } from './callChecks.ts';
import { evaluateIndex } from './classicalIndex.ts';
import { bitsFromDigits, convertValue, type DurationValue, isTrue } from './constantValue.ts';
import { castProblem } from './conversionChecks.ts';
import type { Evaluated } from './evaluated.ts';
import type { ExpressionRepairs } from './expressionRepairs.ts';
import type { CertainValue } from './loopTurns.ts';
import { diagnose } from './messages.ts';
import { operatorChain } from './operatorChain.ts';
import { evaluateBinary, evaluateUnary } from './operatorEvaluation.ts';
import type {
  BinaryExpression,
  BinaryOperator,
  BitStringLiteral,
  Block,
  CallExpression,
  CastExpression,
  Expression,
  HardwareQubit,
  Identifier,
  IntegerLiteral,
  MeasureExpression,
  QuantumCallExpression,
  TimingLiteral,
  TypeNode,
} from './syntaxTree.ts';
import { constantOf, isUnknown, runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import {
  boolType,
  complexType,
  describeType,
  durationType,
  floatType,
  intType,
  type Size,
  type Type,
} from './types.ts';
import { callBuiltin } from './typing/callRules.ts';

/** What the type and value of an expression depend on. */
export interface EvaluationEnvironment {
  /** The text the expression stands in. */
  readonly text: string;
  /** In OpenQASM 2 every number is real: 1/2 is 0.5. */
  readonly realArithmetic: boolean;
  /** Whether only what the specification says is accepted, and not what tools commonly do beside it. */
  readonly isStrict: boolean;
  /** How to repair what takes other statements; absent where nothing is reported. */
  readonly repairs: ExpressionRepairs | undefined;
  /** The type and value of what a name stands for; `unknownValue` when the name is wrong, which is reported. */
  valueOf(name: Identifier): TypedValue;
  /** The built-in function a call names; of any other call the type, after a look at the arguments. */
  functionOf(call: CallExpression): BuiltinFunction | TypedValue;
  /** Looks at calls on qubits, bodies of `durationof` and hardware qubits. Returns the type of what they are as values. */
  quantumType(part: QuantumCallExpression | Block | HardwareQubit): Type;
  /** Looks at the operand of a measurement. Returns how many qubits it is. */
  measuredSize(operand: Expression): Size;
  /** Looks at a measurement inside a larger expression, which the parser has reported. */
  misplacedMeasurement(measurement: MeasureExpression): void;
  typeOf(node: TypeNode): Type;
  /** Whether a concatenation may stand here: arrays are only joined where the result is stored at once. */
  allowsConcatenation(expression: Expression): boolean;
  /** Values that an expression which is not constant certainly takes: those in turns of the loops around it. */
  certainValues(expression: Expression): readonly CertainValue[];
  /** Looks at what is evaluated only under a condition. */
  conditionally<Result>(run: () => Result): Result;
  report(diagnostic: Diagnostic): void;
  /** Whether what is being looked at is evaluated, so that it matters when it has no value. */
  readonly evaluated: Evaluated;
}

/** Finds the type of an expression and its value as far as it is constant; visits every name in it exactly once. */
export function evaluate(expression: Expression, environment: EvaluationEnvironment): TypedValue {
  switch (expression.kind) {
    case 'missing':
      return unknownValue;
    case 'integer':
      if (environment.realArithmetic) return constantOf(floatType, expression.value);
      return constantOf(intType, integerOf(expression, environment.text));
    case 'float':
      return constantOf(floatType, expression.value);
    case 'imaginary':
      return constantOf(complexType, { kind: 'complex', re: 0, im: expression.value });
    case 'boolean':
      return constantOf(boolType, expression.value);
    case 'timing':
      return constantOf(durationType, durationOf(expression));
    case 'bit-string':
      return bitStringOf(expression, environment.text);
    case 'identifier':
      return environment.valueOf(expression);
    case 'parenthesised':
      return evaluate(expression.inner, environment);
    case 'unary':
      return evaluateUnary(expression, evaluate(expression.operand, environment), environment);
    case 'binary':
      return evaluateChain(expression, environment);
    case 'call':
      return evaluateCall(expression, environment);
    case 'cast':
      return evaluateCast(expression, environment);
    case 'index':
      return evaluateIndex(evaluate(expression.base, environment), expression, environment);
    case 'array-literal':
      for (const element of expression.elements) evaluate(element, environment);
      return unknownValue;
    case 'durationof':
      return constantOf(environment.quantumType(expression.body), undefined);
    case 'measure-expression':
      if (expression.isMisplaced) {
        environment.misplacedMeasurement(expression);
        return unknownValue;
      }
      return runtimeValue({ kind: 'bit', size: environment.measuredSize(expression.operand) });
    case 'quantum-call':
    case 'hardware-qubit':
      return runtimeValue(environment.quantumType(expression));
  }
}

function evaluateChain(expression: BinaryExpression, environment: EvaluationEnvironment): TypedValue {
  const { first, operations } = operatorChain(expression);
  let left = evaluate(first, environment);
  for (const operation of operations) {
    const isConditional = operation.operator === '&&' || operation.operator === '||';
    const evaluateRight = () => evaluate(operation.right, environment);
    const isDecided = isConditional && decides(operation.operator, left);
    const skip = () => environment.evaluated.never(evaluateRight);
    const right = isConditional ? environment.conditionally(isDecided ? skip : evaluateRight) : evaluateRight();
    left = evaluateBinary(operation, left, right, environment);
  }
  return left;
}

/** Whether the left side of `&&` or `||` is a constant that decides. */
export function decides(operator: BinaryOperator, { isConstant, value }: TypedValue): boolean {
  if (!isConstant || value === undefined) return false;
  return operator === '&&' ? !isTrue(value) : operator === '||' && isTrue(value);
}

/** Reports that a constant has no value, unless it is never computed. */
export function withoutValue(problem: Diagnostic, type: Type, environment: EvaluationEnvironment): TypedValue {
  if (!environment.evaluated.here) return constantOf(type, undefined);
  environment.report(problem);
  return unknownValue;
}

function integerOf(literal: IntegerLiteral, text: string): bigint | undefined {
  if (Number.isSafeInteger(literal.value)) return BigInt(literal.value);
  if (literal.end - literal.start > integerBitLimit) return undefined;
  return BigInt(text.slice(literal.start, literal.end).replaceAll('_', '').replace(/^0B/, '0b').replace(/^0X/, '0x'));
}

/** A bit string with other characters in it has been reported; how many bits it means is not known. */
function bitStringOf({ digits, start, end }: BitStringLiteral, text: string): TypedValue {
  if (digits.length !== text.slice(start + 1, end - 1).replaceAll('_', '').length) return unknownValue;
  return constantOf({ kind: 'bit', size: digits.length }, bitsFromDigits(digits));
}

function durationOf(literal: TimingLiteral): DurationValue {
  const factor = { dt: 1, ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[literal.unit];
  return { kind: 'duration', value: literal.value * factor, unit: literal.unit === 'dt' ? 'dt' : 'ns' };
}

function evaluateCall(call: CallExpression, environment: EvaluationEnvironment): TypedValue {
  const callee = environment.functionOf(call);
  if (!('overloads' in callee)) return callee;
  const given = call.arguments.map((argument) => evaluate(argument, environment));
  const result = callBuiltin(callee, given, environment.isStrict);
  if (!('kind' in result)) return result;
  if (result.kind === 'domain') return withoutValue(callProblem(result, callee, call, given), result.type, environment);
  environment.report(callProblem(result, callee, call, given));
  return unknownValue;
}

/**
 * A cast is checked against the table of allowed casts; the value is what the cast makes of it (types, "Casting
 * specifics"), a constant where the operand is one.
 */
function evaluateCast(cast: CastExpression, environment: EvaluationEnvironment): TypedValue {
  const type = environment.typeOf(cast.type);
  const argument = evaluate(cast.argument, environment);
  if (isUnknown(argument)) return unknownValue;
  const problem = castProblem(cast, argument, type, environment.text);
  if (problem) {
    environment.report(problem);
    return unknownValue;
  }
  const { value: given } = argument;
  const value = given === undefined ? undefined : convertValue(given, type, argument.type);
  if (value === undefined && typeof given === 'number' && !Number.isFinite(given)) {
    const kind = describeType(type);
    const written = environment.text.slice(cast.argument.start, cast.argument.end);
    const problem = `'${written}' is ${given}, which is no ${kind}`;
    return withoutValue(diagnose('QAS4030', cast.argument, problem), type, environment);
  }
  return { type, isConstant: argument.isConstant, value };
}
