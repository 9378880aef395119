import { type CancellationSignal, neverCancelled, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { binomial } from '../program/binomial.ts';
import type { OutcomeListener } from '../program/quantumState.ts';
import { firstOne, multiplyPaulis, wordsOf } from './pauliRows.ts';
import type { Tableau } from './tableau.ts';

/** More equally likely outcomes than 2 to this power are not listed. */
const mostListedBits = 20;

/**
 * All outcomes of reading some qubits of a stabilizer state. They are equally likely and make an affine space: each is
 * the origin, changed by some of the directions, which are independent.
 */
export class OutcomeSpace {
  /** One outcome, a value for each qubit. */
  readonly #origin: Uint8Array;
  /** The places that change together. */
  readonly #directions: readonly (readonly number[])[];

  /**
   * Found by elimination among the products that the qubits' Z are at the start of the circuit.
   * @throws Failure `cancelled`
   */
  constructor(tableau: Tableau, qubits: readonly number[], signal: CancellationSignal = neverCancelled) {
    this.#origin = new Uint8Array(qubits.length);
    const words = wordsOf(tableau.qubitCount);
    const directions: number[][] = [];
    // Products without sign whose values nothing else says, by the place of their first X. At the origin they are 0.
    const pivots = new Map<number, { readonly row: Uint32Array; readonly places: number[] }>();
    for (const [place, qubit] of qubits.entries()) {
      throwIfCancelled(signal);
      const { isNegative, row } = tableau.followBack([{ axis: 'Z', qubit }]);
      let quarters = isNegative ? 2 : 0;
      for (let first = firstOne(row, 0, words); first >= 0; first = firstOne(row, 0, words)) {
        const pivot = pivots.get(first);
        if (pivot === undefined) {
          const places = [place];
          pivots.set(first, { row, places });
          directions.push(places);
          break;
        }
        quarters += multiplyPaulis(row, 0, pivot.row, 0, words);
        pivot.places.push(place);
      }
      this.#origin[place] = (quarters >>> 1) & 1;
    }
    this.#directions = directions;
  }

  /** The binary logarithm of the number of outcomes. */
  get dimension(): number {
    return this.#directions.length;
  }

  /**
   * Draws outcomes. Their numbers are divided direction by direction, so that many shots of few outcomes cost no more than
   * the outcomes.
   */
  sample(shots: number, stream: RandomStream, signal: CancellationSignal, found: OutcomeListener): void {
    const values = this.#origin.slice();
    const divide = (first: number, all: number): void => {
      let amount = all;
      const changed: number[] = [];
      for (let direction = first; direction < this.dimension; direction++) {
        const ones = amount === 1 ? stream.integerBelow(2) : binomial(stream, amount, 0.5);
        const zeros = amount - ones;
        // The smaller part first, so that this goes no deeper than the logarithm of the shots.
        const goesOnWithOnes = ones >= zeros;
        if (!goesOnWithOnes && ones > 0) {
          this.#change(values, direction);
          divide(direction + 1, ones);
          this.#change(values, direction);
        }
        if (goesOnWithOnes) {
          if (zeros > 0) divide(direction + 1, zeros);
          this.#change(values, direction);
          changed.push(direction);
        }
        amount = goesOnWithOnes ? ones : zeros;
      }
      throwIfCancelled(signal);
      found(values, amount);
      for (const direction of changed) this.#change(values, direction);
    };
    if (shots > 0) divide(0, shots);
  }

  /** @throws Failure `too-large` when there are more than 2²⁰ */
  list(found: OutcomeListener): void {
    if (this.dimension > mostListedBits) {
      throw new Failure(
        'too-large',
        `The qubits have 2^${this.dimension} equally likely outcomes, too many to list; the limit is 2^${mostListedBits}.`,
        { advice: 'Use shots instead, or ask for fewer qubits.' },
      );
    }
    const values = this.#origin.slice();
    const probability = 2 ** -this.dimension;
    // In the order of a Gray code, each differs from the one before in one direction.
    for (let index = 1; ; index++) {
      found(values, probability);
      const direction = 31 - Math.clz32(index & -index);
      if (direction >= this.dimension) return;
      this.#change(values, direction);
    }
  }

  #change(values: Uint8Array, direction: number): void {
    for (const place of this.#directions[direction] ?? []) values[place] = (values[place] as number) ^ 1;
  }
}
