import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { groupByFlips, isOdd } from '../../readout/pauliMasks.ts';

/*
 * What is read of a density matrix whose index has the bits of the row below those of the column; re and im interleaved.
 */

/**
 * Tr(ρ O) of Pauli sums. P takes |i⟩ to i^y (−1)^{|i∧z|} |i⊕x⟩, so Tr(ρ P) = Σᵢ i^y (−1)^{|i∧z|} ρ(i, i⊕x).
 * @throws Failure `cancelled`
 */
export function densityExpectations(
  entries: Float64Array,
  qubitCount: number,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): Float64Array {
  const size = 2 ** qubitCount;
  const values = new Float64Array(observables.length);
  for (const { flips, terms } of groupByFlips(observables)) {
    throwIfCancelled(signal);
    for (const { coefficient, observable, quarterTurns, signs } of terms) {
      let [re, im] = [0, 0];
      for (let index = 0; index < size; index++) {
        const place = 2 * (index + (index ^ flips) * size);
        const sign = isOdd(index & signs) ? -1 : 1;
        re += sign * (entries[place] as number);
        im += sign * (entries[place + 1] as number);
      }
      // The real part of i^quarterTurns (re + i im).
      const mean = quarterTurns === 0 ? re : quarterTurns === 1 ? -im : quarterTurns === 2 ? -re : im;
      values[observable] = (values[observable] as number) + coefficient * mean;
    }
  }
  return values;
}

/** Tr ρσ = Σ ρ(i, j) σ*(i, j), which is real. */
export function traceOfProduct(rho: Float64Array, sigma: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < rho.length; place++) sum += (rho[place] as number) * (sigma[place] as number);
  return sum;
}

/** The state of some qubits with the others traced out; bit j of a matrix index is `qubits[j]`. */
export function reducedDensityMatrix(
  entries: Float64Array,
  qubitCount: number,
  qubits: readonly number[],
): ComplexMatrix {
  const size = 2 ** qubitCount;
  const dimension = 2 ** qubits.length;
  const offsets = Array.from({ length: dimension }, (_, index) =>
    qubits.reduce((offset, qubit, place) => offset | (((index >>> place) & 1) << qubit), 0),
  );
  const mask = offsets.at(-1) ?? 0;
  const values = new Array<number>(2 * dimension * dimension).fill(0);
  for (let rest = 0; rest < size; rest++) {
    if ((rest & mask) !== 0) continue;
    offsets.forEach((row, rowIndex) => {
      offsets.forEach((column, columnIndex) => {
        const from = 2 * ((rest | row) + (rest | column) * size);
        const to = 2 * (rowIndex * dimension + columnIndex);
        values[to] = (values[to] ?? 0) + (entries[from] as number);
        values[to + 1] = (values[to + 1] ?? 0) + (entries[from + 1] as number);
      });
    });
  }
  return { dimension, values };
}
