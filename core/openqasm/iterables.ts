import { type Destination, withReplacement } from './conversionChecks.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { withDownwardStep } from './indexing.ts';
import { diagnose, withSeverity } from './messages.ts';
import type { Expression, RangeSelector, Selector } from './syntaxTree.ts';
import { constantOf, runtimeValue } from './typedValue.ts';
import { bitType, describeType, intType, type Type } from './types.ts';
import { convertsImplicitly } from './typing/conversions.ts';
import { isInteger } from './typing/numericTypes.ts';

/**
 * Binds what a loop runs over and checks that its values convert to the type of the loop variable (classical, "For
 * loops"): a set, a range of integers, a register of bits, or an array of one dimension. Returns whether it certainly has
 * a value.
 */
export function bindIterable(iterable: Selector, variable: Destination, expressions: ExpressionBinder): boolean {
  switch (iterable.kind) {
    case 'range':
      return bindRange(iterable, variable, expressions);
    case 'set':
      for (const element of iterable.elements) expressions.converted(element, variable);
      return iterable.elements.length > 0;
    default:
      return bindValues(iterable, variable, expressions);
  }
}

function bindRange(range: RangeSelector, variable: Destination, expressions: ExpressionBinder): boolean {
  const bound = (part: Expression | undefined) =>
    part && expressions.converted(part, { name: 'the range', type: intType }).value;
  const [first, step, last] = [bound(range.first), bound(range.step), bound(range.last)];
  if (!convertsImplicitly(runtimeValue(intType), variable.type, expressions.isStrict)) {
    expressions.report(diagnose('QAS4001', range, describeType(intType), describeType(variable.type), undefined));
    return false;
  }
  const by = range.step ? step : 1n;
  if (typeof by !== 'bigint' || typeof first !== 'bigint' || typeof last !== 'bigint') return false;
  if (by === 0n) {
    expressions.report(diagnose('QAS4021', range.step ?? range));
  } else if (by > 0n ? first > last : first < last) {
    const empty = diagnose('QAS4021', range, 'The range is empty, so the loop never runs');
    expressions.report(withDownwardStep(withSeverity(empty, 'hint'), range));
  } else {
    const reached = first + ((last - first) / by) * by;
    if (range.first) expressions.convert(constantOf(intType, first), range.first, variable);
    if (range.last && reached !== first) expressions.convert(constantOf(intType, reached), range.last, variable);
    return true;
  }
  return false;
}

/** A register gives its bits, an array its elements. */
function bindValues(iterable: Expression, variable: Destination, expressions: ExpressionBinder): boolean {
  const { type } = expressions.value(iterable);
  const element = elementType(type);
  if (!element) {
    if (type.kind !== 'none') reportNoIterable(iterable, type, expressions);
    return false;
  }
  if (!convertsImplicitly(runtimeValue(element), variable.type, expressions.isStrict)) {
    const [from, to] = [describeType(element), describeType(variable.type)];
    expressions.report(diagnose('QAS4001', iterable, from, to, undefined));
  }
  const size = type.kind === 'array' ? type.dimensions[0] : 'size' in type ? type.size : undefined;
  return typeof size === 'number' && size > 0;
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
