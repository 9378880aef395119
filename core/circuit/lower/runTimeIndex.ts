import { chainOperands, operatorChain } from '#core/openqasm/operatorChain.ts';
import { elementCount } from '#core/openqasm/selection.ts';
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  IndexExpression,
  Selector,
} from '#core/openqasm/syntaxTree.ts';
import type { ClassicalExpression } from '../classical.ts';
import { mayCall } from './expressionCalls.ts';
import { lowerExpression } from './lowerExpression.ts';
import { knownInteger } from './loweredValue.ts';
import { indexValue, isWholeArray, lowerSelection, patternWidth, wholeNumber } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { simplifiedBinary, simplifiedCast } from './simplify.ts';
import { throughAlias } from './throughAlias.ts';
import { rootOf } from './writtenSymbols.ts';

/** An index that only the run knows, of something that must be known when the circuit is made. */
export interface RunTimeIndex {
  readonly node: Expression;
  readonly index: ClassicalExpression;
  /** The values it may have, in order; with any other one the run has made a mistake. */
  readonly choices: readonly IndexChoice[];
}

export interface IndexChoice {
  readonly value: number;
  /** The position that the value stands for; of the step of a range the value itself. */
  readonly means: number;
}

/**
 * The first index in expressions that decides which qubit, which part of an array passed as a whole, or how many bits are
 * meant, and that only the run knows. Elements and bits that are read or assigned to by themselves need no such care.
 * @param isTarget whether the expressions are assigned to
 */
export function findRunTimeIndex(
  expressions: readonly Expression[],
  isTarget: boolean,
  state: LoweringState,
): RunTimeIndex | undefined {
  for (const expression of expressions) {
    const found = findIn(expression, isTarget, state);
    if (found) return found;
  }
  return undefined;
}

function findIn(expression: Expression, isTarget: boolean, state: LoweringState): RunTimeIndex | undefined {
  switch (expression.kind) {
    case 'identifier': {
      const meant = throughAlias(expression, state);
      return meant === expression ? undefined : findIn(meant, isTarget, state);
    }
    case 'index':
      return findIn(expression.base, isTarget, state) ?? findInBrackets(expression, isTarget, state);
    case 'parenthesised':
      return findIn(expression.inner, isTarget, state);
    case 'unary':
      return findIn(expression.operand, false, state);
    case 'binary':
      // The sides of these decide by themselves, because the right one may not be evaluated.
      if (expression.operator === '&&' || expression.operator === '||') return undefined;
      return findRunTimeIndex(decidedOperands(expression), false, state);
    case 'cast':
      return findIn(expression.argument, false, state);
    case 'measure-expression':
      return findIn(expression.operand, false, state);
    case 'call':
      return dimensionOf(expression, state) ?? findRunTimeIndex(expression.arguments, false, state);
    default:
      return undefined;
  }
}

/** The operands of a chain without those of a `&&` or `||` in it. */
function decidedOperands(expression: BinaryExpression): Expression[] {
  const { first, operations } = operatorChain(expression);
  const logical = operations.findLastIndex(({ operator }) => operator === '&&' || operator === '||');
  const rights = operations.slice(logical + 1).map(({ right }) => right);
  return logical < 0 ? [first, ...rights] : rights;
}

function findInBrackets(written: IndexExpression, isTarget: boolean, state: LoweringState): RunTimeIndex | undefined {
  if (written.selectors.every(isLiteral)) return undefined;
  const node = throughAlias(written, state);
  const root = rootOf(node);
  const binding = root && state.bindingOf(root);
  if (node.kind !== 'index') return undefined;
  if (binding?.kind === 'array') {
    const { shape } = binding.view;
    const isElement = node.selectors.length === shape.length && node.base === root && isWholeArray(binding.view);
    if (isElement && !node.selectors.some(isSeveral)) return undefined;
    // Indices in several pairs of brackets count on from the ones before.
    const before = node.base.kind === 'index' ? countIndices(node.base) : 0;
    return inSelectors(node, (dimension) => shape[before + dimension] ?? 0, false, state);
  }
  if (binding?.kind === 'elements') {
    const isQubit = root !== undefined && state.symbolOf(root)?.type.kind === 'qubit';
    const picksAll = isQubit || (isTarget && node.selectors.some(isSeveral));
    if (!picksAll && !node.selectors.some(({ kind }) => kind === 'range')) return undefined;
    const base = lowerSelection(node.base, state);
    return base && inSelectors(node, () => elementCount(base) ?? 0, !picksAll, state);
  }
  const size = root && patternWidth(state.symbolOf(root)?.type ?? { kind: 'none' });
  return size === undefined ? undefined : inSelectors(node, () => size, !isTarget, state);
}

function countIndices(node: IndexExpression): number {
  return node.selectors.length + (node.base.kind === 'index' ? countIndices(node.base) : 0);
}

/** The indices in brackets after a register, in aliases and their concatenations. */
export function indicesIn(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'parenthesised':
      return indicesIn(expression.inner);
    case 'binary':
      return chainOperands(expression).flatMap(indicesIn);
    case 'index': {
      const own = expression.selectors.flatMap((selector): readonly Expression[] => {
        if (selector.kind === 'set') return selector.elements;
        if (selector.kind !== 'range') return [selector];
        const { first, last, step } = selector;
        return [first, step, last].filter((end) => end !== undefined);
      });
      return [...indicesIn(expression.base), ...own.filter(({ kind }) => kind !== 'integer')];
    }
    default:
      return [];
  }
}

/** Indices of qubits that call a subroutine and have not been evaluated. */
export function calledIndices(operand: Expression, state: LoweringState): Expression[] {
  const root = rootOf(operand);
  if (!root || state.symbolOf(root)?.type.kind !== 'qubit') return [];
  return indicesIn(operand).filter((node) => isCalled(node, state));
}

function isLiteral(selector: Selector): boolean {
  return selector.kind === 'integer';
}

function isSeveral({ kind }: Selector): boolean {
  return kind === 'range' || kind === 'set';
}

/** @param onlyRanges whether positions may stay open, and only how many there are matters */
function inSelectors(
  { selectors }: IndexExpression,
  sizeOf: (dimension: number) => number,
  onlyRanges: boolean,
  state: LoweringState,
): RunTimeIndex | undefined {
  for (const [dimension, selector] of selectors.entries()) {
    if (onlyRanges && selector.kind !== 'range') continue;
    const size = sizeOf(dimension);
    if (selector.kind === 'range') {
      const { first, last, step } = selector;
      const found =
        (step && stepOf(step, size, state)) ??
        (first && positionOf(first, size, state)) ??
        (last && positionOf(last, size, state));
      if (found) return found;
      continue;
    }
    for (const node of selector.kind === 'set' ? selector.elements : [selector]) {
      const found = positionOf(node, size, state);
      if (found) return found;
    }
  }
  return undefined;
}

/** The dimension that `sizeof` asks for. */
function dimensionOf(
  { arguments: [array, dimension], callee }: CallExpression,
  state: LoweringState,
): RunTimeIndex | undefined {
  if (!array || !dimension || state.symbolOf(callee)?.builtin?.name !== 'sizeof') return undefined;
  const value = lowerExpression(array, state);
  const index = value?.kind === 'array' ? unknownIndex(dimension, state) : undefined;
  if (value?.kind !== 'array' || !index) return undefined;
  const choices = value.view.shape.map((_, place) => ({ value: place, means: place }));
  return { node: dimension, index, choices };
}

function positionOf(node: Expression, size: number, state: LoweringState): RunTimeIndex | undefined {
  const index = unknownIndex(node, state);
  if (!index) return undefined;
  const least = index.type.kind === 'int' ? -size : 0;
  const choices = Array.from({ length: size - least }, (_, offset) => {
    const value = least + offset;
    return { value, means: value < 0 ? value + size : value };
  });
  return { node, index, choices };
}

/** Larger steps pick as much as one of the size of what they go through: a single position. */
function stepOf(node: Expression, size: number, state: LoweringState): RunTimeIndex | undefined {
  const step = unknownIndex(node, state);
  if (!step) return undefined;
  const choices = Array.from({ length: 2 * size + 1 }, (_, offset) => offset - size).flatMap((value) =>
    value === 0 ? [] : [{ value, means: value }],
  );
  return { node, index: limited(step, size), choices };
}

/** An integer, but at most `bound` and at least its negative. */
function limited(value: ClassicalExpression, bound: number): ClassicalExpression {
  const [int, bool] = [{ kind: 'int' }, { kind: 'bool' }] as const;
  const number = simplifiedCast(int, value);
  const constant = (of: number): ClassicalExpression => ({ kind: 'constant', type: int, value: of });
  const times = (truth: ClassicalExpression, factor: ClassicalExpression) =>
    simplifiedBinary('*', int, simplifiedCast(int, truth), factor);
  const isAbove = simplifiedBinary('>', bool, number, constant(bound));
  const isBelow = simplifiedBinary('<', bool, number, constant(-bound));
  const isWithin = simplifiedBinary('==', bool, isAbove, isBelow);
  const outside = simplifiedBinary('-', int, times(isAbove, constant(bound)), times(isBelow, constant(bound)));
  return simplifiedBinary('+', int, times(isWithin, number), outside);
}

/** Whether an index calls a subroutine and has not been evaluated. */
function isCalled(node: Expression, state: LoweringState): boolean {
  return mayCall(node, state) && state.keptIndex(node) === undefined;
}

/** The value of an index that is known only during the run. */
function unknownIndex(node: Expression, state: LoweringState): ClassicalExpression | undefined {
  if (node.kind === 'integer' || state.assumedPosition(node) !== undefined || isCalled(node, state)) return undefined;
  const value = indexValue(node, state);
  if (!value || knownInteger(value) !== undefined) return undefined;
  return wholeNumber(value, node, state);
}
