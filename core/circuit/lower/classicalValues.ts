import type { ScalarType } from '../classical.ts';
import { type ClassicalValue, castResult } from '../classicalArithmetic.ts';

/** The value an input is given from outside, as a value of its type. */
export function givenValue(value: number, type: ScalarType): ClassicalValue {
  return castResult({ type: { kind: 'float' }, value }, type);
}
