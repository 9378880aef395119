import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { Amplitudes } from './amplitudes.ts';
import { type FlipGroup, type GroupedTerm, groupByFlips, isOdd } from './pauliMasks.ts';
import { walshTransform } from './walshTransform.ts';

/** Amplitudes of a block have 2^10 values in the fast memory of a processor core. */
const blockQubits = 10;

/** Blocks between two looks at the signal: some milliseconds of work. */
const patience = 256;

/**
 * ⟨ψ|O|ψ⟩ of Pauli sums, exactly. One sweep over the state serves all terms that flip the same qubits: with
 * P = i^y · X^x Z^z, ⟨P⟩ = i^y Σᵢ (−1)^{|i∧z|} ψ*(i⊕x) ψ(i), and the Walsh–Hadamard transform of the products ψ*(i⊕x) ψ(i)
 * of a block has those sums for every z at once. No matrix is built.
 *
 * The numbers are added in a fixed order, and the same on every host.
 * @param state 2ⁿ amplitudes, normalised
 * @param observables on qubits of the state, a product naming each qubit once
 * @returns one number per observable
 * @throws Failure `cancelled`
 */
export function pauliExpectations(
  state: Amplitudes,
  observables: readonly PauliSum[],
  signal: CancellationSignal,
): Float64Array {
  const values = new Float64Array(observables.length);
  for (const group of groupByFlips(observables)) {
    const sums = group.flips === 0 ? diagonalSums(state, group, signal) : flippedSums(state, group, signal);
    group.terms.forEach(({ coefficient, observable }, index) => {
      values[observable] = (values[observable] as number) + coefficient * (sums[index] as number);
    });
  }
  return values;
}

/** Σᵢ (−1)^{|i∧signs|} |ψ(i)|² of every term. */
function diagonalSums(state: Amplitudes, { terms }: FlipGroup, signal: CancellationSignal): Float64Array {
  const size = state.length / 2;
  const block = Math.min(size, 1 << blockQubits);
  const values = new Float64Array(block);
  const sums = new Float64Array(terms.length);
  for (let start = 0; start < size; start += block) {
    if ((start / block) % patience === 0) throwIfCancelled(signal);
    for (let index = 0; index < block; index++) {
      const place = 2 * (start + index);
      const re = state[place] as number;
      const im = state[place + 1] as number;
      values[index] = re * re + im * im;
    }
    walshTransform(values);
    addSigned(sums, terms, start, values, () => 1);
  }
  return sums;
}

/** The pairs i and i⊕flips contribute complex conjugates, so half of the indices suffice. */
function flippedSums(state: Amplitudes, { flips, terms }: FlipGroup, signal: CancellationSignal): Float64Array {
  const size = state.length / 2;
  const block = Math.min(size, 1 << blockQubits);
  const top = 2 ** (31 - Math.clz32(flips));
  // Of a block are needed all values or, in runs, those whose top bit is 0; the others stay 0.
  const run = Math.min(top, block);
  const needsReal = terms.some(({ quarterTurns }) => quarterTurns % 2 === 0);
  const needsImaginary = terms.some(({ quarterTurns }) => quarterTurns % 2 === 1);
  const real = new Float64Array(block);
  const imaginary = new Float64Array(block);
  const sums = new Float64Array(terms.length);
  for (let start = 0; start < size; start += block) {
    if ((start / block) % patience === 0) throwIfCancelled(signal);
    if (top >= block && start & top) continue;
    if (top < block) {
      real.fill(0);
      imaginary.fill(0);
    }
    for (let first = 0; first < block; first += 2 * run) {
      for (let index = first; index < first + run; index++) {
        const a = 2 * (start + index);
        const b = 2 * ((start + index) ^ flips);
        const aRe = state[a] as number;
        const aIm = state[a + 1] as number;
        const bRe = state[b] as number;
        const bIm = state[b + 1] as number;
        real[index] = bRe * aRe + bIm * aIm;
        imaginary[index] = bRe * aIm - bIm * aRe;
      }
    }
    if (needsReal) {
      walshTransform(real);
      addSigned(sums, terms, start, real, realFactor);
    }
    if (needsImaginary) {
      walshTransform(imaginary);
      addSigned(sums, terms, start, imaginary, imaginaryFactor);
    }
  }
  return sums;
}

/** Of i^y (re + i·im) and its conjugate's partner the sum is a multiple of re or of im, depending on y. */
function realFactor({ quarterTurns }: GroupedTerm): number {
  return quarterTurns === 0 ? 2 : quarterTurns === 2 ? -2 : 0;
}

function imaginaryFactor({ quarterTurns }: GroupedTerm): number {
  return quarterTurns === 1 ? -2 : quarterTurns === 3 ? 2 : 0;
}

function addSigned(
  sums: Float64Array,
  terms: readonly GroupedTerm[],
  start: number,
  transformed: Float64Array,
  factorOf: (term: GroupedTerm) => number,
): void {
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index] as GroupedTerm;
    const value = factorOf(term) * (transformed[term.signs & (transformed.length - 1)] as number);
    sums[index] = (sums[index] as number) + (isOdd(start & term.signs) ? -value : value);
  }
}
