import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import { ionqMaximumShots } from '#core/circuit/export/ionqJson.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CircuitOutcome,
  CostEstimate,
  DeviceCalibration,
  DeviceSummary,
  JobHandle,
  JobResult,
  JobStatus,
  JobUse,
  Money,
} from '../backend.ts';
import type { JobSession } from '../backendConfiguration.ts';
import type { HttpClient } from '../http.ts';
import type { SecretSource } from '../secrets.ts';
import { IonqApi } from './ionqApi.ts';
import { ionqDevice, requireTaking } from './ionqDevice.ts';
import { ionqEstimate } from './ionqEstimate.ts';
import { ionqOutcome } from './ionqOutcome.ts';
import { type IonqProgram, ionqInput, ionqProgram } from './ionqProgram.ts';
import { registerOutcome } from './ionqRegisters.ts';
import { type IonqSessionLimits, ionqSession } from './ionqSession.ts';
import {
  type IonqSettings,
  ionqSimulator,
  requireEnoughShots,
  requireFitting,
  settingsBody,
  settingsText,
} from './ionqSettings.ts';
import {
  type IonqDevice,
  type IonqJob,
  ionqAggregatedProbabilitiesSchema,
  ionqBackendsSchema,
  ionqCharacterizationsSchema,
  ionqCostSchema,
  ionqJobListSchema,
  ionqJobSchema,
  ionqProbabilitiesSchema,
  ionqSubmissionSchema,
  ionqWhoamiSchema,
} from './wire.ts';

export interface IonqBackendOptions extends IonqSettings {
  /** The name the user gave this backend. */
  readonly id: string;
  /** IonQ's name of the device: `simulator`, `qpu.forte-1`, … */
  readonly device: string;
  readonly endpoint: string;
  readonly credential: string;
  /** Jobs are sent one by one unless a session is wanted; IonQ has no batches. */
  readonly session?: JobSession | undefined;
  readonly sessionLimits?: Omit<IonqSessionLimits, 'time'> | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

const maximumCircuits = circuitLimits.ionq;

/**
 * IonQ, reached directly through its REST API v0.4.
 * @throws Failure `invalid-input` for settings that have no effect on the device
 */
export function createIonqBackend(options: IonqBackendOptions): Backend {
  const { device, id } = options;
  requireFitting(options, device, id);
  const api = new IonqApi(options);
  const devicePath = `/backends/${encodeURIComponent(device)}`;
  const jobPath = (handle: JobHandle) => `/jobs/${encodeURIComponent(handle.id)}`;
  const session =
    options.session?.mode === 'session'
      ? ionqSession(api, device, { time: options.session.maxTime, ...options.sessionLimits })
      : undefined;

  async function job(handle: JobHandle, signal: CancellationSignal): Promise<IonqJob> {
    return api.get(jobPath(handle), ionqJobSchema, signal);
  }

  async function outcomesOf(
    finished: IonqJob,
    circuits: readonly Circuit[] | undefined,
    signal: CancellationSignal,
  ): Promise<CircuitOutcome[]> {
    if (finished.type === 'ionq.qasm3.v1') return [await registerOutcome(api, finished, circuits?.[0], signal)];
    const children = finished.child_job_ids ?? [];
    const path = `/jobs/${encodeURIComponent(finished.id)}/results/probabilities`;
    const query = options.errorMitigation?.sharpen ? '?sharpen=true' : '';
    if (children.length === 0) {
      const probabilities = await api.get(`${path}${query}`, ionqProbabilitiesSchema, signal);
      return [ionqOutcome(probabilities, circuits?.[0], finished.stats?.qubits)];
    }
    const all = await api.get(`${path}/aggregated${query}`, ionqAggregatedProbabilitiesSchema, signal);
    return children.map((child, index) => {
      const probabilities = all[child];
      if (probabilities !== undefined) return ionqOutcome(probabilities, circuits?.[index], finished.stats?.qubits);
      throw new Failure('unknown', `IonQ's result of job ${finished.id} lacks circuit ${child}.`, {
        advice: 'Fetch the result again; if it stays, submit the job anew.',
      });
    });
  }

  async function costOf(handle: JobHandle, signal: CancellationSignal) {
    return await api.get(`${jobPath(handle)}/cost`, ionqCostSchema, signal);
  }

  return {
    id,
    device,

    async devices(signal): Promise<readonly DeviceSummary[]> {
      return (await api.get('/backends', ionqBackendsSchema, signal)).map(summaryOf);
    },

    async describe(signal): Promise<BackendDescription> {
      const info = await ionqDevice(api, device, signal);
      return {
        ...summaryOf(info),
        id,
        adapter: 'ionq',
        qubits: info.qubits,
        gates: info.supported_gates ?? [],
        takes: 'any-circuit',
        takesFeedback: false,
        maximumShots: ionqMaximumShots,
        maximumCircuits,
        version: `${info.characterization_id ?? 'v0.4'}${settingsText(options)}`,
      };
    },

    async calibration(signal): Promise<DeviceCalibration | undefined> {
      const path = `${devicePath}/characterizations?limit=1`;
      const { characterizations } = await api.get(path, ionqCharacterizationsSchema, signal);
      const [newest] = characterizations ?? [];
      if (newest === undefined) return undefined;
      const { date, id: name, ...values } = newest;
      const calibratedAt = date == null ? Number.NaN : new Date(date).getTime();
      return { id: name, ...(Number.isFinite(calibratedAt) ? { calibratedAt } : {}), values };
    },

    async estimate({ circuits, shots }, signal): Promise<CostEstimate> {
      // The simulator is free, whatever runs there.
      const written = device === ionqSimulator ? [] : circuits.map((circuit) => ionqProgram(circuit));
      const programs = written.some(({ kind }) => kind === 'native')
        ? programsOn(await ionqDevice(api, device, signal), written, circuits)
        : written;
      const work = {
        device,
        programs: programs.map((program, index) => ({ program, qubits: circuits[index]?.qubitCount ?? 1 })),
        shots,
        isMitigated: options.errorMitigation?.debiasing ?? false,
        today: new Date(options.clock.now()).toISOString().slice(0, 10),
      };
      return await ionqEstimate(api, work, signal);
    },

    async submit(backendJob, signal): Promise<JobHandle> {
      checkJob(backendJob);
      requireEnoughShots(options, backendJob.shots);
      const { circuits, key, shots } = backendJob;
      const qubits = Math.max(1, ...circuits.map(({ qubitCount }) => qubitCount));
      // What cannot be said is refused before anything is sent.
      const programs = circuits.map((circuit) => ionqProgram(circuit));
      ionqInput(programs, qubits);
      const info = await ionqDevice(api, device, signal);
      requireTaking(info, circuits);
      const work = ionqInput(programsOn(info, programs, circuits), qubits);
      const within = await session?.id(signal);
      const body = {
        ...work,
        name: key,
        backend: device,
        shots,
        ...settingsBody(options, backendJob, device, work.type === 'ionq.qasm3.v1'),
        ...(within === undefined ? {} : { session_id: within }),
      };
      const submission = await api.post('/jobs', body, ionqSubmissionSchema, signal);
      return { backend: id, id: submission.id };
    },

    async find(key, signal): Promise<JobHandle | undefined> {
      let next: string | undefined;
      do {
        const page: string = next === undefined ? '' : `&next=${encodeURIComponent(next)}`;
        const list = await api.get(
          `/jobs?target=${encodeURIComponent(device)}&limit=100${page}`,
          ionqJobListSchema,
          signal,
        );
        const match = list.jobs.find((candidate) => candidate.name === key);
        if (match) return { backend: id, id: match.id };
        next = list.next ?? undefined;
      } while (next !== undefined);
      return undefined;
    },

    async status(handle, signal): Promise<JobStatus> {
      return statusOf(await job(handle, signal));
    },

    async result(handle, circuits, signal): Promise<JobResult> {
      const finished = await job(handle, signal);
      const cost = await costOf(handle, signal);
      if (finished.dry_run) throw neverRun(handle, cost.estimated_cost);
      const outcomes = await outcomesOf(finished, circuits, signal);
      const charged = cost.cost ?? cost.estimated_cost;
      const submitted = Date.parse(finished.submitted_at ?? '');
      const started = Date.parse(finished.started_at ?? '');
      return {
        outcomes,
        ...(charged ? { cost: moneyOf(charged) } : {}),
        ...(Number.isFinite(started - submitted) ? { queueTime: Math.max(0, started - submitted) } : {}),
        ...(finished.execution_duration_ms == null ? {} : { executionTime: finished.execution_duration_ms }),
      };
    },

    async charged(handle, ended, signal): Promise<JobUse> {
      if (ended === 'failed') return { cost: { amount: 0, currency: 'USD' }, rule: failedJobsRule };
      const { cost, estimated_cost: estimated } = await costOf(handle, signal);
      if (cost) return { cost: moneyOf(cost) };
      const { dry_run: isDry, execution_duration_ms: executionTime } = await job(handle, signal);
      return {
        ...(ended === 'completed' && estimated && !isDry ? { cost: moneyOf(estimated) } : {}),
        ...(executionTime == null ? {} : { executionTime }),
      };
    },

    async cancel(handle, signal): Promise<void> {
      await api.put(`${jobPath(handle)}/status/cancel`, signal);
    },

    ...(session && { close: async (signal: CancellationSignal) => await session.close(signal) }),

    async test(signal): Promise<BackendCheck> {
      const who = await api.get('/whoami', ionqWhoamiSchema, signal);
      const info = await ionqDevice(api, device, signal);
      const key = who.key_name ? `the key '${who.key_name}'` : 'the key';
      const message = `IonQ accepts ${key}; ${device} has ${info.qubits} qubits and is ${info.status}.`;
      return { ok: info.status === 'available', message };
    },
  };
}

/** The programs, in native gates only where the device has these; the simulator does not say which it has, and has all. */
function programsOn(
  { supported_native_gates: gates }: IonqDevice,
  programs: readonly IonqProgram[],
  circuits: readonly Circuit[],
): readonly IonqProgram[] {
  if (gates == null) return programs;
  return programs.map((program, index) => {
    const circuit = circuits[index];
    const isFine = program.kind !== 'native' || program.circuit.every(({ gate }) => gates.includes(gate));
    return isFine || circuit === undefined ? program : ionqProgram(circuit, { takesNative: false });
  });
}

/** IonQ reserves the credit of a job and gives it back when the job fails. */
const failedJobsRule = {
  source: 'https://docs.ionq.com/guides/billing-and-usage/job-cost-and-usage',
  arithmetic: 'IonQ charges nothing for a job that failed',
};

function summaryOf({ average_queue_time: queueTime, backend, qubits, status }: IonqDevice): DeviceSummary {
  return {
    device: backend,
    kind: backend === ionqSimulator ? 'simulator' : 'hardware',
    qubits,
    status: status === 'available' || status === 'unavailable' ? status : 'unknown',
    ...(queueTime == null ? {} : { queueTime }),
  };
}

function checkJob(job: BackendJob): void {
  if (job.circuits.length === 0 || job.circuits.length > maximumCircuits) {
    throw new Failure(
      'invalid-circuit',
      `IonQ takes 1 to ${maximumCircuits} circuits a job, not ${job.circuits.length}.`,
      {
        advice: 'Split the work into several jobs.',
      },
    );
  }
  if (!Number.isInteger(job.shots) || job.shots < 1 || job.shots > ionqMaximumShots) {
    throw new Failure('invalid-circuit', `IonQ takes 1 to ${ionqMaximumShots} shots, not ${job.shots}.`, {
      advice: 'Change the number of shots.',
    });
  }
}

interface ToldCost {
  readonly value: number;
  readonly unit: string;
}

function moneyOf({ unit, value }: ToldCost): Money {
  return { amount: value, currency: unit.toUpperCase() };
}

/** That a job was compiled only, with what it would have cost. */
function neverRun(handle: JobHandle, cost: ToldCost | null | undefined): Failure {
  const price = cost ? ` and would cost ${cost.value} ${cost.unit.toUpperCase()}` : '';
  return new Failure('unsupported', `IonQ compiled job ${handle.id} in a dry run: it fits the device${price}.`, {
    advice: 'Nothing was measured; take dryRun out of the backend to run it.',
  });
}

/** IonQ's codes of failed jobs that are not about the circuit. */
const failureReasons: Readonly<Record<string, 'quota' | 'backend-down'>> = {
  ContractExpiredError: 'quota',
  QuotaExhaustedError: 'quota',
  UnknownBillingError: 'quota',
  InternalError: 'backend-down',
  PreflightError: 'backend-down',
  QuantumComputerError: 'backend-down',
  SimulationError: 'backend-down',
  SystemCancel: 'backend-down',
};

function statusOf(job: IonqJob): JobStatus {
  switch (job.status) {
    case 'completed':
      return { state: 'completed' };
    case 'canceled':
      return { state: 'cancelled' };
    case 'failed': {
      const message = job.failure?.message ?? job.failure?.error ?? 'IonQ gave no reason.';
      const code = job.failure?.code ?? 'unknown';
      const reason = failureReasons[code];
      return { state: 'failed', code, message, ...(reason === undefined ? {} : { reason }) };
    }
    case 'started':
      return { state: 'running' };
    default:
      // `submitted`, `ready`, and whatever IonQ may add before `started`.
      return {
        state: 'queued',
        ...(job.predicted_wait_time_ms == null ? {} : { expectedWait: job.predicted_wait_time_ms }),
      };
  }
}
