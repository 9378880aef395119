import type { Expression } from '#core/openqasm/syntaxTree.ts';
import { floatType } from '#core/openqasm/types.ts';
import { type Angle, type BinaryOperator, combineAngles, transformAngle, type UnaryOperator } from '../angle.ts';
import type { BinaryClassicalOperator, ClassicalExpression, ClassicalFunction } from '../classical.ts';
import { constantValue } from '../classicalArithmetic.ts';
import { convertScalar } from './lowerExpression.ts';
import { knownValue, type LoweredScalar } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';

const operators: Partial<Readonly<Record<BinaryClassicalOperator, BinaryOperator>>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '**': 'power',
};

const functions: Partial<Readonly<Record<ClassicalFunction, UnaryOperator>>> = {
  arccos: 'arccos',
  arcsin: 'arcsin',
  arctan: 'arctan',
  ceiling: 'ceiling',
  cos: 'cos',
  exp: 'exp',
  floor: 'floor',
  log: 'log',
  sin: 'sin',
  sqrt: 'sqrt',
  tan: 'tan',
};

/**
 * The parameter of a gate as a real number: angles are radians.
 * @returns undefined when it is none, which is reported
 */
export function lowerReal(expression: Expression, state: LoweringState): LoweredScalar | undefined {
  const value = state.effects.caseByCase(expression);
  const real = value && realScalar(value, expression, state);
  const known = real && knownValue(real);
  // Where it may not be executed, the run says so.
  if (typeof known !== 'number' || Number.isFinite(known) || state.conditionDepth > 0) return real;
  return state.refuseText(expression, `it is ${known}, and the parameter of a gate is a finite number`);
}

/** A value as a real number: angles are radians. */
export function realScalar(
  value: LoweredScalar,
  expression: Expression,
  state: LoweringState,
): LoweredScalar | undefined {
  if (value.type.kind === 'float') return value;
  const { kind } = value.type;
  const isReal = kind === 'int' || kind === 'uint' || kind === 'angle' || kind === 'bool' || kind === 'bit';
  if (!isReal || (value.type.kind === 'bit' && value.type.size !== 'scalar')) {
    return state.refuseText(expression, 'it is not a real number');
  }
  return convertScalar(value, floatType, expression, state);
}

/** A real number as a gate takes it: what depends only on the inputs of the circuit stays symbolic. */
export function angleOf(expression: ClassicalExpression): Angle {
  switch (expression.kind) {
    case 'constant': {
      const value = Number(constantValue(expression));
      return Number.isFinite(value) ? value : atRunTime(expression);
    }
    case 'parameter':
      return { op: 'parameter', index: expression.index };
    case 'unary':
      return expression.operator === '-' && isDouble(expression)
        ? transformAngle('negate', angleOf(expression.operand))
        : atRunTime(expression);
    case 'binary': {
      const operator = operators[expression.operator];
      if (!operator || !isDouble(expression)) return atRunTime(expression);
      return combineAngles(operator, angleOf(expression.left), angleOf(expression.right));
    }
    case 'call': {
      const operator = functions[expression.function];
      const [argument] = expression.arguments;
      if (!operator || !argument || !isDouble(expression) || argument.type.kind === 'angle')
        return atRunTime(expression);
      return transformAngle(operator, angleOf(argument));
    }
    case 'cast':
      return castAngle(expression);
    default:
      return atRunTime(expression);
  }
}

function castAngle(cast: Extract<ClassicalExpression, { kind: 'cast' }>): Angle {
  const { operand } = cast;
  if (!isDouble(cast)) return atRunTime(cast);
  if (operand.kind === 'parameter' || isDouble(operand)) return angleOf(operand);
  // An angle of full precision is a real number that wraps at a full turn.
  const isWrapped = operand.kind === 'cast' && operand.type.kind === 'angle' && operand.type.width === undefined;
  if (!isWrapped || !isDouble(operand.operand)) return atRunTime(cast);
  const angle = angleOf(operand.operand);
  const turn = 2 * Math.PI;
  const turns = transformAngle('floor', combineAngles('divide', angle, turn));
  return combineAngles('subtract', angle, combineAngles('multiply', turns, turn));
}

function isDouble({ type }: ClassicalExpression): boolean {
  return type.kind === 'float' && (type.width === undefined || type.width === 64);
}

function atRunTime(expression: ClassicalExpression): Angle {
  return { op: 'classical', expression };
}
