import { randomStream } from '#core/base/random.ts';

/**
 * The bit string of every shot in the order of the shots. Shots are independent, so that given how often each outcome
 * was found, all orders are equally likely: one is drawn with the seed.
 */
export function shotMemory(counts: Readonly<Record<string, number>>, seed: number): string[] {
  const outcomes = Object.entries(counts).flatMap(([bits, count]) => new Array<string>(count).fill(bits));
  return randomStream(seed, 'order of shots')
    .permutation(outcomes.length)
    .map((place) => outcomes[place] ?? '');
}
