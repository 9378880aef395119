import type { RepeatPart, RepeatPartId } from '#core/runs/runRecord.ts';

/** Follows what the time of a repeat is spent on. */
export class RepeatParts {
  readonly #elapsed: () => number;
  readonly #ended: RepeatPart[];
  #current: { readonly id: RepeatPartId; readonly start: number } | undefined;

  /**
   * @param elapsed milliseconds of work since the beginning of the repeat, without interruptions
   * @param before what was known when the repeat was interrupted
   */
  constructor(elapsed: () => number, before: readonly RepeatPart[] = []) {
    this.#elapsed = elapsed;
    this.#ended = [...before];
  }

  /** From now on the time is spent on this part; nothing changes when it already is. */
  begin(id: RepeatPartId): void {
    if (this.#current?.id === id) return;
    this.#end();
    this.#current = { id, start: this.#elapsed() };
  }

  /** All parts so far, the one under way up to now. */
  sofar(): RepeatPart[] {
    const { id, start } = this.#current ?? {};
    return id === undefined || start === undefined
      ? [...this.#ended]
      : [...this.#ended, { id, start, duration: this.#elapsed() - start }];
  }

  #end(): void {
    this.#ended.splice(0, this.#ended.length, ...this.sofar());
    this.#current = undefined;
  }
}
