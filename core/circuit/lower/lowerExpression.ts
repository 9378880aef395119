import { integerBitLimit } from '#core/base/arithmetic/integers.ts';
import { bitsFromDigits, convertValue } from '#core/openqasm/constantValue.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { operatorChain } from '#core/openqasm/operatorChain.ts';
import { elementsOf, type Selection } from '#core/openqasm/selection.ts';
import type {
  BinaryExpression,
  BinaryOperator,
  CastExpression,
  Expression,
  Identifier,
  IntegerLiteral,
  UnaryExpression,
} from '#core/openqasm/syntaxTree.ts';
import { resolveType } from '#core/openqasm/typeResolution.ts';
import {
  bitType,
  boolType,
  complexType,
  describeType,
  durationType,
  floatType,
  intType,
  type Type,
} from '#core/openqasm/types.ts';
import { binaryRule, type OperatorRule, unaryRule } from '#core/openqasm/typing/operatorRules.ts';
import { combineValues, transformValue } from '#core/openqasm/valueOperations.ts';
import type { BinaryClassicalOperator, BitsExpression, ClassicalExpression } from '../classical.ts';
import { isSameScalarType } from '../classicalArithmetic.ts';
import { RunTimeFault } from '../runTimeFault.ts';
import { keptScalar, longestChain, mayEmit } from './expressionCalls.ts';
import { lowerCall } from './lowerBuiltinCall.ts';
import {
  classicalValueOf,
  knownInteger,
  knownScalar,
  type LoweredScalar,
  type LoweredTime,
  type LoweredValue,
  scalarTypeOf,
  typedValueOf,
} from './loweredValue.ts';
import { lowerIndexed } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { simplifiedBinary, simplifiedCast, simplifiedConcatenation, simplifiedUnary } from './simplify.ts';

/**
 * Evaluates an expression as far as its values are known; the rest is left to the run. Calls of subroutines in it are
 * expanded where it stands.
 * @returns undefined when it has no value a circuit can hold, which is reported
 */
export function lowerExpression(expression: Expression, state: LoweringState): LoweredValue | undefined {
  switch (expression.kind) {
    case 'missing':
      return undefined;
    case 'integer':
      if (state.isVersion2) return knownScalar(floatType, expression.value);
      return lowerInteger(expression, state);
    case 'float':
      return knownScalar(floatType, expression.value);
    case 'imaginary':
      return knownScalar(complexType, { kind: 'complex', re: 0, im: expression.value });
    case 'boolean':
      return knownScalar(boolType, expression.value);
    case 'timing':
      return timeLiteral(expression.value, expression.unit);
    case 'bit-string': {
      const { value, width } = bitsFromDigits(expression.digits);
      return knownScalar({ kind: 'bit', size: width }, value);
    }
    case 'identifier':
      return lowerName(expression, state);
    case 'parenthesised':
      return lowerExpression(expression.inner, state);
    case 'unary':
      return lowerUnary(expression, state);
    case 'binary':
      return lowerBinary(expression, state);
    case 'call':
      return lowerCall(expression, state);
    case 'cast':
      return lowerCast(expression, state);
    case 'index':
      return lowerIndexed(expression, state);
    case 'durationof':
      return { kind: 'time', type: durationType, isConstant: true, value: undefined };
    case 'array-literal':
      return state.refuseText(expression, 'an array literal stands only for the value of an array');
    case 'measure-expression':
      return state.refuseText(expression, 'a measurement is a statement of its own');
    case 'quantum-call':
      return state.refuseText(expression, 'what calibrated hardware returns is not known here');
    case 'hardware-qubit':
      return state.refuseText(expression, 'a qubit is no classical value');
  }
}

/** As {@link lowerExpression}, of a single value. */
export function lowerScalar(expression: Expression, state: LoweringState): LoweredScalar | undefined {
  const value = lowerExpression(expression, state);
  if (value === undefined || value.kind === 'scalar') return value;
  if (value.kind === 'array') return state.refuseText(expression, 'an array is no single value');
  return state.refuseText(expression, 'how long it takes is known only to the machine');
}

/** A whole number that must be known; undefined when it is not, which is reported. */
export function lowerKnownInteger(expression: Expression, what: string, state: LoweringState): bigint | undefined {
  const value = lowerScalar(expression, state);
  if (!value) return undefined;
  return knownInteger(value) ?? state.refuse(expression, what, 'its value is known only during the run');
}

function lowerInteger(literal: IntegerLiteral, state: LoweringState): LoweredScalar | undefined {
  if (Number.isSafeInteger(literal.value)) return knownScalar(intType, BigInt(literal.value));
  if (literal.end - literal.start > integerBitLimit) return state.refuseText(literal, 'it has too many digits');
  const digits = state.text.slice(literal.start, literal.end).replaceAll('_', '');
  return knownScalar(intType, BigInt(digits.replace(/^0B/, '0b').replace(/^0X/, '0x')));
}

function timeLiteral(value: number, unit: 'dt' | 'ns' | 'us' | 'ms' | 's'): LoweredTime {
  const factor = { dt: 1, ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[unit];
  const duration = { kind: 'duration', value: value * factor, unit: unit === 'dt' ? 'dt' : 'ns' } as const;
  return { kind: 'time', type: durationType, isConstant: true, value: duration };
}

function lowerName(name: Identifier, state: LoweringState): LoweredValue | undefined {
  const symbol = state.symbolOf(name);
  if (!symbol) return undefined;
  const binding = state.bindings.get(symbol.id);
  switch (binding?.kind) {
    case 'value':
      return binding.value;
    case 'cell':
      return { kind: 'scalar', type: symbol.type, isConstant: false, expression: state.store.read(binding.cell) };
    case 'elements':
      return symbol.type.kind === 'qubit'
        ? state.refuseText(name, 'a qubit is no classical value')
        : bitsValue(binding.selection, state);
    case 'alias':
      return lowerExpression(binding.value, state);
    case 'array': {
      const base = symbol.type.kind === 'array' ? symbol.type.base : symbol.type;
      const type = { kind: 'array', base, dimensions: binding.view.shape } as const;
      return { kind: 'array', type, isConstant: false, view: binding.view };
    }
  }
  const { type, value } = symbol;
  if (type.kind === 'duration' || type.kind === 'stretch') {
    const isTime = typeof value === 'object' && value.kind === 'duration';
    return { kind: 'time', type, isConstant: true, value: isTime ? value : undefined };
  }
  const known = value === undefined ? undefined : classicalValueOf(value, type);
  const constant = known === undefined ? undefined : knownScalar(type, known);
  return constant ?? state.refuseText(name, 'its value could not be computed');
}

/** The value of bits of the circuit; those that are known become a constant when all of them are. */
export function bitsValue(selection: Selection, state: LoweringState): LoweredScalar | undefined {
  const bits = elementsOf(selection);
  if (!bits) return undefined;
  const isScalar = selection.size === 'scalar';
  const type: Type = isScalar ? bitType : { kind: 'bit', size: bits.length };
  const values = bits.map((bit) => state.store.knownBit(bit));
  const pattern = values.reduceRight<bigint | undefined>(
    (sum, value) => (sum === undefined || value === undefined ? undefined : (sum << 1n) | (value ? 1n : 0n)),
    0n,
  );
  if (pattern !== undefined) return knownScalar(type, isScalar ? pattern === 1n : pattern, false);
  const held: BitsExpression['type'] = isScalar ? { kind: 'bool' } : { kind: 'bits', width: bits.length };
  return { kind: 'scalar', type, isConstant: false, expression: { kind: 'bits', type: held, bits } };
}

/**
 * Converts a value as a cast or an initialisation does.
 * @param node what a message quotes
 * @returns undefined when there is no such conversion, which is reported
 */
export function convertScalar(
  value: LoweredScalar,
  type: Type,
  node: Expression,
  state: LoweringState,
): LoweredScalar | undefined {
  const target = scalarTypeOf(type);
  if (!target) return state.refuseText(node, 'a circuit holds no value of this type');
  const { expression, isConstant } = value;
  if (!('shape' in expression.type) && isSameScalarType(expression.type, target)) return { ...value, type };
  const converted = computed(node, state, () => simplifiedCast(target, expression), {
    kind: 'cast',
    type: target,
    operand: expression,
  });
  return converted && { kind: 'scalar', type, isConstant, expression: converted };
}

/**
 * Computes what is known now. A fault in a part of the program that may not be executed waits for the run; elsewhere it
 * is reported.
 */
export function computed(
  node: Expression,
  state: LoweringState,
  compute: () => ClassicalExpression,
  later: ClassicalExpression,
): ClassicalExpression | undefined {
  try {
    return compute();
  } catch (thrown) {
    if (!(thrown instanceof RunTimeFault)) throw thrown;
    if (state.conditionDepth > 0) return later;
    return state.refuseText(node, thrown.message.replace(/\.$/, ''));
  }
}

function lowerCast({ argument, type: node }: CastExpression, state: LoweringState): LoweredScalar | undefined {
  const value = lowerScalar(argument, state);
  if (!value) return undefined;
  const type = resolveType(node, {
    leastRegister: 0,
    sizeOf: (size, what) => sizeOf(size, what, state),
    report: (diagnostic) => state.report(diagnostic),
  });
  return convertScalar(value, type, argument, state);
}

function sizeOf(expression: Expression, what: string, state: LoweringState): number | undefined {
  const size = lowerKnownInteger(expression, what, state);
  return size === undefined ? undefined : Number(size);
}

function lowerUnary(expression: UnaryExpression, state: LoweringState): LoweredValue | undefined {
  const value = lowerExpression(expression.operand, state);
  if (!value || value.kind === 'array') return undefined;
  const { operator, operand } = expression;
  if (value.kind === 'time') {
    const negated = value.value && transformValue(operator, value.value);
    const isTime = typeof negated === 'object' && negated.kind === 'duration';
    return { ...value, value: isTime ? negated : undefined };
  }
  const rule = unaryRule(operator, typedValueOf(value));
  if (rule.kind !== 'rule') return state.refuseText(expression, `'${operator}' is not defined for its operand`);
  const converted = convertScalar(value, rule.operand, operand, state);
  if (!converted) return undefined;
  const inner = converted.expression;
  const type = scalarTypeOf(rule.operand) ?? { kind: 'bool' };
  const result = computed(expression, state, () => simplifiedUnary(operator, inner), {
    kind: 'unary',
    type,
    operator,
    operand: inner,
  });
  const lowered = result && { ...converted, expression: result };
  return lowered && convertScalar(lowered, rule.result, expression, state);
}

/** Goes along the chain of operators from the left, since it may be very long. */
function lowerBinary(expression: BinaryExpression, state: LoweringState): LoweredValue | undefined {
  const { first, operations } = operatorChain(expression);
  const logical = operations.findIndex(isLogical);
  // What the first `&&` or `||` decides on may have to be lowered once for each value of an index.
  let value =
    logical < 0 ? lowerExpression(first, state) : state.effects.caseByCase(operations[logical]?.left ?? first);
  let length = 0;
  for (const operation of operations.slice(Math.max(0, logical))) {
    if (!value) return undefined;
    value = isLogical(operation) ? lowerLogical(value, operation, state) : lowerOperation(value, operation, state);
    if (value?.kind !== 'scalar' || value.expression.kind === 'constant') length = 0;
    else if (++length % longestChain === 0) value = state.keep(value, operation.right);
  }
  return value;
}

function isLogical(expression: BinaryExpression): expression is LogicalExpression {
  return expression.operator === '&&' || expression.operator === '||';
}

type LogicalExpression = BinaryExpression & { readonly operator: '&&' | '||' };

function lowerOperation(
  left: LoweredValue,
  expression: BinaryExpression,
  state: LoweringState,
): LoweredValue | undefined {
  const kept = left.kind === 'scalar' ? keptScalar(left, expression.right, state) : left;
  const right = lowerExpression(expression.right, state);
  return right && combineLowered(expression.operator, kept, right, expression, state);
}

/** A binary operator on values that have been lowered. */
export function combineLowered(
  operator: BinaryOperator,
  left: LoweredValue,
  right: LoweredValue,
  node: Pick<BinaryExpression, 'left' | 'right' | 'start' | 'end'> & Expression,
  state: LoweringState,
): LoweredValue | undefined {
  if (left.kind === 'array' || right.kind === 'array') return state.refuseText(node, 'arrays have no operators');
  if (left.kind === 'time' || right.kind === 'time') return combineTimes(operator, left, right);
  const rule = state.isVersion2
    ? realRule(operator, left)
    : binaryRule(operator, typedValueOf(left), typedValueOf(right));
  if (rule.kind !== 'rule') return state.refuseText(node, `'${operator}' is not defined for its operands`);
  const isConstant = left.isConstant && right.isConstant;
  const first = convertScalar(left, rule.left, node.left, state);
  const second = convertScalar(right, rule.right, node.right, state);
  if (!first || !second) return undefined;
  const [x, y] = [first.expression, second.expression];
  if (operator === '++') {
    return { kind: 'scalar', type: rule.result, isConstant, expression: simplifiedConcatenation([x, y]) };
  }
  const type = scalarTypeOf(rule.result);
  if (!type) return state.refuseText(node, 'a circuit holds no value of this type');
  if ((operator === '/' || operator === '%') && isKnownZero(y) && state.conditionDepth === 0) {
    const isWidth = right.kind === 'scalar' && !isKnownZero(right.expression);
    const divisor = state.text.slice(node.right.start, node.right.end);
    state.report(
      isWidth ? diagnose('QAS4040', node.right, divisor, describeType(rule.right)) : diagnose('QAS4040', node.right),
    );
    return undefined;
  }
  const symbol: BinaryClassicalOperator = operator;
  const result = computed(node, state, () => simplifiedBinary(symbol, type, x, y), {
    kind: 'binary',
    type,
    operator: symbol,
    left: x,
    right: y,
  });
  return result && { kind: 'scalar', type: rule.result, isConstant, expression: result };
}

function isKnownZero(expression: ClassicalExpression): boolean {
  return expression.kind === 'constant' && expression.type.kind !== 'float' && expression.value === 0;
}

/** In OpenQASM 2 numbers are real, but for the integer a condition compares a register with. */
function realRule(operator: BinaryOperator, left: LoweredScalar): OperatorRule {
  if (left.type.kind === 'bit') return { kind: 'rule', left: left.type, right: intType, result: boolType };
  const isComparison = /^[=!<>]=?$/.test(operator);
  return { kind: 'rule', left: floatType, right: floatType, result: isComparison ? boolType : floatType };
}

/** Durations add up as far as they are known; what compares or divides them must be known. */
function combineTimes(operator: BinaryOperator, left: LoweredValue, right: LoweredValue): LoweredValue | undefined {
  const [first, second] = [typedValueOf(left), typedValueOf(right)];
  const rule = binaryRule(operator, first, second);
  if (rule.kind !== 'rule') return undefined;
  const isConstant = left.isConstant && right.isConstant;
  const x = first.value === undefined ? undefined : convertValue(first.value, rule.left, first.type);
  const y = second.value === undefined ? undefined : convertValue(second.value, rule.right, second.type);
  const value = x === undefined || y === undefined ? undefined : combineValues(operator, x, y);
  if (rule.result.kind === 'duration' || rule.result.kind === 'stretch') {
    const isTime = typeof value === 'object' && value.kind === 'duration';
    return { kind: 'time', type: rule.result, isConstant, value: isTime ? value : undefined };
  }
  const known = value === undefined ? undefined : classicalValueOf(value, rule.result);
  // A value no circuit can hold: whoever needs a single value says so.
  if (known === undefined) return { kind: 'time', type: rule.result, isConstant, value: undefined };
  return knownScalar(rule.result, known, isConstant);
}

/**
 * `&&` and `||`: the right side is evaluated only if the left one does not decide, which matters where it calls a
 * subroutine or picks elements that there may not be.
 */
function lowerLogical(
  left: LoweredValue,
  expression: LogicalExpression,
  state: LoweringState,
): LoweredScalar | undefined {
  const { operator } = expression;
  if (left.kind !== 'scalar') return state.refuseText(expression.left, 'it is no truth value');
  const first = convertScalar(left, boolType, expression.left, state);
  if (!first) return undefined;
  const isDecided = first.expression.kind === 'constant' && first.expression.value === (operator === '||');
  if (isDecided) return first;
  const evaluateRight = () => {
    const right = state.effects.caseByCase(expression.right);
    return right && convertScalar(right, boolType, expression.right, state);
  };
  const isKnown = first.expression.kind === 'constant';
  if (!isKnown && mayEmit(expression.right, state)) {
    return state.effects.shortCircuit(operator, first, evaluateRight, expression);
  }
  const second = isKnown ? evaluateRight() : state.conditionally(evaluateRight);
  const type = { kind: 'bool' } as const;
  return (
    second && {
      kind: 'scalar',
      type: boolType,
      isConstant: first.isConstant && second.isConstant,
      expression: simplifiedBinary(operator, type, first.expression, second.expression),
    }
  );
}
