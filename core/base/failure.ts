/**
 * Why an operation failed. Programs branch on the reason, people read the message; nothing ever matches on message text.
 * The second group are the reasons a backend may give.
 */
export const failureReasons = [
  'invalid-input',
  'not-found',
  'unreadable',
  'too-large',
  'unsupported',
  'conflict',
  'budget',
  'gate',
  'cancelled',
  'auth',
  'quota',
  'offline',
  'invalid-circuit',
  'backend-down',
  'timeout',
  'unknown',
] as const;

export type FailureReason = (typeof failureReasons)[number];

/** Where a failure happened; lines and characters are zero-based UTF-16 positions as in the language server protocol. */
export interface FailurePlace {
  readonly path: string;
  readonly line?: number;
  readonly character?: number;
}

export interface FailureDetails {
  readonly place?: FailurePlace;
  /** What the user can do next, as one sentence. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/**
 * An expected failure. `message` is one sentence that says what went wrong and why and is fit to be shown to a user;
 * it never contains a secret.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly reason: FailureReason;
  readonly place: FailurePlace | undefined;
  readonly advice: string | undefined;

  constructor(reason: FailureReason, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.reason = reason;
    this.place = details.place;
    this.advice = details.advice;
  }

  static is(value: unknown, reason?: FailureReason): value is Failure {
    return value instanceof Failure && (reason === undefined || value.reason === reason);
  }

  /** Turns anything thrown into a Failure, keeping Failures as they are. */
  static from(thrown: unknown, reason: FailureReason = 'unknown'): Failure {
    if (thrown instanceof Failure) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure(reason, message, { cause: thrown });
  }
}

/** One line for a terminal or a notification: place, message, advice. Positions are printed one-based. */
export function describeFailure(failure: Failure): string {
  const { place } = failure;
  let where = '';
  if (place) {
    const line = place.line === undefined ? '' : `:${place.line + 1}:${(place.character ?? 0) + 1}`;
    where = `${place.path}${line}: `;
  }
  return `${where}${failure.message}${failure.advice ? ` ${failure.advice}` : ''}`;
}
