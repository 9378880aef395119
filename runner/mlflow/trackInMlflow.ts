import * as z from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
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
 * Exports a run to the MLflow server its pipeline names in `tracking.mlflow`, if it names one.
 * @param configuration of the run; the record may lack what is not to leave the store
 * @throws Failure as `exportToMlflow`; `auth` for a credential that is not there or not to be sent
 */
export async function trackInMlflow(
  configuration: unknown,
  record: RunRecord,
  events: readonly RunEvent[],
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<void> {
  const tracked = trackedSchema.safeParse(configuration);
  if (!tracked.success) return;
  const { credentials, experiment, uri } = tracked.data.tracking.mlflow;
  const credential = await credentialFor(uri, credentials, services);
  const { clock, http } = services;
  await exportToMlflow(record, events, experiment, { uri, credential, http, clock, signal });
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
  const name = credentials.env ?? credentials.secret ?? 'mlflow';
  if (originOf(services.environment[mlflowAddressVariable]) !== originOf(uri)) {
    throw new Failure('auth', `The credential ${name} is not sent to a server that only the pipeline file names.`, {
      advice: `Set the environment variable ${mlflowAddressVariable} to the address of the server.`,
    });
  }
  const value =
    credentials.env === undefined
      ? await services.secrets.secret(name, credentials.profile)
      : services.environment[credentials.env];
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
