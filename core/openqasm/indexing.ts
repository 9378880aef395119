import { type EvaluationEnvironment, evaluate } from './evaluation.ts';
import { diagnose } from './messages.ts';
import type { Expression, RangeSelector, Selector, SetSelector } from './syntaxTree.ts';
import { constantOf, isUnknown, type TypedValue } from './typedValue.ts';
import { intType, type Size } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';

/**
 * The positions that a selector picks along one dimension, counted from 0: one of them, or several in order. A position
 * is undefined, and a whole range unknown, where only the run knows it or an error hides it.
 */
export type Positions =
  | { readonly kind: 'one'; readonly position: number | undefined }
  | { readonly kind: 'range'; readonly first: number; readonly step: number; readonly count: number }
  | { readonly kind: 'list'; readonly positions: readonly (number | undefined)[] }
  | { readonly kind: 'unknown' };

export interface Picked {
  readonly positions: Positions;
  /** Whether nothing in the selector depends on the run. */
  readonly isConstant: boolean;
}

/** What is indexed: its text for messages, and how many elements it has along the dimension. */
export interface Indexed {
  readonly name: string;
  readonly size: Size;
}

/** How many elements are picked. */
export function pickedSize(positions: Positions): Size {
  switch (positions.kind) {
    case 'one':
      return 'scalar';
    case 'range':
      return positions.count;
    case 'list':
      return positions.positions.length;
    case 'unknown':
      return 'unknown';
  }
}

/** The positions that a selector picks (types, "Index sets and slicing"); reports those that do not exist. */
export function pickPositions(selector: Selector, indexed: Indexed, environment: EvaluationEnvironment): Picked {
  switch (selector.kind) {
    case 'range':
      return pickRange(selector, indexed, environment);
    case 'set':
      return pickSet(selector, indexed, environment);
    default: {
      const index = evaluateIndexValue(selector, indexed, environment);
      const position = positionOf(index, selector, indexed, environment);
      return { positions: { kind: 'one', position }, isConstant: index.isConstant };
    }
  }
}

/** Evaluates selectors that pick nothing, so that the names in them are known. */
export function visitSelectors(selectors: readonly Selector[], environment: EvaluationEnvironment): void {
  for (const selector of selectors) {
    if (selector.kind === 'set') {
      for (const element of selector.elements) evaluate(element, environment);
    } else if (selector.kind === 'range') {
      for (const part of [selector.first, selector.step, selector.last]) if (part) evaluate(part, environment);
    } else {
      evaluate(selector, environment);
    }
  }
}

/** An index is an integer; registers say which with a cast. */
function evaluateIndexValue(index: Expression, { name }: Indexed, environment: EvaluationEnvironment): TypedValue {
  // Most indices are literals, and most statements have one.
  if (index.kind === 'integer' && Number.isSafeInteger(index.value)) return constantOf(intType, BigInt(index.value));
  const value = evaluate(index, environment);
  if (isUnknown(value)) return value;
  const category = categoryOf(value.type);
  const isWholeReal = environment.realArithmetic && Number.isInteger(value.value);
  if (category === 'integer' || category === 'truth' || isWholeReal) return value;
  environment.report(diagnose('QAS4022', index, `'${name}'`));
  return { ...value, value: undefined };
}

/** The position from 0; undefined when it is not known, or does not exist, which is reported. */
function positionOf(
  { value }: TypedValue,
  index: Expression,
  { name, size }: Indexed,
  environment: EvaluationEnvironment,
): number | undefined {
  if (value === undefined || typeof value === 'object' || typeof size !== 'number') return undefined;
  const position = Number(value);
  const least = environment.realArithmetic ? 0 : -size;
  if (position >= size || position < least) {
    environment.report(diagnose('QAS4020', index, String(value), name, size, !environment.realArithmetic));
    return undefined;
  }
  return position < 0 ? position + size : position;
}

function pickSet({ elements }: SetSelector, indexed: Indexed, environment: EvaluationEnvironment): Picked {
  let isConstant = true;
  const positions = elements.map((element) => {
    const index = evaluateIndexValue(element, indexed, environment);
    isConstant &&= index.isConstant;
    return positionOf(index, element, indexed, environment);
  });
  return { positions: { kind: 'list', positions }, isConstant };
}

function pickRange(range: RangeSelector, indexed: Indexed, environment: EvaluationEnvironment): Picked {
  const one = constantOf(intType, 1n);
  const step = range.step ? evaluateIndexValue(range.step, indexed, environment) : one;
  const first = range.first && evaluateIndexValue(range.first, indexed, environment);
  const last = range.last && evaluateIndexValue(range.last, indexed, environment);
  const isConstant = step.isConstant && (first?.isConstant ?? true) && (last?.isConstant ?? true);
  const unknown: Picked = { positions: { kind: 'unknown' }, isConstant };
  if (range.step && step.value === 0n) {
    environment.report(diagnose('QAS4021', range.step));
    return unknown;
  }
  const from = range.first && first && positionOf(first, range.first, indexed, environment);
  const to = range.last && last && positionOf(last, range.last, indexed, environment);
  const isUnknown = (range.first && from === undefined) || (range.last && to === undefined);
  if (typeof indexed.size !== 'number' || typeof step.value !== 'bigint' || isUnknown) return unknown;
  return { positions: rangePositions(indexed.size, from, Number(step.value), to), isConstant };
}

/** The positions of `first:step:last`, both included; what is absent is an end of the dimension. */
function rangePositions(size: number, first: number | undefined, step: number, last: number | undefined): Positions {
  const from = first ?? (step > 0 ? 0 : size - 1);
  const to = last ?? (step > 0 ? size - 1 : 0);
  return { kind: 'range', first: from, step, count: Math.max(0, Math.floor((to - from) / step) + 1) };
}
