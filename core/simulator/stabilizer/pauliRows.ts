/**
 * Products of Pauli matrices packed in words of 32 bits: `words` words with a bit for every X, then as many for every Z;
 * both X and Z is Y.
 */

/** Words for the X, and again for the Z, of a product on so many qubits. */
export function wordsOf(qubitCount: number): number {
  return (qubitCount + 31) >>> 5;
}

/**
 * Multiplies the product at `start` of `target` from the right by the one at `from` of `source`.
 * @returns a number whose remainder modulo 4 is the power of i that the product has in front
 */
export function multiplyPaulis(
  target: Uint32Array,
  start: number,
  source: Uint32Array,
  from: number,
  words: number,
): number {
  // Two counters of one bit for each lane: how often i, modulo 4.
  let low = 0;
  let high = 0;
  for (let index = 0; index < words; index++) {
    const x1 = target[start + index] as number;
    const z1 = target[start + words + index] as number;
    const x2 = source[from + index] as number;
    const z2 = source[from + words + index] as number;
    const x = x1 ^ x2;
    const z = z1 ^ z2;
    const crossed = x1 & z2;
    const differing = (x2 & z1) ^ crossed;
    // Where the matrices differ their product has i, or −i for XZ, YX and ZY.
    high ^= (low ^ x ^ z ^ crossed) & differing;
    low ^= differing;
    target[start + index] = x;
    target[start + words + index] = z;
  }
  return countOnes(low) + 2 * countOnes(high);
}

/** The place of the lowest bit that is 1 among `words` words; −1 for none. */
export function firstOne(bits: Uint32Array, start: number, words: number): number {
  for (let index = 0; index < words; index++) {
    const word = bits[start + index] as number;
    if (word !== 0) return 32 * index + 31 - Math.clz32(word & -word);
  }
  return -1;
}

/** How many bits of a word are 1. */
export function countOnes(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
