/** What an emulator does instead of answering properly, or before it. */
export type FaultEffect =
  /** Answers properly, later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Answers properly once this has settled, or never. */
  | { readonly kind: 'held'; readonly until: Promise<void> }
  /** Answers 429 with the provider's own body; `retryAfter` is the header as sent: seconds or an HTTP date. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string }
  /** Answers with the status and, unless another is given, the provider's own body for it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Answers 200 with something that is not JSON. */
  | { readonly kind: 'malformed' }
  /** Answers as the provider does when the token or key is not valid any more. */
  | { readonly kind: 'expired-token' }
  /** Closes the connection; `after` lets the request take effect first. */
  | { readonly kind: 'drop'; readonly after: boolean };

export interface Fault {
  readonly method?: string;
  /** Matched against the path without the query. */
  readonly path: RegExp;
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

  add(fault: Fault): void {
    this.#faults.push(fault);
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
    fault.times--;
    return fault.effect;
  }

  /** Takes the failure due for the job that is about to move on, if any. */
  strikeJob(): JobFailure | undefined {
    return this.#jobFailures.shift();
  }
}
