import type { RandomStream } from '#core/base/random.ts';
import type { Table } from '../table.ts';
import { type GeneratedRow, generatedTable } from './generatedTable.ts';

/** Ten rows to learn from, then six to judge on, as in the variational classifier demonstration of PennyLane. */
const parityRows = [
  ...['0001', '0010', '0100', '0101', '0110', '0111', '1000', '1001', '1011', '1111'],
  ...['0000', '0011', '1010', '1110', '1100', '1101'],
];

/**
 * All strings of four bits in the columns b0…b3, of the class `1` when the number of ones is odd, else `0`. Rows 0–9 are
 * the training rows and rows 10–15 the test rows of the published example.
 */
export function fourBitParity(): Table {
  const rows = parityRows.map((text): GeneratedRow => {
    const bits = [...text].map(Number);
    return { features: bits, label: String(bits.reduce((sum, bit) => sum + bit, 0) % 2) };
  });
  return generatedTable('parity-4', ['b0', 'b1', 'b2', 'b3'], rows);
}

interface StripeOptions {
  readonly samples: number;
  /** Pixels on a side. */
  readonly size: number;
  /** Standard deviation of a normal change of every pixel. */
  readonly noise: number;
}

/**
 * Square pictures of pixels −1 and 1 in the columns p0_0, p0_1, … (row, column): `bars` are equal within every column,
 * `stripes` within every row. Pictures of one colour, which are both, are not drawn.
 */
export function barsAndStripes({ samples, size, noise }: StripeOptions, stream: RandomStream): Table {
  const indices = Array.from({ length: size }, (_, index) => index);
  const rows = Array.from({ length: samples }, (_, row): GeneratedRow => {
    const bars = row % 2 === 0;
    const lines = drawLines(size, stream);
    const pixels = indices.flatMap((y) => indices.map((x) => (lines[bars ? x : y] ? 1 : -1)));
    return {
      features: pixels.map((pixel) => (noise === 0 ? pixel : pixel + noise * stream.normal())),
      label: bars ? 'bars' : 'stripes',
    };
  });
  const names = indices.flatMap((y) => indices.map((x) => `p${y}_${x}`));
  return generatedTable('bars-and-stripes', names, rows);
}

/** Bits that are not all equal. */
function drawLines(size: number, stream: RandomStream): boolean[] {
  for (;;) {
    const lines = Array.from({ length: size }, () => stream.integerBelow(2) === 1);
    if (lines.includes(true) && lines.includes(false)) return lines;
  }
}
