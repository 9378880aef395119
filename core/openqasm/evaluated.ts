/** Knows whether what is being looked at is ever evaluated; the right side of `false && …` is not. */
export class Evaluated {
  #here = true;

  get here(): boolean {
    return this.#here;
  }

  /** Looks at what is never evaluated. */
  never<Result>(look: () => Result): Result {
    const outer = this.#here;
    this.#here = false;
    const result = look();
    this.#here = outer;
    return result;
  }
}
