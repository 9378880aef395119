/**
 * √(x² + y² + …), at most two units in the last place from the truth, and with the same bits on every host, unlike
 * `Math.hypot`. Neither overflows nor vanishes where the result does not.
 */
export function lengthOf(x: number, y: number, z = 0, w = 0): number {
  const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z), Math.abs(w));
  if (largest > 2 ** 500 && largest < Number.POSITIVE_INFINITY) {
    return lengthOf(x / 2 ** 600, y / 2 ** 600, z / 2 ** 600, w / 2 ** 600) * 2 ** 600;
  }
  if (largest < 1 / 2 ** 500 && largest > 0) {
    return lengthOf(x * 2 ** 600, y * 2 ** 600, z * 2 ** 600, w * 2 ** 600) / 2 ** 600;
  }
  return Math.sqrt(x * x + y * y + z * z + w * w);
}

/** √(x₁² + x₂² + …) of any number of values, with the same bits on every host; 0 for none. As safe as {@link lengthOf}. */
export function normOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, Math.abs(values[index] as number));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return largest;
  // A power of two changes no digits.
  const scale = largest > 2 ** 500 ? 2 ** -600 : largest < 2 ** -500 ? 2 ** 600 : 1;
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const value = (values[index] as number) * scale;
    sum += value * value;
  }
  return Math.sqrt(sum) / scale;
}
