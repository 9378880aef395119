import { type ConstantValue, realValue } from '#core/openqasm/constantValue.ts';
import { describeType, type TypedValue } from '#core/openqasm/index.ts';
import type { Type } from '#core/openqasm/types.ts';
import { multipleOfPiText, shortNumber } from '../valueText.ts';
import { angleText } from './callHover.ts';

/** Integers of more digits are not written in other bases. */
const longestInteger = 80;

/** A value in the forms in which it is useful: other bases, multiples of π, degrees, bits. */
export function valueMarkdown({ isConstant, type, value }: TypedValue): string {
  const written = type.kind === 'none' ? '' : `\`${describeType(type)}\``;
  if (value === undefined) return isConstant ? written : `${written}, known when the program runs`.replace(/^, /, '');
  const forms = formsOf(value, type).join(' = ');
  return written === '' ? forms : `${written} = ${forms}`;
}

/** The ways to write a value, the plainest first. */
export function formsOf(value: ConstantValue, type: Type): string[] {
  switch (typeof value) {
    case 'bigint':
      return integerForms(value, type);
    case 'boolean':
      return [String(value)];
    case 'number': {
      const multiple = multipleOfPiText(value);
      return multiple === undefined ? [String(value)] : [multiple, `${shortNumber(value)}…`];
    }
    case 'object':
      break;
  }
  switch (value.kind) {
    case 'bits': {
      const digits = value.value.toString(2).padStart(value.width, '0');
      const shown = digits.length > longestInteger ? `${digits.slice(0, longestInteger)}…` : digits;
      return value.width === 1 ? [digits] : [`"${shown}"`, ...integerForms(value.value, type).slice(0, 2)];
    }
    case 'angle':
      return [angleText(realValue(value) ?? 0)];
    case 'complex':
      return [`${value.re} ${value.im < 0 ? '−' : '+'} ${Math.abs(value.im)}im`];
    case 'duration':
      return value.unit === 'dt' ? [`${value.value}dt, in time steps of the device`] : durationForms(value.value);
  }
}

function integerForms(value: bigint, type: Type): string[] {
  const decimal = value.toString();
  if (decimal.length > longestInteger) return [`${decimal.slice(0, longestInteger)}…`];
  if (value >= -9n && value <= 9n) return [decimal];
  const width = type.kind === 'int' || type.kind === 'uint' ? type.width : undefined;
  // Negative numbers of a width are shown as the machine holds them.
  const pattern = value < 0n ? (width === undefined ? undefined : BigInt.asUintN(width, value)) : value;
  if (pattern === undefined) return [decimal];
  const binary = pattern.toString(2);
  return [
    decimal,
    `0x${pattern.toString(16)}`,
    ...(binary.length <= 32 ? [`0b${binary.padStart(Math.min(width ?? 0, 32), '0')}`] : []),
  ];
}

/** Nanoseconds in the unit in which they are short, and in nanoseconds. */
function durationForms(nanoseconds: number): string[] {
  const plain = `${shortNumber(nanoseconds)}ns`;
  for (const [unit, factor] of [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const) {
    if (Math.abs(nanoseconds) >= factor) return [`${shortNumber(nanoseconds / factor)}${unit}`, plain];
  }
  return [plain];
}
