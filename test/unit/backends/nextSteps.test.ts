import { describe, expect, test } from 'vitest';
import { type BackendPorts, createBackend } from '#core/backends/backendRegistry.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { describeFailure, type FailureReason } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import {
  type ProviderEmulator,
  providerEmulators,
  type RunningProvider,
} from '#test/support/emulators/providerEmulators.ts';
import { failureOf } from '#test/support/failureOf.ts';

const situations = [
  'offline machine',
  'revoked key',
  'wrong region',
  'unknown device',
  'closed device',
  'circuit too wide',
  'shots too many',
] as const;
type Situation = (typeof situations)[number];
type Provider = 'ionq' | 'azure' | 'qbraid' | 'ibm' | 'braket';

/** How a situation comes about at a provider, and what a person is told of it. */
interface Told {
  /** What the settings say else than usually. */
  readonly configured?: Readonly<Record<string, string>>;
  readonly secret?: string;
  /** What the provider answers about its device. */
  readonly device?: { readonly path: RegExp; readonly body: unknown };
  readonly reason: FailureReason;
  /** What it is about, and where. */
  readonly names: readonly string[];
  /** Why. */
  readonly why: RegExp;
  readonly nextStep: RegExp;
}

const offline = {
  reason: 'offline',
  why: /cannot be reached \(ECONNREFUSED\)/,
  nextStep: /^Check the network/,
} as const;
const revoked = { secret: 'revoked-key-0000', reason: 'auth' } as const;
const closed = { reason: 'backend-down', nextStep: /another (device|target|backend)/ } as const;
const tooWide = { reason: 'invalid-circuit', why: /(has|uses) 60 qubits, .* \d+\.$/ } as const;
const tooMany = {
  reason: 'invalid-circuit',
  why: /1000000000/,
  nextStep: /^(Change the number of|Ask for fewer) shots/,
} as const;

/** Absent where the provider has no such thing: IonQ and qBraid have one address for all. */
const told: Readonly<Record<Provider, Readonly<Partial<Record<Situation, Told>>>>> = {
  ionq: {
    'offline machine': { ...offline, names: ['127.0.0.1'] },
    'revoked key': { ...revoked, names: ['IonQ', "'ionq'"], why: /Invalid key/, nextStep: /^Check the key stored/ },
    'unknown device': {
      configured: { device: 'qpu.gone' },
      ...{ reason: 'not-found', names: ['IonQ', "'qpu.gone'"], why: /has no device/ },
      nextStep: /^Use one of simulator, qpu\.forte-1\.$/,
    },
    'closed device': {
      configured: { device: 'qpu.forte-1' },
      device: {
        path: /\/backends\/qpu\.forte-1$/,
        body: { backend: 'qpu.forte-1', status: 'unavailable', qubits: 36 },
      },
      ...{ ...closed, names: ['qpu.forte-1'], why: /is unavailable and takes no jobs/ },
    },
    'circuit too wide': { ...tooWide, names: ['simulator'], nextStep: /^Use fewer qubits, or a wider device/ },
    'shots too many': { ...tooMany, names: ['IonQ'] },
  },
  azure: {
    'offline machine': { ...offline, names: ['127.0.0.1', "'cloud'"] },
    'revoked key': {
      ...{ ...revoked, names: ['Azure Quantum', "'bench'", "'azure'"], why: /invalid or has expired/ },
      nextStep: /^Check the key stored as 'azure'/,
    },
    'wrong region': {
      configured: { workspace: 'other' },
      ...{ reason: 'not-found', names: ['Azure Quantum', "'other'"], why: /could not be found in this location/ },
      nextStep: /^Check the resource id and the location of backend 'cloud'/,
    },
    'unknown device': {
      configured: { device: 'ionq.qpu.gone' },
      ...{ reason: 'not-found', names: ["'bench'", "'ionq.qpu.gone'"], why: /has no target/ },
      nextStep: /^Use one of ionq\.simulator, /,
    },
    'closed device': {
      configured: { device: 'quantinuum.qpu.h2-1' },
      ...{ ...closed, names: ['quantinuum.qpu.h2-1'], why: /is unavailable at the moment/ },
    },
    'circuit too wide': {
      ...{
        ...tooWide,
        names: ['quantinuum.sim.h2-1e'],
        nextStep: /^Use a target with more qubits, or a smaller circuit/,
      },
    },
    'shots too many': { ...tooMany, names: ['quantinuum.sim.h2-1e'] },
  },
  qbraid: {
    'offline machine': { ...offline, names: ['127.0.0.1'] },
    'revoked key': { ...revoked, names: ['qBraid', "'qbraid'"], why: /Invalid API key/, nextStep: /^Check the key/ },
    'unknown device': {
      configured: { device: 'qbraid:none' },
      ...{ reason: 'not-found', names: ['qBraid', 'qbraid:none'], why: /not found/ },
      nextStep: /^Check the device name \("hybridq backends devices" lists them\)/,
    },
    'closed device': {
      configured: { device: 'aws:rigetti:qpu:ankaa-3' },
      ...{ ...closed, names: ['aws:rigetti:qpu:ankaa-3'], why: /is offline: Under maintenance/ },
    },
    'circuit too wide': { ...tooWide, names: ['qir-sv'], nextStep: /^Use fewer qubits, or a wider device/ },
    'shots too many': { ...tooMany, names: ['qir-sv'] },
  },
  ibm: {
    'offline machine': { ...offline, names: ['127.0.0.1'] },
    'revoked key': {
      ...{ ...revoked, names: ['IBM Cloud', "'ibm'"], why: /does not accept the API key/ },
      nextStep: /create one at cloud\.ibm\.com\/iam\/apikeys/,
    },
    'wrong region': {
      configured: { instance: 'eu-de' },
      ...{ reason: 'not-found', names: ['IBM Quantum', "'cloud'"], why: /not found in this region/ },
      nextStep: /^Check the CRN of backend 'cloud': .*'eu-de'/,
    },
    'unknown device': {
      configured: { device: 'ibm_oz' },
      ...{
        reason: 'not-found',
        names: ["'cloud'", "'ibm_oz'"],
        why: /has no device/,
        nextStep: /^Use one of ibm_aarhus/,
      },
    },
    'closed device': {
      device: {
        path: /\/backends\/ibm_aarhus\/status$/,
        body: { state: false, status: 'maintenance', message: 'cooling' },
      },
      ...{ ...closed, names: ['ibm_aarhus'], why: /takes no jobs at the moment \(maintenance: cooling\)/ },
    },
    'circuit too wide': { ...tooWide, names: ['ibm_aarhus'], nextStep: /^Use a smaller circuit or a larger device/ },
    'shots too many': { ...tooMany, names: ['IBM Quantum'] },
  },
  braket: {
    'offline machine': { ...offline, names: ['Amazon Braket', 'us-east-1'] },
    'revoked key': {
      ...{ ...revoked, secret: 'AKIAREVOKED000000001:revoked-key-0000', names: ['AWS', "'aws'"] },
      ...{ why: /was revoked or mistyped/, nextStep: /^Make new keys in the console of IAM/ },
    },
    'wrong region': {
      configured: { region: 'eu-east-7' },
      ...{ reason: 'auth', names: ["'aws'", 'eu-east-7'], why: /valid region/ },
      nextStep: /Amazon Braket is in us-east-1, us-west-1/,
    },
    'unknown device': {
      configured: { device: 'sv9' },
      ...{ reason: 'not-found', names: ['Amazon Braket', "'sv9'"], why: /has no device/, nextStep: /^Use one of: sv1/ },
    },
    'closed device': {
      configured: { device: 'Forte-1' },
      ...{ ...closed, names: ['Forte 1'], why: /is offline and takes no tasks now/ },
    },
    'circuit too wide': { ...tooWide, names: ['SV1'], nextStep: /device with more qubits|fewer qubits/ },
    'shots too many': { ...tooMany, names: ['SV1'] },
  },
};

const clock: Clock = { now: () => Date.parse('2026-08-20T00:00:00Z'), monotonic: () => 0, sleep: async () => {} };

/** More qubits than any simulator has, all of them in use. */
const wide: Circuit = circuit(
  60,
  Array.from({ length: 60 }, (_, qubit) => [gate('x', qubit), measure(qubit, qubit)]).flat(),
  { bits: 60 },
);

/** The settings of a situation; what is of several parts is changed in the part that says where. */
function changed(configured: ConfiguredBackend, changes: Readonly<Record<string, string>>): ConfiguredBackend {
  const { instance, workspace, ...plain } = changes;
  const elsewhere = {
    ...(instance !== undefined && 'instance' in configured
      ? { instance: configured.instance.replace('us-east', instance) }
      : {}),
    ...(workspace !== undefined && 'workspace' in configured
      ? { workspace: configured.workspace.replace(/[^/]+$/, workspace) }
      : {}),
  };
  return { ...configured, ...plain, ...elsewhere } as ConfiguredBackend;
}

async function failureIn(situation: Situation, how: Told, emulator: ProviderEmulator, provider: RunningProvider) {
  const [key] = Object.values(provider.secrets);
  const ports: BackendPorts = {
    http: createHttpClient(),
    clock,
    secrets: heldSecret(how.secret ?? key),
    tokens: { accessToken: async () => undefined },
    aws: createAwsConnector(() => {}),
    ...emulator.ports?.(),
  };
  if (how.device !== undefined) {
    const body = JSON.stringify(how.device.body);
    provider.faults.add({ path: how.device.path, times: 9, effect: { kind: 'status', status: 200, body } });
  }
  const backend = createBackend({ id: 'cloud', ...changed(provider.configured, how.configured ?? {}) }, ports);
  if (situation === 'offline machine') await provider.close();
  const job = {
    key: 'run-1-a',
    circuits: [situation === 'circuit too wide' ? wide : emulator.circuit],
    shots: situation === 'shots too many' ? 1e9 : 100,
  };
  return await failureOf(backend.submit(job, neverCancelled));
}

describe.each(providerEmulators)('$title says what, where, why and what next', (emulator) => {
  const rows = Object.entries(told[emulator.adapter as Provider]) as [Situation, Told][];
  test.each(rows)('%s', async (situation, how) => {
    const provider = await emulator.start();
    try {
      const failure = await failureIn(situation, how, emulator, provider);
      const text = describeFailure(failure);
      expect(failure.reason, text).toBe(how.reason);
      for (const name of how.names) expect(text).toContain(name);
      expect(failure.message).toMatch(how.why);
      expect(failure.advice).toMatch(how.nextStep);
      expect(failure.advice).toMatch(/\.$/);
      for (const secret of [...Object.values(provider.secrets), 'revoked-key-0000']) expect(text).not.toContain(secret);
      expect(provider.liveJobs()).toBe(0);
    } finally {
      if (situation !== 'offline machine') await provider.close();
    }
  });
});

test('every situation that a provider can be in is in the table', () => {
  for (const [provider, rows] of Object.entries(told)) {
    const left = situations.filter((situation) => !(situation in rows));
    expect(left).toEqual(provider === 'ionq' || provider === 'qbraid' ? ['wrong region'] : []);
  }
});
