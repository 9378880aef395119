/** How much a variable without an initial value may still lack one: it never got one, or not on every way here. */
export type Lack = 'never' | 'maybe';

/** What differs on a way from the point where it begins: variables that lack a value there, or do no more. */
export type LackChanges = ReadonlyMap<number, Lack | undefined>;

/**
 * Variables that may lack a value at a point of a program, by symbol. A way from the point on has its own, which holds
 * only what is different on it, so that ways cost no more than what happens on them.
 */
export class LackingVariables {
  readonly #before: LackingVariables | undefined;
  readonly #changes = new Map<number, Lack | undefined>();

  /** @param before the point where the way begins */
  constructor(before?: LackingVariables) {
    this.#before = before;
  }

  get(symbol: number): Lack | undefined {
    for (let each: LackingVariables | undefined = this; each; each = each.#before) {
      if (each.#changes.has(symbol)) return each.#changes.get(symbol);
    }
    return undefined;
  }

  set(symbol: number, lack: Lack | undefined): void {
    if (this.get(symbol) !== lack) this.#changes.set(symbol, lack);
  }

  /** What has changed since a point before this one on the same way. */
  changesSince(point: LackingVariables | undefined): LackChanges {
    if (this.#before === point) return new Map(this.#changes);
    const changes = new Map<number, Lack | undefined>();
    for (let each: LackingVariables | undefined = this; each && each !== point; each = each.#before) {
      for (const [symbol, lack] of each.#changes) if (!changes.has(symbol)) changes.set(symbol, lack);
    }
    return changes;
  }

  /** Ways from this point on meet again, each with what has changed on it. */
  join(ways: readonly LackChanges[]): void {
    const changed = new Set(ways.flatMap((way) => [...way.keys()]));
    for (const symbol of changed) {
      const lacks = ways.map((way) => (way.has(symbol) ? way.get(symbol) : this.get(symbol)));
      const isLacking = lacks.some((lack) => lack !== undefined);
      this.set(symbol, lacks.every((lack) => lack === 'never') ? 'never' : isLacking ? 'maybe' : undefined);
    }
  }
}
