import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { Amplitudes } from './amplitudes.ts';
import { pauliExpectations } from './pauliExpectations.ts';
import { type FlipGroup, groupByFlips, isOdd } from './pauliMasks.ts';
import { walshTransform } from './walshTransform.ts';

/** The mean of an observable in a state, and the variance of reading it. */
export interface ObservableMoments {
  readonly mean: number;
  /** ⟨O²⟩ − ⟨O⟩², not negative. */
  readonly variance: number;
}

const blockQubits = 10;
const patience = 64;

/**
 * Mean and variance of Pauli sums in a state, exactly. The variance is ‖(O − ⟨O⟩)ψ‖², computed block by block without
 * another state: where squares are not subtracted from each other, a small variance of a large observable keeps its digits.
 * Besides the mean it takes a sweep for each set of qubits that terms flip.
 *
 * @param state 2ⁿ amplitudes, normalised
 * @throws Failure `cancelled`
 */
export function pauliMoments(
  state: Amplitudes,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): ObservableMoments[] {
  const means = pauliExpectations(state, observables, signal);
  return observables.map((observable, index) => {
    const mean = means[index] as number;
    return { mean, variance: centredNorm(state, groupByFlips([observable]), mean, signal) };
  });
}

/** ‖(O − mean)ψ‖² */
function centredNorm(
  state: Amplitudes,
  groups: readonly FlipGroup[],
  mean: number,
  signal: CancellationSignal,
): number {
  const size = state.length / 2;
  const block = Math.min(size, 1 << blockQubits);
  // (O − mean)ψ in the block, and the factors d(k) of the group at hand: ⟨i|O|ψ⟩ = Σ over groups of d(k) ψ(k), k = i ⊕ flips.
  const re = new Float64Array(block);
  const im = new Float64Array(block);
  const real = new Float64Array(block);
  const imaginary = new Float64Array(block);
  let sum = 0;
  for (let start = 0; start < size; start += block) {
    if ((start / block) % patience === 0) throwIfCancelled(signal);
    for (let index = 0; index < block; index++) {
      re[index] = -mean * (state[2 * (start + index)] as number);
      im[index] = -mean * (state[2 * (start + index) + 1] as number);
    }
    for (const { flips, terms } of groups) {
      const from = start ^ (flips & -block);
      const inner = flips & (block - 1);
      const hasReal = writeFactors(real, terms, from, 0);
      const hasImaginary = writeFactors(imaginary, terms, from, 1);
      for (let index = 0; index < block; index++) {
        const k = index ^ inner;
        const kRe = state[2 * (from + k)] as number;
        const kIm = state[2 * (from + k) + 1] as number;
        const dRe = hasReal ? (real[k] as number) : 0;
        const dIm = hasImaginary ? (imaginary[k] as number) : 0;
        re[index] = (re[index] as number) + dRe * kRe - dIm * kIm;
        im[index] = (im[index] as number) + dRe * kIm + dIm * kRe;
      }
    }
    let part = 0;
    for (let index = 0; index < block; index++) part += (re[index] as number) ** 2 + (im[index] as number) ** 2;
    sum += part;
  }
  return sum;
}

/**
 * Σ over terms of coefficient · i^quarterTurns · (−1)^{|k∧signs|} for every k of a block: its real part, or its imaginary
 * part. The Walsh–Hadamard transform of the coefficients at their signs is this sum.
 * @returns false when no term has such a part; the factors are then not written
 */
function writeFactors(factors: Float64Array, terms: FlipGroup['terms'], from: number, part: 0 | 1): boolean {
  const mask = factors.length - 1;
  let found = false;
  for (const { coefficient, quarterTurns, signs } of terms) {
    if (quarterTurns % 2 !== part) continue;
    if (!found) factors.fill(0);
    found = true;
    const signed = quarterTurns >= 2 !== isOdd(from & signs) ? -coefficient : coefficient;
    factors[signs & mask] = (factors[signs & mask] as number) + signed;
  }
  if (found) walshTransform(factors);
  return found;
}
