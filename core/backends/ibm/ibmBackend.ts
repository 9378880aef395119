import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CostEstimate,
  DeviceCalibration,
  DeviceSummary,
  JobHandle,
  JobResult,
  JobStatus,
} from '../backend.ts';
import type { ConfiguredPrice, IbmPrimitives, JobSession } from '../backendConfiguration.ts';
import { primitiveOf } from '../jobPrimitive.ts';
import { estimatesOf, estimatorParams } from './estimatorProgram.ts';
import { IbmApi } from './ibmApi.ts';
import { descriptionOf, maximumExecutions, summaryOf, whyClosed } from './ibmDevices.ts';
import { chargedFor, devicePrice, ibmEstimate } from './ibmPrice.ts';
import { ibmSession } from './ibmSession.ts';
import type { IbmTokenOptions } from './ibmToken.ts';
import { ibmEndpoint, ibmInstance } from './instance.ts';
import { executionLimit, primitiveParams } from './primitiveOptions.ts';
import { samplerOutcome, samplerParams } from './samplerProgram.ts';
import {
  estimatorResultSchema,
  type IbmConfiguration,
  type IbmJob,
  type IbmMetrics,
  type IbmStatus,
  type IbmUsage,
  ibmConfigurationSchema,
  ibmDevicesSchema,
  ibmJobListSchema,
  ibmJobSchema,
  ibmMetricsSchema,
  ibmPropertiesSchema,
  ibmStatusSchema,
  ibmSubmissionSchema,
  ibmUsageSchema,
  samplerResultSchema,
} from './wire.ts';

export interface IbmBackendOptions extends IbmTokenOptions {
  /** The name the user gave this backend. */
  readonly id: string;
  /** IBM's name of the device: `ibm_fez`, … */
  readonly device: string;
  /** The cloud resource name of the instance. */
  readonly instance: string;
  /** Without a trailing slash; that of the instance's region unless given. */
  readonly endpoint?: string | undefined;
  readonly price?: ConfiguredPrice | undefined;
  /** Jobs are sent one by one unless given. */
  readonly session?: JobSession | undefined;
  readonly primitives?: IbmPrimitives | undefined;
}

/** Circuits in one job: more make bodies of many megabytes. */
const maximumCircuits = circuitLimits.ibm;
const jobsAPage = 200;
/** IBM's code of jobs that were ended because they ran too long. */
const ranTooLong = 1305;
/** IBM's code of jobs that failed for no fault of theirs. */
const internalError = 9999;

/**
 * A device of an instance of IBM Quantum Platform, through its REST interface: circuits go to the sampler, or
 * with observables to the estimator, as OpenQASM 3 on the device's own qubits.
 * @throws Failure `invalid-input` for an instance that is no cloud resource name
 */
export function createIbmBackend(options: IbmBackendOptions): Backend {
  const { clock, device, id, price, primitives = {} } = options;
  const instance = ibmInstance(options.instance, id);
  const api = new IbmApi({ ...options, instance, endpoint: options.endpoint ?? ibmEndpoint(instance) });
  const devicePath = `/backends/${encodeURIComponent(device)}`;
  const jobPath = (handle: JobHandle) => `/jobs/${encodeURIComponent(handle.id)}`;
  const shownPrice = price && devicePrice(price);
  const priced = <Summary extends DeviceSummary>(summary: Summary): Summary =>
    shownPrice && summary.kind === 'hardware' ? { ...summary, price: shownPrice } : summary;
  const session = options.session && ibmSession(api, device, options.session);
  let known: IbmConfiguration | undefined;

  async function devices(signal: CancellationSignal): Promise<readonly DeviceSummary[]> {
    const { devices: all } = await api.get('/backends', ibmDevicesSchema, signal);
    return all.map(summaryOf).map(priced);
  }

  /** What does not change while a device is in use. */
  async function configuration(signal: CancellationSignal): Promise<IbmConfiguration> {
    known ??= await api.getIfThere(`${devicePath}/configuration`, ibmConfigurationSchema, signal);
    return known ?? (await missing(signal));
  }

  async function deviceStatus(signal: CancellationSignal): Promise<IbmStatus> {
    return (await api.getIfThere(`${devicePath}/status`, ibmStatusSchema, signal)) ?? (await missing(signal));
  }

  /** @throws Failure that there is no such device, with those there are */
  async function missing(signal: CancellationSignal): Promise<never> {
    const names = (await devices(signal)).map((summary) => summary.device);
    throw new Failure('not-found', `The instance of backend '${id}' has no device '${device}'.`, {
      advice:
        names.length === 0
          ? 'Give the instance a device at quantum.cloud.ibm.com/instances.'
          : `Use one of ${names.join(', ')}.`,
    });
  }

  async function usage(signal: CancellationSignal): Promise<IbmUsage> {
    return (await api.getIfThere('/instances/usage', ibmUsageSchema, signal)) ?? {};
  }

  async function metrics(handle: JobHandle, signal: CancellationSignal): Promise<IbmMetrics> {
    return (await api.getIfThere(`${jobPath(handle)}/metrics`, ibmMetricsSchema, signal)) ?? {};
  }

  /** @throws Failure where a job would never run, or not as it is */
  async function requireReady(work: BackendJob, signal: CancellationSignal): Promise<IbmConfiguration> {
    requireInLimits(work);
    const target = await configuration(signal);
    const widest = Math.max(...work.circuits.map(({ qubitCount }) => qubitCount));
    if (widest > target.n_qubits) {
      throw new Failure('invalid-circuit', `The circuit has ${widest} qubits, and ${device} has ${target.n_qubits}.`, {
        advice: 'Use a smaller circuit or a larger device, or run it on a simulator.',
      });
    }
    const status = await deviceStatus(signal);
    if (!status.state) {
      throw new Failure('backend-down', `${device} takes no jobs at the moment (${whyClosed(status)}).`, {
        advice: 'Try again later, or use another device: "hybridq backends list" shows those that are available.',
      });
    }
    const used = await usage(signal);
    if (used.usage_limit_reached) {
      const limit = used.usage_limit_seconds ?? used.usage_allocation_seconds;
      const share = limit == null ? 'its time' : `its ${limit} s`;
      throw new Failure('quota', `The instance of backend '${id}' has used up ${share} of the period.`, {
        advice:
          'Wait for the next period, raise the limit at quantum.cloud.ibm.com/instances, or use another instance.',
      });
    }
    return target;
  }

  return {
    id,
    device,
    devices,

    takesObservables: true,

    jobOptions(work) {
      const said = { ...primitiveParams(primitiveOf(work), primitives), ...executionLimit(primitives) };
      return Object.keys(said).length === 0 ? undefined : said;
    },

    async describe(signal): Promise<BackendDescription> {
      const target = await configuration(signal);
      return priced(descriptionOf(id, target, await deviceStatus(signal), primitives.fractionalGates === true));
    },

    async calibration(signal): Promise<DeviceCalibration | undefined> {
      if ((await configuration(signal)).simulator) return undefined;
      const values = await api.getIfThere(`${devicePath}/properties`, ibmPropertiesSchema, signal);
      if (values === undefined) return undefined;
      const date = values.last_update_date ?? undefined;
      const calibratedAt = Date.parse(date ?? '');
      return {
        id: date === undefined ? device : `${device} ${date}`,
        ...(Number.isFinite(calibratedAt) ? { calibratedAt } : {}),
        values,
      };
    },

    async estimate(work, signal): Promise<CostEstimate> {
      const today = new Date(clock.now()).toISOString().slice(0, 10);
      return ibmEstimate(work, await configuration(signal), primitives, price, today);
    },

    async submit(work, signal): Promise<JobHandle> {
      const { n_qubits } = await requireReady(work, signal);
      const within = await session?.id(signal);
      const own = primitiveParams(primitiveOf(work), primitives);
      const body = {
        ...(work.observables === undefined
          ? { program_id: 'sampler', params: samplerParams(work, n_qubits, own) }
          : { program_id: 'estimator', params: estimatorParams(work, work.observables, n_qubits, own) }),
        backend: device,
        tags: [work.key],
        ...executionLimit(primitives),
        ...(within === undefined ? {} : { session_id: within }),
      };
      const { id: jobId } = await api.post('/jobs', body, ibmSubmissionSchema, signal);
      return { backend: id, id: jobId };
    },

    async find(key, signal): Promise<JobHandle | undefined> {
      const query = `tags=${encodeURIComponent(key)}&backend=${encodeURIComponent(device)}&exclude_params=true`;
      for (let offset = 0; ; ) {
        const path = `/jobs?limit=${jobsAPage}&offset=${offset}&${query}`;
        const { count, jobs } = await api.get(path, ibmJobListSchema, signal);
        const match = jobs.find(({ tags }) => tags?.includes(key));
        if (match) return { backend: id, id: match.id };
        // The service may give fewer than were asked for.
        offset += jobs.length;
        if (jobs.length === 0 || offset >= (count ?? 0)) return undefined;
      }
    },

    async status(handle, signal): Promise<JobStatus> {
      const found = await api.get(`${jobPath(handle)}?exclude_params=true`, ibmJobSchema, signal);
      const status = statusOf(found);
      if (status.state !== 'queued') return status;
      const { estimated_start_time: start, position_in_queue: position } = await metrics(handle, signal);
      const wait = Date.parse(start ?? '') - clock.now();
      return {
        state: 'queued',
        ...(position == null ? {} : { position }),
        ...(wait > 0 ? { expectedWait: wait } : {}),
      };
    },

    async result(handle, circuits, signal): Promise<JobResult> {
      const text = await api.text(`${jobPath(handle)}/results`, signal);
      const told = resultOf(parsedJson(text ?? ''), circuits);
      if (told === undefined) {
        throw new Failure('unknown', `IBM Quantum has no result for job ${handle.id}.`, {
          advice: 'Fetch the result again; if it stays, submit the job anew.',
        });
      }
      return { ...told, ...consumed(await metrics(handle, signal), price) };
    },

    charged: async (handle, _ended, signal) => consumed(await metrics(handle, signal), price),

    async cancel(handle, signal): Promise<void> {
      await api.ask('POST', `${jobPath(handle)}/cancel`, undefined, signal);
    },

    async close(signal): Promise<void> {
      await session?.close(signal);
    },

    async test(signal): Promise<BackendCheck> {
      const { n_qubits } = await configuration(signal);
      const status = await deviceStatus(signal);
      const closed = whyClosed(status);
      const used = await usage(signal);
      const limit = used.usage_limit_seconds ?? used.usage_allocation_seconds;
      const time =
        limit == null ? '' : ` The instance has used ${used.usage_consumed_seconds ?? 0} of ${limit} s of its period.`;
      const queue = status.length_queue == null ? '' : ` and ${status.length_queue} jobs waiting`;
      const state = closed === undefined ? 'is available' : `takes no jobs at the moment (${closed})`;
      return {
        ok: closed === undefined && !used.usage_limit_reached,
        message: `IBM Quantum accepts the key '${options.credential}'; ${device} has ${n_qubits} qubits${queue} and ${state}.${time}`,
      };
    },
  };
}

/** Of the sampler or of the estimator, whichever it is of; undefined where it is of neither, or not of all circuits. */
function resultOf(
  told: unknown,
  circuits: readonly Circuit[] | undefined,
): Pick<JobResult, 'outcomes' | 'estimates'> | undefined {
  const isWhole = ({ results }: { readonly results: readonly unknown[] }) =>
    circuits === undefined || circuits.length === results.length;
  const estimated = estimatorResultSchema.safeParse(told).data;
  if (estimated) {
    return isWhole(estimated)
      ? { outcomes: [], estimates: estimated.results.map(({ data }) => estimatesOf(data)) }
      : undefined;
  }
  const sampled = samplerResultSchema.safeParse(told).data;
  if (!sampled || !isWhole(sampled)) return undefined;
  const { results } = sampled;
  return { outcomes: results.map(({ data }, index) => samplerOutcome(data, circuits?.[index], results.length)) };
}

function requireInLimits(work: BackendJob): void {
  const { circuits, shots } = work;
  if (circuits.length === 0 || circuits.length > maximumCircuits) {
    throw new Failure('invalid-circuit', `A job has 1 to ${maximumCircuits} circuits, not ${circuits.length}.`, {
      advice: 'Split the work into several jobs.',
    });
  }
  const runs = circuitsRun(work);
  if (!Number.isInteger(shots) || shots < 1 || shots * runs > maximumExecutions) {
    throw new Failure(
      'invalid-circuit',
      `IBM Quantum runs up to ${maximumExecutions} shots a job, and ${runs} circuits with ${shots} shots each were asked for.`,
      { advice: 'Ask for fewer shots, or split the work into several jobs.' },
    );
  }
}

function statusOf({ state, status }: IbmJob): JobStatus {
  const code = state?.reason_code ?? state?.reasonCode ?? undefined;
  const message = [state?.reason, state?.reason_solution].filter(Boolean).join(' ') || 'IBM gave no reason.';
  const name = (status ?? state?.status ?? '').toLowerCase();
  if (name.includes('ran too long') || (name === 'cancelled' && Number(code) === ranTooLong)) {
    return { state: 'failed', code: String(ranTooLong), message: `It ran longer than it may. ${message}` };
  }
  switch (name) {
    case 'completed':
      return { state: 'completed' };
    case 'cancelled':
    case 'canceled':
      return { state: 'cancelled' };
    case 'failed':
      return {
        state: 'failed',
        code: code === undefined ? 'unknown' : String(code),
        message,
        ...(Number(code) === internalError ? { reason: 'backend-down' } : {}),
      };
    case 'running':
      return { state: 'running' };
    default:
      // `Queued`, and whatever IBM may add before a job runs.
      return { state: 'queued' };
  }
}

/** What a job has taken, as far as it is told: the time that was charged is on the device. */
function consumed({ timestamps, usage }: IbmMetrics, price: ConfiguredPrice | undefined): Omit<JobResult, 'outcomes'> {
  const [created = Number.NaN, running = Number.NaN, finished = Number.NaN] = [
    timestamps?.created,
    timestamps?.running,
    timestamps?.finished,
  ].map((time) => Date.parse(time ?? ''));
  const seconds = usage?.status === 'pending' ? undefined : (usage?.qpu_charge_time_seconds ?? undefined);
  const ran = seconds === undefined ? finished - running : seconds * 1000;
  const cost = seconds === undefined ? undefined : chargedFor(seconds, price);
  return {
    ...(cost && { cost }),
    ...(Number.isFinite(running - created) ? { queueTime: Math.max(0, running - created) } : {}),
    ...(Number.isFinite(ran) ? { executionTime: Math.max(0, ran) } : {}),
  };
}
