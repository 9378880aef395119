import type { Condition, Register } from '../circuit.ts';
import { evaluateCondition } from '../evaluateCondition.ts';
import { conditionBits } from '../operationQubits.ts';
import { placeOf } from './programRegisters.ts';

/** A condition as the values of one classical register under which it holds, in ascending order. */
export interface RegisterValues {
  readonly register: Register;
  readonly values: readonly number[];
}

/** Registers wider than this are not tried value by value. */
const widestRegister = 12;

/**
 * Says a condition by the values of a register, as `if (c == 3)` of OpenQASM 2 does.
 * @returns a truth value when the condition does not depend on the bits; why not when it cannot be said so
 */
export function registerValues(
  condition: Condition,
  registers: readonly Register[],
): RegisterValues | boolean | string {
  const whole = wholeRegister(condition, registers);
  if (whole) return whole;
  if (hasExpression(condition)) return 'the condition is computed from more than measured bits';
  const bits = conditionBits(condition);
  const [first] = bits;
  if (first === undefined) return evaluateCondition(condition, []);
  const { register } = placeOf(first, registers);
  if (bits.some((bit) => placeOf(bit, registers).register !== register)) {
    return 'the condition reads several registers, and only one can be compared; measure into one register';
  }
  if (register.size > widestRegister) {
    return `the condition holds for too many values of the register ${register.name}; measure into a register of its own`;
  }
  const values: number[] = [];
  const held: number[] = [];
  for (let value = 0; value < 2 ** register.size; value++) {
    for (let index = 0; index < register.size; index++) held[register.start + index] = (value >> index) & 1;
    if (evaluateCondition(condition, held)) values.push(value);
  }
  if (values.length === 0) return false;
  return values.length === 2 ** register.size ? true : { register, values };
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

function hasExpression(condition: Condition): boolean {
  switch (condition.kind) {
    case 'expression':
      return true;
    case 'compare':
      return false;
    case 'not':
      return hasExpression(condition.operand);
    case 'and':
    case 'or':
      return hasExpression(condition.left) || hasExpression(condition.right);
  }
}
