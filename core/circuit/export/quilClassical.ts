import type {
  AssignmentTarget,
  BinaryClassicalExpression,
  CastClassicalExpression,
  ClassicalExpression,
  ConstantExpression,
  UnaryClassicalExpression,
} from '../classical.ts';
import { decimalNumber } from './angleExpression.ts';
import { type QuilMemory, type QuilOperand, type QuilType, quilType } from './quilMemory.ts';

/** Instructions that combine a place in memory with a value, by operator. */
const arithmetic: ReadonlyMap<string, { readonly name: string; readonly types: readonly QuilType[] }> = new Map([
  ['+', { name: 'ADD', types: ['INTEGER', 'REAL'] }],
  ['-', { name: 'SUB', types: ['INTEGER', 'REAL'] }],
  ['*', { name: 'MUL', types: ['INTEGER', 'REAL'] }],
  // How integers are divided is not said by the specification of Quil.
  ['/', { name: 'DIV', types: ['REAL'] }],
  ['&', { name: 'AND', types: ['BIT', 'INTEGER'] }],
  ['|', { name: 'IOR', types: ['BIT', 'INTEGER'] }],
  ['^', { name: 'XOR', types: ['BIT', 'INTEGER'] }],
  ['&&', { name: 'AND', types: ['BIT'] }],
  ['||', { name: 'IOR', types: ['BIT'] }],
]);

const comparisons: ReadonlyMap<string, { readonly name: string; readonly isNegated: boolean }> = new Map([
  ['==', { name: 'EQ', isNegated: false }],
  ['!=', { name: 'EQ', isNegated: true }],
  ['<', { name: 'LT', isNegated: false }],
  ['<=', { name: 'LE', isNegated: false }],
  ['>', { name: 'GT', isNegated: false }],
  ['>=', { name: 'GE', isNegated: false }],
]);

/** Computes by Quil's classical instructions, of which each does one step in memory. */
export class QuilClassical {
  readonly #memory: QuilMemory;
  readonly #emit: (instruction: string) => void;

  constructor(memory: QuilMemory, emit: (instruction: string) => void) {
    this.#memory = memory;
    this.#emit = emit;
  }

  /**
   * Computes a value; what it needs in between is memory that has to be released afterwards.
   * @returns undefined when Quil has no instructions for it
   */
  value(expression: ClassicalExpression): QuilOperand | undefined {
    switch (expression.kind) {
      case 'constant':
        return literal(expression);
      case 'bits': {
        const [bit] = expression.bits;
        return expression.type.kind === 'bool' && bit !== undefined ? this.#memory.bit(bit) : undefined;
      }
      case 'variable':
        return this.#memory.variable(expression.variable);
      case 'element':
        return this.#element(expression.variable, expression.indices);
      case 'parameter': {
        const parameter = this.#memory.parameter(expression.index);
        return quilType(expression.type) === parameter.type ? parameter : undefined;
      }
      case 'unary':
        return this.#unary(expression);
      case 'binary':
        return this.#binary(expression);
      case 'cast':
        return this.#cast(expression);
      case 'call':
      case 'concatenation':
        return undefined;
    }
  }

  /** Stores a value; false when Quil has no instructions for it. */
  assign(target: AssignmentTarget, value: ClassicalExpression): boolean {
    if (target.kind === 'bits' && target.index === undefined && target.bits.length !== 1) {
      return this.#assignBits(target.bits, value);
    }
    const place = this.#place(target);
    const operand = value.kind === 'constant' && value.type.kind === 'bits' ? oneBit(value) : this.value(value);
    if (place === undefined || operand === undefined || place.type !== operand.type) return false;
    this.#emit(`MOVE ${place.text} ${operand.text}`);
    return true;
  }

  #place(target: AssignmentTarget): QuilOperand | undefined {
    switch (target.kind) {
      case 'variable':
        return this.#memory.variable(target.variable);
      case 'element':
        return this.#element(target.variable, target.indices);
      case 'bits': {
        const [index = 0] = target.index === undefined ? [] : [constantIndex(target.index)];
        const bit = index === undefined ? undefined : target.bits.at(index);
        return bit === undefined ? undefined : this.#memory.bit(bit);
      }
    }
  }

  /** Several bits at once, from a constant or from as many others. */
  #assignBits(bits: readonly number[], value: ClassicalExpression): boolean {
    if (value.kind === 'constant' && value.type.kind === 'bits') {
      const number = BigInt(typeof value.value === 'object' ? 0 : value.value);
      bits.forEach((bit, position) => {
        this.#emit(`MOVE ${this.#memory.bit(bit).text} ${(number >> BigInt(position)) & 1n}`);
      });
      return true;
    }
    const isCopy = value.kind === 'bits' && value.bits.length === bits.length;
    if (!isCopy || value.bits.some((bit) => bits.includes(bit))) return false;
    bits.forEach((bit, position) => {
      this.#emit(`MOVE ${this.#memory.bit(bit).text} ${this.#memory.bit(value.bits[position] ?? 0).text}`);
    });
    return true;
  }

  #element(variable: number, indices: readonly ClassicalExpression[]): QuilOperand | undefined {
    const places = indices.map(constantIndex);
    return places.every((place) => place !== undefined) ? this.#memory.variable(variable, places) : undefined;
  }

  #unary({ operand: inner, operator }: UnaryClassicalExpression): QuilOperand | undefined {
    const operand = this.value(inner);
    if (operand === undefined || (operand.type === 'BIT') !== (operator !== '-')) return undefined;
    const result = this.#copy(operand);
    this.#emit(`${operator === '-' ? 'NEG' : 'NOT'} ${result.text}`);
    return result;
  }

  #binary({ left, operator, right }: BinaryClassicalExpression): QuilOperand | undefined {
    const first = this.value(left);
    const second = first && this.value(right);
    if (first === undefined || second === undefined || first.type !== second.type) return undefined;
    const comparison = comparisons.get(operator);
    if (comparison) {
      const result = this.#memory.scratch('BIT');
      const read = first.isLiteral ? this.#copy(first) : first;
      this.#emit(`${comparison.name} ${result.text} ${read.text} ${second.text}`);
      if (comparison.isNegated) this.#emit(`NOT ${result.text}`);
      return result;
    }
    const instruction = arithmetic.get(operator);
    if (!instruction?.types.includes(first.type)) return undefined;
    const result = this.#copy(first);
    this.#emit(`${instruction.name} ${result.text} ${second.text}`);
    return result;
  }

  #cast({ operand: inner, type }: CastClassicalExpression): QuilOperand | undefined {
    const operand = this.value(inner);
    const wanted = quilType(type);
    if (operand === undefined || wanted === undefined || operand.type === wanted) return operand;
    if (wanted === 'BIT') {
      const result = this.#memory.scratch('BIT');
      const read = operand.isLiteral ? this.#copy(operand) : operand;
      this.#emit(`EQ ${result.text} ${read.text} ${operand.type === 'REAL' ? '0.0' : '0'}`);
      this.#emit(`NOT ${result.text}`);
      return result;
    }
    // How a real number becomes an integer is not said by the specification of Quil.
    if (operand.type === 'REAL') return undefined;
    const result = this.#memory.scratch(wanted);
    const read = operand.isLiteral ? this.#copy(operand) : operand;
    this.#emit(`CONVERT ${result.text} ${read.text}`);
    return result;
  }

  /** A value in memory that may be changed. */
  #copy(operand: QuilOperand): QuilOperand {
    const result = this.#memory.scratch(operand.type);
    this.#emit(`MOVE ${result.text} ${operand.text}`);
    return result;
  }
}

function literal({ type, value }: ConstantExpression): QuilOperand | undefined {
  const wanted = quilType(type);
  switch (wanted) {
    case 'BIT':
      return { text: value === true ? '1' : '0', type: wanted, isLiteral: true };
    case 'INTEGER':
      return { text: String(value), type: wanted, isLiteral: true };
    case 'REAL':
      return Number.isFinite(Number(value))
        ? { text: decimalNumber(Number(value)), type: wanted, isLiteral: true }
        : undefined;
    case undefined:
      return undefined;
  }
}

/** A bit register of one bit as a single bit. */
function oneBit({ value }: ConstantExpression): QuilOperand {
  return { text: Number(value) === 1 ? '1' : '0', type: 'BIT', isLiteral: true };
}

function constantIndex(expression: ClassicalExpression): number | undefined {
  return expression.kind === 'constant' && Number.isSafeInteger(Number(expression.value))
    ? Number(expression.value)
    : undefined;
}
