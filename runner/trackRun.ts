import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { trackInMlflow } from './mlflow/trackInMlflow.ts';
import { trackInOpenTelemetry } from './openTelemetry/trackInOpenTelemetry.ts';
import type { ExecutionContext } from './runExecution.ts';
import type { RunnerServices } from './runnerServices.ts';

/** Sends a run to a service if its pipeline names one. */
type Tracker = (
  configuration: unknown,
  record: RunRecord,
  events: readonly RunEvent[],
  services: RunnerServices,
  signal: CancellationSignal,
) => Promise<void>;

const trackers: readonly { readonly failing: string; readonly track: Tracker }[] = [
  { failing: 'was not exported to MLflow', track: trackInMlflow },
  { failing: 'was not sent to the OpenTelemetry collector', track: trackInOpenTelemetry },
];

/**
 * Sends a run that has ended to the services its pipeline names in `tracking`. The run is what it is whether that works or
 * not: what goes wrong is a warning in the event log.
 */
export async function trackRun(record: RunRecord, context: Omit<ExecutionContext, 'backends'>): Promise<void> {
  const { listener, services, signal, store } = context;
  // Whoever cancels wants it to end; the run can be exported or resumed later.
  if (record.state === 'cancelled' || signal.isCancelled || !isTracked(record)) return;
  const clean = withoutKeptBack(services.redactor.redactJson(record), record);
  const events = withoutKeptBack(services.redactor.redactJson(await store.events(record.id)), record);
  for (const { failing, track } of trackers) {
    try {
      await track(record.configuration, clean, events, services, signal);
    } catch (thrown) {
      const { advice, message: why } = Failure.from(thrown);
      const message = services.redactor.redact(
        `The run is kept here, but ${failing}: ${why}${advice === undefined ? '' : ` ${advice}`}`,
      );
      listener.progress({ kind: 'warning', message });
      const event: RunEvent = { time: services.clock.now(), run: record.id, event: 'warning', message };
      await store.appendEvents(record.id, [event]);
    }
  }
}

function isTracked({ configuration }: RunRecord): boolean {
  return typeof configuration === 'object' && configuration !== null && 'tracking' in configuration;
}
