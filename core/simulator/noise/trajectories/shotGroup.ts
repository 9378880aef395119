import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';

/** One run of the circuit. Its numbers come from its own stream, in the order in which things happen to it. */
export interface Shot {
  readonly index: number;
  readonly stream: RandomStream;
  /** The hazard gathered since its last event at which its next event happens. */
  threshold: number;
  /** What it has read of bits that are otherwise, which the memory it shares does not hold. */
  readonly misread: Map<number, number>;
}

/** Shots of a range, those with the nearest events first. */
export function createShots(seed: number, first: number, count: number): Shot[] {
  const shots = Array.from({ length: count }, (_, place): Shot => {
    const stream = randomStream(seed, 'trajectory', first + place);
    return { index: first + place, stream, threshold: nextThreshold(stream), misread: new Map() };
  });
  return byThreshold(shots);
}

/**
 * An exponentially distributed number: the probability to get past a hazard without event is its exponential. Channel
 * after channel, this is the same as to draw for each of them.
 */
export function nextThreshold(stream: RandomStream): number {
  // 1 − u is never 0.
  return -logarithmOf(1 - stream.uniform());
}

/** Sorts in place. */
export function byThreshold(shots: Shot[]): Shot[] {
  return shots.sort((left, right) => left.threshold - right.threshold || left.index - right.index);
}

/** How many shots have an event before the hazard reaches a value; they are the first ones. */
export function countBelow(shots: readonly Shot[], hazard: number): number {
  let low = 0;
  let high = shots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shots[middle] as Shot).threshold < hazard) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What shots that share a state have read of some bits: equal texts say the same. */
function misreadKey({ misread }: Shot, needs: (bit: number) => boolean): string {
  if (misread.size === 0) return '';
  return [...misread]
    .filter(([bit]) => needs(bit))
    .map(([bit, value]) => `${bit}:${value}`)
    .sort()
    .join();
}

/** Groups shots by what they have read of some bits. */
export function byMisread(shots: readonly Shot[], needs: (bit: number) => boolean): Map<string, Shot[]> {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = misreadKey(shot, needs);
    const group = groups.get(key);
    if (group) group.push(shot);
    else groups.set(key, [shot]);
  }
  return groups;
}
