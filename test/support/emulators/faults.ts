/** What an emulator does instead of answering properly. */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Answers 200 with something that is not JSON. */
  | { readonly kind: 'malformed' }
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

/** The faults waiting to strike, first match first. */
export class FaultPlan {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
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
}
