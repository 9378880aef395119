import type { Condition, Register } from '../circuit.ts';
import { conditionBits } from '../operationQubits.ts';
import { conditionOfBits } from './conditionOfBits.ts';
import { placeOf } from './programRegisters.ts';

/** A condition as the values of one classical register under which it holds, in ascending order. */
export interface RegisterValues {
  readonly register: Register;
  readonly values: readonly number[];
}

/** Why a condition is no set of values of a register. */
export interface NoRegisterValues {
  readonly why: string;
  /** The register that has too many values; the condition could be said of its bits. */
  readonly wide?: Register;
}

/** Registers wider than this are not tried value by value. */
const widestRegister = 12;

/** A condition that holds for more values than this is not worth listing them. */
const mostValues = 64;

/**
 * Says a condition by the values of a register, as `if (c == 3)` of OpenQASM 2 does.
 * @returns a truth value when the condition does not depend on the bits; why not when it cannot be said so
 */
export function registerValues(
  condition: Condition,
  registers: readonly Register[],
): RegisterValues | NoRegisterValues | boolean {
  const whole = wholeRegister(condition, registers);
  if (whole) return whole;
  const holds = conditionOfBits(condition);
  if (holds === undefined) return { why: 'it is computed from more than measured bits' };
  const bits = conditionBits(condition);
  const [first] = bits;
  if (first === undefined) return holds([]);
  const { register } = placeOf(first, registers);
  if (bits.some((bit) => placeOf(bit, registers).register !== register)) {
    return { why: 'it reads several registers; measure into one' };
  }
  const many = `it holds for too many values of ${register.name}; measure into a register of its own`;
  if (register.size > widestRegister) return { why: many, wide: register };
  const values: number[] = [];
  const held: number[] = [];
  for (let value = 0; value < 2 ** register.size; value++) {
    for (let index = 0; index < register.size; index++) held[register.start + index] = (value >> index) & 1;
    if (holds(held)) values.push(value);
  }
  if (values.length === 0) return false;
  if (values.length === 2 ** register.size) return true;
  return values.length > mostValues ? { why: many, wide: register } : { register, values };
}

/** A comparison of a whole register with a constant it can hold. */
function wholeRegister(condition: Condition, registers: readonly Register[]): RegisterValues | undefined {
  if (condition.kind !== 'compare' || condition.operator !== '==') return undefined;
  const { bits, value } = condition;
  const register = registers.find(
    ({ size, start }) => bits.length === size && bits.every((bit, index) => bit === start + index),
  );
  const isHeld = Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits.length;
  return register && isHeld ? { register, values: [value] } : undefined;
}
