import * as z from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunnerServices } from '../runnerServices.ts';
import {
  collectorVariable,
  environmentHeaders,
  environmentResource,
  environmentTimeout,
  isTrusted,
  tracesAddress,
} from './otlpServer.ts';
import { sendTrace } from './sendTrace.ts';

const trackedSchema = z.looseObject({ tracking: z.looseObject({ otel: z.looseObject({ endpoint: z.string() }) }) });

/**
 * Sends a run to the OpenTelemetry collector its pipeline names in `tracking.otel`, if it names one.
 * @param configuration of the run; the record may lack what is not to leave the store
 * @throws Failure as `sendTrace`
 */
export async function trackInOpenTelemetry(
  configuration: unknown,
  record: RunRecord,
  events: readonly RunEvent[],
  { clock, environment, http, redactor }: RunnerServices,
  signal: CancellationSignal,
): Promise<void> {
  const tracked = trackedSchema.safeParse(configuration);
  if (!tracked.success) return;
  const url = tracesAddress(tracked.data.tracking.otel.endpoint);
  const known = environmentHeaders(environment);
  for (const value of Object.values(known)) redactor.add(value);
  const headers = isTrusted(url, environment) ? known : {};
  const resource = environmentResource(environment);
  const timeout = environmentTimeout(environment);
  try {
    await sendTrace(record, events, { url, headers, resource, timeout, http, clock, signal });
  } catch (thrown) {
    if (!Failure.is(thrown, 'auth') || isTrusted(url, environment) || Object.keys(known).length === 0) throw thrown;
    throw new Failure('auth', thrown.message, {
      advice: `Headers are not sent to a server that only the pipeline file names: set ${collectorVariable} to its address.`,
      cause: thrown,
    });
  }
}
