import { type RandomStream, randomStream } from '#core/base/random.ts';

/** Random decisions of a program generator; the same seed makes the same program. */
export class Choices {
  readonly #stream: RandomStream;

  constructor(seed: number, purpose: string) {
    this.#stream = randomStream(seed, purpose);
  }

  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number {
    return least + this.#stream.integerBelow(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.#stream.uniform() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.#stream.integerBelow(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to choose from.');
    return item;
  }

  /** Some different items in random order. */
  sample<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    return Array.from({ length: count }, () => {
      const [item] = left.splice(this.#stream.integerBelow(left.length), 1);
      if (item === undefined) throw new RangeError('There are not so many.');
      return item;
    });
  }

  /** What `make` makes, between `least` and `most` times. */
  several<Item>(least: number, most: number, make: () => Item): Item[] {
    return Array.from({ length: this.integer(least, most) }, make);
  }

  /** A number of few digits between −4 and 4. */
  decimal(): string {
    return (this.#stream.uniform() * 8 - 4).toFixed(3);
  }
}
