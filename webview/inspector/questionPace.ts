/** Where questions go, who waits, and for how long. */
export interface PaceHost {
  send(id: number, question: string): void;
  /** Calls back after so many milliseconds; the returned function prevents it. */
  after(milliseconds: number, call: () => void): () => void;
  /** Milliseconds. */
  now(): number;
}

/** How long an answer is waited for before the next question takes the place of its question, in milliseconds. */
const patience = { least: 300, most: 5000 };

/**
 * Asks one question at a time, and of those that come meanwhile only the last one, so that what is shown follows a slider
 * that moves faster than answers come. A question that takes much longer than the one before is given up for the next one.
 */
export class QuestionPace {
  readonly #host: PaceHost;
  #lastId: number;
  /** The one that is not answered yet. */
  #asked: { readonly id: number; readonly at: number; isLate: boolean } | undefined;
  #next: string | undefined;
  /** Of the latest answer, in milliseconds. */
  #duration = 0;
  #stopWaiting = () => {};

  /** @param before the number of a question that was asked before; those asked here have larger ones */
  constructor(host: PaceHost, before: number) {
    this.#host = host;
    this.#lastId = before;
  }

  /** Asks now or as soon as the question before is answered. */
  ask(question: string): void {
    if (this.#asked === undefined || this.#asked.isLate) this.askNow(question);
    else this.#next = question;
  }

  /** Asks even if the question before is not answered, as nobody wants its answer any more. */
  askNow(question: string): void {
    this.#stopWaiting();
    this.#next = undefined;
    const asked = { id: ++this.#lastId, at: this.#host.now(), isLate: false };
    this.#asked = asked;
    const wait = Math.min(patience.most, Math.max(patience.least, 3 * this.#duration));
    this.#stopWaiting = this.#host.after(wait, () => {
      asked.isLate = true;
      if (this.#next !== undefined) this.askNow(this.#next);
    });
    this.#host.send(asked.id, question);
  }

  /** Whether this answers the question that was asked last. */
  isAwaited(id: number): boolean {
    return this.#asked?.id === id;
  }

  /** Notes an answer, and asks what has come meanwhile. */
  answered(id: number): void {
    if (this.#asked?.id !== id) return;
    this.#duration = this.#host.now() - this.#asked.at;
    this.#asked = undefined;
    this.#stopWaiting();
    if (this.#next !== undefined) this.askNow(this.#next);
  }

  /** Whether the latest question has been answered. */
  get isIdle(): boolean {
    return this.#asked === undefined;
  }

  stop(): void {
    this.#stopWaiting();
    this.#next = undefined;
  }
}
