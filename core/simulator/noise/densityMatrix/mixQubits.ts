import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';

/**
 * Depolarising noise on any number of qubits: with a probability they are left in the most mixed state, ρ ↦ (1 − p) ρ +
 * p Tr(ρ) ⊗ I/d. Entries between different values of the qubits shrink, and those of equal values are drawn to their mean.
 * @param entries re and im interleaved; an index has the bits of the row below those of the column
 * @throws Failure `cancelled`; the matrix is then half done
 */
export function mixQubits(
  entries: Float64Array,
  qubitCount: number,
  qubits: readonly number[],
  probability: number,
  signal: CancellationSignal,
): void {
  const size = 2 ** qubitCount;
  const kept = 1 - probability;
  const offsets = Array.from({ length: 2 ** qubits.length }, (_, value) =>
    qubits.reduce((offset, qubit, place) => offset | (((value >>> place) & 1) << qubit), 0),
  );
  const mask = offsets.at(-1) ?? 0;
  for (let column = 0; column < size; column++) {
    if ((column & mask) !== 0) continue;
    throwIfCancelled(signal);
    for (let row = 0; row < size; row++) {
      if ((row & mask) !== 0) continue;
      let [re, im] = [0, 0];
      for (const offset of offsets) {
        const place = 2 * ((row | offset) + (column | offset) * size);
        re += entries[place] as number;
        im += entries[place + 1] as number;
      }
      const share = probability / offsets.length;
      for (const right of offsets) {
        for (const left of offsets) {
          const place = 2 * ((row | left) + (column | right) * size);
          const isDiagonal = left === right;
          entries[place] = kept * (entries[place] as number) + (isDiagonal ? share * re : 0);
          entries[place + 1] = kept * (entries[place + 1] as number) + (isDiagonal ? share * im : 0);
        }
      }
    }
  }
}
