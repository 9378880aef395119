import type { Backend } from '#core/backends/backend.ts';
import type { BackendConfiguration, IbmPrimitives, JobSession } from '#core/backends/backendConfiguration.ts';
import { createBackendEvaluator } from '#core/backends/backendEvaluator.ts';
import { builtinAdapter, createBackend } from '#core/backends/backendRegistry.ts';
import type { JobLedger, JobPayments } from '#core/backends/jobRunner.ts';
import type { SecretSource } from '#core/backends/secrets.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type CircuitEvaluator, usualShots } from '#core/circuit/evaluation.ts';
import type { BackendFacts } from '#core/pipeline/enginePorts.ts';
import { durationMilliseconds } from '#core/pipeline/schema/duration.ts';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { monthOf, spentOn } from '#core/runs/jobCharge.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { RunStore, StoredJob } from '#core/runs/runStore.ts';
import { gradientByEvaluator } from '#core/simulator/gradient/gradient.ts';
import { type NoiseModel, operationNoise } from '#core/simulator/noise/noiseModel.ts';
import {
  credentialPin,
  environmentVariableOf,
  ibmPrimitives,
  pipelineConfiguration,
  settingsConfiguration,
} from './backendConfigurations.ts';
import { fittedBackend, type JobFitter } from './fittedBackend.ts';
import type { RecordWriter } from './recordWriter.ts';
import type { RunnerServices } from './runnerServices.ts';

/** The name of the embedded simulator where nothing else is configured. */
export const embeddedBackend = 'local';

export type ConfiguredBackends = Readonly<Record<string, ConfiguredBackend>>;

/**
 * A cloud backend of the settings.
 * @throws Failure `not-found` when there is none of that name
 */
export function configuredCloudBackend(id: string, backends: ConfiguredBackends, services: RunnerServices): Backend {
  const configured = backends[id];
  if (configured === undefined) {
    const known = Object.keys(backends);
    throw new Failure('not-found', `There is no backend '${id}'.`, {
      advice: known.length === 0 ? 'Configure one first.' : `Use one of: ${known.join(', ')}.`,
    });
  }
  return createBackend(settingsConfiguration(id, configured), services);
}

/** A backend of a pipeline in the run that uses it. */
export interface BackendUse {
  /** Its name in the pipeline. */
  readonly id: string;
  readonly backend: ResolvedBackend;
  readonly configured: ConfiguredBackends;
  readonly ledger: JobLedger;
  readonly payments: (backend: Backend) => JobPayments;
  readonly writer: RecordWriter;
  /** Cancelled when another process has taken the run over. */
  readonly lost: CancellationSignal;
  readonly services: RunnerServices;
  /** The Python that whoever started the run named. */
  readonly interpreter?: string | undefined;
  /** Of a device that is emulated. */
  readonly noise: NoiseModel | undefined;
  /** Fits the circuits of jobs where the device takes no others. */
  readonly fitter: JobFitter;
  /** Hears of the backend that jobs go to, which is closed when the run ends. */
  onBackend(backend: Backend): void;
  /** Hears how long jobs were in their phases. */
  onPhase(phase: JobPhase): void;
  /** Hears where jobs at providers are. */
  onNews(news: JobNews): void;
}

/**
 * The evaluator of a backend of a pipeline. Where the settings have a cloud backend of the same name, its address and
 * credential are taken from there: a pipeline file alone can send a credential nowhere but to its provider.
 */
export function pipelineEvaluator(use: BackendUse): CircuitEvaluator {
  const { backend, noise, services, writer } = use;
  if (backend.adapter === builtinAdapter) return noise ? services.simulator.withNoise(noise) : services.simulator;
  const cloud = fittedBackend(pipelineBackend(use), use.fitter);
  if (backend.primitive === 'estimator' && cloud.takesObservables !== true) throw noEstimator(use.id, backend.adapter);
  use.onBackend(cloud);
  const evaluator = createBackendEvaluator({
    backend: {
      ...cloud,
      // A job of a run that somebody else goes on with is theirs.
      cancel: async (handle, signal) => {
        if (!use.lost.isCancelled) await cloud.cancel(handle, signal);
      },
    },
    ledger: use.ledger,
    payments: use.payments(cloud),
    clock: services.clock,
    shots: backend.shots ?? usualShots,
    primitive: backend.primitive,
    onPhase: (phase) => use.onPhase(phase),
    onNews: (news) => {
      if (!use.lost.isCancelled) followJob(writer, news);
      // What runs in a process of this machine is at no provider, and told of by its phases.
      if (cloud.jobsEndWithProcess !== true) use.onNews({ ...news, provider: backend.adapter });
    },
  });
  return { ...evaluator, gradient: (request, signal) => gradientByEvaluator(evaluator, request, signal) };
}

function noEstimator(id: string, adapter: string): Failure {
  return new Failure('unsupported', `Backend '${id}' is to estimate mean values, and ${adapter} has no estimator.`, {
    advice: `Leave \`primitive\` of '${id}' out: mean values are computed from shots then.`,
  });
}

export type NamedBackend = Pick<BackendUse, 'backend' | 'configured' | 'id' | 'interpreter' | 'services'>;

/**
 * The cloud backend that a backend of a pipeline stands for.
 * @throws Failure `unsupported` with the list of adapters there are
 */
export function pipelineBackend(use: NamedBackend): Backend {
  const { backend, configured, id, services } = use;
  const configuration = pipelineBackendConfiguration(use);
  const whole = inPipeline(configuration, sessionOf(backend), () => ibmPrimitives(id, backend, configured[id]));
  return createBackend(whole, { ...services, secrets: secretsOf(services) });
}

/**
 * What is known of a backend of a pipeline: from the settings where they have one of its name and adapter, else from the
 * pipeline itself.
 * @throws Failure `unsupported` with the list of adapters there are, `invalid-input` where something is missing
 */
export function pipelineBackendConfiguration({
  backend,
  configured: backends,
  id,
  interpreter,
}: Omit<NamedBackend, 'services'>): BackendConfiguration {
  const configured = backends[id];
  if (configured === undefined || configured.adapter !== backend.adapter) {
    return pipelineConfiguration(id, backend, interpreter);
  }
  return {
    ...settingsConfiguration(id, configured),
    ...(backend.device === undefined ? {} : { device: backend.device }),
    ...credentialPin(backend),
  };
}

/** A backend as the jobs of a pipeline use it, where its provider has sessions and primitives. */
function inPipeline(
  configuration: BackendConfiguration,
  session: JobSession | undefined,
  primitives: () => IbmPrimitives,
): BackendConfiguration {
  switch (configuration.adapter) {
    case 'ibm':
      return { ...configuration, ...(session && { session }), primitives: primitives() };
    case 'ionq':
      return session ? { ...configuration, session } : configuration;
    default:
      return configuration;
  }
}

function sessionOf({ session }: ResolvedBackend): JobSession | undefined {
  if (session === undefined || session.mode === 'job') return undefined;
  const maxTime = session.maxTime === undefined ? undefined : durationMilliseconds(session.maxTime);
  return { mode: session.mode, ...(maxTime === undefined ? {} : { maxTime: maxTime / 1000 }) };
}

/**
 * What a backend of a pipeline tells of itself before it is used. One that cannot be reached is offline.
 * @throws Failure `unsupported`, `auth` and others that are no matter of reaching it
 */
export async function backendFacts(
  use: NamedBackend & Pick<BackendUse, 'noise'>,
  signal: CancellationSignal,
): Promise<BackendFacts> {
  if (use.backend.adapter === builtinAdapter) {
    const strength = use.noise && operationNoise(use.noise, anyTwoQubitGate).strength;
    if (use.noise?.device) return { online: true, queueTime: 0 };
    // Average infidelity of depolarising noise on two qubits: p (d − 1)/d with d = 4.
    const error = strength?.kind === 'depolarising' ? 0.75 * strength.probability : (strength?.rate ?? 0);
    return { online: true, queueTime: 0, twoQubitError: error };
  }
  try {
    const { queueTime, status } = await pipelineBackend(use).describe(signal);
    return { online: status !== 'unavailable', ...(queueTime !== undefined && { queueTime }) };
  } catch (thrown) {
    const { reason } = Failure.from(thrown);
    if (reason === 'offline' || reason === 'backend-down' || reason === 'timeout') return { online: false };
    throw thrown;
  }
}

const anyTwoQubitGate = { class: 'two-qubit', name: 'cx', qubits: [0, 1] } as const;

/** What other runs have spent since the calendar month began (UTC), and what they have out, in a currency. */
export async function spentThisMonth(
  store: Pick<RunStore, 'ledger'>,
  runId: string,
  now: number,
  currency: string,
): Promise<number> {
  const entries = await store.ledger(monthOf(now));
  return entries
    .filter((entry) => entry.runId !== runId)
    .flatMap((entry) => spentOn(entry) ?? [])
    .filter((money) => money.currency === currency)
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** The jobs of a run, in the store. */
export function storeLedger(store: RunStore, runId: string, redactor: Redactor): JobLedger {
  return {
    runId,
    find: async (key) => (await store.jobs(runId)).find((job) => job.key === key),
    save: async (job) => await store.saveJob(redactedJob(job, redactor)),
  };
}

/** A job as it may be stored: what its provider says of it could repeat a credential. Ids stay as they are. */
export function redactedJob(job: StoredJob, redactor: Redactor): StoredJob {
  return job.message === undefined ? job : { ...job, message: redactor.redact(job.message) };
}

/** The state of a run that waits for a job follows the job into the queue and out of it, however it ends. */
export function followJob(writer: RecordWriter, { state }: JobNews): void {
  switch (state) {
    case 'submitting':
      return;
    case 'queued':
      writer.later((store, runId) => moveTo(store, runId, 'waiting'));
      return;
    case 'running':
    case 'fetching':
    case 'done':
    case 'ended':
      writer.later((store, runId) => moveTo(store, runId, 'running'));
  }
}

/** Nothing else is overwritten. */
async function moveTo(store: RunStore, runId: string, state: 'running' | 'waiting'): Promise<void> {
  const current = (await store.get(runId))?.state;
  if (current !== state && (current === 'running' || current === 'waiting')) await store.transition(runId, state);
}

/** Also knows `credentials: { env: NAME }` of pipeline files. */
function secretsOf(services: RunnerServices): SecretSource {
  return {
    secret: async (name, profile) => {
      const variable = environmentVariableOf(name);
      if (variable === undefined) return await services.secrets.secret(name, profile);
      const value = services.environment[variable];
      if (value !== undefined) services.redactor.add(value);
      return value;
    },
    protect: (derived) => services.secrets.protect(derived),
  };
}
