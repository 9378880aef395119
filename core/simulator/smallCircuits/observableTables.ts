import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { walshTransform } from '../readout/walshTransform.ts';
import { exchanged } from './finalExchanges.ts';
import type { FlatCircuit } from './flattenCircuit.ts';

/** An observable on the bits of a state. */
export interface CompiledObservable {
  /** The weight of every basis state in the diagonal part; undefined when there is none. */
  readonly diagonal: Float64Array | undefined;
  /** The other Pauli products. */
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

/** @param flat with exchanges only where all observables are diagonal */
export function compileObservables(
  observables: readonly PauliSum[],
  { bits, exchanges, width }: Pick<FlatCircuit, 'bits' | 'exchanges' | 'width'>,
): CompiledObservable[] {
  return observables.map((observable) => {
    let diagonal: Float64Array | undefined;
    const terms: PauliTerm[] = [];
    for (const { coefficient, factors } of observable.terms) {
      const term = pauliTerm(coefficient, factors, bits);
      if (term === undefined) continue;
      if (term.flips !== 0) {
        terms.push(term);
        continue;
      }
      diagonal ??= new Float64Array(2 ** width);
      diagonal[term.signs] = (diagonal[term.signs] ?? 0) + coefficient;
    }
    if (diagonal === undefined) return { diagonal, terms };
    walshTransform(diagonal);
    const weights = diagonal;
    const isExchanged = exchanges.length > 0;
    return {
      diagonal: isExchanged ? weights.map((_, index) => weights[exchanged(exchanges, index)] ?? 0) : weights,
      terms,
    };
  });
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
