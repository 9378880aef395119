import type { HttpClient } from '#core/backends/http.ts';
import { Failure } from '#core/base/failure.ts';

/** Sends requests with the runtime's `fetch`. Answers larger than 64 MB are refused with reason `too-large`. */
export function fetchHttpClient(): HttpClient {
  return async (request, signal) => {
    const abort = new AbortController();
    let ended: 'cancelled' | 'timeout' | undefined;
    const end = (why: 'cancelled' | 'timeout') => {
      ended ??= why;
      abort.abort();
    };
    const timer = setTimeout(() => end('timeout'), request.timeout);
    const stopListening = signal.onCancel(() => end('cancelled'));
    const host = new URL(request.url).host;
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        signal: abort.signal,
        // A redirect would carry the credential to another host.
        redirect: 'error',
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const length = Number(response.headers.get('content-length') ?? 0);
      if (length > largestAnswer) {
        throw new Failure('too-large', `${host} answered with ${length} bytes; the limit is ${largestAnswer}.`);
      }
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (thrown) {
      if (ended === 'cancelled') throw new Failure('cancelled', 'Cancelled.');
      if (ended === 'timeout') {
        throw new Failure('timeout', `${host} did not answer within ${request.timeout / 1000} s.`, {
          advice: 'Check the network, or try again later.',
          cause: thrown,
        });
      }
      if (thrown instanceof Failure) throw thrown;
      throw new Failure('offline', `${host} cannot be reached (${networkCause(thrown)}).`, {
        advice: 'Check the network, the proxy settings and the address.',
        cause: thrown,
      });
    } finally {
      clearTimeout(timer);
      stopListening();
    }
  };
}

const largestAnswer = 64 * 1024 * 1024;

/** `fetch` wraps the interesting error; its code (ECONNREFUSED, ENOTFOUND, …) is what helps. */
function networkCause(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
