/**
 * Replaces v by its Walsh–Hadamard transform: entry z becomes Σᵢ (−1)^{|i ∧ z|} v(i), in length · log₂ length additions.
 * @param values as many as a power of two
 */
export function walshTransform(values: Float64Array): void {
  const { length } = values;
  let half = 1;
  // Two levels at a time read and write every entry once for both.
  for (; 2 * half < length; half *= 4) {
    for (let start = 0; start < length; start += 4 * half) {
      for (let place = start; place < start + half; place++) {
        const a = values[place] as number;
        const b = values[place + half] as number;
        const c = values[place + 2 * half] as number;
        const d = values[place + 3 * half] as number;
        values[place] = a + b + (c + d);
        values[place + half] = a - b + (c - d);
        values[place + 2 * half] = a + b - (c + d);
        values[place + 3 * half] = a - b - (c - d);
      }
    }
  }
  if (half < length) {
    for (let place = 0; place < half; place++) {
      const a = values[place] as number;
      const b = values[place + half] as number;
      values[place] = a + b;
      values[place + half] = a - b;
    }
  }
}
