import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { logarithmOf } from './elementary/exponential.ts';

/**
 * A seeded stream of random numbers (xoroshiro128+). The same seed gives the same numbers on every host.
 * Streams are drawn from by one owner only; give every purpose its own stream (see {@link randomStream}).
 */
export class RandomStream {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;
  #spareNormal: number | undefined;

  private constructor(generator: ReturnType<typeof xoroshiro128plus>, spareNormal: number | undefined) {
    this.#generator = generator;
    this.#spareNormal = spareNormal;
  }

  /** @param seed any 32-bit integer */
  static seeded(seed: number): RandomStream {
    return new RandomStream(xoroshiro128plus(seed | 0), undefined);
  }

  static restored(state: RandomStreamState): RandomStream {
    return new RandomStream(xoroshiro128plusFromState(state.generator), state.spareNormal);
  }

  /** Everything needed to continue the stream later, as plain JSON. */
  state(): RandomStreamState {
    const generator = [...this.#generator.getState()];
    return this.#spareNormal === undefined ? { generator } : { generator, spareNormal: this.#spareNormal };
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform integer in [0, bound); bound in 1…2³¹. */
  integerBelow(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1);
  }

  /** Standard normal (polar method of Marsaglia and Bray, 1964). */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const squared = u * u + v * v;
      if (squared > 0 && squared < 1) {
        const factor = Math.sqrt((-2 * logarithmOf(squared)) / squared);
        this.#spareNormal = v * factor;
        return u * factor;
      }
    }
  }

  /** A uniformly random permutation of 0…length−1 (Fisher–Yates). */
  permutation(length: number): number[] {
    const order = Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      const other = this.integerBelow(last + 1);
      const kept = order[last] as number;
      order[last] = order[other] as number;
      order[other] = kept;
    }
    return order;
  }
}

export interface RandomStreamState {
  readonly generator: readonly number[];
  readonly spareNormal?: number;
}

/**
 * A 32-bit seed derived from a root seed and a path of names and indices, e.g. `deriveSeed(7, 'split', 3)`.
 * FNV-1a over the path, then the finaliser of MurmurHash3, so that neighbouring paths give unrelated streams.
 */
export function deriveSeed(root: number, ...path: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = [root, ...path].join('/');
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash | 0;
}

/** The stream of one purpose, e.g. `randomStream(seeds.root, 'sampler', repeat)`. */
export function randomStream(root: number, ...path: readonly (string | number)[]): RandomStream {
  return RandomStream.seeded(deriveSeed(root, ...path));
}
