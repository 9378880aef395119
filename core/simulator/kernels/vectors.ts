/** a · b + c, of vectors of numbers of type T; rounded once where the module may use relaxed SIMD, else twice. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c − a · b */
// @ts-ignore: AssemblyScript's decorators
@inline
export function negativeMultiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c);
  return v128.sub<T>(c, v128.mul<T>(a, b));
}
