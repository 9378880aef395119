import { hasInteger } from '#core/base/arithmetic/integers.ts';
import type { TypedValue } from '../typedValue.ts';
import { describeType, type Type } from '../types.ts';
import { categoryOf, isExact, isInteger } from './numericTypes.ts';

/** Whether a cast is allowed; of one that is not, what can be written instead, if anything. */
export type CastVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden'; readonly route: ((source: string) => string) | undefined };

const allowed: CastVerdict = { kind: 'allowed' };
const forbidden: CastVerdict = { kind: 'forbidden', route: undefined };

function instead(route: (source: string) => string): CastVerdict {
  return { kind: 'forbidden', route };
}

/**
 * The table of allowed casts (types, "Allowed casts"). A single bit casts like a truth value. Complex numbers, which
 * the table leaves out, are cast to other widths and from all other numbers. Casts between bits and types without a
 * width reinterpret as many bits as there are.
 */
export function castRule(source: TypedValue, target: Type): CastVerdict {
  const { type } = source;
  if (type.kind === 'none' || target.kind === 'none') return allowed;
  switch (target.kind) {
    case 'bool':
      return castToTruth(source);
    case 'bit':
      return target.size === 'scalar' ? castToTruth(source) : castToBits(source, target.size);
    case 'int':
    case 'uint':
      return castToInteger(source, target);
    case 'float':
      return castToFloat(source);
    case 'complex':
      return isNumber(type) || type.kind === 'complex' ? allowed : forbidden;
    case 'angle':
      return castToAngle(source, target);
    case 'duration':
    case 'stretch':
      if (categoryOf(type) === 'time') return allowed;
      // Bits are known only at run time, durations when the program is compiled.
      if (type.kind === 'bit') return forbidden;
      if (type.kind === 'bool') return instead((text) => `int(${text}) * 1ns`);
      return isNumber(type) ? instead((text) => `${factor(text)} * 1ns`) : forbidden;
    case 'qubit':
    case 'array':
    case 'void':
      return forbidden;
  }
}

/** Truth values, integers and floats: what C99 calls real types. */
function isNumber(type: Type): boolean {
  const category = categoryOf(type);
  return category === 'truth' || category === 'integer' || category === 'float';
}

function castToTruth({ type }: TypedValue): CastVerdict {
  const category = categoryOf(type);
  if (category === 'complex') return instead((text) => `${factor(text)} != 0`);
  return isNumber(type) || category === 'angle' || category === 'bits' ? allowed : forbidden;
}

function castToInteger({ type }: TypedValue, target: Extract<Type, { kind: 'int' | 'uint' }>): CastVerdict {
  switch (categoryOf(type)) {
    case 'truth':
    case 'integer':
    case 'float':
      return allowed;
    case 'bits': {
      const width = widthOf(type);
      if (width === undefined || target.width === undefined || width === target.width) return allowed;
      return instead((text) => `${describeType(target)}(uint[${width}](${text}))`);
    }
    case 'angle': {
      const width = widthOf(type);
      if (width === undefined) return forbidden;
      const bits = (text: string) => `uint[${width}](bit[${width}](${text}))`;
      const isDirect = target.kind === 'uint' && (target.width ?? width) === width;
      return instead((text) => (isDirect ? bits(text) : `${describeType(target)}(${bits(text)})`));
    }
    case 'complex':
      return instead((text) => `${describeType(target)}(real(${text}))`);
    case 'time':
      return instead((text) => `${describeType(target)}(${factor(text)} / 1ns)`);
    case 'other':
      return forbidden;
  }
}

function castToFloat({ type }: TypedValue): CastVerdict {
  switch (categoryOf(type)) {
    case 'truth':
    case 'integer':
    case 'float':
      return allowed;
    case 'bits': {
      const width = widthOf(type);
      return width === undefined ? forbidden : instead((text) => `float(uint[${width}](${text}))`);
    }
    case 'angle': {
      const width = widthOf(type);
      if (width === undefined) return forbidden;
      return instead((text) => `float(uint[${width}](bit[${width}](${text}))) * tau / 2.0 ** ${width}`);
    }
    case 'complex':
      return instead((text) => `real(${text})`);
    case 'time':
      return instead((text) => `${factor(text)} / 1ns`);
    case 'other':
      return forbidden;
  }
}

function castToAngle({ type }: TypedValue, target: Type): CastVerdict {
  const width = widthOf(target);
  switch (categoryOf(type)) {
    case 'float':
    case 'angle':
      return allowed;
    case 'truth':
    case 'integer':
      return instead((text) => `${describeType(target)}(float(${text}))`);
    case 'bits': {
      const given = widthOf(type);
      if (given === undefined || given === width) return allowed;
      return instead((text) => `angle[${given}](${text})`);
    }
    case 'complex':
      return instead((text) => `${describeType(target)}(real(${text}))`);
    case 'time':
    case 'other':
      return forbidden;
  }
}

function castToBits(source: TypedValue, size: number | 'unknown'): CastVerdict {
  const { type } = source;
  if (size === 'unknown') return allowed;
  const width = widthOf(type);
  switch (categoryOf(type)) {
    case 'truth':
      return allowed;
    case 'integer':
      if (width === size || (isExact(source) && fits(source, size))) return allowed;
      return instead((text) => `bit[${size}](uint[${size}](${text}))`);
    case 'angle':
      return width === size ? allowed : instead((text) => `bit[${size}](angle[${size}](${text}))`);
    case 'bits':
      if (width === undefined || width === size) return allowed;
      return instead((text) =>
        width > size ? `${factor(text)}[0:${size - 1}]` : `bit[${size}](uint[${size}](uint[${width}](${text})))`,
      );
    case 'float':
      return instead((text) => `bit[${size}](uint[${size}](${text}))`);
    case 'complex':
    case 'time':
    case 'other':
      return forbidden;
  }
}

/** A constant without a width has the bits of the register it is written for. */
function fits({ value }: TypedValue, size: number): boolean {
  if (typeof value !== 'bigint') return true;
  return hasInteger(value, { kind: 'uint', width: size }) || hasInteger(value, { kind: 'int', width: size });
}

function widthOf(type: Type): number | undefined {
  if (type.kind === 'bit') return typeof type.size === 'number' ? type.size : undefined;
  return isInteger(type) || type.kind === 'angle' ? type.width : undefined;
}

/** The text as an operand that binds tightly: in parentheses unless it is a name or a number with brackets or calls. */
function factor(text: string): string {
  return /^[\w$.]+(\[[^\]]*\]|\([^()]*\))*$/.test(text) ? text : `(${text})`;
}
