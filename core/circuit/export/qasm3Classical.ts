import type { Condition, Register } from '../circuit.ts';
import type { AssignmentTarget, CastClassicalExpression, ClassicalExpression } from '../classical.ts';
import { placeOf } from './programRegisters.ts';
import { qasm3Condition } from './qasm3Condition.ts';
import { qasm3Constant, qasm3PlainConstant, qasm3Type } from './qasm3Types.ts';
import type { UniqueNames } from './uniqueNames.ts';

/** The names of one program that expressions refer to. */
export interface Qasm3Scope {
  /** Classical registers with their names in the program. */
  readonly registers: readonly Register[];
  readonly variables: readonly string[];
  readonly parameters: readonly string[];
  readonly names: UniqueNames;
}

/**
 * Writes what is computed during the run. Bits that no index of one register can pick get an alias, which is declared
 * once for the whole program.
 */
export class Qasm3Classical {
  readonly #scope: Qasm3Scope;
  readonly #aliases = new Map<string, { readonly name: string; readonly text: string }>();

  constructor(scope: Qasm3Scope) {
    this.#scope = scope;
  }

  /** The declarations of the aliases asked for. */
  get aliases(): string[] {
    return [...this.#aliases.values()].map(({ text }) => text);
  }

  /** @returns undefined when it holds a number that the language cannot write */
  condition(condition: Condition): string | undefined {
    return qasm3Condition(condition, this.#scope.registers, (expression) => this.expression(expression));
  }

  /**
   * An expression of exactly the type it has, with brackets around everything inside that is no name, call or index.
   * @returns undefined when it holds a number that the language cannot write
   */
  expression(expression: ClassicalExpression): string | undefined {
    switch (expression.kind) {
      case 'constant':
        return qasm3Constant(expression);
      case 'bits':
        return this.#bits(expression.bits, expression.type.kind === 'bool');
      case 'variable':
        return this.#scope.variables[expression.variable];
      case 'element':
        return this.#element(expression.variable, expression.indices);
      case 'parameter':
        return this.#scope.parameters[expression.index];
      case 'unary': {
        const operand = this.#operand(expression.operand);
        return operand && `${expression.operator}${operand}`;
      }
      case 'binary': {
        const left = this.#operand(expression.left);
        if (expression.operator === 'bit') {
          const index = this.#index(expression.right);
          return left && index && `${left}[${index}]`;
        }
        const right = this.#operand(expression.right);
        return left && right && `${left} ${expression.operator} ${right}`;
      }
      case 'cast':
        return this.#cast(expression);
      case 'call':
        return joined(`${expression.function}(`, this.#all(expression.arguments), ', ', ')');
      case 'concatenation':
        return joined('', this.#all(expression.parts), ' ++ ', '');
    }
  }

  #cast({ operand: inner, type }: CastClassicalExpression): string | undefined {
    const operand = this.expression(inner);
    if (operand === undefined) return undefined;
    if (type.kind !== 'float' || inner.type.kind !== 'angle' || inner.type.width === undefined) {
      return `${qasm3Type(type)}(${operand})`;
    }
    // There is no cast from angles to real numbers, but one of their bits.
    const { width } = inner.type;
    return `${qasm3Type(type)}(${qasm3Type({ kind: 'uint', width })}(bit[${width}](${operand})) * (tau / 2.0 ** ${width}))`;
  }

  /** An expression where its type is clear from the place, as in an assignment. */
  value(expression: ClassicalExpression): string | undefined {
    return expression.kind === 'constant' ? qasm3PlainConstant(expression) : this.expression(expression);
  }

  /** The subject of a `switch`, which has to be an integer. */
  subject(expression: ClassicalExpression): string | undefined {
    const text = this.expression(expression);
    const { type } = expression;
    if (type.kind === 'bits') return text && `uint[${type.width}](${text})`;
    return text && type.kind === 'bool' ? `int(${text})` : text;
  }

  target(target: AssignmentTarget, isBool: boolean): string | undefined {
    switch (target.kind) {
      case 'variable':
        return this.#scope.variables[target.variable];
      case 'element':
        return this.#element(target.variable, target.indices);
      case 'bits': {
        if (target.index === undefined) return this.#bits(target.bits, isBool);
        const index = this.#index(target.index);
        return index && `${this.#named(target.bits)}[${index}]`;
      }
    }
  }

  #element(variable: number, indices: readonly ClassicalExpression[]): string | undefined {
    const texts = indices.map((index) => this.#index(index));
    const name = this.#scope.variables[variable];
    return name && joined(`${name}[`, texts, ', ', ']');
  }

  #index(expression: ClassicalExpression): string | undefined {
    return this.value(expression);
  }

  #all(expressions: readonly ClassicalExpression[]): (string | undefined)[] {
    return expressions.map((expression) => this.expression(expression));
  }

  #operand(expression: ClassicalExpression): string | undefined {
    const text = this.expression(expression);
    if (text === undefined || /^[\w"\p{L}]+$/u.test(text)) return text;
    switch (expression.kind) {
      case 'bits':
      case 'element':
      case 'cast':
      case 'call':
        return text;
      case 'constant':
        // A number, or one cast to its type; not one with a sign or a multiple of π.
        return /^[\d.]+(e-?\d+)?$|^[a-z]+(\[\d+\])?\(/.test(text) ? text : `(${text})`;
      default:
        return `(${text})`;
    }
  }

  /** Bits as an expression or target; one bit by itself without a range around it. */
  #bits(bits: readonly number[], isSingle: boolean): string {
    const { registers } = this.#scope;
    const [first] = bits;
    if (first === undefined) return '""';
    const { index, register } = placeOf(first, registers);
    if (isSingle) return register.scalar ? register.name : `${register.name}[${index}]`;
    if (register.scalar && bits.length === 1) return register.name;
    const places = bits.map((bit) => placeOf(bit, registers));
    if (places.some((place) => place.register !== register)) return this.#named(bits);
    if (bits.length === register.size && places.every((place, position) => place.index === position)) {
      return register.name;
    }
    const isRun = places.every((place, position) => place.index === index + position);
    if (isRun) return `${register.name}[${index}:${index + bits.length - 1}]`;
    return `${register.name}[{${places.map((place) => place.index).join(', ')}}]`;
  }

  /** A name for bits, so that they can be indexed: that of their register, or an alias. */
  #named(bits: readonly number[]): string {
    const { names, registers } = this.#scope;
    const whole = registers.find(
      ({ scalar, size, start }) => !scalar && bits.length === size && bits.every((bit, index) => bit === start + index),
    );
    if (whole) return whole.name;
    const key = bits.join(' ');
    const known = this.#aliases.get(key);
    if (known) return known.name;
    const name = names.unique('bits');
    const parts = this.#runs(bits).map((run) => this.#bits(run, false));
    this.#aliases.set(key, { name, text: `let ${name} = ${parts.join(' ++ ')};` });
    return name;
  }

  /** Neighbouring bits of one register. */
  #runs(bits: readonly number[]): number[][] {
    const runs: number[][] = [];
    for (const bit of bits) {
      const last = runs.at(-1);
      const [head] = last ?? [];
      const { registers } = this.#scope;
      const { register } = placeOf(bit, registers);
      const isSame = head !== undefined && placeOf(head, registers).register === register;
      if (last && isSame) last.push(bit);
      else runs.push([bit]);
    }
    return runs;
  }
}

function joined(
  before: string,
  parts: readonly (string | undefined)[],
  between: string,
  after: string,
): string | undefined {
  return parts.includes(undefined) ? undefined : `${before}${parts.join(between)}${after}`;
}
