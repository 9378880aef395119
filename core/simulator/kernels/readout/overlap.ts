import { amplitudeShift, loadAmplitude, swapParts } from '../stateVector/amplitude';

/** Writes Σ a*(i) b(i) of chunk `chunk` of two states to `sums`, re and im. */
// @ts-ignore: AssemblyScript's decorators
@inline
function chunkOverlap<T>(a: usize, b: usize, amplitudes: u32, sums: usize, chunk: u32): void {
  const shift = amplitudeShift<T>();
  const from = (<usize>chunk * amplitudes) << shift;
  const end = from + (<usize>amplitudes << shift);
  let same = f64x2.splat(0);
  let crossed = f64x2.splat(0);
  for (let at = from; at < end; at += <usize>1 << shift) {
    const left = loadAmplitude<T>(a + at);
    const right = loadAmplitude<T>(b + at);
    same = f64x2.add(same, f64x2.mul(left, right));
    crossed = f64x2.add(crossed, f64x2.mul(left, swapParts(right)));
  }
  const to = sums + (<usize>chunk << 4);
  store<f64>(to, f64x2.extract_lane(same, 0) + f64x2.extract_lane(same, 1));
  store<f64>(to, f64x2.extract_lane(crossed, 0) - f64x2.extract_lane(crossed, 1), 8);
}

export function chunkOverlapF64(a: usize, b: usize, amplitudes: u32, sums: usize, chunk: u32, _thread: u32): void {
  chunkOverlap<f64>(a, b, amplitudes, sums, chunk);
}

export function chunkOverlapF32(a: usize, b: usize, amplitudes: u32, sums: usize, chunk: u32, _thread: u32): void {
  chunkOverlap<f32>(a, b, amplitudes, sums, chunk);
}
