/** An action that many may ask for and that happens at most once per interval, the last request included. */
export class Throttled {
  readonly #interval: number;
  readonly #action: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param interval milliseconds from the first request to the action */
  constructor(interval: number, action: () => void) {
    this.#interval = interval;
    this.#action = action;
  }

  request(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#action();
    }, this.#interval);
  }

  /** Forgets a request that was not yet granted. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
