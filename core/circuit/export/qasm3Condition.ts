import type { Condition, Register } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { placeOf } from './programRegisters.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>;

/**
 * A condition as an OpenQASM 3 expression.
 * @param registers the classical registers with their names in the program
 * @param computed writes an expression
 * @returns undefined when an expression in it cannot be written
 */
export function qasm3Condition(
  condition: Condition,
  registers: readonly Register[],
  computed: (expression: ClassicalExpression) => string | undefined,
): string | undefined {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition, registers);
    case 'expression':
      return computed(condition.expression);
    case 'not': {
      const operand = qasm3Condition(condition.operand, registers, computed);
      return operand && `!${bracketed(operand)}`;
    }
    case 'and':
    case 'or': {
      const left = qasm3Condition(condition.left, registers, computed);
      const right = qasm3Condition(condition.right, registers, computed);
      return left && right && `${bracketed(left)} ${condition.kind === 'and' ? '&&' : '||'} ${bracketed(right)}`;
    }
  }
}

/** Brackets around everything but a bit or its opposite. */
function bracketed(text: string): string {
  return /^!?[\w\p{L}]+(\[\d+\])?$/u.test(text) ? text : `(${text})`;
}

/** The name of one bit: `c[2]`, or `c` for a scalar. */
function qasm3Element(index: number, registers: readonly Register[]): string {
  const { index: place, register } = placeOf(index, registers);
  return register.scalar ? register.name : `${register.name}[${place}]`;
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
