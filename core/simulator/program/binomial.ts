import { exponentialOf, logarithmOf, logarithmOfOnePlus } from '#core/base/elementary/exponential.ts';
import type { RandomStream } from '#core/base/random.ts';

/**
 * How many of `trials` independent trials succeed, each with the given probability. Draws one uniform where the expected
 * number is small (inversion), and a few otherwise (transformed rejection: W. Hörmann, "The generation of binomial
 * random variates", J. Stat. Comput. Simul. 46, 1993, algorithm BTRS).
 * @param trials a non-negative integer
 * @param probability values outside [0, 1], as rounding makes them, count as 0 or 1
 */
export function binomial(stream: RandomStream, trials: number, probability: number): number {
  if (trials === 0 || !(probability > 0)) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(stream, trials, 1 - probability);
  return trials * probability < 10
    ? byInversion(stream, trials, probability)
    : byRejection(stream, trials, probability);
}

function byInversion(stream: RandomStream, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let chance = exponentialOf(trials * logarithmOfOnePlus(-probability));
  let rest = stream.uniform();
  let successes = 0;
  while (rest >= chance && successes < trials) {
    rest -= chance;
    chance *= ((trials - successes) / (successes + 1)) * odds;
    successes++;
  }
  return successes;
}

function byRejection(stream: RandomStream, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  const deviation = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const centre = trials * probability + 0.5;
  const accepted = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((trials + 1) * probability);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniform();
    const margin = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / margin + b) * u + centre);
    if (margin >= 0.07 && v <= accepted) return successes;
    if (successes < 0 || successes > trials) continue;
    const height = logarithmOf((v * alpha) / (a / (margin * margin) + b));
    const bound =
      (mode + 0.5) * logarithmOf((mode + 1) / (odds * (trials - mode + 1))) +
      (trials + 1) * logarithmOf((trials - mode + 1) / (trials - successes + 1)) +
      (successes + 0.5) * logarithmOf((odds * (trials - successes + 1)) / (successes + 1)) +
      stirlingTail(mode) +
      stirlingTail(trials - mode) -
      stirlingTail(successes) -
      stirlingTail(trials - successes);
    if (height <= bound) return successes;
  }
}

/** ln k! minus Stirling's approximation of it in terms of k + 1. */
function stirlingTail(k: number): number {
  const small = tails[k];
  if (small !== undefined) return small;
  const x = k + 1;
  return (1 / 12 - (1 / 360 - 1 / 1260 / (x * x)) / (x * x)) / x;
}

/** Exact for k = 0…9: ln k! − [(k + ½) ln(k + 1) − (k + 1) + ½ ln 2π]. */
const tails: readonly number[] = Array.from({ length: 10 }, (_, k) => {
  let logFactorial = 0;
  for (let factor = 2; factor <= k; factor++) logFactorial += logarithmOf(factor);
  return logFactorial - ((k + 0.5) * logarithmOf(k + 1) - (k + 1) + 0.5 * logarithmOf(2 * Math.PI));
});
