import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';

/**
 * A matrix, unitary or not, on some bits of the indices of a vector of complex numbers. Rows that change nothing are left
 * out, and so are entries that are zero.
 */
export interface SparseSweep {
  /** The bit of a vector's index for each bit of the matrix's index. */
  readonly bits: readonly number[];
  /** Bits that must have a value for the matrix to act. */
  readonly controls: readonly SweepControl[];
  /** The rows there are. */
  readonly rows: Int32Array;
  /** Where the entries of each of them end. */
  readonly ends: Int32Array;
  readonly columns: Int32Array;
  readonly re: Float64Array;
  /** Absent when all entries are real. */
  readonly im: Float64Array | undefined;
}

export interface SweepControl {
  readonly bit: number;
  readonly value: 0 | 1;
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
  controls: readonly SweepControl[] = [],
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
    bits,
    controls,
    rows: Int32Array.from(kept, ({ row }) => row),
    ends: Int32Array.from(ends),
    columns: Int32Array.from(entries, ({ column }) => column),
    re: Float64Array.from(entries, ({ re }) => re),
    im: entries.some(({ im }) => im !== 0) ? Float64Array.from(entries, ({ im }) => im) : undefined,
  };
}
