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
