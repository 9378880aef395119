import { elementCount } from '#core/openqasm/selection.ts';
import type { Expression, IndexExpression, Selector } from '#core/openqasm/syntaxTree.ts';
import type { ClassicalExpression } from '../classical.ts';
import { mayCall } from './lowerExpression.ts';
import { isWholeArray, lowerSelection, lowerSelector, patternWidth } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { rootOf } from './writtenSymbols.ts';

/** An index that only the run knows, of something that must be known when the circuit is made. */
export interface RunTimeIndex {
  readonly node: Expression;
  readonly index: ClassicalExpression;
  readonly size: number;
}

/**
 * The first index in expressions that decides which qubit, or which part of an array passed as a whole, is meant, and
 * that only the run knows. Elements and bits that are read or assigned to by themselves need no such care.
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
    case 'index':
      return findIn(expression.base, isTarget, state) ?? findInBrackets(expression, isTarget, state);
    case 'parenthesised':
      return findIn(expression.inner, isTarget, state);
    case 'unary':
      return findIn(expression.operand, false, state);
    case 'binary':
      return findIn(expression.left, false, state) ?? findIn(expression.right, false, state);
    case 'cast':
      return findIn(expression.argument, false, state);
    case 'measure-expression':
      return findIn(expression.operand, false, state);
    case 'call':
      return findRunTimeIndex(expression.arguments, false, state);
    default:
      return undefined;
  }
}

function findInBrackets(node: IndexExpression, isTarget: boolean, state: LoweringState): RunTimeIndex | undefined {
  if (node.selectors.every(isLiteral)) return undefined;
  const root = rootOf(node);
  const binding = root && state.bindingOf(root);
  if (binding?.kind === 'array') {
    const { shape } = binding.view;
    const isElement = node.selectors.length === shape.length && node.base === root && isWholeArray(binding.view);
    if (isElement && !node.selectors.some(isSeveral)) return undefined;
    // Indices in several pairs of brackets count on from the ones before.
    const before = node.base.kind === 'index' ? countIndices(node.base) : 0;
    return inSelectors(node, (dimension) => shape[before + dimension] ?? 0, state);
  }
  const isQubit = binding?.kind === 'elements' && root !== undefined && state.symbolOf(root)?.type.kind === 'qubit';
  if (isQubit) {
    const base = lowerSelection(node.base, state);
    return base && inSelectors(node, () => elementCount(base) ?? 0, state);
  }
  if (!isTarget || !root) return undefined;
  const size = patternWidth(state.symbolOf(root)?.type ?? { kind: 'none' });
  const isBitOfNumber = binding?.kind === 'cell' && size !== undefined;
  const isSet = binding?.kind === 'elements' && node.selectors.some(isSeveral);
  return (isBitOfNumber || isSet) && size !== undefined ? inSelectors(node, () => size, state) : undefined;
}

function countIndices(node: IndexExpression): number {
  return node.selectors.length + (node.base.kind === 'index' ? countIndices(node.base) : 0);
}

function isLiteral(selector: Selector): boolean {
  return selector.kind === 'integer';
}

function isSeveral({ kind }: Selector): boolean {
  return kind === 'range' || kind === 'set';
}

function inSelectors(
  { base, selectors }: IndexExpression,
  sizeOf: (dimension: number) => number,
  state: LoweringState,
): RunTimeIndex | undefined {
  const name = state.text.slice(base.start, base.end);
  for (const [dimension, selector] of selectors.entries()) {
    if (selector.kind === 'range') continue;
    const nodes = selector.kind === 'set' ? selector.elements : [selector];
    for (const node of nodes) {
      if (node.kind === 'integer' || state.assumedPosition(node) !== undefined || mayCall(node, state)) continue;
      const size = sizeOf(dimension);
      const picked = lowerSelector(node, size, name, state);
      if (picked !== undefined && typeof picked !== 'number' && 'index' in picked) {
        return { node, index: picked.index, size };
      }
    }
  }
  return undefined;
}
