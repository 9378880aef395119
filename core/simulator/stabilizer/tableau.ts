import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';
import { countOnes, firstOne, multiplyPaulis, wordsOf } from './pauliRows.ts';

/** The largest tableau. */
const maximumBytes = 2 * 2 ** 30;

/**
 * A stabilizer state as the tableau of the inverse of the circuit that made it from |0…0⟩ (C. Gidney, "Stim: a fast
 * stabilizer circuit simulator", 2021, arXiv:2103.02202, section 3.2, after S. Aaronson and D. Gottesman, 2004).
 *
 * Row q holds what X of qubit q becomes when it is followed back through the circuit to its start, row n + q the same for
 * Z: a product of Pauli matrices with sign, as bits X of every qubit, then bits Z; both X and Z is Y. A gate at the end
 * multiplies two rows. Whether measuring a qubit is certain shows in one row: it is when that has no X.
 */
export class Tableau {
  readonly qubitCount: number;
  /** Words of 32 bits for the X, and again for the Z, of a row. */
  readonly #words: number;
  readonly #bits: Uint32Array;
  readonly #signs: Uint8Array;
  /** Where a row is; exchanging two rows exchanges these. */
  readonly #places: Uint32Array;

  /** |0…0⟩. @throws Failure `too-large` */
  constructor(qubitCount: number) {
    requireTableau(qubitCount);
    this.qubitCount = qubitCount;
    this.#words = wordsOf(qubitCount);
    try {
      this.#bits = new Uint32Array(4 * qubitCount * this.#words);
    } catch (cause) {
      throw tooLarge(qubitCount, 'more than there is', cause);
    }
    this.#signs = new Uint8Array(2 * qubitCount);
    this.#places = new Uint32Array(2 * qubitCount);
    this.clear();
  }

  clear(): void {
    this.#bits.fill(0);
    this.#signs.fill(0);
    const words = this.#words;
    for (let row = 0; row < 2 * this.qubitCount; row++) {
      const isZ = row >= this.qubitCount;
      const qubit = isZ ? row - this.qubitCount : row;
      this.#places[row] = row;
      this.#bits[2 * words * row + (isZ ? words : 0) + (qubit >>> 5)] = 1 << (qubit & 31);
    }
  }

  copyFrom(other: Tableau): void {
    this.#bits.set(other.#bits);
    this.#signs.set(other.#signs);
    this.#places.set(other.#places);
  }

  x(qubit: number): void {
    this.#negate(this.qubitCount + qubit);
  }

  y(qubit: number): void {
    this.#negate(qubit);
    this.#negate(this.qubitCount + qubit);
  }

  z(qubit: number): void {
    this.#negate(qubit);
  }

  h(qubit: number): void {
    this.#exchange(qubit, this.qubitCount + qubit);
  }

  s(qubit: number): void {
    // S† X S = −Y = −i X Z
    this.#multiply(qubit, this.qubitCount + qubit, 3);
  }

  sdg(qubit: number): void {
    this.#multiply(qubit, this.qubitCount + qubit, 1);
  }

  sx(qubit: number): void {
    // The inverse of √X takes Z to Y = −i Z X.
    this.#multiply(this.qubitCount + qubit, qubit, 3);
  }

  sxdg(qubit: number): void {
    this.#multiply(this.qubitCount + qubit, qubit, 1);
  }

  cx(control: number, target: number): void {
    this.#multiply(control, target, 0);
    this.#multiply(this.qubitCount + target, this.qubitCount + control, 0);
  }

  cz(first: number, second: number): void {
    this.#multiply(first, this.qubitCount + second, 0);
    this.#multiply(second, this.qubitCount + first, 0);
  }

  swap(first: number, second: number): void {
    this.#exchange(first, second);
    this.#exchange(this.qubitCount + first, this.qubitCount + second);
  }

  /** What reading a qubit gives, where that is certain. */
  certainValue(qubit: number): 0 | 1 | undefined {
    const row = this.#place(this.qubitCount + qubit);
    return this.#firstX(row) < 0 ? (this.#signs[row] as 0 | 1) : undefined;
  }

  /** Projects a qubit whose value is not certain on a value. */
  project(qubit: number, value: 0 | 1): void {
    const observed = this.#place(this.qubitCount + qubit);
    const pivot = this.#firstX(observed);
    if (pivot < 0) return;
    this.#gather(observed, pivot);
    const words = this.#words;
    const word = pivot >>> 5;
    const shift = pivot & 31;
    const bits = this.#bits;
    const signs = this.#signs;
    const isY = ((bits[2 * words * observed + words + word] as number) >>> shift) & 1;
    // At the start of the circuit a gate on the pivot makes the Pauli matrix there Z. The projected state is the one that
    // this gate makes of |0⟩, or of |1⟩ for the other value, so the gate is the first of the circuit from now on.
    for (let row = 0; row < 2 * this.qubitCount; row++) {
      const xAt = 2 * words * row + word;
      const zAt = xAt + words;
      const x = ((bits[xAt] as number) >>> shift) & 1;
      const z = ((bits[zAt] as number) >>> shift) & 1;
      if (isY === 1) {
        // Exchanges Y and Z, and turns X over.
        if (z === 1) bits[xAt] = (bits[xAt] as number) ^ (1 << shift);
        signs[row] = (signs[row] as number) ^ (x & (z ^ 1));
      } else {
        if (x !== z) {
          bits[xAt] = (bits[xAt] as number) ^ (1 << shift);
          bits[zAt] = (bits[zAt] as number) ^ (1 << shift);
        }
        signs[row] = (signs[row] as number) ^ (x & z);
      }
    }
    if (signs[observed] === value) return;
    for (let row = 0; row < 2 * this.qubitCount; row++) {
      const z = ((bits[2 * words * row + words + word] as number) >>> shift) & 1;
      signs[row] = (signs[row] as number) ^ z;
    }
  }

  /** What a product of Pauli matrices on different qubits becomes when it is followed back to the start of the circuit. */
  followBack(factors: readonly PauliFactor[]): { readonly row: Uint32Array; readonly isNegative: boolean } {
    const row = new Uint32Array(2 * this.#words);
    let quarters = 0;
    for (const { axis, qubit } of factors) {
      if (axis !== 'Z') quarters += this.#multiplyInto(row, 0, qubit);
      if (axis !== 'X') quarters += this.#multiplyInto(row, 0, this.qubitCount + qubit);
      // Y = i X Z
      if (axis === 'Y') quarters += 1;
    }
    return { row, isNegative: ((quarters >>> 1) & 1) === 1 };
  }

  /** The mean of a product of Pauli matrices on different qubits, which is 1, −1 or 0. */
  expectation(factors: readonly PauliFactor[]): number {
    const { isNegative, row } = this.followBack(factors);
    if (firstOne(row, 0, this.#words) >= 0) return 0;
    return isNegative ? -1 : 1;
  }

  /** Makes the row of `observed` have X on the pivot only, by CX gates on |0…0⟩, which change nothing there. */
  #gather(observed: number, pivot: number): void {
    const words = this.#words;
    const bits = this.#bits;
    const start = 2 * words * observed;
    const others = bits.slice(start, start + words);
    const word = pivot >>> 5;
    const shift = pivot & 31;
    others[word] = (others[word] as number) & ~(1 << shift);
    if (others.every((value) => value === 0)) return;
    for (let row = 0; row < 2 * this.qubitCount; row++) {
      const x = 2 * words * row;
      const z = x + words;
      const hasX = ((bits[x + word] as number) >>> shift) & 1;
      const hasZ = ((bits[z + word] as number) >>> shift) & 1;
      let parity = 0;
      if (hasX === 0) {
        for (let index = 0; index < words; index++) parity ^= (bits[z + index] as number) & (others[index] as number);
        parity = countOnes(parity) & 1;
      } else {
        // A row is i^|x∧z| X^x Z^z, of which CX gates keep the order; so the sign changes with |x∧z|.
        let [ones, both] = [0, 0];
        for (let index = 0; index < words; index++) {
          const mask = others[index] as number;
          const zs = (bits[z + index] as number) & mask;
          const xs = bits[x + index] as number;
          if (zs !== 0) {
            ones += countOnes(zs);
            both += countOnes(zs & xs);
          }
          bits[x + index] = xs ^ mask;
        }
        parity = ones & 1;
        const lost = 2 * both - ones + hasZ - (hasZ ^ parity);
        if ((lost & 3) === 2) this.#signs[row] = (this.#signs[row] as number) ^ 1;
      }
      if (parity === 1) bits[z + word] = (bits[z + word] as number) ^ (1 << shift);
    }
  }

  /** The first qubit with an X in a row, by place; −1 for none. */
  #firstX(row: number): number {
    return firstOne(this.#bits, 2 * this.#words * row, this.#words);
  }

  /** left ← left · right · i^quarters, where that is a product with a sign. */
  #multiply(left: number, right: number, quarters: number): void {
    const place = this.#place(left);
    const found = this.#multiplyInto(this.#bits, 2 * this.#words * place, right);
    this.#signs[place] = (this.#signs[place] as number) ^ (((found + quarters) >>> 1) & 1);
  }

  /**
   * Multiplies the bits at `start` by a row from the right.
   * @returns the power of i of the product, the sign of the row included
   */
  #multiplyInto(target: Uint32Array, start: number, right: number): number {
    const words = this.#words;
    const place = this.#place(right);
    const quarters = multiplyPaulis(target, start, this.#bits, 2 * words * place, words);
    return quarters + 2 * (this.#signs[place] as number);
  }

  #negate(row: number): void {
    const place = this.#place(row);
    this.#signs[place] = (this.#signs[place] as number) ^ 1;
  }

  #exchange(one: number, other: number): void {
    const kept = this.#place(one);
    this.#places[one] = this.#place(other);
    this.#places[other] = kept;
  }

  #place(row: number): number {
    return this.#places[row] as number;
  }
}

/** Bytes of a tableau. */
export function tableauBytes(qubitCount: number): number {
  return 16 * qubitCount * wordsOf(qubitCount) + 10 * qubitCount;
}

/**
 * Refuses circuits too wide for a tableau, before any memory is asked for.
 * @throws Failure `too-large`
 */
export function requireTableau(qubitCount: number): void {
  if (tableauBytes(qubitCount) > maximumBytes) {
    throw tooLarge(qubitCount, `more than the ${formatBytes(maximumBytes)} the stabilizer method may take`);
  }
}

function tooLarge(qubitCount: number, why: string, cause?: unknown): Failure {
  return new Failure(
    'too-large',
    `The tableau of ${qubitCount} qubits needs ${formatBytes(tableauBytes(qubitCount))} of memory, ${why}.`,
    { advice: 'Use fewer qubits.', cause },
  );
}
