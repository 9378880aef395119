import { amplitudeShift } from './amplitude';

// Brings amplitudes into the order of the qubits, where a run has left them in another.

/** Exchanges the amplitudes at i and i ⊕ frame; `frame` is not 0. */
function exchangeFrames<T>(state: usize, amplitudes: u32, frame: u32): void {
  const shift = amplitudeShift<T>();
  const top: u32 = 1 << (31 - clz(frame));
  for (let index: u32 = 0; index < amplitudes; index = ((index | top) + 1) & ~top) {
    exchange<T>(state + ((<usize>index) << shift), state + ((<usize>(index ^ frame)) << shift));
  }
}

/** Exchanges two bits of all indices, given as masks. */
function exchangeBits<T>(state: usize, amplitudes: u32, low: u32, high: u32): void {
  const shift = amplitudeShift<T>();
  const both = low | high;
  for (let index = low; index < amplitudes; index = (((index | both) + 1) & ~both) | low) {
    exchange<T>(state + ((<usize>index) << shift), state + ((<usize>(index ^ both)) << shift));
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

export function exchangeFramesF64(state: usize, amplitudes: u32, frame: u32): void {
  exchangeFrames<f64>(state, amplitudes, frame);
}

export function exchangeFramesF32(state: usize, amplitudes: u32, frame: u32): void {
  exchangeFrames<f32>(state, amplitudes, frame);
}

export function exchangeBitsF64(state: usize, amplitudes: u32, low: u32, high: u32): void {
  exchangeBits<f64>(state, amplitudes, low, high);
}

export function exchangeBitsF32(state: usize, amplitudes: u32, low: u32, high: u32): void {
  exchangeBits<f32>(state, amplitudes, low, high);
}
