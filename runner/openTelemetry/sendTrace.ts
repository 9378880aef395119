import * as z from 'zod';
import type { HttpResponse } from '#core/backends/http.ts';
import { type RetryPolicy, sendWithRetry } from '#core/backends/retry.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { type RunTrace, runTrace } from '#core/runs/otlp/otlpTraces.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { OtlpServer } from './otlpServer.ts';

/** What is worth another attempt, as the protocol says. */
const policy: RetryPolicy = {
  attempts: 3,
  firstDelay: 500,
  longestDelay: 2_000,
  isPassing: (status) => status === 429 || status === 502 || status === 503 || status === 504,
};

/** A collector that asks for more patience is left: who waits for a run to end waits for this too. */
const longestPause = 5_000;

/** Keeps a request well below what collectors take, 20 MB unless told otherwise. */
const mostSpans = 5_000;

/**
 * Sends a run that has ended, or as far as it is, as a trace (OTLP over HTTP, JSON). Sending it again gives the same spans.
 * @throws Failure `auth`, `not-found`, `quota`, `too-large`, `invalid-input` when the collector refuses it or a part of
 * it, `backend-down`, `offline`, `timeout`, `cancelled`
 */
export async function sendTrace(record: RunRecord, events: readonly RunEvent[], server: OtlpServer): Promise<RunTrace> {
  const { clock, headers, http, resource, signal, timeout, url } = server;
  const trace = runTrace(record, events, resource, mostSpans);
  for (const body of trace.requests) {
    const request = {
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': 'application/json' },
      timeout,
      body: JSON.stringify(body),
      // The same spans, which the collector knows by their ids.
      isRepeatable: true,
    } as const;
    const response = await sendWithRetry(http, request, policy, impatient(clock), signal);
    if (response.status < 200 || response.status >= 300) throw refusal(response, url);
    requireAll(response, url);
  }
  return trace;
}

function impatient(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (milliseconds, signal) => clock.sleep(Math.min(milliseconds, longestPause), signal),
  };
}

const answerSchema = z.looseObject({
  partialSuccess: z
    .looseObject({ rejectedSpans: z.coerce.number().default(0), errorMessage: z.string().default('') })
    .optional(),
  message: z.string().optional(),
});

/** What a collector says: to a request it took, that it dropped a part of it; to another, why. */
function answerOf({ body }: HttpResponse): z.infer<typeof answerSchema> {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function requireAll(response: HttpResponse, url: string): void {
  const { errorMessage = '', rejectedSpans = 0 } = answerOf(response).partialSuccess ?? {};
  if (rejectedSpans === 0) return;
  const why = errorMessage === '' ? '' : `: ${errorMessage.slice(0, 300)}`;
  throw new Failure('invalid-input', `${new URL(url).host} has dropped ${rejectedSpans} of the spans${why}.`, {
    advice: 'Look into the configuration of the collector.',
  });
}

function refusal(response: HttpResponse, url: string): Failure {
  const { host, pathname } = new URL(url);
  const { status } = response;
  const { message = `status ${status}` } = answerOf(response);
  const reason = reasonOf(status);
  return new Failure(reason, `${host} refused ${pathname}: ${message.slice(0, 300)}.`, {
    advice: adviceOf(reason, status),
  });
}

function reasonOf(status: number): FailureReason {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404 || status === 405) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 429) return 'quota';
  return status >= 500 ? 'backend-down' : 'invalid-input';
}

function adviceOf(reason: FailureReason, status: number): string {
  if (reason === 'auth') return 'Check the headers for the collector in OTEL_EXPORTER_OTLP_HEADERS.';
  if (reason === 'not-found') return 'Check the address; OTLP over HTTP is usually at port 4318.';
  if (reason === 'backend-down' || reason === 'quota') return 'Export the run later: hybridq runs export --to otlp.';
  if (status === 415) return 'Use a collector that takes OTLP as JSON.';
  return 'Check that the address is that of a collector that takes OTLP over HTTP.';
}
