// Signed sums of real numbers: with the sign (−1)^{|i ∧ z|} of number i, for one z or for all.

/**
 * Replaces v by its Walsh–Hadamard transform: entry z becomes Σᵢ (−1)^{|i ∧ z|} v(i).
 * @param count a power of two, at least 2
 */
export function walshTransform(values: usize, count: u32): void {
  const end = values + (<usize>count << 3);
  for (let at = values; at < end; at += 16) {
    const pair = v128.load(at);
    const first = v128.shuffle<f64>(pair, pair, 0, 0);
    const second = v128.shuffle<f64>(pair, pair, 1, 1);
    v128.store(at, f64x2.add(first, f64x2.mul(second, f64x2(1, -1))));
  }
  let half: usize = 16;
  const bytes = <usize>count << 3;
  // Two levels at a time read and write every entry once for both.
  for (; half << 1 < bytes; half <<= 2) {
    for (let start = values; start < end; start += half << 2) {
      for (let at = start; at < start + half; at += 16) {
        const a = v128.load(at);
        const b = v128.load(at + half);
        const c = v128.load(at + (half << 1));
        const d = v128.load(at + half * 3);
        const sumAB = f64x2.add(a, b);
        const sumCD = f64x2.add(c, d);
        const differenceAB = f64x2.sub(a, b);
        const differenceCD = f64x2.sub(c, d);
        v128.store(at, f64x2.add(sumAB, sumCD));
        v128.store(at + half, f64x2.add(differenceAB, differenceCD));
        v128.store(at + (half << 1), f64x2.sub(sumAB, sumCD));
        v128.store(at + half * 3, f64x2.sub(differenceAB, differenceCD));
      }
    }
  }
  if (half < bytes) {
    for (let at = values; at < values + half; at += 16) {
      const a = v128.load(at);
      const b = v128.load(at + half);
      v128.store(at, f64x2.add(a, b));
      v128.store(at + half, f64x2.sub(a, b));
    }
  }
}

/**
 * Σᵢ (−1)^{|i ∧ signs|} v(i), by folding the numbers in half again and again.
 * @param count a power of two, at least 2
 * @param scratch half as many numbers
 */
export function signedSum(values: usize, count: u32, signs: u32, scratch: usize): f64 {
  let from = values;
  let half = count >> 1;
  for (; half >= 2; half >>= 1) {
    const bytes = <usize>half << 3;
    if ((signs & half) != 0) {
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(scratch + at, f64x2.sub(v128.load(from + at), v128.load(from + at + bytes)));
      }
    } else {
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(scratch + at, f64x2.add(v128.load(from + at), v128.load(from + at + bytes)));
      }
    }
    from = scratch;
  }
  const first = load<f64>(from);
  const second = load<f64>(from, 8);
  return (signs & 1) != 0 ? first - second : first + second;
}
