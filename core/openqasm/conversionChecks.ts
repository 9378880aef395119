import { roundFloat } from '#core/base/arithmetic/floats.ts';
import { hasInteger } from '#core/base/arithmetic/integers.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { type ConstantValue, convertValue } from './constantValue.ts';
import { diagnose, withFix } from './messages.ts';
import type { CastExpression, Expression } from './syntaxTree.ts';
import { isUnknown, type TypedValue } from './typedValue.ts';
import { describeType, isRegister, isSameType, type Type } from './types.ts';
import { castRule } from './typing/castRules.ts';
import { convertsImplicitly } from './typing/conversions.ts';
import { isInteger } from './typing/numericTypes.ts';

/** Where a value goes: what wants it, as `'x'` or `parameter 'x'`, and of which type. */
export interface Destination {
  readonly name: string;
  readonly type: Type;
  /** Takes no number whose fraction would be dropped, as constants and ranges do. */
  readonly isExact?: boolean;
}

/**
 * What is wrong with a value that stands where another type is wanted; undefined where it converts by itself (types,
 * "Casting specifics"). The repair writes the cast.
 */
export function conversionProblem(
  source: TypedValue,
  expression: Expression,
  destination: Destination,
  text: string,
  isStrict: boolean,
): Diagnostic | undefined {
  const { type } = destination;
  if (isUnknown(source) || type.kind === 'none' || source.type.kind === 'void') return undefined;
  if (convertsImplicitly(source, type, isStrict)) return lostValue(source, expression, type);
  if (source.type.kind === 'float' && isInteger(type) && !destination.isExact && !isStrict)
    return lostFraction(source, expression, type, text);
  return (
    widthProblem(source, expression, destination) ??
    shapeProblem(source, expression, type) ??
    needsCast(source, expression, type, text)
  );
}

function needsCast(source: TypedValue, expression: Expression, type: Type, text: string): Diagnostic {
  const written = writtenValue(expression, text);
  const rule = castRule(source, type);
  const instead = rule.kind === 'allowed' ? `${describeType(type)}(${written})` : rule.route?.(written);
  const [from, to] = [describeType(source.type), describeType(type)];
  const found = diagnose('QAS4001', expression, from, to, instead);
  return instead === undefined ? found : withReplacement(found, expression, `Write '${instead}'`, instead);
}

/** The value as an expression; what a compound assignment such as `n += x` assigns is `n + x`. */
function writtenValue(expression: Expression, text: string): string {
  const written = text.slice(expression.start, expression.end);
  if (expression.kind !== 'binary') return written;
  const { left, operator, right } = expression;
  if (text.slice(left.end, right.start).trim() !== `${operator}=`) return written;
  return `${text.slice(left.start, left.end)} ${operator} ${text.slice(right.start, right.end)}`;
}

/** Adds the repair that writes a text in place of the expression. */
export function withReplacement(
  found: Diagnostic,
  { start, end }: Expression,
  title: string,
  newText: string,
  isPreferred = true,
): Diagnostic {
  return withFix(found, { title, replacements: [{ range: { start, end }, newText }], isPreferred });
}

/** A register into a register of another size; a bit string has digits that can be added. */
function widthProblem(source: TypedValue, expression: Expression, { type, name }: Destination): Diagnostic | undefined {
  if (!isRegister(source.type) || !isRegister(type) || source.type.kind !== type.kind) return undefined;
  const [given, wanted] = [source.type.size, type.size];
  if (expression.kind === 'bit-string' && typeof given === 'number' && typeof wanted === 'number') {
    return lengthProblem(expression, given, wanted, name);
  }
  return diagnose('QAS4003', expression, describeType(type), describeType(source.type), name);
}

/** A bit string that is too short or too long for what takes it. */
export function lengthProblem(
  expression: Extract<Expression, { kind: 'bit-string' }>,
  given: number,
  wanted: number,
  name: string,
): Diagnostic {
  const found = diagnose('QAS4015', expression, given, name, wanted);
  if (given > wanted) {
    const dropped = expression.digits.slice(0, given - wanted);
    if (/1/.test(dropped)) return found;
    const short = `"${expression.digits.slice(given - wanted)}"`;
    return withReplacement(found, expression, `Drop the leading zeros: ${short}`, short);
  }
  if (wanted > 256) return found;
  const padded = `"${expression.digits.padStart(wanted, '0')}"`;
  return withReplacement(found, expression, `Add leading zeros: ${padded}`, padded);
}

/** Arrays do not convert; of equal base types the shape is what differs. */
function shapeProblem(source: TypedValue, expression: Expression, type: Type): Diagnostic | undefined {
  const given = source.type;
  if (given.kind !== 'array' && type.kind !== 'array') return undefined;
  const bases = [given, type].map((each) => (each.kind === 'array' ? each.base : each));
  const [from, to] = bases;
  if (from && to && !isSameType(from, to) && given.kind === type.kind) return undefined;
  const problem = `Array shape mismatch: expected ${describeShape(type)}, got ${describeShape(given)}`;
  return diagnose('QAS6005', expression, problem);
}

/** The dimensions as `(2, 3)`; a value that is no array is a single one. */
function describeShape(type: Type): string {
  if (type.kind !== 'array') return `a single ${describeType(type)}`;
  return `(${type.dimensions.map((size) => (typeof size === 'number' ? String(size) : '?')).join(', ')})`;
}

/** Assigned to a variable, a float becomes the integer towards zero, as in C99; the cast says that this is meant. */
function lostFraction(source: TypedValue, expression: Expression, type: Type, text: string): Diagnostic | undefined {
  const { value } = source;
  if (typeof value === 'number' && Number.isInteger(value))
    return lostValue({ ...source, value: BigInt(value) }, expression, type);
  const written = writtenValue(expression, text);
  const instead = `${describeType(type)}(${written})`;
  const found = diagnose('QAS4005', expression, `'${written}'`, describeType(type), undefined, instead);
  return withReplacement(found, expression, `Write '${instead}'`, instead);
}

/** A constant that the type cannot hold is converted all the same, to another value. */
function lostValue(source: TypedValue, expression: Expression, type: Type): Diagnostic | undefined {
  const { value } = source;
  if (value === undefined) return undefined;
  const kept = convertValue(value, type, source.type);
  if (typeof value === 'bigint') {
    if (isKept(value, kept, type)) return undefined;
    const becomes = kept === value ? undefined : describeKept(kept);
    return diagnose('QAS4005', expression, String(value), describeType(type), becomes);
  }
  const isTooLarge = typeof value === 'number' && type.kind === 'float' && Number.isFinite(value);
  if (!isTooLarge || Number.isFinite(roundFloat(value, type.width))) return undefined;
  return diagnose('QAS4005', expression, String(value), describeType(type), 'infinite');
}

function isKept(value: bigint, kept: ConstantValue | undefined, type: Type): boolean {
  if (kept === undefined) return true;
  if (isInteger(type)) return hasInteger(value, type);
  switch (type.kind) {
    case 'bool':
      return true;
    case 'bit':
      if (type.size === 'scalar') return value === 0n || value === 1n;
      if (typeof type.size !== 'number') return true;
      return (
        hasInteger(value, { kind: 'uint', width: type.size }) || hasInteger(value, { kind: 'int', width: type.size })
      );
    case 'float':
      return typeof kept === 'number' && Number.isFinite(kept) && BigInt(kept) === value;
    default:
      return true;
  }
}

function describeKept(kept: ConstantValue | undefined): string | undefined {
  if (typeof kept === 'object') {
    return kept.kind === 'bits' ? `"${kept.value.toString(2).padStart(kept.width, '0')}"` : undefined;
  }
  return kept === undefined ? undefined : String(kept);
}

/** What is wrong with a cast (types, "Allowed casts"); the repair writes a way that leads there. */
export function castProblem(
  cast: CastExpression,
  argument: TypedValue,
  type: Type,
  text: string,
): Diagnostic | undefined {
  if (argument.type.kind === 'void') return undefined;
  const rule = castRule(argument, type);
  if (rule.kind === 'allowed') return undefined;
  const instead = rule.route?.(text.slice(cast.argument.start, cast.argument.end));
  const found = diagnose('QAS4002', cast, describeType(argument.type), describeType(type), instead);
  return instead === undefined ? found : withReplacement(found, cast, `Write '${instead}'`, instead, false);
}
