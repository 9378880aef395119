import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http.ts';

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles each time. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** Whether an answer with this status is worth another attempt. */
  readonly isPassing: (status: number) => boolean;
}

/** Milliseconds before the attempt that follows the given one (1, 2, …), honouring the server's `Retry-After`. */
export function retryDelay(policy: RetryPolicy, attempt: number, retryAfter: string | undefined, now: number): number {
  const backoff = Math.min(policy.firstDelay * 2 ** (attempt - 1), policy.longestDelay);
  if (retryAfter === undefined) return backoff;
  const seconds = Number(retryAfter);
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(asked) ? Math.max(backoff, Math.min(asked, 15 * 60_000)) : backoff;
}

/**
 * Sends a request until it is answered with a status that does not pass by itself. A POST is not repeated after a broken
 * connection or an error of the server, which a gateway may give for a request that took effect: nobody knows, and its
 * caller decides, unless the request says that repeating it does no harm.
 *
 * @throws Failure as `HttpClient`
 */
export async function sendWithRetry(
  http: HttpClient,
  request: HttpRequest,
  policy: RetryPolicy,
  clock: Clock,
  signal: CancellationSignal,
): Promise<HttpResponse> {
  const mayRepeat = request.method !== 'POST' || request.isRepeatable === true;
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= policy.attempts;
    let retryAfter: string | undefined;
    try {
      const response = await http(request, signal);
      if (last || !policy.isPassing(response.status)) return response;
      if (!mayRepeat && response.status >= 500) return response;
      retryAfter = response.headers['retry-after'];
    } catch (thrown) {
      const failure = Failure.from(thrown);
      const passing = failure.reason === 'offline' || failure.reason === 'timeout';
      if (last || !passing || !mayRepeat) throw failure;
    }
    await clock.sleep(retryDelay(policy, attempt, retryAfter, clock.now()), signal);
  }
}
