import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import type { Amplitudes } from '../../readout/amplitudes.ts';

/**
 * Σ ψ(row) ψ*(column) over everything but some qubits: their reduced state times ⟨ψ|ψ⟩. Bit j of an index is `qubits[j]`.
 */
export function localState(amplitudes: Amplitudes, qubits: readonly number[]): DenseMatrix {
  const dimension = 2 ** qubits.length;
  const re = new Float64Array(dimension * dimension);
  const im = new Float64Array(dimension * dimension);
  const offsets = Int32Array.from({ length: dimension }, (_, index) =>
    qubits.reduce((offset, qubit, place) => offset | (((index >>> place) & 1) << qubit), 0),
  );
  const mask = offsets[dimension - 1] as number;
  const groups = amplitudes.length / 2 / dimension;
  let index = 0;
  for (let group = 0; group < groups; group++) {
    for (let row = 0; row < dimension; row++) {
      const a = 2 * (index | (offsets[row] as number));
      const aRe = amplitudes[a] as number;
      const aIm = amplitudes[a + 1] as number;
      for (let column = 0; column <= row; column++) {
        const b = 2 * (index | (offsets[column] as number));
        const bRe = amplitudes[b] as number;
        const bIm = amplitudes[b + 1] as number;
        const entry = row * dimension + column;
        re[entry] = (re[entry] as number) + aRe * bRe + aIm * bIm;
        im[entry] = (im[entry] as number) + aIm * bRe - aRe * bIm;
      }
    }
    index = ((index | mask) + 1) & ~mask;
  }
  for (let row = 0; row < dimension; row++) {
    for (let column = row + 1; column < dimension; column++) {
      re[row * dimension + column] = re[column * dimension + row] as number;
      im[row * dimension + column] = -(im[column * dimension + row] as number);
    }
  }
  return { dimension, re, im };
}

/** Tr(E ρ), which is real. */
export function meanOf(effect: DenseMatrix, state: DenseMatrix): number {
  const { dimension } = effect;
  let sum = 0;
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      const one = row * dimension + column;
      const other = column * dimension + row;
      sum += (effect.re[one] as number) * (state.re[other] as number);
      sum -= (effect.im[one] as number) * (state.im[other] as number);
    }
  }
  return sum;
}
