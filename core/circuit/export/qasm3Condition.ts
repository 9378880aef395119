import { Failure } from '#core/base/failure.ts';
import type { Condition, Register } from '../circuit.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>;

/**
 * A condition as an OpenQASM 3 expression.
 * @param registers the classical registers with their names in the program
 */
export function qasm3Condition(condition: Condition, registers: readonly Register[]): string {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition, registers);
    case 'expression':
      throw new Failure('unsupported', 'A computed condition cannot be written in OpenQASM yet.');
    case 'not':
      return `!(${qasm3Condition(condition.operand, registers)})`;
    case 'and':
      return `(${qasm3Condition(condition.left, registers)}) && (${qasm3Condition(condition.right, registers)})`;
    case 'or':
      return `(${qasm3Condition(condition.left, registers)}) || (${qasm3Condition(condition.right, registers)})`;
  }
}

/** The name of one bit or qubit: `c[2]`, or `c` for a scalar. */
export function qasm3Element(index: number, registers: readonly Register[]): string {
  const register = registers.find(({ size, start }) => index >= start && index < start + size);
  if (register === undefined) throw new RangeError(`No register holds number ${index}.`);
  return register.scalar ? register.name : `${register.name}[${index - register.start}]`;
}

function comparison({ bits, operator, value }: Comparison, registers: readonly Register[]): string {
  const whole = registers.find(
    ({ scalar, size, start }) =>
      !scalar && size > 1 && bits.length === size && bits.every((bit, position) => bit === start + position),
  );
  // Constants outside the range of the bits decide by themselves.
  const representable = Number.isInteger(value) && value >= 0 && value < 2 ** bits.length;
  if (whole && representable) {
    const unsigned = operator === '==' || operator === '!=' ? whole.name : `uint[${whole.size}](${whole.name})`;
    return `${unsigned} ${operator} ${value}`;
  }
  switch (operator) {
    case '==':
      return equal(bits, value, registers);
    case '!=':
      return negated(equal(bits, value, registers));
    case '<':
      return below(bits, value, registers);
    case '<=':
      return below(bits, Math.floor(value) + 1, registers);
    case '>':
      return negated(below(bits, Math.floor(value) + 1, registers));
    case '>=':
      return negated(below(bits, value, registers));
  }
}

function negated(text: string): string {
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  return /^!?[\w[\]]+$/.test(text) ? (text.startsWith('!') ? text.slice(1) : `!${text}`) : `!(${text})`;
}

function equal(bits: readonly number[], value: number, registers: readonly Register[]): string {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits.length) return 'false';
  const literals = bits.map((bit, position) => {
    const name = qasm3Element(bit, registers);
    return Math.floor(value / 2 ** position) % 2 === 1 ? name : `!${name}`;
  });
  return literals.length === 0 ? 'true' : literals.join(' && ');
}

/** Whether the integer in the bits is less than the value, decided from the highest bit down. */
function below(bits: readonly number[], value: number, registers: readonly Register[]): string {
  const limit = Math.ceil(value);
  if (limit <= 0) return 'false';
  if (limit >= 2 ** bits.length) return 'true';
  const [highest] = bits.slice(-1);
  if (highest === undefined) return 'false';
  const lower = bits.slice(0, -1);
  const half = 2 ** lower.length;
  const name = qasm3Element(highest, registers);
  if (limit > half) {
    const rest = below(lower, limit - half, registers);
    return rest === 'false' ? `!${name}` : `!${name} || (${rest})`;
  }
  const rest = below(lower, limit, registers);
  return rest === 'true' ? `!${name}` : `!${name} && (${rest})`;
}
