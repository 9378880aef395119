import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { ExecutionContext } from '../runExecution.ts';
import type { RunnerServices } from '../runnerServices.ts';
import { exportToMlflow } from './exportToMlflow.ts';

const trackedSchema = z.looseObject({
  tracking: z.looseObject({
    mlflow: z.looseObject({
      uri: z.string(),
      experiment: z.string(),
      credentials: z
        .looseObject({ secret: z.string().optional(), env: z.string().optional(), profile: z.string().optional() })
        .optional(),
    }),
  }),
});
type Credentials = z.infer<typeof trackedSchema>['tracking']['mlflow']['credentials'];

/** The variable that names the MLflow server a user trusts with credentials, as for MLflow's own clients. */
export const mlflowAddressVariable = 'MLFLOW_TRACKING_URI';

/**
 * Exports a run that has ended to the MLflow server its pipeline names in `tracking.mlflow`, if it names one. The run is
 * what it is whether that works or not: what goes wrong is a warning in the event log.
 */
export async function trackRun(record: RunRecord, context: Omit<ExecutionContext, 'backends'>): Promise<void> {
  const { listener, services, signal, store } = context;
  const tracked = trackedSchema.safeParse(record.configuration);
  // Whoever cancels wants it to end; the run can be exported or resumed later.
  if (!tracked.success || record.state === 'cancelled' || signal.isCancelled) return;
  const { credentials, experiment, uri } = tracked.data.tracking.mlflow;
  try {
    const credential = await credentialFor(uri, credentials, services);
    const clean = withoutKeptBack(services.redactor.redactJson(record), record);
    const events = withoutKeptBack(services.redactor.redactJson(await store.events(record.id)), record);
    await exportToMlflow(clean, events, experiment, {
      uri,
      credential,
      http: services.http,
      clock: services.clock,
      signal,
    });
  } catch (thrown) {
    const { advice, message: why } = Failure.from(thrown);
    const message = services.redactor.redact(
      `The run is kept here, but was not exported to MLflow: ${why}${advice === undefined ? '' : ` ${advice}`}`,
    );
    listener.progress({ kind: 'warning', message });
    const event: RunEvent = { time: services.clock.now(), run: record.id, event: 'warning', message };
    await store.appendEvents(record.id, [event]);
  }
}

/**
 * The value of a credential that a pipeline file names, for a server that the file names too. It is given away only when
 * the user's environment names the same server: otherwise any file could have any credential sent to any place.
 */
async function credentialFor(
  uri: string,
  credentials: Credentials,
  services: RunnerServices,
): Promise<string | undefined> {
  if (credentials === undefined) return undefined;
  const name = credentials.env ?? credentials.secret ?? credentials.profile ?? '';
  if (originOf(services.environment[mlflowAddressVariable]) !== originOf(uri)) {
    throw new Failure('auth', `The credential ${name} is not sent to a server that only the pipeline file names.`, {
      advice: `Set the environment variable ${mlflowAddressVariable} to the address of the server.`,
    });
  }
  const value =
    credentials.env === undefined ? await services.secrets.secret(name) : services.environment[credentials.env];
  if (value === undefined || value === '') {
    throw new Failure('auth', `There is no credential ${name} for the MLflow server.`, {
      advice: 'Add it under this name.',
    });
  }
  services.redactor.add(value);
  return value;
}

function originOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
}
