import type { ConstantValue, DurationValue } from '#core/openqasm/constantValue.ts';
import type { TypedValue } from '#core/openqasm/typedValue.ts';
import type { ArrayType, Type } from '#core/openqasm/types.ts';
import type { ClassicalExpression, ScalarType } from '../classical.ts';
import { type ClassicalValue, constantExpression, constantValue } from '../classicalArithmetic.ts';
import type { ArrayView } from './classicalStore.ts';

/** What an expression of the program has become: constants are computed, the rest is left to the run. */
export type LoweredValue = LoweredScalar | LoweredTime | LoweredArray;

export interface LoweredScalar {
  readonly kind: 'scalar';
  /** The type the program gives it, which decides how it takes part in further operators. */
  readonly type: Type;
  /** Whether the language calls it `const`. Known values of variables are not, although they are computed as well. */
  readonly isConstant: boolean;
  /** Its type is that of {@link scalarTypeOf}. */
  readonly expression: ClassicalExpression;
}

/** A duration, which nothing in a circuit holds; without a value where only the machine knows it. */
export interface LoweredTime {
  readonly kind: 'time';
  readonly type: Type;
  readonly isConstant: boolean;
  readonly value: DurationValue | undefined;
}

export interface LoweredArray {
  readonly kind: 'array';
  readonly type: ArrayType;
  readonly isConstant: false;
  readonly view: ArrayView;
}

/** A type as circuits know it; undefined for what they do not hold as a single value. */
export function scalarTypeOf(type: Type): ScalarType | undefined {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'bit':
      if (type.size === 'unknown') return undefined;
      return type.size === 'scalar' ? { kind: 'bool' } : { kind: 'bits', width: type.size };
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
    case 'complex':
      return type.width === undefined ? { kind: type.kind } : { kind: type.kind, width: type.width };
    case 'duration':
    case 'stretch':
    case 'qubit':
    case 'array':
    case 'void':
    case 'none':
      return undefined;
  }
}

/** A value that is known. */
export function knownScalar(type: Type, value: ClassicalValue, isConstant = true): LoweredScalar | undefined {
  const scalar = scalarTypeOf(type);
  return scalar && { kind: 'scalar', type, isConstant, expression: constantExpression(scalar, value) };
}

/** The value of a scalar, where it is known. */
export function knownValue({ expression }: LoweredScalar): ClassicalValue | undefined {
  return expression.kind === 'constant' ? constantValue(expression) : undefined;
}

/** The integer a scalar stands for, where it is known; bits are unsigned. */
export function knownInteger(scalar: LoweredScalar): bigint | undefined {
  const value = knownValue(scalar);
  if (typeof value === 'bigint') return scalar.type.kind === 'angle' ? undefined : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}

/** A constant of the program as circuits hold it. */
export function classicalValueOf(value: ConstantValue, type: Type): ClassicalValue | undefined {
  if (typeof value !== 'object') return value;
  switch (value.kind) {
    case 'bits':
      return type.kind === 'bit' && type.size === 'scalar' ? value.value !== 0n : value.value;
    case 'angle':
      return value.value;
    case 'complex':
      return value;
    case 'duration':
      return undefined;
  }
}

/** The value as the rules of operators look at it: what is no constant has only its type. */
export function typedValueOf(value: LoweredValue): TypedValue {
  const { isConstant, type } = value;
  return { type, isConstant, value: isConstant ? programValueOf(value) : undefined };
}

function programValueOf(value: LoweredValue): ConstantValue | undefined {
  if (value.kind === 'time') return value.value;
  const known = value.kind === 'scalar' ? knownValue(value) : undefined;
  const { type } = value;
  if (type.kind === 'bit' && known !== undefined && typeof known !== 'object') {
    return { kind: 'bits', value: BigInt(known), width: type.size === 'scalar' ? 1 : Number(type.size) };
  }
  if (type.kind === 'angle' && typeof known === 'bigint') return undefined;
  return known;
}
