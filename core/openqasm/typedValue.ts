import type { ConstantValue } from './constantValue.ts';
import { noType, type Type } from './types.ts';

/** What is known of an expression before the program runs. */
export interface TypedValue {
  /** `none` where an error hides it; the error has been reported. */
  readonly type: Type;
  /** Whether the language calls it `const`: nothing in it depends on the run (types, "Compile-time constants"). */
  readonly isConstant: boolean;
  /**
   * Its value where that could be computed. A constant may have none: `1dt + 1ns` depends on the machine, `2 ** 2 ** 99`
   * has too many digits.
   */
  readonly value: ConstantValue | undefined;
}

/** Something an error hides: it fits everywhere, so that one mistake is reported once. */
export const unknownValue: TypedValue = { type: noType, isConstant: true, value: undefined };

/** A value that only the run knows. */
export function runtimeValue(type: Type): TypedValue {
  return { type, isConstant: false, value: undefined };
}

/** A constant; without a value where it could not be computed. */
export function constantOf(type: Type, value: ConstantValue | undefined): TypedValue {
  return { type, isConstant: true, value };
}

/** Whether an error hides the type. */
export function isUnknown({ type }: TypedValue): boolean {
  return type.kind === 'none';
}
