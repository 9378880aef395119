import { depositBits } from '../bits';
import { amplitudeShift, loadAmplitude, swapParts } from '../stateVector/amplitude';

// The density matrix of some qubits, ρ(row, column) = Σ ψ(row, rest) ψ*(column, rest) over all values of the other qubits,
// tile by tile. Amplitudes of a tile are gathered for some values of the rest at a time, so that they stay in the cache,
// and two rows and two columns are multiplied together, so that sums stay in registers.

/** Values of the rest that are gathered together. */
const GATHERED: u32 = 64;

/**
 * Adds one range of the rest to one tile of one of several partial density matrices, re and im interleaved.
 * @param offsets u32 by index of the matrix: the index of the amplitude whose other bits are 0
 * @param fixed the bits of the qubits of the matrix
 * @param tileSize a power of two from 2
 * @param tiles u32 twice for each tile: its first row and its first column; `tileCount` of them
 * @param rests how many values of the rest are a range, and `firstRange` is that of the first partial matrix
 * @param scratch of each thread `scratchBytes`: 2 KiB for every row of a tile
 * @param chunk the number of the partial matrix, times `tileCount`, and the number of the tile
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function reducedTile<T>(
  state: usize,
  offsets: usize,
  dimension: u32,
  fixed: u32,
  tileSize: u32,
  tiles: usize,
  tileCount: u32,
  rests: u32,
  firstRange: u32,
  output: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  const part = chunk / tileCount;
  const tile = tiles + (<usize>(chunk % tileCount) << 3);
  const row = load<u32>(tile);
  const column = load<u32>(tile, 4);
  const matrix = output + ((<usize>part * dimension * dimension) << 4);
  const rows = scratch + <usize>scratchBytes * thread;
  const isDiagonal = row == column;
  const columns = isDiagonal ? rows : rows + ((<usize>tileSize * GATHERED) << 4);
  let base = depositBits((firstRange + part) * rests, ~fixed);
  for (let done: u32 = 0; done < rests; done += GATHERED) {
    const count = min(GATHERED, rests - done);
    let next = base;
    for (let rest: u32 = 0; rest < count; rest++) {
      gather<T>(state, next, offsets + (<usize>row << 2), tileSize, rows + (<usize>rest << 4));
      if (!isDiagonal) gather<T>(state, next, offsets + (<usize>column << 2), tileSize, columns + (<usize>rest << 4));
      next = ((next | fixed) + 1) & ~fixed;
    }
    base = next;
    for (let i: u32 = 0; i < tileSize; i += 2) {
      for (let j: u32 = 0; j < tileSize; j += 2) {
        const to = matrix + (((<usize>(row + i) * dimension) + column + j) << 4);
        const panel: usize = <usize>GATHERED << 4;
        multiplyPanels(rows + <usize>i * panel, columns + <usize>j * panel, count, to, <usize>dimension << 4);
      }
    }
  }
}

/** Copies the amplitudes of a value of the rest to a place in every panel. */
// @ts-ignore: AssemblyScript's decorators
@inline
function gather<T>(state: usize, base: u32, offsets: usize, count: u32, to: usize): void {
  const shift = amplitudeShift<T>();
  for (let index: u32 = 0; index < count; index++) {
    const amplitude = loadAmplitude<T>(state + ((<usize>(base | load<u32>(offsets + (<usize>index << 2)))) << shift));
    v128.store(to + ((<usize>index * GATHERED) << 4), amplitude);
  }
}

/** Adds Σ a(r) b*(r) of two neighbouring panels a and two neighbouring panels b. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyPanels(a: usize, b: usize, count: u32, to: usize, stride: usize): void {
  const panel: usize = <usize>GATHERED << 4;
  let sum00 = f64x2.splat(0);
  let sum01 = f64x2.splat(0);
  let sum10 = f64x2.splat(0);
  let sum11 = f64x2.splat(0);
  for (let at: usize = 0; at < <usize>count << 4; at += 16) {
    const a0 = v128.load(a + at);
    const a1 = v128.load(a + panel + at);
    // −i a
    const turned0 = f64x2.mul(swapParts(a0), f64x2(1, -1));
    const turned1 = f64x2.mul(swapParts(a1), f64x2(1, -1));
    const re0 = v128.load64_splat(b + at);
    const im0 = v128.load64_splat(b + at, 8);
    const re1 = v128.load64_splat(b + panel + at);
    const im1 = v128.load64_splat(b + panel + at, 8);
    sum00 = f64x2.add(sum00, f64x2.add(f64x2.mul(a0, re0), f64x2.mul(turned0, im0)));
    sum01 = f64x2.add(sum01, f64x2.add(f64x2.mul(a0, re1), f64x2.mul(turned0, im1)));
    sum10 = f64x2.add(sum10, f64x2.add(f64x2.mul(a1, re0), f64x2.mul(turned1, im0)));
    sum11 = f64x2.add(sum11, f64x2.add(f64x2.mul(a1, re1), f64x2.mul(turned1, im1)));
  }
  v128.store(to, f64x2.add(v128.load(to), sum00));
  v128.store(to + 16, f64x2.add(v128.load(to + 16), sum01));
  v128.store(to + stride, f64x2.add(v128.load(to + stride), sum10));
  v128.store(to + stride + 16, f64x2.add(v128.load(to + stride + 16), sum11));
}

export function reducedTileF64(
  state: usize,
  offsets: usize,
  dimension: u32,
  fixed: u32,
  tileSize: u32,
  tiles: usize,
  tileCount: u32,
  rests: u32,
  firstRange: u32,
  output: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  reducedTile<f64>(
    state, offsets, dimension, fixed, tileSize, tiles, tileCount, rests, firstRange, output, scratch, scratchBytes, chunk,
    thread,
  );
}

export function reducedTileF32(
  state: usize,
  offsets: usize,
  dimension: u32,
  fixed: u32,
  tileSize: u32,
  tiles: usize,
  tileCount: u32,
  rests: u32,
  firstRange: u32,
  output: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  reducedTile<f32>(
    state, offsets, dimension, fixed, tileSize, tiles, tileCount, rests, firstRange, output, scratch, scratchBytes, chunk,
    thread,
  );
}
