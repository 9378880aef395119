import { type Destination, withReplacement } from './conversionChecks.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { withDownwardStep } from './indexing.ts';
import { diagnose, withSeverity } from './messages.ts';
import type { Expression, RangeSelector, Selector } from './syntaxTree.ts';
import { constantOf, runtimeValue } from './typedValue.ts';
import { bitType, describeType, intType, type Type } from './types.ts';
import { convertsImplicitly } from './typing/conversions.ts';
import { isInteger } from './typing/numericTypes.ts';

/** What is known of the values a loop runs over before it runs. */
export interface LoopValues {
  /** Whether there is certainly one. */
  readonly isCertain: boolean;
  /** Integers among them: all of a set, the first and last of a range. */
  readonly values: readonly bigint[];
}

const unknownValues: LoopValues = { isCertain: false, values: [] };

/**
 * Binds what a loop runs over and checks that its values convert to the type of the loop variable (classical, "For
 * loops"): a set, a range of integers, a register of bits, or an array of one dimension.
 */
export function bindIterable(iterable: Selector, variable: Destination, expressions: ExpressionBinder): LoopValues {
  switch (iterable.kind) {
    case 'range':
      return bindRange(iterable, variable, expressions);
    case 'set': {
      const values = iterable.elements.map((element) => expressions.converted(element, variable).value);
      return { isCertain: values.length > 0, values: values.filter((value) => typeof value === 'bigint') };
    }
    default:
      return bindValues(iterable, variable, expressions);
  }
}

function bindRange(range: RangeSelector, variable: Destination, expressions: ExpressionBinder): LoopValues {
  const bound = (part: Expression | undefined) =>
    part && expressions.converted(part, { name: 'the range', type: intType, isExact: true }).value;
  const [first, step, last] = [bound(range.first), bound(range.step), bound(range.last)];
  if (!convertsImplicitly(runtimeValue(intType), variable.type, expressions.isStrict)) {
    expressions.report(diagnose('QAS4001', range, describeType(intType), describeType(variable.type), undefined));
    return unknownValues;
  }
  if (!range.first || !range.last) {
    const end = range.first ? 'an end' : 'a start';
    expressions.report(diagnose('QAS4021', range, `A range to loop over needs ${end}; only an index may leave it out`));
    return unknownValues;
  }
  const by = range.step ? step : 1n;
  if (typeof by !== 'bigint' || typeof first !== 'bigint' || typeof last !== 'bigint') return unknownValues;
  if (by === 0n) {
    expressions.report(diagnose('QAS4021', range.step ?? range));
    return unknownValues;
  }
  if (by > 0n ? first > last : first < last) {
    const empty = diagnose('QAS4021', range, 'The range is empty, so the loop never runs');
    expressions.report(withDownwardStep(withSeverity(empty, 'hint'), range));
    return unknownValues;
  }
  const reached = first + ((last - first) / by) * by;
  const ends: readonly (readonly [Expression, bigint])[] = [
    [range.first, first],
    [range.last, reached],
  ];
  const values = (first === reached ? ends.slice(0, 1) : ends).flatMap(([place, end]) => {
    const { value } = expressions.convert(constantOf(intType, end), place, variable);
    return typeof value === 'bigint' ? [value] : [];
  });
  return { isCertain: true, values };
}

/** A register gives its bits, an array its elements. */
function bindValues(iterable: Expression, variable: Destination, expressions: ExpressionBinder): LoopValues {
  const { type } = expressions.value(iterable);
  const element = elementType(type);
  if (!element) {
    if (type.kind !== 'none') reportNoIterable(iterable, type, expressions);
    return unknownValues;
  }
  if (!convertsImplicitly(runtimeValue(element), variable.type, expressions.isStrict)) {
    const [from, to] = [describeType(element), describeType(variable.type)];
    expressions.report(diagnose('QAS4001', iterable, from, to, undefined));
  }
  const size = type.kind === 'array' ? type.dimensions[0] : 'size' in type ? type.size : undefined;
  return { isCertain: typeof size === 'number' && size > 0, values: [] };
}

/** Whoever writes `for int i in n` means so many times. */
function reportNoIterable(iterable: Expression, type: Type, expressions: ExpressionBinder): void {
  const problem = `A loop runs over a set, a range, a register of bits or an array of one dimension, not over ${describeType(type)}`;
  const found = diagnose('QAS4022', iterable, problem);
  const { start, end } = iterable;
  const range = `[0:${expressions.text.slice(start, end)} - 1]`;
  expressions.report(isInteger(type) ? withReplacement(found, iterable, `Write '${range}'`, range, false) : found);
}

function elementType(type: Type): Type | undefined {
  if (type.kind === 'bit' && type.size !== 'scalar') return bitType;
  return type.kind === 'array' && type.dimensions.length === 1 ? type.base : undefined;
}
