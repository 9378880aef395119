import { Failure } from '#core/base/failure.ts';

/** When bonds between sites are made smaller than the state would need to be exact. */
export interface TruncationOptions {
  /** The largest bond dimension; {@link defaultBondLimit} unless told otherwise. */
  readonly bondLimit?: number;
  /**
   * The weight, the sum of the squares of singular values of a normalised state, that each truncation may discard even
   * where the bond limit allows more; 10⁻²² unless told otherwise, see {@link defaultThreshold}.
   */
  readonly truncationThreshold?: number;
}

/** Exact for any 16 qubits and for states of low entanglement, and a third of a second per two-qubit gate at most. */
export const defaultBondLimit = 256;

/**
 * Discarding a weight w changes the state by √w. This one keeps amplitudes to 10⁻¹⁰ over a hundred truncations, and is
 * still far above what rounding leaves of singular values that should be zero (10⁻²⁸ or less).
 */
const defaultThreshold = 1e-22;

/** Weights of this size are rounding, whatever the options say. */
const roundingWeight = 1e-28;

/** The largest bond limit that can be asked for. */
export const largestBondLimit = 4096;

/** What truncations have cost a state. */
export interface TruncationRecord {
  /** The sum of the weights that were discarded. */
  readonly discardedWeight: number;
  /**
   * The product of what each truncation kept: an estimate of |⟨exact|found⟩|² (Y. Zhou, E. Stoudenmire, X. Waintal,
   * "What limits the simulation of quantum computers?", 2020).
   */
  readonly fidelity: number;
  /** The largest bond dimension so far. */
  readonly largestBond: number;
}

/** How many singular values to keep, by the options. */
export class TruncationRule {
  readonly bondLimit: number;
  readonly threshold: number;

  /** @throws Failure `invalid-input` */
  constructor(options: TruncationOptions) {
    const { bondLimit = defaultBondLimit, truncationThreshold = defaultThreshold } = options;
    if (!Number.isSafeInteger(bondLimit) || bondLimit < 1 || bondLimit > largestBondLimit) {
      throw new Failure('invalid-input', `The bond limit must be a whole number from 1 to ${largestBondLimit}.`);
    }
    if (!(truncationThreshold >= 0 && truncationThreshold < 1)) {
      throw new Failure('invalid-input', 'The truncation threshold must be a number from 0 to less than 1.');
    }
    this.bondLimit = bondLimit;
    this.threshold = truncationThreshold;
  }

  /**
   * How many of the largest singular values to keep: as few as discard no more than the threshold, and no more than the
   * limit.
   * @param values in descending order
   */
  count(values: Float64Array): number {
    let total = 0;
    for (const value of values) total += value * value;
    const mayGo = Math.max(this.threshold, roundingWeight) * total;
    let kept = values.length;
    let gone = 0;
    while (kept > 1) {
      gone += (values[kept - 1] as number) ** 2;
      if (gone > mayGo) break;
      kept--;
    }
    return Math.min(kept, this.bondLimit);
  }
}

/** The worst of what truncations have cost the states of a run. */
export class TruncationTally {
  #largestBond = 1;
  #lowestFidelity = 1;

  get largestBond(): number {
    return this.#largestBond;
  }

  get lowestFidelity(): number {
    return this.#lowestFidelity;
  }

  add({ fidelity, largestBond }: TruncationRecord): void {
    this.#largestBond = Math.max(this.#largestBond, largestBond);
    this.#lowestFidelity = Math.min(this.#lowestFidelity, fidelity);
  }
}
