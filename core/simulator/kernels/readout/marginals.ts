import { amplitudeShift, loadAmplitude } from '../stateVector/amplitude';

/** How many amplitudes have their keys looked up in a table. */
const BLOCK: u32 = 4096;

/**
 * Adds the probabilities of one range of the state to those of the values that some wires have in it.
 * @param amplitudes of a range; ranges of a table follow each other, `ranges` of them
 * @param keys u32 by the lowest twelve bits of an index: their part of the value
 * @param wires u32 by place in the value
 * @param tables f64 by value; of each chunk `tableBytes` after that of the one before
 * @param range which of the ranges of every table
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function chunkMarginals<T>(
  state: usize,
  amplitudes: u32,
  keys: usize,
  wires: usize,
  wireCount: u32,
  tables: usize,
  tableBytes: u32,
  range: u32,
  ranges: u32,
  chunk: u32,
): void {
  const shift = amplitudeShift<T>();
  const table = tables + <usize>tableBytes * chunk;
  const first = (chunk * ranges + range) * amplitudes;
  const block = min(BLOCK, amplitudes);
  for (let start = first; start < first + amplitudes; start += block) {
    let base: u32 = 0;
    for (let place: u32 = 0; place < wireCount; place++) {
      base |= (((start & ~(BLOCK - 1)) >> load<u32>(wires + (<usize>place << 2))) & 1) << place;
    }
    const from = state + ((<usize>start) << shift);
    const inner = keys + ((<usize>(start & (BLOCK - 1))) << 2);
    for (let index: u32 = 0; index < block; index++) {
      const amplitude = loadAmplitude<T>(from + (<usize>index << shift));
      const squares = f64x2.mul(amplitude, amplitude);
      const at = table + (<usize>(base | load<u32>(inner + (<usize>index << 2))) << 3);
      store<f64>(at, load<f64>(at) + f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1));
    }
  }
}

export function chunkMarginalsF64(
  state: usize,
  amplitudes: u32,
  keys: usize,
  wires: usize,
  wireCount: u32,
  tables: usize,
  tableBytes: u32,
  range: u32,
  ranges: u32,
  chunk: u32,
  _thread: u32,
): void {
  chunkMarginals<f64>(state, amplitudes, keys, wires, wireCount, tables, tableBytes, range, ranges, chunk);
}

export function chunkMarginalsF32(
  state: usize,
  amplitudes: u32,
  keys: usize,
  wires: usize,
  wireCount: u32,
  tables: usize,
  tableBytes: u32,
  range: u32,
  ranges: u32,
  chunk: u32,
  _thread: u32,
): void {
  chunkMarginals<f32>(state, amplitudes, keys, wires, wireCount, tables, tableBytes, range, ranges, chunk);
}
