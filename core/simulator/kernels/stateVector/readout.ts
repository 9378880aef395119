import { amplitudeShift, loadAmplitude, storeAmplitude } from './amplitude';

// Reading a state chunk by chunk. Sums over a chunk go into a place of their own, so that they can be added in order,
// whichever thread computed them. A chunk has `amplitudes` of them, a power of two.

/** |a|² */
// @ts-ignore: AssemblyScript's decorators
@inline
function probability<T>(address: usize): f64 {
  const amplitude = loadAmplitude<T>(address);
  const squares = f64x2.mul(amplitude, amplitude);
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function chunkBitNorms<T>(state: usize, amplitudes: u32, bit: u32, sums: usize, chunk: u32): void {
  const shift = amplitudeShift<T>();
  const first = chunk * amplitudes;
  let zero: f64 = 0;
  let one: f64 = 0;
  if (bit >= amplitudes) {
    for (let index: u32 = 0; index < amplitudes; index++) {
      zero += probability<T>(state + ((<usize>(first + index)) << shift));
    }
    if ((first & bit) != 0) {
      one = zero;
      zero = 0;
    }
  } else {
    for (let index: u32 = 0; index < amplitudes; index = ((index | bit) + 1) & ~bit) {
      zero += probability<T>(state + ((<usize>(first + index)) << shift));
      one += probability<T>(state + ((<usize>(first + index + bit)) << shift));
    }
  }
  store<f64>(sums + (<usize>chunk << 4), zero);
  store<f64>(sums + (<usize>chunk << 4), one, 8);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function chunkCollapse<T>(state: usize, amplitudes: u32, bit: u32, kept: u32, scale: f64, chunk: u32): void {
  const shift = amplitudeShift<T>();
  const first = chunk * amplitudes;
  const factor = f64x2.splat(scale);
  const nothing = f64x2.splat(0);
  for (let index = first; index < first + amplitudes; index++) {
    const at = state + ((<usize>index) << shift);
    storeAmplitude<T>(at, (index & bit) == kept ? f64x2.mul(loadAmplitude<T>(at), factor) : nothing);
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function chunkSamples<T>(
  state: usize,
  amplitudes: u32,
  frame: u32,
  bases: usize,
  points: usize,
  starts: usize,
  found: usize,
  chunk: u32,
): void {
  const shift = amplitudeShift<T>();
  let at = load<u32>(starts + (<usize>chunk << 2));
  const end = load<u32>(starts + (<usize>chunk << 2), 4);
  if (at == end) return;
  let sum = load<f64>(bases + (<usize>chunk << 3));
  let possible = chunk * amplitudes;
  let next = load<f64>(points + (<usize>at << 3));
  for (let index = possible; index < (chunk + 1) * amplitudes; index++) {
    const part = probability<T>(state + ((<usize>(index ^ frame)) << shift));
    if (part == 0) continue;
    sum += part;
    possible = index;
    while (next < sum) {
      store<u32>(found + (<usize>at << 2), index);
      at++;
      if (at == end) return;
      next = load<f64>(points + (<usize>at << 3));
    }
  }
  // What rounding left above the sum belongs to the last amplitude that can be found.
  for (; at < end; at++) store<u32>(found + (<usize>at << 2), possible);
}

/** Writes the probability of chunk `chunk` with the qubit at 0, and with the qubit at 1, to `sums`. */
export function chunkBitNormsF64(state: usize, amplitudes: u32, bit: u32, sums: usize, chunk: u32, _thread: u32): void {
  chunkBitNorms<f64>(state, amplitudes, bit, sums, chunk);
}

export function chunkBitNormsF32(state: usize, amplitudes: u32, bit: u32, sums: usize, chunk: u32, _thread: u32): void {
  chunkBitNorms<f32>(state, amplitudes, bit, sums, chunk);
}

/** Keeps what has the bit as in `kept`, times `scale`, and sets the rest to 0. */
export function chunkCollapseF64(
  state: usize,
  amplitudes: u32,
  bit: u32,
  kept: u32,
  scale: f64,
  chunk: u32,
  _thread: u32,
): void {
  chunkCollapse<f64>(state, amplitudes, bit, kept, scale, chunk);
}

export function chunkCollapseF32(
  state: usize,
  amplitudes: u32,
  bit: u32,
  kept: u32,
  scale: f64,
  chunk: u32,
  _thread: u32,
): void {
  chunkCollapse<f32>(state, amplitudes, bit, kept, scale, chunk);
}

/**
 * Finds for sorted points on the running sum of probabilities the indices they fall on, where the amplitude of an index is
 * found at the index ⊕ frame.
 * @param bases f64 by chunk: the sum before it
 * @param starts u32 by chunk: the first of its points; one more than there are chunks
 * @param found u32 by point
 */
export function chunkSamplesF64(
  state: usize,
  amplitudes: u32,
  frame: u32,
  bases: usize,
  points: usize,
  starts: usize,
  found: usize,
  chunk: u32,
  _thread: u32,
): void {
  chunkSamples<f64>(state, amplitudes, frame, bases, points, starts, found, chunk);
}

export function chunkSamplesF32(
  state: usize,
  amplitudes: u32,
  frame: u32,
  bases: usize,
  points: usize,
  starts: usize,
  found: usize,
  chunk: u32,
  _thread: u32,
): void {
  chunkSamples<f32>(state, amplitudes, frame, bases, points, starts, found, chunk);
}
