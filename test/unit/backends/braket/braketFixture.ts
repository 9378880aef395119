import { vi } from 'vitest';
import type { Backend, BackendJob } from '#core/backends/backend.ts';
import type { BraketConfiguration } from '#core/backends/backendConfiguration.ts';
import { createBackend } from '#core/backends/backendRegistry.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type BraketEmulator, startBraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';

export const account = {
  accessKeyId: 'AKIAEMULATEDUSER0001',
  secretAccessKey: 'planted/secret+key/of+the/emulated+account',
  account: '123456789012',
  user: 'ada',
};

const bucket = 'amazon-braket-emulated';
export const northernBucket = 'amazon-braket-emulated-north';

/** Nothing of the AWS configuration of whoever runs the tests is read. */
export async function startEmulator(): Promise<BraketEmulator> {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  return await startBraketEmulator({
    keys: [account],
    buckets: { [bucket]: 'us-east-1', [northernBucket]: 'eu-north-1' },
  });
}

/** A clock whose sleeps take no time and are written down. */
export function recordingClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.parse('2026-08-25T00:00:00Z'),
    monotonic: () => 0,
    sleep: async (milliseconds, signal) => {
      sleeps.push(milliseconds);
      if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
    },
  };
}

/** The real adapter over the real SDK, against the emulator. @param protect hears secrets that the SDK has found */
export function braket(
  emulator: BraketEmulator,
  clock: Clock,
  configuration: Partial<BraketConfiguration> = {},
  secret: string | undefined = `${account.accessKeyId}:${account.secretAccessKey}`,
  protect: (secret: string) => void = () => {},
): Backend {
  return createBackend(
    {
      id: 'cloud',
      adapter: 'braket',
      device: 'sv1',
      region: 'us-east-1',
      results: `s3://${bucket}/results`,
      credential: 'aws',
      endpoint: emulator.url,
      ...configuration,
    },
    {
      http: () => Promise.reject(new Error('Braket is reached by the SDK.')),
      clock,
      secrets: heldSecret(secret),
      tokens: { accessToken: async () => undefined },
      aws: createAwsConnector(protect),
    },
  );
}

export function circuit(qubitCount: number, bitCount: number, operations: readonly Operation[]): Circuit {
  return { qubitCount, bitCount, qubitRegisters: [], bitRegisters: [], parameters: [], operations };
}

export const measure = (qubit: number, bit: number): Operation => ({ kind: 'measure', qubit, bit });
export const x = (target: number, ...controls: readonly number[]): Operation => ({
  kind: 'gate',
  gate: 'x',
  parameters: [],
  controls: controls.map((qubit) => ({ qubit, value: 1 })),
  targets: [target],
});
export const h = (target: number): Operation => ({
  kind: 'gate',
  gate: 'h',
  parameters: [],
  controls: [],
  targets: [target],
});

/** `x` on qubit 0, a Bell pair of qubits 1 and 2: strings of bits c2 c1 c0 are 001 and 111. */
export const asymmetric = circuit(3, 3, [x(0), h(1), x(2, 1), measure(0, 0), measure(1, 1), measure(2, 2)]);

export const job = (circuits: readonly Circuit[], shots = 100, key = 'run-1-abc'): BackendJob => ({
  key,
  circuits,
  shots,
});
