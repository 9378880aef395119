import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import type { JointReading, ReadoutMatrix } from './readoutErrors.ts';

/**
 * What may have been read of some bits. The state depends on what they truly are, which the memory holds until something
 * asks for a bit: only then it matters which way it was read.
 */
export interface PendingReading {
  /** Undefined where another value has been written over it. */
  readonly bits: readonly (number | undefined)[];
  /** The probability of each reading; bit j of an index is bit j. */
  readonly chances: readonly number[];
}

/** @param memory holds the true values of the bits */
export function pendingReading(
  { bits, matrix }: Pick<JointReading, 'bits' | 'matrix'>,
  memory: ClassicalMemory,
): PendingReading {
  return { bits, chances: readingChances(bits, matrix, memory) };
}

/** How likely each reading is of what the memory holds. */
function readingChances(bits: readonly number[], matrix: ReadoutMatrix, memory: ClassicalMemory): number[] {
  const truth = bits.reduce((index, bit, place) => index | ((memory.bits[bit] ?? 0) << place), 0);
  return matrix.map((row) => row[truth] ?? 0);
}

/** Readings without a bit that is written anew. */
export function withoutBit(pending: readonly PendingReading[], written: number | undefined): readonly PendingReading[] {
  if (written === undefined || !pending.some(({ bits }) => bits.includes(written))) return pending;
  return pending
    .map((reading) => ({ ...reading, bits: reading.bits.map((bit) => (bit === written ? undefined : bit)) }))
    .filter(({ bits }) => bits.some((bit) => bit !== undefined));
}

/** Whether some of the bits are still to be read. */
export function concerns({ bits }: PendingReading, needs: (bit: number) => boolean): boolean {
  return bits.some((bit) => bit !== undefined && needs(bit));
}

/** Writes a reading into the memory. */
export function writeReading(bits: readonly (number | undefined)[], reading: number, memory: ClassicalMemory): void {
  bits.forEach((bit, place) => {
    if (bit !== undefined) memory.bits[bit] = (reading >>> place) & 1;
  });
}

/** Parts of an amount by reading, those that are not 0. */
export function readingParts(
  chances: readonly number[],
  amount: number,
  split: (amount: number, probability: number) => { readonly zeros: number; readonly ones: number },
): { readonly reading: number; readonly amount: number }[] {
  const parts: { reading: number; amount: number }[] = [];
  const last = chances.findLastIndex((chance) => chance > 0);
  let [rest, likely] = [amount, 1];
  for (let reading = 0; reading <= last && rest > 0; reading++) {
    const chance = chances[reading] ?? 0;
    if (chance === 0) continue;
    // The last reading takes what is left, whatever rounding says.
    const { ones, zeros } = reading === last ? { ones: rest, zeros: 0 } : split(rest, Math.min(1, chance / likely));
    if (ones > 0) parts.push({ reading, amount: ones });
    rest = zeros;
    likely -= chance;
  }
  return parts;
}

/** Tells every way some bits may have been read, with its part of an amount; the memory holds it meanwhile. */
export function eachReading(
  pending: readonly PendingReading[],
  amount: number,
  memory: ClassicalMemory,
  split: (amount: number, probability: number) => { readonly zeros: number; readonly ones: number },
  found: (amount: number) => void,
): void {
  const [first, ...others] = pending;
  if (first === undefined) {
    found(amount);
    return;
  }
  const before = first.bits.map((bit) => (bit === undefined ? 0 : (memory.bits[bit] ?? 0)));
  for (const part of readingParts(first.chances, amount, split)) {
    writeReading(first.bits, part.reading, memory);
    eachReading(others, part.amount, memory, split, found);
  }
  first.bits.forEach((bit, place) => {
    if (bit !== undefined) memory.bits[bit] = before[place] ?? 0;
  });
}
