/*
 * Functions of unsigned integers that Qiskit has no expression for, by those it has. Operands are expressions in Python.
 */

/** How a program names a function of Qiskit. */
type FunctionName = (name: string) => string;

/** x − (x / y) · y; the division drops the fraction. */
export function qiskitRemainder(dividend: string, divisor: string, call: FunctionName): string {
  return `${call('sub')}(${dividend}, ${call('mul')}(${call('div')}(${dividend}, ${divisor}), ${divisor}))`;
}

/**
 * How many of the bits are 1.
 * @param type of the sum
 */
export function qiskitPopcount(bits: readonly string[], type: string, call: FunctionName): string {
  const ones = bits.map((bit) => `${call('cast')}(${bit}, ${type})`);
  return ones.reduceRight((rest, one) => `${call('add')}(${one}, ${rest})`);
}

/**
 * The bits of an integer moved round within its width.
 * @param distance towards higher places
 */
export function qiskitRotation(value: string, width: number, distance: number, call: FunctionName): string {
  const left = ((distance % width) + width) % width;
  if (left === 0) return value;
  return `${call('bit_or')}(${call('shift_left')}(${value}, ${left}), ${call('shift_right')}(${value}, ${width - left}))`;
}
