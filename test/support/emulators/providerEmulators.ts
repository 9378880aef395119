import type { JobSession } from '#core/backends/backendConfiguration.ts';
import type { BackendPorts } from '#core/backends/backendRegistry.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { qubitOneOfTwo, qubitOneOfTwoAgain } from './asymmetricCircuit.ts';
import { emulatedWorkspace, startAzureEmulator } from './azure/azureEmulator.ts';
import { startBraketEmulator } from './braket/braketEmulator.ts';
import type { SeenRequest } from './emulatorServer.ts';
import type { FaultPlan, JobFailure } from './faults.ts';
import { emulatedInstance, startIbmEmulator } from './ibm/ibmEmulator.ts';
import { startIonqEmulator } from './ionq/ionqEmulator.ts';
import type { Call } from './providerCalls.ts';
import { startQbraidEmulator } from './qbraid/qbraidEmulator.ts';

/** An emulator with what the product needs to reach it. */
export interface RunningProvider {
  /** What the settings say of a device of it, and a pipeline of its session. */
  readonly configured: ConfiguredBackend & { readonly session?: JobSession };
  /** And of one that costs something. */
  readonly priced: ConfiguredBackend;
  /** Values of the credentials it accepts, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly faults: FaultPlan;
  readonly requests: readonly SeenRequest[];
  /** Sessions that take jobs, where the provider has sessions. */
  openSessions?(): number;
  /** Jobs that were submitted and neither cancelled nor failed. */
  liveJobs(): number;
  /** Secrets that came out of those while they were used, such as tokens and signatures. */
  derived?(): readonly string[];
  close(): Promise<void>;
}

/** A provider that is emulated on this machine. */
export interface ProviderEmulator {
  readonly adapter: ConfiguredBackend['adapter'];
  /** As people call it. */
  readonly title: string;
  /** Where it is served when it is started for people. */
  readonly port: number;
  /** Errors of jobs that the provider documents. */
  readonly jobFailures: readonly JobFailure[];
  /** Paths of requests that ask for a token. */
  readonly tokenPath?: RegExp;
  /** Its jobs are completed when they are first asked for. @param port a free one unless given */
  start(port?: number): Promise<RunningProvider>;
  /** Of these alone faults are told; of all unless given. */
  readonly calls?: readonly Call[];
  /** A circuit its device takes that measures bit 0 as 1 and bit 1 as 0. */
  readonly circuit: Circuit;
  /** What its adapter needs besides what all of them do. */
  readonly ports?: () => Partial<BackendPorts>;
}

/** The key that the emulators accept; never one of anybody. */
const emulatedKey = 'emulated-key-0000';

export const providerEmulators: readonly ProviderEmulator[] = [
  {
    adapter: 'ionq',
    title: 'IonQ',
    port: 8801,
    circuit: qubitOneOfTwo,
    jobFailures: [
      { code: 'InvalidInput', message: 'The input of the job is not valid.' },
      { code: 'CompilationError', message: 'The circuit could not be compiled.' },
      { code: 'ContractExpiredError', message: 'The contract has expired.' },
      { code: 'DebiasingError', message: 'Debiasing failed.' },
      { code: 'InternalError', message: 'Something went wrong.' },
      { code: 'NotEnoughQubits', message: 'The device has not enough qubits.' },
      { code: 'OptimizationError', message: 'The circuit could not be optimized.' },
      { code: 'PreflightError', message: 'The job did not pass preflight.' },
      { code: 'QuantumCircuitComplexityError', message: 'The circuit is too complex.' },
      { code: 'QuantumComputerError', message: 'The quantum computer failed.' },
      { code: 'QuotaExhaustedError', message: 'The quota of the project is exhausted.' },
      { code: 'SimulationError', message: 'The simulation failed.' },
      { code: 'SimulationTimeout', message: 'The simulation took too long.' },
      { code: 'SystemCancel', message: 'The system cancelled the job.' },
      { code: 'TooLongPredictedExecutionTime', message: 'The job would take too long.' },
      { code: 'TooManyControls', message: 'A gate has too many controls.' },
      { code: 'TooManyGates', message: 'The circuit has too many gates.' },
      { code: 'TooManyShots', message: 'The job has too many shots.' },
      { code: 'UnknownBillingError', message: 'Billing failed.' },
      { code: 'UnsupportedGate', message: 'A gate is not supported.' },
    ],
    start: startedIonq,
  },
  {
    adapter: 'azure',
    title: 'Azure Quantum',
    port: 8803,
    circuit: qubitOneOfTwo,
    jobFailures: [
      { code: 'InvalidInputData', message: 'The input data of the job could not be read.' },
      { code: 'CompilationError', message: '1000: Compile error: the gate is not known.' },
      { code: 'InsufficientQuota', message: 'The credits of the provider are used up.' },
      { code: 'InternalError', message: 'The provider failed.' },
      { code: 'TargetUnavailable', message: 'The target was taken out of service.' },
    ],
    async start(port) {
      const emulator = await startAzureEmulator({ keys: [emulatedKey], ...(port === undefined ? {} : { port }) });
      emulator.eager = true;
      const { resourceId: workspace } = emulatedWorkspace;
      const reached = {
        adapter: 'azure',
        credential: 'azure',
        workspace,
        location: 'eastus',
        endpoint: emulator.url,
      } as const;
      return {
        faults: emulator.faults,
        requests: emulator.requests,
        close: emulator.close,
        configured: { ...reached, device: 'quantinuum.sim.h2-1e' },
        priced: { ...reached, device: 'ionq.qpu.aria-1' },
        secrets: { azure: emulatedKey },
        derived: () => emulator.blobs.signatures,
        liveJobs: () =>
          [...emulator.jobs.values()].filter(({ status }) => status !== 'Cancelled' && status !== 'Failed').length,
      };
    },
  },
  {
    adapter: 'qbraid',
    title: 'qBraid',
    port: 8805,
    circuit: qubitOneOfTwo,
    jobFailures: [
      { code: 'FAILED', message: 'The program could not be transpiled for the device.' },
      { code: 'FAILED', message: 'The vendor failed the job.' },
    ],
    async start(port) {
      const emulator = await startQbraidEmulator({ keys: [emulatedKey], ...(port === undefined ? {} : { port }) });
      emulator.eager = true;
      const reached = { adapter: 'qbraid', credential: 'qbraid', endpoint: emulator.url } as const;
      return {
        ...emulator,
        configured: { ...reached, device: 'qbraid:qbraid:sim:qir-sv' },
        priced: { ...reached, device: 'aws:iqm:qpu:garnet' },
        secrets: { qbraid: emulatedKey },
        liveJobs: () =>
          [...emulator.jobs.values()].filter(({ status }) => status !== 'CANCELLED' && status !== 'FAILED').length,
      };
    },
  },
  {
    adapter: 'ibm',
    title: 'IBM Quantum',
    port: 8804,
    circuit: qubitOneOfTwo,
    tokenPath: /\/identity\/token$/,
    jobFailures: [
      { code: '1517', message: 'The instruction h on qubits (0) is not supported by the target system.' },
      { code: '1305', message: 'The job exceeded its maximum execution time.' },
      { code: '9999', message: 'Internal error.' },
    ],
    start: startedIbm,
  },
  {
    adapter: 'braket',
    title: 'Amazon Braket',
    port: 8802,
    circuit: qubitOneOfTwo,
    jobFailures: [
      { code: 'FAILED', message: 'Simulation exceeded the time limit.' },
      { code: 'FAILED', message: 'An internal service error occurred.' },
      { code: 'FAILED', message: 'The device is offline.' },
      { code: 'FAILED', message: 'A service quota was exceeded.' },
      { code: 'FAILED', message: 'The caller does not have access to the bucket.' },
    ],
    async start(port) {
      const keys = { accessKeyId: 'AKIAEMULATED00000001', secretAccessKey: emulatedKey };
      const emulator = await startBraketEmulator({
        keys: [{ ...keys, account: '123456789012', user: 'emulated' }],
        buckets: { 'amazon-braket-emulated': 'us-east-1', 'amazon-braket-emulated-north': 'eu-north-1' },
        ...(port === undefined ? {} : { port }),
      });
      emulator.eager = true;
      const reached = { adapter: 'braket', credential: 'aws', endpoint: emulator.url } as const;
      return {
        ...emulator,
        configured: { ...reached, device: 'sv1', region: 'us-east-1', results: 's3://amazon-braket-emulated/hybridq' },
        priced: {
          ...reached,
          device: 'arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet',
          region: 'eu-north-1',
          results: 's3://amazon-braket-emulated-north',
        },
        secrets: { aws: `${keys.accessKeyId}:${keys.secretAccessKey}` },
        liveJobs: () =>
          [...emulator.jobs.values()].filter(({ status }) => !status.startsWith('CANCEL') && status !== 'FAILED')
            .length,
      };
    },
  },
];

/** Other ways to use a provider, whose requests are others. */
export const otherUses: readonly ProviderEmulator[] = [
  {
    adapter: 'ionq',
    title: 'IonQ, an OpenQASM 3 program within a session',
    port: 8801,
    calls: ['submit', 'find', 'result', 'close'],
    circuit: qubitOneOfTwoAgain,
    jobFailures: [],
    async start(port) {
      const running = await startedIonq(port);
      return { ...running, configured: { ...running.configured, session: { mode: 'session', maxTime: 3600 } } };
    },
  },
  {
    adapter: 'ibm',
    title: 'IBM Quantum, within a session',
    port: 8804,
    tokenPath: /\/identity\/token$/,
    calls: ['submit', 'close'],
    circuit: qubitOneOfTwo,
    jobFailures: [],
    async start(port) {
      const running = await startedIbm(port);
      return { ...running, configured: { ...running.configured, session: { mode: 'session' } } };
    },
  },
];

async function startedIonq(port?: number): Promise<RunningProvider> {
  const emulator = await startIonqEmulator({ keys: [emulatedKey], ...(port === undefined ? {} : { port }) });
  emulator.eager = true;
  const reached = { adapter: 'ionq', credential: 'ionq', endpoint: emulator.url } as const;
  return {
    ...emulator,
    configured: { ...reached, device: 'simulator' },
    priced: { ...reached, device: 'qpu.forte-1' },
    secrets: { ionq: emulatedKey },
    liveJobs: () =>
      [...emulator.jobs.values()].filter(({ status }) => status !== 'canceled' && status !== 'failed').length,
  };
}

async function startedIbm(port?: number): Promise<RunningProvider> {
  const emulator = await startIbmEmulator({ keys: [emulatedKey], ...(port === undefined ? {} : { port }) });
  emulator.eager = true;
  const reached = {
    adapter: 'ibm',
    credential: 'ibm',
    instance: emulatedInstance,
    endpoint: emulator.url,
    tokenEndpoint: emulator.tokenUrl,
    device: 'ibm_aarhus',
  } as const;
  return {
    faults: emulator.faults,
    requests: emulator.requests,
    close: emulator.close,
    configured: reached,
    priced: { ...reached, price: { perSecond: { amount: 1.6, currency: 'USD' }, asOf: '2026-05-01' } },
    secrets: { ibm: emulatedKey },
    openSessions: () => [...emulator.sessions.values()].filter(({ acceptsJobs }) => acceptsJobs).length,
    derived: () => emulator.givenTokens,
    liveJobs: () => [...emulator.jobs.values()].filter(({ status }) => !/^(Cancelled|Failed)/.test(status)).length,
  };
}
