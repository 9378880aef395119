import type { Diagnostic } from '#core/base/diagnostic.ts';
import { type EvaluationEnvironment, evaluate } from './evaluation.ts';
import { diagnose, withFix, withSeverity } from './messages.ts';
import type { Expression, RangeSelector, Selector, SetSelector } from './syntaxTree.ts';
import { constantOf, isUnknown, type TypedValue } from './typedValue.ts';
import { describeType, intType, type Size } from './types.ts';
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
  environment.report(
    diagnose('QAS4022', index, `An index of '${name}' is an integer; this has type ${describeType(value.type)}`),
  );
  return { ...value, value: undefined };
}

/** The position from 0; undefined when it is not known, or does not exist, which is reported. */
function positionOf(
  { value }: TypedValue,
  index: Expression,
  { name, size }: Indexed,
  environment: EvaluationEnvironment,
): number | undefined {
  if (typeof size !== 'number' || typeof value === 'object') return undefined;
  if (value === undefined) {
    reportCertain(index, { name, size }, environment);
    return undefined;
  }
  const position = Number(value);
  const least = environment.realArithmetic ? 0 : -size;
  if (position >= size || position < least) {
    environment.report(diagnose('QAS4020', index, String(value), name, size, !environment.realArithmetic));
    return undefined;
  }
  return position < 0 ? position + size : position;
}

/** Reports an index that lies outside in some turn of the loops around it, whatever conditions say. */
function reportCertain(
  index: Expression,
  { name, size }: { readonly name: string; readonly size: number },
  environment: EvaluationEnvironment,
): void {
  const outside = environment.certainValues(index).find(({ value }) => value >= size || value < -size);
  if (!outside) return;
  const found = diagnose('QAS4020', index, String(outside.value), name, size, true, outside.turn);
  const fix = outside.value === BigInt(size) ? environment.repairs?.endingLoopAt(index, size - 1) : undefined;
  environment.report(fix ? withFix(found, fix) : found);
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
  if (typeof indexed.size !== 'number' || typeof step.value !== 'bigint') return unknown;
  const by = Number(step.value);
  if (range.first && from === undefined) return unknown;
  const end = range.last && last ? endOf(last, indexed.size) : undefined;
  if (range.last && end === undefined) return unknown;
  const start = from ?? (by > 0 ? 0 : indexed.size - 1);
  const stop = end ?? (by > 0 ? indexed.size - 1 : 0);
  const count = Math.max(0, Math.floor((stop - start) / by) + 1);
  if (count === 0) {
    if (indexed.size > 0) reportEmpty(range, indexed, environment);
    return unknown;
  }
  if (range.last && last && !endExists(start + (count - 1) * by, stop, last, range.last, indexed, environment)) {
    return unknown;
  }
  return { positions: { kind: 'range', first: start, step: by, count }, isConstant };
}

/** The end of a range as a position from 0; it may lie outside, as long as no element there is picked. */
function endOf({ value }: TypedValue, size: number): number | undefined {
  if (value === undefined || typeof value === 'object') return undefined;
  const end = Number(value);
  return end < 0 ? end + size : end;
}

/** Whether the elements up to the end of a range exist; the end itself may only be named without need. */
function endExists(
  reached: number,
  stop: number,
  { value }: TypedValue,
  place: Expression,
  { name, size }: Indexed,
  environment: EvaluationEnvironment,
): boolean {
  if (typeof size !== 'number' || (stop >= 0 && stop < size)) return true;
  if (reached < 0 || reached >= size) {
    environment.report(diagnose('QAS4020', place, String(value), name, size, true));
    return false;
  }
  const beyond = stop < 0 ? `before the first element of '${name}'` : `beyond index ${size - 1}, the last of '${name}'`;
  environment.report(withSeverity(diagnose('QAS4021', place, `The range ends at ${value}, ${beyond}`), 'warning'));
  return true;
}

/** A range that picks nothing, most often one that counts down without saying so. */
function reportEmpty(range: RangeSelector, { name }: Indexed, environment: EvaluationEnvironment): void {
  const found = diagnose('QAS4021', range, `The range is empty, so it picks nothing of '${name}'`);
  const graded = withSeverity(found, environment.isStrict ? 'error' : 'warning');
  environment.report(withDownwardStep(graded, range));
}

/** Adds the repair that lets a range without a step count down. */
export function withDownwardStep(found: Diagnostic, { first, step, last }: RangeSelector): Diagnostic {
  if (!first || step || !last) return found;
  const range = { start: first.end, end: first.end };
  return withFix(found, { title: 'Count down', replacements: [{ range, newText: ':-1' }], isPreferred: false });
}

/** Slices of more bits than this are not computed. */
const slicedBitLimit = 1 << 16;

/** The positions one by one; undefined where they are not known, or too many. */
export function positionList(positions: Positions): readonly (number | undefined)[] | undefined {
  switch (positions.kind) {
    case 'one':
      return [positions.position];
    case 'range':
      if (positions.count > slicedBitLimit) return undefined;
      return Array.from({ length: positions.count }, (_, index) => positions.first + index * positions.step);
    case 'list':
      return positions.positions;
    case 'unknown':
      return undefined;
  }
}
