import type { Amplitudes } from './amplitudes.ts';

/** In which order basis states are listed: the likely ones first, or by their numbers. */
export type BasisOrder = 'probability' | 'basis';

/** A basis state and its amplitude. */
export interface BasisState {
  /** Bit j is the value of qubit j. */
  readonly index: number;
  readonly re: number;
  readonly im: number;
}

/** Probabilities below this are rounding. */
const smallest = 1e-15;

/**
 * The basis states of a state whose amplitudes are not 0, of which any stretch can be had without sorting all others.
 * Probabilities that differ by no more than rounding count as the same, and are listed by the numbers of the states.
 */
export class BasisStates {
  readonly #amplitudes: Amplitudes;
  /** Single precision is coarser than rounding. */
  readonly #probabilities: Float32Array;
  /** Ascending, as soon as they are needed. */
  #sorted: Float32Array | undefined;
  /** How many amplitudes are not 0. */
  readonly count: number;

  /** @param amplitudes which stay as they are while this is used */
  constructor(amplitudes: Amplitudes) {
    this.#amplitudes = amplitudes;
    const size = amplitudes.length / 2;
    const probabilities = new Float32Array(size);
    let count = 0;
    for (let index = 0; index < size; index++) {
      const [re, im] = [amplitudes[2 * index] as number, amplitudes[2 * index + 1] as number];
      const probability = re * re + im * im;
      if (probability < smallest) continue;
      probabilities[index] = probability;
      count++;
    }
    this.#probabilities = probabilities;
    this.count = count;
  }

  /** Those at the places from `from` up to `from + count` of the order, fewer where there are no more. */
  list(order: BasisOrder, from: number, count: number): BasisState[] {
    const end = Math.min(this.count, from + count);
    if (from >= end) return [];
    const indices = order === 'basis' ? this.#byNumber(from, end) : this.#byProbability(from, end);
    return indices.map((index) => ({
      index,
      re: this.#amplitudes[2 * index] as number,
      im: this.#amplitudes[2 * index + 1] as number,
    }));
  }

  #byNumber(from: number, end: number): number[] {
    const found: number[] = [];
    let place = 0;
    for (let index = 0; place < end; index++) {
      if (this.#probabilities[index] === 0) continue;
      if (place >= from) found.push(index);
      place++;
    }
    return found;
  }

  #byProbability(from: number, end: number): number[] {
    const probabilities = this.#probabilities;
    this.#sorted ??= probabilities.slice().sort();
    const at = (place: number) => this.#sorted?.[probabilities.length - 1 - place] ?? 0;
    const [highest, lowest] = [at(from), at(end - 1)];
    // Of those that are as likely as the first or the last one, the stretch has some only.
    let skipped = from - this.#countAbove(highest);
    let ofLowest = end - this.#countAbove(lowest);
    const found: number[] = [];
    for (let index = 0; index < probabilities.length; index++) {
      const probability = probabilities[index] as number;
      if (probability > highest || probability < lowest || probability === 0) continue;
      if (probability === lowest && ofLowest-- <= 0) continue;
      if (probability === highest && skipped-- > 0) continue;
      found.push(index);
    }
    return found.sort((one, other) => {
      return (probabilities[other] as number) - (probabilities[one] as number) || one - other;
    });
  }

  /** How many states are more likely than that. */
  #countAbove(probability: number): number {
    const sorted = this.#sorted ?? this.#probabilities;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) <= probability) low = middle + 1;
      else high = middle;
    }
    return sorted.length - low;
  }
}
