import * as vscode from 'vscode';

interface Hearer<T> {
  answered(answer: T): void;
  failed(thrown: unknown): void;
}

/** Asks one question at a time: a later one cancels the one before, of which nobody hears any more. */
export class LatestRequest implements vscode.Disposable {
  #source: vscode.CancellationTokenSource | undefined;
  #isDisposed = false;

  /** Whether an answer is under way. */
  get isWaiting(): boolean {
    return this.#source !== undefined;
  }

  /** Asks at once; the answer, or what was thrown, is heard unless something else was asked or this was disposed by then. */
  ask<T>(question: (token: vscode.CancellationToken) => Promise<T>, hearer: Hearer<T>): void {
    if (this.#isDisposed) return;
    this.#source?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.#source = source;
    question(source.token)
      .then((answer) => {
        if (!source.token.isCancellationRequested) hearer.answered(answer);
      })
      .catch((thrown: unknown) => {
        if (!source.token.isCancellationRequested) hearer.failed(thrown);
      })
      .finally(() => {
        if (this.#source === source) this.#source = undefined;
        source.dispose();
      });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#source?.cancel();
  }
}
