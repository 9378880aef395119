/** In which order basis states are listed: the likely ones first, or by their numbers. */
export type BasisOrder = 'probability' | 'basis';

/** Probabilities below this are rounding. */
const smallest = 1e-15;

/**
 * The basis states whose probability is not 0, of which any stretch can be had without sorting all others. Probabilities
 * that differ by no more than rounding count as the same, and are listed by the numbers of the states.
 */
export class BasisStates {
  /** By the number of the state, whose bit j is the value of qubit j. Single precision is coarser than rounding. */
  readonly #probabilities: Float32Array;
  /** Ascending, as soon as they are needed. */
  #sorted: Float32Array | undefined;
  /** How many are not 0. */
  readonly count: number;

  /** @param probabilities of all basis states */
  constructor(probabilities: Float64Array) {
    this.#probabilities = new Float32Array(probabilities.length);
    let count = 0;
    for (let index = 0; index < probabilities.length; index++) {
      const probability = probabilities[index] as number;
      if (probability < smallest) continue;
      this.#probabilities[index] = probability;
      count++;
    }
    this.count = count;
  }

  /** The numbers of those at the places from `from` up to `from + count` of the order, fewer where there are no more. */
  list(order: BasisOrder, from: number, count: number): number[] {
    const end = Math.min(this.count, from + count);
    if (from >= end) return [];
    return order === 'basis' ? this.#byNumber(from, end) : this.#byProbability(from, end);
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
