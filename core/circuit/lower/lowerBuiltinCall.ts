import type { BuiltinFunction } from '#core/openqasm/builtins.ts';
import type { CallExpression, Expression } from '#core/openqasm/syntaxTree.ts';
import { complexType, floatType, intType, type Type, uintType } from '#core/openqasm/types.ts';
import { callBuiltin } from '#core/openqasm/typing/callRules.ts';
import type { ClassicalFunction } from '../classical.ts';
import { keptScalar } from './expressionCalls.ts';
import { computed, convertScalar, lowerExpression, lowerKnownInteger, lowerScalar } from './lowerExpression.ts';
import { knownScalar, type LoweredScalar, type LoweredValue, scalarTypeOf, typedValueOf } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import { simplifiedCall } from './simplify.ts';

/** What the functions of both versions are called in circuits. */
const functionNames: ReadonlyMap<string, ClassicalFunction> = new Map<string, ClassicalFunction>([
  ...(
    [
      'arccos',
      'arcsin',
      'arctan',
      'ceiling',
      'cos',
      'exp',
      'floor',
      'imag',
      'log',
      'mod',
      'popcount',
      'real',
      'rotl',
      'rotr',
      'sin',
      'sqrt',
      'tan',
    ] as const
  ).map((name): [string, ClassicalFunction] => [name, name]),
  ['acos', 'arccos'],
  ['asin', 'arcsin'],
  ['atan', 'arctan'],
  ['ln', 'log'],
]);

/** Evaluates a call: of a built-in function, or of a subroutine, which is expanded. */
export function lowerCall(call: CallExpression, state: LoweringState): LoweredValue | undefined {
  const symbol = state.symbolOf(call.callee);
  if (symbol?.subroutine) return state.effects.expandCall(call, symbol);
  if (symbol?.kind === 'extern') {
    return state.refuse(call, `External function '${symbol.name}'`, 'what it does is not known here');
  }
  if (!symbol?.builtin) return undefined;
  return symbol.builtin.name === 'sizeof' ? lowerSizeof(call, state) : lowerBuiltin(call, symbol.builtin, state);
}

function lowerBuiltin(call: CallExpression, builtin: BuiltinFunction, state: LoweringState): LoweredScalar | undefined {
  const given: LoweredScalar[] = [];
  for (const [index, argument] of call.arguments.entries()) {
    const value = lowerScalar(argument, state);
    if (!value) return undefined;
    const next = call.arguments[index + 1];
    given.push(next ? keptScalar(value, next, state) : value);
  }
  const result = callBuiltin(builtin, given.map(typedValueOf));
  const name = functionNames.get(builtin.name);
  const type = 'kind' in result ? undefined : scalarTypeOf(result.type);
  if ('kind' in result || !type || !name) return state.refuseText(call, 'the function takes no such arguments');
  const converted: LoweredScalar[] = [];
  for (const [index, value] of given.entries()) {
    const node = call.arguments[index];
    const argument = node && convertScalar(value, argumentType(name, index, value.type, result.type), node, state);
    if (!argument) return undefined;
    converted.push(argument);
  }
  const expressions = converted.map(({ expression }) => expression);
  const later = { kind: 'call', type, function: name, arguments: expressions } as const;
  const expression = computed(call, state, () => simplifiedCall(name, type, expressions), later);
  return expression && { kind: 'scalar', type: result.type, isConstant: result.isConstant, expression };
}

/** The type a function wants an argument in; most take any number. */
function argumentType(name: ClassicalFunction, index: number, given: Type, result: Type): Type {
  switch (name) {
    case 'mod':
      return result.kind === 'int' ? intType : floatType;
    case 'real':
    case 'imag':
      return given.kind === 'complex' ? given : complexType;
    case 'rotl':
    case 'rotr':
      return index === 1 ? intType : given;
    default:
      return given;
  }
}

/** The number of elements of an array along a dimension; of references too it is known here. */
function lowerSizeof(call: CallExpression, state: LoweringState): LoweredScalar | undefined {
  const [array, dimension] = call.arguments;
  const value = array && lowerExpression(array, state);
  const index = dimension ? lowerDimension(dimension, state) : 0n;
  if (value?.kind !== 'array' || index === undefined) return undefined;
  const size = value.view.shape[Number(index)];
  return size === undefined ? state.refuseText(call, noDimension) : knownScalar(uintType, BigInt(size), false);
}

function lowerDimension(dimension: Expression, state: LoweringState): bigint | undefined {
  const assumed = state.assumedPosition(dimension);
  return assumed === undefined ? lowerKnownInteger(dimension, 'The dimension', state) : BigInt(assumed);
}

const noDimension = 'the array has no such dimension';
