import { depositBits } from '../bits';
import { amplitudeShift } from './amplitude';

// Brings amplitudes into the order of the qubits, where a run has left them in another. A chunk has so many pairs of
// amplitudes to exchange, and no amplitude is in two of them.

/** Exchanges the amplitudes at i and i ⊕ frame; `frame` is not 0. */
// @ts-ignore: AssemblyScript's decorators
@inline
function exchangeFrames<T>(state: usize, pairs: u32, frame: u32, chunk: u32): void {
  const shift = amplitudeShift<T>();
  const top: u32 = 1 << (31 - clz(frame));
  let index = depositBits(chunk * pairs, ~top);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    exchange<T>(state + ((<usize>index) << shift), state + ((<usize>(index ^ frame)) << shift));
    index = ((index | top) + 1) & ~top;
  }
}

/** Exchanges two bits of all indices, given as masks. */
// @ts-ignore: AssemblyScript's decorators
@inline
function exchangeBits<T>(state: usize, pairs: u32, low: u32, high: u32, chunk: u32): void {
  const shift = amplitudeShift<T>();
  const both = low | high;
  let index = depositBits(chunk * pairs, ~both) | low;
  for (let pair: u32 = 0; pair < pairs; pair++) {
    exchange<T>(state + ((<usize>index) << shift), state + ((<usize>(index ^ both)) << shift));
    index = (((index | both) + 1) & ~both) | low;
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function exchange<T>(a: usize, b: usize): void {
  if (sizeof<T>() == 8) {
    const value = v128.load(a);
    v128.store(a, v128.load(b));
    v128.store(b, value);
  } else {
    const value = load<u64>(a);
    store<u64>(a, load<u64>(b));
    store<u64>(b, value);
  }
}

export function exchangeFramesF64(state: usize, pairs: u32, frame: u32, chunk: u32, _thread: u32): void {
  exchangeFrames<f64>(state, pairs, frame, chunk);
}

export function exchangeFramesF32(state: usize, pairs: u32, frame: u32, chunk: u32, _thread: u32): void {
  exchangeFrames<f32>(state, pairs, frame, chunk);
}

export function exchangeBitsF64(state: usize, pairs: u32, low: u32, high: u32, chunk: u32, _thread: u32): void {
  exchangeBits<f64>(state, pairs, low, high, chunk);
}

export function exchangeBitsF32(state: usize, pairs: u32, low: u32, high: u32, chunk: u32, _thread: u32): void {
  exchangeBits<f32>(state, pairs, low, high, chunk);
}
