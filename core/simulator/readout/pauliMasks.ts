import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';

/**
 * A Pauli product as i^quarterTurns · X^flips Z^signs, with a bit per qubit in each mask. P maps |i⟩ to a multiple of
 * |i ⊕ flips⟩, so that all products with the same flips connect the same pairs of amplitudes.
 */
export interface PauliMasks {
  readonly flips: number;
  readonly signs: number;
  /** The number of Y factors modulo 4. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
}

/** @param factors on qubits below 31, each named once */
function pauliMasks(factors: readonly PauliFactor[]): PauliMasks {
  let flips = 0;
  let signs = 0;
  let quarterTurns = 0;
  for (const { axis, qubit } of factors) {
    const bit = 1 << qubit;
    if (axis !== 'Z') flips |= bit;
    if (axis !== 'X') signs |= bit;
    if (axis === 'Y') quarterTurns++;
  }
  return { flips, signs, quarterTurns: (quarterTurns % 4) as PauliMasks['quarterTurns'] };
}

/** A term of one of several observables. */
export interface GroupedTerm extends PauliMasks {
  readonly observable: number;
  readonly coefficient: number;
}

/** Terms that one sweep over the state serves. */
export interface FlipGroup {
  readonly flips: number;
  readonly terms: readonly GroupedTerm[];
}

/** The terms of all observables by their flips, in order of their first occurrence. */
export function groupByFlips(observables: readonly PauliSum[]): FlipGroup[] {
  const groups = new Map<number, GroupedTerm[]>();
  observables.forEach(({ terms }, observable) => {
    for (const { coefficient, factors } of terms) {
      const masks = pauliMasks(factors);
      const group = groups.get(masks.flips);
      const term = { ...masks, observable, coefficient };
      if (group) group.push(term);
      else groups.set(masks.flips, [term]);
    }
  });
  return [...groups].map(([flips, terms]) => ({ flips, terms }));
}

/** Whether a 32-bit integer has an odd number of ones. */
export function isOdd(bits: number): boolean {
  let folded = bits ^ (bits >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return ((0x6996 >>> (folded & 15)) & 1) === 1;
}
