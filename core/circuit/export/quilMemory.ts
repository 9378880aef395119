import type { Circuit, Register } from '../circuit.ts';
import type { ClassicalType, ScalarType } from '../classical.ts';
import { placeOf, withLooseElements } from './programRegisters.ts';
import type { UniqueNames } from './uniqueNames.ts';

/** The types of Quil's classical memory that circuits need. */
export type QuilType = 'BIT' | 'INTEGER' | 'REAL';

/** A place in memory or a literal. */
export interface QuilOperand {
  readonly text: string;
  readonly type: QuilType;
  readonly isLiteral: boolean;
}

/** The type of memory for a value; undefined when there is none. */
export function quilType(type: ScalarType): QuilType | undefined {
  switch (type.kind) {
    case 'bool':
      return 'BIT';
    case 'int':
    case 'uint':
      return 'INTEGER';
    case 'float':
      return 'REAL';
    case 'bits':
    case 'angle':
    case 'complex':
      return undefined;
  }
}

/** The classical memory of one program. */
export class QuilMemory {
  readonly #circuit: Circuit;
  readonly #bits: readonly Register[];
  readonly #parameters: readonly string[];
  readonly #variables: readonly string[];
  readonly #scratch: { readonly [Type in QuilType]: { readonly name: string; inUse: number; most: number } };

  constructor(circuit: Circuit, names: UniqueNames) {
    this.#circuit = circuit;
    const registers = withLooseElements(circuit.bitRegisters, circuit.bitCount, 'ro');
    // Quil's run time gives back the memory of this name.
    const [returned, ...others] = registers.filter(({ isInternal }) => !isInternal);
    const readOut = others.length === 0 ? returned : undefined;
    this.#bits = registers.map((register) => ({
      ...register,
      name: names.unique(register === readOut ? 'ro' : register.name),
    }));
    this.#parameters = circuit.parameters.map(({ name }) => names.unique(name));
    this.#variables = (circuit.variables ?? []).map(({ name }) => names.unique(name));
    const scratch = (wanted: string) => ({ name: names.unique(wanted), inUse: 0, most: 0 });
    this.#scratch = { BIT: scratch('scratch_bit'), INTEGER: scratch('scratch_integer'), REAL: scratch('scratch_real') };
  }

  get declarations(): string[] {
    const { parameters, variables = [] } = this.#circuit;
    return [
      ...parameters.map(({ type }, index) => `DECLARE ${this.#parameters[index]} ${type === 'bool' ? 'BIT' : 'REAL'}`),
      ...this.#bits.map(({ name, size }) => `DECLARE ${name} BIT[${size}]`),
      ...variables.map(({ type }, index) => `DECLARE ${this.#variables[index]} ${declared(type)}`),
      ...Object.entries(this.#scratch).flatMap(([type, { most, name }]) =>
        most > 0 ? [`DECLARE ${name} ${type}[${most}]`] : [],
      ),
    ];
  }

  /** Names of the parameters as they stand in angles. */
  get parameters(): readonly string[] {
    return this.#parameters;
  }

  bit(bit: number): QuilOperand {
    const { index, register } = placeOf(bit, this.#bits);
    return { text: `${register.name}[${index}]`, type: 'BIT', isLiteral: false };
  }

  parameter(index: number): QuilOperand {
    const type = this.#circuit.parameters[index]?.type === 'bool' ? 'BIT' : 'REAL';
    return { text: this.#parameters[index] ?? '', type, isLiteral: false };
  }

  /**
   * A variable, or an element of one.
   * @param indices whole numbers, negative ones from the end
   * @returns undefined when memory has no such type or place
   */
  variable(index: number, indices: readonly number[] = []): QuilOperand | undefined {
    const type = this.#circuit.variables?.[index]?.type;
    const name = this.#variables[index];
    if (type === undefined || name === undefined) return undefined;
    const scalar = quilType(type.kind === 'array' ? type.base : type);
    if (scalar === undefined) return undefined;
    if (type.kind !== 'array') return { text: name, type: scalar, isLiteral: false };
    let offset = 0;
    for (const [dimension, size] of type.shape.entries()) {
      const given = indices[dimension];
      const place = given === undefined || given >= 0 ? given : given + size;
      if (place === undefined || place < 0 || place >= size) return undefined;
      offset = offset * size + place;
    }
    return { text: `${name}[${offset}]`, type: scalar, isLiteral: false };
  }

  /** Memory for a value in between, until {@link release}. */
  scratch(type: QuilType): QuilOperand {
    const scratch = this.#scratch[type];
    const place = scratch.inUse++;
    scratch.most = Math.max(scratch.most, scratch.inUse);
    return { text: `${scratch.name}[${place}]`, type, isLiteral: false };
  }

  /** Makes all memory for values in between free again. */
  release(): void {
    for (const scratch of Object.values(this.#scratch)) scratch.inUse = 0;
  }
}

function declared(type: ClassicalType): string {
  const scalar = quilType(type.kind === 'array' ? type.base : type) ?? 'BIT';
  return type.kind === 'array' ? `${scalar}[${type.shape.reduce((count, size) => count * size, 1)}]` : scalar;
}
