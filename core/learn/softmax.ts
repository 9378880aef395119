import { exponentialOf } from '#core/base/elementary/exponential.ts';

/** exp(score) in proportion, adding up to 1; the largest score is taken away first, so that nothing overflows. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(scores);
  const largest = Math.max(...values);
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const weight = exponentialOf((values[index] as number) - largest);
    values[index] = weight;
    total += weight;
  }
  for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) / total;
  return values;
}
