import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { inParallel } from '#core/base/inParallel.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import type { AccessTokenSource } from '../accessTokens.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CircuitOutcome,
  CostEstimate,
  DeviceStatus,
  DeviceSummary,
  JobHandle,
  JobResult,
  JobStatus,
  JobUse,
  Money,
} from '../backend.ts';
import type { HttpClient } from '../http.ts';
import type { SecretSource } from '../secrets.ts';
import { AzureApi } from './azureApi.ts';
import { AzureBlobs, jobContainer } from './azureBlobs.ts';
import { type AzureFormat, azureFormat, formatOfResults } from './azureFormats.ts';
import { idsOfHandle, jobPath } from './azureJobIds.ts';
import { azureEstimate, azurePrice } from './azurePrices.ts';
import { AzureSubmissions } from './azureSubmissions.ts';
import { azureTarget } from './azureTargets.ts';
import { azureEndpoint, azureWorkspace } from './azureWorkspace.ts';
import { withoutQuery, withoutSignatures } from './sharedAccess.ts';
import { type AzureJob, type AzureProvider, azureJobSchema, azureProvidersSchema } from './wire.ts';

export interface AzureBackendOptions {
  /** The name the user gave this backend. */
  readonly id: string;
  /** Azure's name of the target: `ionq.simulator`, `quantinuum.sim.h2-1e`, … */
  readonly device: string;
  /** The resource id of the workspace. */
  readonly workspace: string;
  readonly location: string;
  readonly endpoint?: string | undefined;
  readonly credential?: string | undefined;
  readonly tenant?: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
  readonly tokens: AccessTokenSource;
}

const maximumCircuits = circuitLimits.azure;
/** Jobs of one of ours that are read or cancelled at the same time. */
const atOnce = 8;
const outputBlob = 'outputData';

/**
 * A target of an Azure Quantum workspace. Every circuit is a job there, and all jobs of one submission have ids that
 * follow from its key, so that submitting again what has arrived changes nothing.
 * @throws Failure `invalid-input` for a workspace or location that is none
 */
export function createAzureBackend(options: AzureBackendOptions): Backend {
  const { clock, device, http, id } = options;
  const workspace = azureWorkspace(options.workspace, id);
  const api = new AzureApi({
    id,
    workspace,
    endpoint: options.endpoint,
    usualEndpoint: azureEndpoint(options.location, id),
    credential: options.credential,
    tenant: options.tenant,
    http,
    clock,
    secrets: options.secrets,
    tokens: options.tokens,
  });
  const blobs = new AzureBlobs({ api, http, clock, secrets: options.secrets });
  const submissions = new AzureSubmissions({ id, device, api, blobs });
  const target = azureTarget(device);
  /** Jobs that have been seen to have succeeded, which is final. */
  const succeeded = new Map<string, AzureJob>();

  async function providers(signal: CancellationSignal): Promise<AzureProvider[]> {
    return await api.list('/providerStatus', azureProvidersSchema, signal);
  }

  async function located(signal: CancellationSignal): Promise<{ provider: string; summary: DeviceSummary }> {
    const all = await providers(signal);
    for (const provider of all) {
      const summary = summariesOf(provider).find((candidate) => candidate.device === device);
      if (summary !== undefined) return { provider: provider.id, summary };
    }
    const names = all.flatMap(summariesOf).map((summary) => summary.device);
    throw new Failure('not-found', `Workspace '${workspace.name}' has no target '${device}'.`, {
      advice:
        names.length === 0
          ? 'Add a provider to the workspace in the Azure portal.'
          : `Use one of ${names.join(', ')}, or add its provider to the workspace in the Azure portal.`,
    });
  }

  function format(): AzureFormat {
    if (target.family !== undefined) return azureFormat(target.family);
    throw new Failure('unsupported', `This version has no format for circuits of the target '${device}'.`, {
      advice: 'Use a target of IonQ, Quantinuum or Rigetti.',
    });
  }

  async function job(jobId: string, signal: CancellationSignal): Promise<AzureJob> {
    const known = succeeded.get(jobId);
    if (known !== undefined) return known;
    const found = await api.get(jobPath(jobId), azureJobSchema, signal);
    if (stateOf(found) === 'completed') succeeded.set(jobId, found);
    return found;
  }

  async function outcomeOf(
    found: AzureJob,
    circuit: Circuit | undefined,
    signal: CancellationSignal,
  ): Promise<CircuitOutcome> {
    const output = found.outputDataFormat ?? '';
    const reader = formatOfResults(output);
    if (reader === undefined) {
      throw new Failure('unsupported', `The result of job ${found.id} has the format '${output}'.`, {
        advice: `This version reads results of IonQ, Quantinuum and Rigetti; the Azure portal shows this one.`,
      });
    }
    const { blob, container } = placeOfOutput(found);
    const text = await blobs.download(container, blob, found.outputDataUri ?? undefined, signal);
    const outcome = reader.read(text, circuit);
    if (outcome !== undefined) return outcome;
    throw new Failure('unknown', `The result of job ${found.id} is not of its format ${output}.`, {
      advice: 'Fetch the result again; if it stays, submit the job anew.',
    });
  }

  return {
    id,
    device,

    async devices(signal): Promise<readonly DeviceSummary[]> {
      return (await providers(signal)).flatMap(summariesOf);
    },

    async describe(signal): Promise<BackendDescription> {
      const { summary } = await located(signal);
      return {
        ...summary,
        id,
        adapter: 'azure',
        qubits: summary.qubits ?? 0,
        gates: target.gates,
        takes: 'any-circuit',
        takesFeedback: target.takesFeedback,
        ...(target.maximumShots === undefined ? {} : { maximumShots: target.maximumShots }),
        maximumCircuits,
        version: device,
      };
    },

    async estimate(work, signal): Promise<CostEstimate> {
      const { summary } = await located(signal);
      const { queueTime } = summary;
      return { ...azureEstimate(device, work), ...(queueTime === undefined ? {} : { expectedWait: queueTime }) };
    },

    async submit(work, signal): Promise<JobHandle> {
      checkAmounts(work, device, target.maximumShots);
      const { write } = format();
      const texts = work.circuits.map((circuit) => write(circuit));
      const { provider, summary } = await located(signal);
      checkDevice(work, summary);
      return await submissions.submit({ work, texts, provider, format: format() }, signal);
    },

    async find(key, signal): Promise<JobHandle | undefined> {
      return await submissions.find(key, signal);
    },

    async status(handle, signal): Promise<JobStatus> {
      let hasBegun = false;
      for (const jobId of idsOfHandle(handle.id)) {
        const found = await job(jobId, signal);
        const state = stateOf(found);
        switch (state) {
          case 'completed':
            hasBegun = true;
            break;
          case 'failed':
            return { state, ...failureOf(found) };
          case 'cancelled':
            return { state };
          case 'running':
            return { state };
          case 'queued':
            return { state: hasBegun ? 'running' : 'queued' };
        }
      }
      return { state: 'completed' };
    },

    async result(handle, circuits, signal): Promise<JobResult> {
      const ids = idsOfHandle(handle.id);
      const jobs: AzureJob[] = [];
      const outcomes: CircuitOutcome[] = [];
      await inParallel(ids, atOnce, async (jobId, index) => {
        const found = await job(jobId, signal);
        jobs[index] = found;
        outcomes[index] = await outcomeOf(found, circuits?.[index], signal);
      });
      return { outcomes, ...costOf(jobs), ...timesOf(jobs) };
    },

    async charged(handle, _ended, signal): Promise<JobUse> {
      const jobs: AzureJob[] = [];
      await inParallel(idsOfHandle(handle.id), atOnce, async (jobId, index) => {
        jobs[index] = await job(jobId, signal);
      });
      return costOf(jobs);
    },

    async cancel(handle, signal): Promise<void> {
      await inParallel(idsOfHandle(handle.id), atOnce, async (jobId) => {
        if (!succeeded.has(jobId)) await api.ask(`${jobPath(jobId)}:cancel`, signal);
      });
    },

    async test(signal): Promise<BackendCheck> {
      const { summary } = await located(signal);
      const qubits = summary.qubits === undefined ? '' : ` has ${summary.qubits} qubits and`;
      const message = `Workspace '${workspace.name}' accepts ${api.access}; ${device}${qubits} is ${summary.status}${summary.notice === undefined ? '' : ` (${summary.notice})`}.`;
      return { ok: summary.status !== 'unavailable', message };
    },
  };
}

function summariesOf({ targets }: AzureProvider): DeviceSummary[] {
  return (targets ?? []).map((target): DeviceSummary => {
    const facts = azureTarget(target.id);
    const qubits = target.numQubits ?? facts.qubits;
    const notice = noticeOf(target.currentAvailability, target.statusPage, facts.onlyChecks);
    const price = azurePrice(target.id);
    return {
      device: target.id,
      kind: facts.kind,
      ...(qubits === undefined ? {} : { qubits }),
      status: statusOfTarget(target.currentAvailability),
      ...(notice === undefined ? {} : { notice }),
      ...(target.averageQueueTime == null ? {} : { queueTime: target.averageQueueTime * 1000 }),
      ...(price === undefined ? {} : { price }),
    };
  });
}

function statusOfTarget(availability: string | null | undefined): DeviceStatus {
  if (availability === 'Available' || availability === 'Degraded') return 'available';
  return availability === 'Unavailable' ? 'unavailable' : 'unknown';
}

function noticeOf(
  availability: string | null | undefined,
  statusPage: string | null | undefined,
  onlyChecks: boolean,
): string | undefined {
  const page = statusPage ? `, see ${withoutQuery(statusPage)}` : '';
  if (availability === 'Degraded') return `degraded${page}`;
  if (availability === 'Unavailable' && statusPage) return `see ${withoutQuery(statusPage)}`;
  return onlyChecks ? 'checks programs only; all bits of its results are 0' : undefined;
}

function checkAmounts({ circuits, shots }: BackendJob, device: string, maximumShots: number | undefined): void {
  if (circuits.length === 0 || circuits.length > maximumCircuits) {
    throw new Failure('invalid-circuit', `A job takes 1 to ${maximumCircuits} circuits, not ${circuits.length}.`, {
      advice: 'Split the work into several jobs.',
    });
  }
  if (Number.isInteger(shots) && shots >= 1 && shots <= (maximumShots ?? Number.MAX_SAFE_INTEGER)) return;
  const limit = maximumShots === undefined ? 'a positive whole number of' : `1 to ${maximumShots}`;
  throw new Failure('invalid-circuit', `${device} takes ${limit} shots, not ${shots}.`, {
    advice: 'Change the number of shots.',
  });
}

function checkDevice({ circuits }: BackendJob, { device, notice, qubits, status }: DeviceSummary): void {
  const widest = Math.max(...circuits.map(({ qubitCount }) => qubitCount));
  if (qubits !== undefined && widest > qubits) {
    throw new Failure('invalid-circuit', `The circuit has ${widest} qubits, ${device} has ${qubits}.`, {
      advice: 'Use a target with more qubits, or a smaller circuit.',
    });
  }
  if (status === 'unavailable') {
    throw new Failure('backend-down', `${device} is unavailable at the moment${notice ? ` (${notice})` : ''}.`, {
      advice: 'Submit later, or use another target of the workspace.',
    });
  }
}

function stateOf({ status }: AzureJob): JobStatus['state'] {
  switch (status) {
    case 'Succeeded':
    case 'Completed':
      return 'completed';
    case 'Failed':
      return 'failed';
    case 'Cancelled':
      return 'cancelled';
    case 'Executing':
    case 'Finishing':
    case 'CancellationRequested':
    case 'Cancelling':
      return 'running';
    default:
      // `Waiting`, `Queued`, and whatever Azure may add before `Executing`.
      return 'queued';
  }
}

function failureOf({ errorData }: AzureJob): Omit<Extract<JobStatus, { state: 'failed' }>, 'state'> {
  const code = errorData?.code ?? 'unknown';
  const reason = /quota|credit/i.test(code)
    ? 'quota'
    : /internal|unavailable|timeout/i.test(code)
      ? 'backend-down'
      : undefined;
  return {
    code,
    message: withoutSignatures(errorData?.message ?? 'Azure Quantum gave no reason.'),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The container and name of a job's result; those that are usual where the job does not say. */
function placeOfOutput({ id, outputDataUri }: AzureJob): { readonly container: string; readonly blob: string } {
  const [container, blob] = withoutQuery(outputDataUri ?? '')
    .split('/')
    .slice(-2);
  return container && blob ? { container, blob } : { container: jobContainer(id), blob: outputBlob };
}

/** What all jobs together have cost; nothing where it is not known of all. */
function costOf(jobs: readonly AzureJob[]): { readonly cost?: Money } {
  const [currency] = jobs.map(({ costEstimate }) => costEstimate?.currencyCode);
  if (currency == null) return {};
  let amount = 0;
  for (const { costEstimate } of jobs) {
    if (costEstimate?.estimatedTotal == null || costEstimate.currencyCode !== currency) return {};
    amount += costEstimate.estimatedTotal;
  }
  return { cost: { amount, currency } };
}

/** From the first submission to the first beginning, and the time all were executed. */
function timesOf(jobs: readonly AzureJob[]): Pick<JobResult, 'executionTime' | 'queueTime'> {
  const created = Math.min(...jobs.map(({ creationTime }) => Date.parse(creationTime ?? '')));
  const begun = Math.min(...jobs.map(({ beginExecutionTime }) => Date.parse(beginExecutionTime ?? '')));
  const executed = jobs.reduce(
    (sum, { beginExecutionTime, endExecutionTime }) =>
      sum + Math.max(0, Date.parse(endExecutionTime ?? '') - Date.parse(beginExecutionTime ?? '')),
    0,
  );
  return {
    ...(Number.isFinite(begun - created) ? { queueTime: Math.max(0, begun - created) } : {}),
    ...(Number.isFinite(executed) ? { executionTime: executed } : {}),
  };
}
