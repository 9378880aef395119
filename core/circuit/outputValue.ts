import { angleOf, machineAngleWidth, radiansOf } from '#core/base/arithmetic/angles.ts';
import type { CircuitOutput, ClassicalType, ConstantFloat, ScalarType } from './classical.ts';
import { type ClassicalValue, constantExpression } from './classicalArithmetic.ts';
import { type ClassicalMemory, evaluateExpression } from './evaluateClassical.ts';

/**
 * A value a run returns, as JSON: integers are numbers, or decimal digits beyond the safe ones; angles are radians; bits a
 * string with the highest index leftmost; complex numbers real and imaginary part; arrays nested arrays.
 */
export type OutputValue = boolean | number | string | readonly [ConstantFloat, ConstantFloat] | readonly OutputValue[];

/** What an output holds at the end of a run. */
export function outputValue({ value }: CircuitOutput, memory: ClassicalMemory): OutputValue {
  const type: ClassicalType = value.type;
  if (type.kind !== 'array') return scalarOutput(evaluateExpression(value, memory), type);
  const elements = value.kind === 'variable' ? memory.variables[value.variable] : undefined;
  return nested(Array.isArray(elements) ? elements : [], type.base, type.shape);
}

function nested(elements: readonly ClassicalValue[], base: ScalarType, shape: readonly number[]): OutputValue[] {
  const [size = 0, ...inner] = shape;
  if (inner.length === 0) return elements.map((element) => scalarOutput(element, base));
  const stride = inner.reduce((product, each) => product * each, 1);
  return Array.from({ length: size }, (_, row) =>
    nested(elements.slice(row * stride, (row + 1) * stride), base, inner),
  );
}

function scalarOutput(value: ClassicalValue, type: ScalarType): OutputValue {
  if (type.kind === 'bits' && typeof value === 'bigint') {
    return type.width === 0 ? '' : value.toString(2).padStart(type.width, '0');
  }
  if (type.kind === 'angle' && typeof value === 'bigint') {
    return radiansOf(angleOf(value, type.width ?? machineAngleWidth));
  }
  return constantExpression(type, value).value;
}
