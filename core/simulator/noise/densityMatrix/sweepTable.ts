import type { SparseSweep } from './sparseSweep.ts';

const headBytes = 32;
const rowBytes = 8;
const entryBytes = 32;

/** A sweep as the kernel `sweepChunk` reads it; see `kernels/noise/sparseSweep.ts`. */
export function sweepTable({ columns, controlValue, ends, fixedMask, im, offsets, re, rows }: SparseSweep): Uint8Array {
  const size = offsets.length;
  const first = headBytes + Math.ceil(size / 4) * 16;
  const bytes = new Uint8Array(first + rows.length * rowBytes + columns.length * entryBytes);
  const view = new DataView(bytes.buffer);
  const head = [fixedMask, controlValue, size, rows.length, im === undefined ? 1 : 0];
  head.forEach((value, place) => {
    view.setUint32(4 * place, value, true);
  });
  offsets.forEach((offset, place) => {
    view.setUint32(headBytes + 4 * place, 16 * offset, true);
  });
  let at = first;
  let entry = 0;
  rows.forEach((row, place) => {
    const end = ends[place] as number;
    view.setUint32(at, 16 * (offsets[row] as number), true);
    view.setUint32(at + 4, end - entry, true);
    at += rowBytes;
    for (; entry < end; entry++) {
      const imaginary = im?.[entry] ?? 0;
      view.setUint32(at, 16 * (columns[entry] as number), true);
      view.setFloat64(at + 8, re[entry] as number, true);
      view.setFloat64(at + 16, -imaginary, true);
      view.setFloat64(at + 24, imaginary, true);
      at += entryBytes;
    }
  });
  return bytes;
}
