import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { walshTransform } from '../readout/walshTransform.ts';
import { exchanged, type FinalExchanges } from './finalExchanges.ts';
import type { FlatCircuit } from './flattenCircuit.ts';
import { blockWidth } from './passes.ts';

/** An observable on the bits of a state. */
export interface CompiledObservable {
  /** The weight of every basis state in the diagonal part; undefined when there is none. */
  readonly diagonal: Float64Array | undefined;
  /** The other Pauli products; of wide states also diagonal ones. */
  readonly terms: readonly PauliTerm[];
}

/** coefficient · i^quarterTurns · X^flips Z^signs, with masks of bits. */
export interface PauliTerm {
  readonly coefficient: number;
  readonly flips: number;
  readonly signs: number;
  readonly quarterTurns: number;
}

/** Whether only magnitudes of amplitudes count. */
export function isDiagonal({ terms }: PauliSum): boolean {
  return terms.every(({ factors }) => factors.every(({ axis }) => axis === 'Z'));
}

/** Of wide states a table is large, and a few sweeps over the state do as well. */
const mostSweptTerms = 8;

/** @param flat with exchanges only where all observables are diagonal */
export function compileObservables(
  observables: readonly PauliSum[],
  { bits, exchanges, width }: Pick<FlatCircuit, 'bits' | 'exchanges' | 'width'>,
): CompiledObservable[] {
  return observables.map((observable) => {
    const terms = observable.terms.flatMap(({ coefficient, factors }) => pauliTerm(coefficient, factors, bits) ?? []);
    const diagonal = terms.filter(({ flips }) => flips === 0);
    const isSwept = width > blockWidth && diagonal.length <= mostSweptTerms;
    if (diagonal.length === 0 || isSwept) return { diagonal: undefined, terms };
    return { diagonal: weightsOf(diagonal, width, exchanges), terms: terms.filter(({ flips }) => flips !== 0) };
  });
}

/** Σ coefficient · (−1)^{|i ∧ signs|} of every basis state i before the exchanges. */
function weightsOf(terms: readonly PauliTerm[], width: number, exchanges: FinalExchanges): Float64Array {
  const weights = new Float64Array(2 ** width);
  for (const { coefficient, signs } of terms) weights[signs] = (weights[signs] ?? 0) + coefficient;
  walshTransform(weights);
  return exchanges.length === 0 ? weights : weights.map((_, index) => weights[exchanged(exchanges, index)] ?? 0);
}

/** On qubits that are |0⟩ and not in the state, Z is 1 and the other axes have the expectation value 0. */
function pauliTerm(
  coefficient: number,
  factors: readonly PauliFactor[],
  bits: readonly (number | undefined)[],
): PauliTerm | undefined {
  let flips = 0;
  let signs = 0;
  let quarterTurns = 0;
  for (const { axis, qubit } of factors) {
    const bit = bits[qubit];
    if (bit === undefined) {
      if (axis !== 'Z') return undefined;
      continue;
    }
    if (axis !== 'Z') flips |= 1 << bit;
    if (axis !== 'X') signs |= 1 << bit;
    if (axis === 'Y') quarterTurns++;
  }
  return { coefficient, flips, signs, quarterTurns: quarterTurns % 4 };
}
