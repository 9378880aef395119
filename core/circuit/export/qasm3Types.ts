import { angleOf, machineAngleWidth, radiansOf } from '#core/base/arithmetic/angles.ts';
import type { CircuitParameter } from '../circuit.ts';
import type { ClassicalType, ConstantExpression } from '../classical.ts';
import { decimalNumber, piText } from './angleExpression.ts';

/** A type as OpenQASM 3 writes it (types). */
export function qasm3Type(type: ClassicalType | { readonly kind: CircuitParameter['type'] }): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'bits':
      return `bit[${type.width}]`;
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
      return 'width' in type && type.width !== undefined ? `${type.kind}[${type.width}]` : type.kind;
    case 'complex':
      return type.width === undefined ? 'complex' : `complex[float[${type.width}]]`;
    case 'array':
      return `array[${[qasm3Type(type.base), ...type.shape].join(', ')}]`;
  }
}

/** A number as a float literal that stands for exactly it; an integer one would make divisions drop their fraction. */
export function qasm3Number(value: number): string | undefined {
  return Number.isFinite(value) ? (piText(value) ?? decimalNumber(value)) : undefined;
}

/**
 * A constant of exactly its type. Literals have the widest type, so narrower ones are cast.
 * @returns undefined for numbers the language cannot write
 */
export function qasm3Constant({ type, value }: ConstantExpression): string | undefined {
  switch (type.kind) {
    case 'bool':
      return String(value === true);
    case 'bits':
      return bitString(value, type.width);
    case 'int':
      return type.width === undefined ? String(value) : `${qasm3Type(type)}(${String(value)})`;
    case 'uint':
      return `${qasm3Type(type)}(${String(value)})`;
    case 'float': {
      const number = qasm3Number(Number(value));
      const isDouble = type.width === undefined || type.width === 64;
      return number === undefined || isDouble ? number : `${qasm3Type(type)}(${number})`;
    }
    case 'angle': {
      if (type.width !== undefined) return `angle[${type.width}](${bitString(value, type.width)})`;
      const number = qasm3Number(radians(value));
      return number && `angle(${number})`;
    }
    case 'complex': {
      const [re, im] = (typeof value === 'object' ? value : [Number(value), 0]).map((part) =>
        qasm3Number(Number(part)),
      );
      // A multiple of π is no imaginary literal.
      return re === undefined || im === undefined ? undefined : `${qasm3Type(type)}(${re} + (${im}) * 1.0im)`;
    }
  }
}

/** A constant where its type is clear from the place, as in an assignment. */
export function qasm3PlainConstant(constant: ConstantExpression): string | undefined {
  const { type, value } = constant;
  if (type.kind === 'int' || type.kind === 'uint') return String(value);
  if (type.kind === 'float') return qasm3Number(Number(value));
  if (type.kind === 'angle' && type.width === undefined) return qasm3Number(radians(value));
  return qasm3Constant(constant);
}

/** An angle without a width in radians. */
function radians(value: ConstantExpression['value']): number {
  return typeof value === 'object' ? Number.NaN : radiansOf(angleOf(BigInt(value), machineAngleWidth));
}

function bitString(value: ConstantExpression['value'], width: number): string {
  const number = typeof value === 'boolean' ? BigInt(value ? 1 : 0) : BigInt(typeof value === 'object' ? 0 : value);
  return `"${BigInt.asUintN(width, number).toString(2).padStart(width, '0')}"`;
}
