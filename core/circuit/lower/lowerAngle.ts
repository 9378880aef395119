import { integerValue, realValue } from '#core/openqasm/constantValue.ts';
import { isValue } from '#core/openqasm/evaluation.ts';
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  BinaryOperator as SourceOperator,
} from '#core/openqasm/syntaxTree.ts';
import { type Angle, type BinaryOperator, combineAngles, transformAngle, type UnaryOperator } from '../angle.ts';
import type { LoweringState } from './loweringState.ts';

const operators: Partial<Readonly<Record<SourceOperator, BinaryOperator>>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '**': 'power',
};

const functions: ReadonlyMap<string, UnaryOperator> = new Map<string, UnaryOperator>([
  ['sin', 'sin'],
  ['cos', 'cos'],
  ['tan', 'tan'],
  ['arcsin', 'arcsin'],
  ['arccos', 'arccos'],
  ['arctan', 'arctan'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
  ['exp', 'exp'],
  ['log', 'log'],
  ['ln', 'log'],
  ['sqrt', 'sqrt'],
  ['floor', 'floor'],
  ['ceiling', 'ceiling'],
]);

/**
 * The parameter of a gate: a number where the program determines it, else an expression over the inputs.
 * @returns undefined when it depends on the run in another way, which is reported
 */
export function lowerAngle(expression: Expression, state: LoweringState): Angle | undefined {
  const value = state.evaluate(expression);
  if (isValue(value)) {
    const real = realValue(value) ?? integerOf(value);
    return real ?? refuse(expression, state, 'it is not a real number');
  }
  switch (expression.kind) {
    case 'identifier': {
      const symbol = state.symbolOf(expression);
      const angle = symbol && state.angles.get(symbol.id);
      return angle ?? refuse(expression, state, 'its value is known only during the run');
    }
    case 'parenthesised':
      return lowerAngle(expression.inner, state);
    case 'unary': {
      const operand = expression.operator === '-' ? lowerAngle(expression.operand, state) : undefined;
      return operand === undefined ? undefined : transformAngle('negate', operand);
    }
    case 'binary':
      return lowerBinary(expression, state);
    case 'call':
      return lowerCall(expression, state);
    case 'cast':
      if (expression.type.name === 'float' || expression.type.name === 'angle')
        return lowerAngle(expression.argument, state);
      return refuse(expression, state, 'only conversions of inputs to float and angle are known');
    default:
      return refuse(expression, state, 'its value is known only during the run');
  }
}

function integerOf(value: Parameters<typeof integerValue>[0]): number | undefined {
  const integer = integerValue(value);
  return integer === undefined ? undefined : Number(integer);
}

function lowerBinary(expression: BinaryExpression, state: LoweringState): Angle | undefined {
  const op = operators[expression.operator];
  if (op === undefined) return refuse(expression, state, `'${expression.operator}' of inputs is not known`);
  if (
    op === 'divide' &&
    !state.realArithmetic &&
    isInteger(expression.left, state) &&
    isInteger(expression.right, state)
  ) {
    return refuse(expression, state, 'integer division of inputs is not known');
  }
  const left = lowerAngle(expression.left, state);
  const right = lowerAngle(expression.right, state);
  return left === undefined || right === undefined ? undefined : combineAngles(op, left, right);
}

/** Whether the expression has an integer type, so that a division of it drops the fraction. */
function isInteger(expression: Expression, state: LoweringState): boolean {
  switch (expression.kind) {
    case 'integer':
      return true;
    case 'parenthesised':
      return isInteger(expression.inner, state);
    case 'unary':
      return isInteger(expression.operand, state);
    case 'binary':
      return isInteger(expression.left, state) && isInteger(expression.right, state);
    case 'cast':
      return expression.type.name === 'int' || expression.type.name === 'uint';
    case 'identifier': {
      const kind = state.symbolOf(expression)?.type.kind;
      return kind === 'int' || kind === 'uint';
    }
    default:
      return false;
  }
}

function lowerCall(call: CallExpression, state: LoweringState): Angle | undefined {
  const op = functions.get(call.callee.name);
  const [argument] = call.arguments;
  if (!op || !argument || !state.symbolOf(call.callee)?.builtin) {
    return refuse(call, state, `'${call.callee.name}' of inputs is not known`);
  }
  const operand = lowerAngle(argument, state);
  return operand === undefined ? undefined : transformAngle(op, operand);
}

function refuse(expression: Expression, state: LoweringState, why: string): undefined {
  return state.refuse(expression, `'${state.text.slice(expression.start, expression.end)}'`, why);
}
