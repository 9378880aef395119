import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import type { Amplitudes } from '../../readout/amplitudes.ts';

/**
 * A matrix, unitary or not, on some bits of the indices of a vector of complex numbers. Rows that change nothing are left
 * out, and so are entries that are zero.
 */
export interface SparseSweep {
  /** Bits that a sweep does not run over: controls and targets. */
  readonly fixedMask: number;
  /** The required values of the controls. */
  readonly controlValue: number;
  /** Offsets of the numbers of a group from its first, by index of the matrix. */
  readonly offsets: Int32Array;
  /** The rows there are. */
  readonly rows: Int32Array;
  /** Where the entries of each of them end. */
  readonly ends: Int32Array;
  readonly columns: Int32Array;
  readonly re: Float64Array;
  /** Absent when all entries are real. */
  readonly im: Float64Array | undefined;
}

/** Entries smaller than this come from rounding where the exact product is zero. */
const negligible = 1e-17;

/**
 * @param bits the bit of a vector's index for each bit of the matrix's index
 * @param controls bits that must have a value for the matrix to act
 */
export function sparseSweep(
  matrix: DenseMatrix,
  bits: readonly number[],
  controls: readonly { readonly bit: number; readonly value: 0 | 1 }[] = [],
): SparseSweep {
  const size = matrix.dimension;
  const kept: { row: number; entries: { column: number; re: number; im: number }[] }[] = [];
  for (let row = 0; row < size; row++) {
    const entries: { column: number; re: number; im: number }[] = [];
    for (let column = 0; column < size; column++) {
      const re = matrix.re[row * size + column] ?? 0;
      const im = matrix.im[row * size + column] ?? 0;
      if (Math.abs(re) > negligible || Math.abs(im) > negligible) entries.push({ column, re, im });
    }
    const [only] = entries;
    const changesNothing = entries.length === 1 && only?.column === row && only.re === 1 && only.im === 0;
    if (!changesNothing) kept.push({ row, entries });
  }
  const entries = kept.flatMap((each) => each.entries);
  let end = 0;
  const ends = kept.map((each) => {
    end += each.entries.length;
    return end;
  });
  return {
    fixedMask: [...bits, ...controls.map(({ bit }) => bit)].reduce((mask, bit) => mask | (1 << bit), 0),
    controlValue: controls.reduce((sum, { bit, value }) => sum | (value << bit), 0),
    offsets: Int32Array.from({ length: size }, (_, index) =>
      bits.reduce((offset, bit, place) => offset | (((index >>> place) & 1) << bit), 0),
    ),
    rows: Int32Array.from(kept, ({ row }) => row),
    ends: Int32Array.from(ends),
    columns: Int32Array.from(entries, ({ column }) => column),
    re: Float64Array.from(entries, ({ re }) => re),
    im: entries.some(({ im }) => im !== 0) ? Float64Array.from(entries, ({ im }) => im) : undefined,
  };
}

/** Groups between two looks at the signal: some milliseconds of work. */
const chunkSize = 1 << 14;

/**
 * Multiplies the vector by the matrix.
 * @param vector re and im interleaved
 * @throws Failure `cancelled`; the vector is then half done
 */
export function applySweep(vector: Amplitudes, sweep: SparseSweep, signal: CancellationSignal): void {
  if (sweep.rows.length === 0) return;
  const { fixedMask } = sweep;
  let fixed = 0;
  for (let rest = fixedMask; rest !== 0; rest &= rest - 1) fixed++;
  const groups = vector.length / 2 / 2 ** fixed;
  let index = 0;
  for (let done = 0; done < groups; done += chunkSize) {
    throwIfCancelled(signal);
    const count = Math.min(chunkSize, groups - done);
    index =
      sweep.im === undefined
        ? realGroups(vector, sweep, index, count)
        : complexGroups(vector, sweep, sweep.im, index, count);
  }
}

function realGroups(vector: Amplitudes, sweep: SparseSweep, start: number, count: number): number {
  const { columns, controlValue, ends, fixedMask, offsets, re, rows } = sweep;
  const size = offsets.length;
  const held = new Float64Array(2 * size);
  let index = start;
  for (let group = 0; group < count; group++) {
    const base = index | controlValue;
    for (let entry = 0; entry < size; entry++) {
      const place = 2 * (base | (offsets[entry] as number));
      held[2 * entry] = vector[place] as number;
      held[2 * entry + 1] = vector[place + 1] as number;
    }
    let next = 0;
    for (let row = 0; row < rows.length; row++) {
      const end = ends[row] as number;
      let sumRe = 0;
      let sumIm = 0;
      for (; next < end; next++) {
        const factor = re[next] as number;
        const column = 2 * (columns[next] as number);
        sumRe += factor * (held[column] as number);
        sumIm += factor * (held[column + 1] as number);
      }
      const place = 2 * (base | (offsets[rows[row] as number] as number));
      vector[place] = sumRe;
      vector[place + 1] = sumIm;
    }
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
  return index;
}

function complexGroups(vector: Amplitudes, sweep: SparseSweep, im: Float64Array, start: number, count: number): number {
  const { columns, controlValue, ends, fixedMask, offsets, re, rows } = sweep;
  const size = offsets.length;
  const held = new Float64Array(2 * size);
  let index = start;
  for (let group = 0; group < count; group++) {
    const base = index | controlValue;
    for (let entry = 0; entry < size; entry++) {
      const place = 2 * (base | (offsets[entry] as number));
      held[2 * entry] = vector[place] as number;
      held[2 * entry + 1] = vector[place + 1] as number;
    }
    let next = 0;
    for (let row = 0; row < rows.length; row++) {
      const end = ends[row] as number;
      let sumRe = 0;
      let sumIm = 0;
      for (; next < end; next++) {
        const a = re[next] as number;
        const b = im[next] as number;
        const column = 2 * (columns[next] as number);
        const x = held[column] as number;
        const y = held[column + 1] as number;
        sumRe += a * x - b * y;
        sumIm += a * y + b * x;
      }
      const place = 2 * (base | (offsets[rows[row] as number] as number));
      vector[place] = sumRe;
      vector[place + 1] = sumIm;
    }
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
  return index;
}
