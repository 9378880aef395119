// Amplitudes are (re, im) pairs of T, f64 or f32. What is computed of single amplitudes is computed in double precision.

/** The binary logarithm of the size of an amplitude in bytes. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function amplitudeShift<T>(): u32 {
  return sizeof<T>() == 8 ? 4 : 3;
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function loadAmplitude<T>(address: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(address);
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function storeAmplitude<T>(address: usize, value: v128): void {
  if (sizeof<T>() == 8) v128.store(address, value);
  else v128.store64_lane(address, f32x4.demote_f64x2_zero(value), 0);
}

/** (im, re) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function swapParts(value: v128): v128 {
  return v128.shuffle<i64>(value, value, 1, 0);
}

/** The product of two complex numbers of double precision. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function multiplyComplex(a: v128, b: v128): v128 {
  const re = f64x2.mul(a, v128.shuffle<i64>(b, b, 0, 0));
  const im = f64x2.mul(swapParts(a), f64x2.mul(v128.shuffle<i64>(b, b, 1, 1), f64x2(-1, 1)));
  return f64x2.add(re, im);
}
