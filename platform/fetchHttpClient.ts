import type { HttpClient } from '#core/backends/http.ts';
import { Failure } from '#core/base/failure.ts';

/** Answers longer than this are given up: no provider sends them. */
const largestAnswer = 256 * 1024 * 1024;

/**
 * Sends requests with the platform's `fetch`. The timeout covers the whole exchange, the body included. Redirects are
 * not followed: they would carry credentials to another host.
 */
export function createHttpClient(): HttpClient {
  return async (request, signal) => {
    if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
    const host = hostOf(request.url);
    const controller = new AbortController();
    let ended: 'timeout' | 'cancelled' | undefined;
    const end = (why: 'timeout' | 'cancelled') => {
      ended ??= why;
      controller.abort();
    };
    const timer = setTimeout(() => end('timeout'), request.timeout);
    const stopListening = signal.onCancel(() => end('cancelled'));
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        redirect: 'manual',
        signal: controller.signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const body = await bodyOf(response, host);
      return { status: response.status, headers: Object.fromEntries(response.headers), body };
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      if (ended === 'cancelled') throw new Failure('cancelled', 'Cancelled.');
      if (ended === 'timeout') {
        throw new Failure('timeout', `${host} did not answer within ${request.timeout / 1000} s.`, {
          advice: 'Try again later.',
        });
      }
      throw new Failure('offline', `${host} cannot be reached${causeOf(thrown)}.`, {
        advice: 'Check the network connection and the proxy settings.',
      });
    } finally {
      clearTimeout(timer);
      stopListening();
    }
  };
}

async function bodyOf(response: Response, host: string): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > largestAnswer) {
      throw new Failure('too-large', `${host} sent more than ${largestAnswer / 1024 / 1024} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host;
  throw new Failure('invalid-input', 'The address of the backend is not a valid URL.', {
    advice: 'Correct its endpoint in the settings.',
  });
}

/** The system's code, such as ECONNREFUSED. Messages of `fetch` could repeat the URL with its query. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return code === undefined ? '' : ` (${code})`;
}
