/** Σ x² of `count` doubles at `address`; `count` is even. */
export function sumOfSquaresF64(address: usize, count: u32): f64 {
  let sum = f64x2.splat(0);
  const end = address + ((<usize>count) << 3);
  for (let at = address; at < end; at += 16) {
    const pair = v128.load(at);
    sum = f64x2.add(sum, f64x2.mul(pair, pair));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Σ x² of `count` floats at `address`, summed in double precision; `count` is even. */
export function sumOfSquaresF32(address: usize, count: u32): f64 {
  let sum = f64x2.splat(0);
  const end = address + ((<usize>count) << 2);
  for (let at = address; at < end; at += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    sum = f64x2.add(sum, f64x2.mul(pair, pair));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
