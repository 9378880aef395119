import { randomBytes } from 'node:crypto';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { CredentialChain } from '#platform/credentials/credentialChain.ts';
import { currentUser } from '#platform/currentUser.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { productVersion, programFile } from '#platform/installation.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { type PoolOptions, SimulatorPool } from '#platform/simulatorPool.ts';
import { systemClock } from '#platform/systemClock.ts';
import { ClaimKeeper } from '#runner/claimKeeper.ts';
import { InspectedCircuit } from '#runner/inspectedCircuit.ts';
import { type RunnerServices, servicesInBudget } from '#runner/runnerServices.ts';
import type { CommandContext } from './commandContext.ts';
import type { Configuration } from './configuration.ts';

/**
 * Lends `work` what runs need, with a simulator that is closed afterwards.
 * @param credentials of `commandCredentials`; undefined for what reaches no backend
 * @param options of the simulator, and the budget of the configuration
 */
export async function withServices<T>(
  context: CommandContext,
  credentials: CredentialChain | undefined,
  work: (services: RunnerServices) => Promise<T>,
  options: Pick<PoolOptions, 'threads' | 'isRelaxed'> & Pick<Configuration, 'budget'> = {},
): Promise<T> {
  const file = programFile('simulatorWorker.cjs', 'platform/simulatorWorker.ts');
  const { budget, ...pool } = options;
  const simulator = new SimulatorPool(file, pool);
  const secrets = credentials ?? new CredentialChain(defaultProfile, [], context.redactor);
  const sdks = new PythonSdks(context);
  try {
    const services: RunnerServices = {
      clock: systemClock,
      http: createHttpClient(),
      secrets,
      credentialProfile: secrets.profile,
      tokens: context.tokens,
      aws: createAwsConnector((secret) => context.redactor.add(secret)),
      redactor: context.redactor,
      simulator,
      inspected: new InspectedCircuit(),
      local: new LocalJobs(sdks),
      environment: context.environment,
      version: productVersion(),
      user: currentUser(),
      claims: new ClaimKeeper(),
      openStore: async (workspaceFolder) => await openRunStore(workspaceFolder, systemClock),
      randomBits: () => randomBytes(4).readUInt32LE(),
    };
    return await work(servicesInBudget(services, budget?.monthly));
  } finally {
    sdks.close();
    // Whoever has cancelled is told so first, and does not wait for the threads.
    if (context.signal.isCancelled) setImmediate(() => void simulator.close());
    else await simulator.close();
  }
}
