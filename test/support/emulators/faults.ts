/** What an emulator does instead of answering properly, or before it. */
export type FaultEffect =
  /** Answers properly, later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Answers properly once `until` has settled, or never; `struck` is called when the request is here. */
  | { readonly kind: 'held'; readonly until: Promise<void>; readonly struck?: () => void }
  /** Answers 429 with the provider's own body; `retryAfter` is the header as sent: seconds or an HTTP date. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string }
  /**
   * Answers with the status and, unless another is given, the provider's own body for it; `after` lets the request take
   * effect first, as when a gateway on the way gives up.
   */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly after?: boolean;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The request takes effect, and is answered 200 with something that is not JSON. */
  | { readonly kind: 'malformed' }
  /** Answers as the provider does when the token or key is not valid any more. */
  | { readonly kind: 'expired-token' }
  /** Closes the connection; `after` lets the request take effect first. */
  | { readonly kind: 'drop'; readonly after: boolean };

export interface Fault {
  readonly method?: string;
  /** Matched against the path without the query. */
  readonly path: RegExp;
  /** How many matching requests it lets through before it strikes. */
  skips?: number;
  /** How often it strikes before it is used up. */
  times: number;
  readonly effect: FaultEffect;
}

/** How a job fails at the provider: its code of the error and what it says of it. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
}

/** What goes wrong at an emulator: faults of answers waiting to strike, first match first, and faults of jobs. */
export class FaultPlan {
  #faults: Fault[] = [];
  #jobFailures: JobFailure[] = [];
  /** While set, jobs wait in the queue. */
  stuckInQueue = false;

  /** @returns a function that takes the fault away again */
  add(fault: Fault): () => void {
    const own = { ...fault };
    this.#faults.push(own);
    return () => {
      this.#faults = this.#faults.filter((other) => other !== own);
    };
  }

  /** The next job that would move on fails with this instead. */
  failNextJob(failure: JobFailure): void {
    this.#jobFailures.push(failure);
  }

  clear(): void {
    this.#faults = [];
    this.#jobFailures = [];
    this.stuckInQueue = false;
  }

  /** Takes the effect due for this request, if any. */
  strike(method: string, path: string): FaultEffect | undefined {
    const fault = this.#faults.find(
      (candidate) => candidate.times > 0 && (candidate.method ?? method) === method && candidate.path.test(path),
    );
    if (!fault) return undefined;
    if (fault.skips) {
      fault.skips--;
      return undefined;
    }
    fault.times--;
    return fault.effect;
  }

  /** Takes the failure due for the job that is about to move on, if any. */
  strikeJob(): JobFailure | undefined {
    return this.#jobFailures.shift();
  }
}
