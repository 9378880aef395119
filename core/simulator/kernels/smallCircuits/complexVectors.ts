import { multiplyAdd } from '../vectors';

// A complex number is one vector: real part, imaginary part.

/** (cosine, cosine): with {@link sineOf}, the factor of a turn in the form that {@link rotated} takes. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function cosineOf(turn: usize): v128 {
  return v128.load64_splat(turn);
}

/** (−sine, sine) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function sineOf(turn: usize): v128 {
  return v128.xor(v128.load64_splat(turn, 8), i64x2(i64.MIN_VALUE, 0));
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function negated(vector: v128): v128 {
  return v128.xor(vector, i64x2.splat(i64.MIN_VALUE));
}

/** (imaginary part, real part) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function swapped(value: v128): v128 {
  return v128.shuffle<f64>(value, value, 1, 0);
}

/** value · (cosine + i sine) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function rotated(value: v128, cosine: v128, sine: v128): v128 {
  return multiplyAdd<f64>(swapped(value), sine, f64x2.mul(value, cosine));
}

/** The difference of the lanes: of Σ bra · swapped(ket) it is Im Σ bra* ket. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function lanesDifference(vector: v128): f64 {
  return f64x2.extract_lane(vector, 0) - f64x2.extract_lane(vector, 1);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function lanesSum(vector: v128): f64 {
  return f64x2.extract_lane(vector, 0) + f64x2.extract_lane(vector, 1);
}

/** The next offset whose bits in `fixed` are 0; `fixed` includes the bits below the size of an amplitude. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function following(offset: usize, fixed: usize): usize {
  return ((offset | fixed) + 1) & ~fixed;
}

/** The lowest bit that is not in `fixed`. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function lowestFree(fixed: usize): usize {
  return (fixed + 1) & ~fixed;
}
