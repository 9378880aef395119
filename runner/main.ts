import { randomBytes } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { stackText } from '#core/base/stackText.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { protectCredentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { currentUser } from '#platform/currentUser.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { productVersion, programFile } from '#platform/installation.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { systemClock } from '#platform/systemClock.ts';
import { ClaimKeeper } from './claimKeeper.ts';
import { InspectedCircuit } from './inspectedCircuit.ts';
import { processChannel } from './messageChannel.ts';
import { RemoteSecrets } from './remoteSecrets.ts';
import { RemoteTokens } from './remoteTokens.ts';
import { RunnerServer } from './runnerServer.ts';

yieldToEditor();
const channel = processChannel();
const redactor = new Redactor();
protectCredentialVariables(process.env, redactor);
// What nobody expected ends the process as it would by itself, but without the secrets it may hold.
process.on('uncaughtException', (thrown) => {
  process.stderr.write(`${redactor.redact(stackText(thrown))}\n`, () => process.exit(1));
});
const secrets = new RemoteSecrets((message) => channel.send(message), redactor);
const tokens = new RemoteTokens((message) => channel.send(message), redactor);
const claims = new ClaimKeeper();
const simulator = new SimulatorPool(programFile('simulatorWorker.cjs', 'platform/simulatorWorker.ts'));

const server = new RunnerServer(
  channel,
  {
    clock: systemClock,
    http: createHttpClient(),
    secrets,
    credentialProfile: defaultProfile,
    aws: createAwsConnector((secret) => redactor.add(secret)),
    redactor,
    simulator,
    inspected: new InspectedCircuit(),
    local: new LocalJobs(new PythonSdks({ environment: process.env })),
    environment: process.env,
    version: productVersion(),
    user: currentUser(),
    claims,
    openStore: async (workspaceFolder) => await openRunStore(workspaceFolder, systemClock),
    randomBits: () => randomBytes(4).readUInt32LE(),
  },
  secrets,
  tokens,
);

/**
 * A simulation uses all cores; when the editor needs one, it comes first. Threads get the priority of the process that
 * starts them.
 */
function yieldToEditor(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not everybody may do that.
  }
}

/**
 * The other side is gone, such as a window that was closed or reloaded. Runs are left where they are, at their last
 * checkpoint and with their jobs at providers going on, and are free at once for whoever resumes them.
 */
async function end(): Promise<never> {
  try {
    await claims.releaseAll();
  } catch {
    // Claims also end by themselves.
  }
  process.exit(0);
}

channel.onClose(() => void end());
process.on('SIGTERM', () => void end());
server.start();
