import { add, type Complex, complex, ctranspose, kron, type Matrix, matrix, multiply, zeros } from 'mathjs';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';

/** Observables and states as matrices of a general linear algebra library: slow and obvious, for comparison. */

const paulis = {
  I: [
    [1, 0],
    [0, 1],
  ],
  X: [
    [0, 1],
    [1, 0],
  ],
  Y: [
    [0, complex(0, -1)],
    [complex(0, 1), 0],
  ],
  Z: [
    [1, 0],
    [0, -1],
  ],
};

/** The 2ⁿ×2ⁿ matrix of a Pauli sum. */
export function observableMatrix({ terms }: PauliSum, qubits: number): Matrix {
  let sum = zeros(2 ** qubits, 2 ** qubits) as Matrix;
  for (const { coefficient, factors } of terms) {
    let product = matrix([[complex(coefficient, 0)]]) as Matrix;
    for (let qubit = qubits - 1; qubit >= 0; qubit--) {
      const axis = factors.find((factor) => factor.qubit === qubit)?.axis ?? 'I';
      product = kron(product, matrix(paulis[axis] as never)) as Matrix;
    }
    sum = add(sum, product) as Matrix;
  }
  return sum;
}

/** A state as a column. */
export function columnOf(amplitudes: ArrayLike<number>): Matrix {
  return matrix(
    Array.from({ length: amplitudes.length / 2 }, (_, index) => [
      complex(amplitudes[2 * index] ?? 0, amplitudes[2 * index + 1] ?? 0),
    ]),
  ) as never;
}

/** ⟨ψ|M|ψ⟩, its real part. */
export function sandwich(state: Matrix, middle: Matrix): number {
  const value = multiply(multiply(ctranspose(state), middle), state) as unknown as Matrix;
  return complex((value.toArray() as Complex[][])[0]?.[0] as Complex).re;
}

/** |ψ⟩⟨ψ| with all qubits but some traced out; bit j of an index is `qubits[j]`. */
export function partialTrace(amplitudes: ArrayLike<number>, qubits: readonly number[]): ComplexMatrix {
  const dimension = 2 ** qubits.length;
  const values = new Array<number>(2 * dimension * dimension).fill(0);
  const size = amplitudes.length / 2;
  const inner = (index: number) =>
    qubits.reduce((sum, qubit, position) => sum + ((index >> qubit) & 1) * 2 ** position, 0);
  const outer = (index: number) => qubits.reduce((rest, qubit) => rest & ~(1 << qubit), index);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      if (outer(a) !== outer(b)) continue;
      const [aRe, aIm, bRe, bIm] = [2 * a, 2 * a + 1, 2 * b, 2 * b + 1].map((place) => amplitudes[place] ?? 0);
      const entry = 2 * (inner(a) * dimension + inner(b));
      values[entry] = (values[entry] ?? 0) + (aRe ?? 0) * (bRe ?? 0) + (aIm ?? 0) * (bIm ?? 0);
      values[entry + 1] = (values[entry + 1] ?? 0) + (aIm ?? 0) * (bRe ?? 0) - (aRe ?? 0) * (bIm ?? 0);
    }
  }
  return { dimension, values };
}
