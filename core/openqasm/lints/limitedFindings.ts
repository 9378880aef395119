import type { Diagnostic } from '#core/base/diagnostic.ts';

/** More findings of one lint in a file nobody looks at, unless all are asked for. */
export const mostFindings = 25;

/** Collects the findings of lints, a few of each kind; the last one says how many there are besides. */
export class LimitedFindings {
  readonly #limit: number;
  readonly #found = new Map<string, { readonly shown: Diagnostic[]; count: number }>();

  /** @param limit how many of each kind are shown */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(diagnostic: Diagnostic): void {
    const known = this.#found.get(diagnostic.code) ?? { shown: [], count: 0 };
    this.#found.set(diagnostic.code, known);
    known.count++;
    if (known.shown.length < this.#limit) known.shown.push(diagnostic);
  }

  /** Counts a finding of a code. Returns whether it would be shown, so that it is worth making. */
  isWanted(code: string): boolean {
    const known = this.#found.get(code);
    if (!known || known.shown.length < this.#limit) return true;
    known.count++;
    return false;
  }

  all(): Diagnostic[] {
    return [...this.#found.values()].flatMap(({ count, shown }) => {
      const last = shown.at(-1);
      if (!last || count === shown.length) return shown;
      const more = count - shown.length;
      const message = `${last.message} (${more === 1 ? 'One more of these is' : `${more} more of these are`} in the file.)`;
      return [...shown.slice(0, -1), { ...last, message }];
    });
  }
}
