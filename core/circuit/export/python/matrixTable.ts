import type { ComplexMatrix, UnitaryOperation } from '../../circuit.ts';
import type { UniqueNames } from '../uniqueNames.ts';
import { pythonComplex } from './pythonNumber.ts';
import type { PythonBlock } from './pythonProgram.ts';

/** The matrices of a program: each is a variable that is defined once, before everything else. */
export class MatrixTable {
  readonly #names: UniqueNames;
  readonly #useNumpy: () => void;
  readonly #variables = new Map<string, { readonly name: string; readonly text: string }>();

  /** @param useNumpy called when there is a matrix, so that `np` gets imported */
  constructor(names: UniqueNames, useNumpy: () => void) {
    this.#names = names;
    this.#useNumpy = useNumpy;
  }

  /** The variable of a matrix, named after the gate it is first met in. */
  variable({ label, matrix }: Pick<UnitaryOperation, 'label' | 'matrix'>): string {
    const text = matrixRows(matrix);
    const known = this.#variables.get(text);
    if (known) return known.name;
    this.#useNumpy();
    const name = this.#names.unique(`${label === '' ? 'unitary' : label.toLowerCase()}_matrix`);
    this.#variables.set(text, { name, text });
    return name;
  }

  define(block: PythonBlock): void {
    for (const { name, text } of this.#variables.values()) block.statement(`${name} = np.array(${text})`);
  }
}

/** A matrix as nested lists of numbers. */
function matrixRows({ dimension, values }: ComplexMatrix): string {
  const rows = Array.from({ length: dimension }, (_row, row) => {
    const entries = Array.from({ length: dimension }, (_column, column) => {
      const index = 2 * (row * dimension + column);
      return pythonComplex(values[index] ?? 0, values[index + 1] ?? 0);
    });
    return `[${entries.join(', ')}]`;
  });
  return `[${rows.join(', ')}]`;
}
