import { type PlacedState, placesOf } from '../../stateVector/readings/placedState.ts';
import type { SparseSweep } from './sparseSweep.ts';

const headBytes = 32;
const rowBytes = 8;
const entryBytes = 32;

/** A sweep as the kernels read it; see `kernels/noise/sparseSweep.ts`. */
export interface SweepTable {
  readonly bytes: Uint8Array;
  /** How many bits of an index a sweep does not run over. */
  readonly fixedBits: number;
  /** What the kernel needs to hold the numbers of a group. */
  readonly scratchBytes: number;
}

/** Where the bits of a vector are that has them in order. */
const inOrder: Pick<PlacedState, 'wires' | 'frame'> = { wires: Array.from({ length: 31 }, (_, bit) => bit), frame: 0 };

/** @param placed where the bits of the vector are, and which are exchanged; in order unless given */
export function sweepTable(sweep: SparseSweep, placed: Pick<PlacedState, 'wires' | 'frame'> = inOrder): SweepTable {
  const { bits, columns, controls, ends, im, re, rows } = sweep;
  const offsets = placesOf(bits, placed);
  const size = offsets.length;
  const first = headBytes + Math.ceil(size / 4) * 16;
  const bytes = new Uint8Array(first + rows.length * rowBytes + columns.length * entryBytes);
  const view = new DataView(bytes.buffer);
  const controlBits = controls.map(({ bit, value }) => {
    const mask = 1 << (placed.wires[bit] as number);
    return { mask, value: (placed.frame & mask) === 0 ? value : 1 - value };
  });
  const fixed = [...controlBits.map(({ mask }) => mask), ...bits.map((bit) => 1 << (placed.wires[bit] as number))];
  const controlValue = controlBits.reduce((all, { mask, value }) => (value === 1 ? all | mask : all), 0);
  const fixedMask = fixed.reduce((all, mask) => all | mask, 0);
  const head = [fixedMask, controlValue, size, rows.length, im === undefined ? 1 : 0];
  head.forEach((value, place) => {
    view.setUint32(4 * place, value, true);
  });
  offsets.forEach((offset, place) => {
    view.setUint32(headBytes + 4 * place, offset, true);
  });
  let at = first;
  let entry = 0;
  rows.forEach((row, place) => {
    const end = ends[place] as number;
    view.setUint32(at, offsets[row] as number, true);
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
  return { bytes, fixedBits: fixed.length, scratchBytes: 64 * Math.ceil(size / 4) };
}
