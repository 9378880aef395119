interface Disposable {
  dispose(): unknown;
}

/**
 * Owns what must be released. The one base of everything in the extension that holds subscriptions; things tracked
 * after the end are released at once, so that late starters leak nothing.
 */
export class Disposables implements Disposable {
  readonly #tracked = new Set<Disposable>();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Releases `disposable` together with this object, and returns it. */
  track<T extends Disposable>(disposable: T): T {
    if (this.#isDisposed) disposable.dispose();
    else this.#tracked.add(disposable);
    return disposable;
  }

  /** Releases `disposable` now. */
  release(disposable: Disposable): void {
    if (this.#tracked.delete(disposable)) disposable.dispose();
  }

  /** Releases everything, the last tracked first. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const tracked = [...this.#tracked].reverse();
    this.#tracked.clear();
    for (const disposable of tracked) disposable.dispose();
  }
}
