import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import type {
  Backend,
  BackendCheck,
  BackendDescription,
  BackendJob,
  CostEstimate,
  DeviceCalibration,
  DeviceStatus,
  DeviceSummary,
  JobHandle,
  JobResult,
} from '../backend.ts';
import { QbraidApi, type QbraidApiOptions } from './qbraidApi.ts';
import { QbraidJobs } from './qbraidJobs.ts';
import { bitOutcome } from './qbraidOutcome.ts';
import { creditsInDollars, priceOf } from './qbraidPrices.ts';
import {
  type QbraidDevice,
  qbraidCalibrationSchema,
  qbraidDeviceSchema,
  qbraidEstimateSchema,
  qbraidUserSchema,
} from './wire.ts';

export interface QbraidBackendOptions extends QbraidApiOptions {
  /** The name the user gave this backend. */
  readonly id: string;
  /** qBraid's resource name of the device: `qbraid:qbraid:sim:qir-sv`, … */
  readonly device: string;
}

const maximumCircuits = circuitLimits.qbraid;

/** Devices of many vendors behind qBraid's REST API v2. */
export function createQbraidBackend(options: QbraidBackendOptions): Backend {
  const api = new QbraidApi(options);
  const { clock, device, id } = options;
  const devicePath = `/devices/${encodeURIComponent(device)}`;
  const jobs = new QbraidJobs(api, device);
  let known: QbraidDevice | undefined;

  const today = () => new Date(clock.now()).toISOString().slice(0, 10);

  async function ownDevice(signal: CancellationSignal): Promise<QbraidDevice> {
    const found = await api.get(devicePath, qbraidDeviceSchema, signal);
    known = found;
    return found;
  }

  return {
    id,
    device,

    async devices(signal): Promise<readonly DeviceSummary[]> {
      const all = await api.get('/devices?retired=false', qbraidDeviceSchema.array(), signal);
      return all.filter(takesCircuits).map((one) => summaryOf(one, today()));
    },

    async describe(signal): Promise<BackendDescription> {
      const info = await ownDevice(signal);
      return {
        ...summaryOf(info, today()),
        id,
        adapter: 'qbraid',
        qubits: info.numberQubits ?? 0,
        gates: [],
        takes: 'any-circuit',
        maximumCircuits,
        ...(info.maxShots == null ? {} : { maximumShots: info.maxShots }),
        version: 'v2',
      };
    },

    async calibration(signal): Promise<DeviceCalibration | undefined> {
      let values: { lastCalibrated?: string | null | undefined } | null | undefined;
      try {
        values = await api.get(`${devicePath}/calibrations`, qbraidCalibrationSchema, signal);
      } catch (thrown) {
        // Devices that are not measured have none.
        if (Failure.is(thrown, 'not-found')) return undefined;
        throw thrown;
      }
      if (values == null) return undefined;
      const calibratedAt = Date.parse(values.lastCalibrated ?? '');
      return {
        id: values.lastCalibrated ?? device,
        ...(Number.isFinite(calibratedAt) ? { calibratedAt } : {}),
        values,
      };
    },

    async estimate(job, signal): Promise<CostEstimate> {
      const path = `/jobs/cost-estimate?deviceQrn=${encodeURIComponent(device)}&shots=${job.shots}`;
      const quote = await api.get(path, qbraidEstimateSchema, signal);
      const origin = { asOf: today(), source: 'qBraid, /jobs/cost-estimate' };
      const { estimatedCost: credits } = quote;
      if (!quote.pricingAvailable || credits == null) {
        return {
          ...origin,
          arithmetic: `qBraid quotes no price for ${device}: ${quote.reason ?? 'it gives no reason'}.`,
        };
      }
      const count = job.circuits.length;
      return {
        ...origin,
        cost: creditsInDollars(credits * count),
        arithmetic: `${count} ${count === 1 ? 'circuit' : 'circuits'} of ${job.shots} shots × ${credits} credits × 0.01 USD`,
      };
    },

    async submit(job, signal): Promise<JobHandle> {
      const info = known ?? (await ownDevice(signal));
      checkJob(job, info);
      return { backend: id, id: await jobs.submit(job, info.batchJobSupport === true, signal) };
    },

    async find(key, signal): Promise<JobHandle | undefined> {
      const found = await jobs.find(key, signal);
      return found === undefined ? undefined : { backend: id, id: found };
    },

    status: (handle, signal) => jobs.status(handle.id, signal),

    async result(handle, circuits, signal): Promise<JobResult> {
      const results = await jobs.results(handle.id, signal);
      const parts = results.flatMap((result) => result.results ?? [result]);
      const outcomes = parts.map(({ resultData }, index) => {
        const counts = resultData?.measurementCounts;
        if (counts != null) return bitOutcome(counts, circuits?.[index]);
        throw new Failure('unknown', `qBraid's result of job ${handle.id} has no counts for circuit ${index + 1}.`, {
          advice: 'Fetch the result again; if it stays, run on another device.',
        });
      });
      const costs = results.flatMap(({ cost }) => (cost == null ? [] : [cost]));
      const durations = results.flatMap(({ timeStamps }) =>
        timeStamps?.executionDuration == null ? [] : [timeStamps.executionDuration],
      );
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      return {
        outcomes,
        ...(costs.length === 0 ? {} : { cost: creditsInDollars(sum(costs)) }),
        ...(durations.length === 0 ? {} : { executionTime: sum(durations) }),
      };
    },

    cancel: (handle, signal) => jobs.cancel(handle.id, signal),

    async test(signal): Promise<BackendCheck> {
      const user = await api.get('/users/verify', qbraidUserSchema, signal);
      const info = await ownDevice(signal);
      const who = user.userName ?? user.email;
      const account = who ? `the key of ${who}` : 'the key';
      const state = (info.status ?? 'in an unknown state').toLowerCase();
      const why = info.statusMsg ? ` (${info.statusMsg})` : '';
      const advice = statusOfDevice(info) === 'available' ? '' : ' Choose another device, or come back later.';
      return {
        ok: statusOfDevice(info) === 'available',
        message: `qBraid accepts ${account}; ${device} has ${info.numberQubits ?? 'an unknown number of'} qubits and is ${state}${why}.${advice}`,
      };
    },
  };
}

function takesCircuits({ directAccess, runInputTypes }: QbraidDevice): boolean {
  return directAccess !== false && (runInputTypes == null || runInputTypes.includes('qasm3'));
}

function statusOfDevice({ status }: QbraidDevice): DeviceStatus {
  if (status === 'ONLINE') return 'available';
  return status === 'OFFLINE' || status === 'UNAVAILABLE' || status === 'RETIRED' ? 'unavailable' : 'unknown';
}

function summaryOf(info: QbraidDevice, asOf: string): DeviceSummary {
  const price = priceOf(info, asOf);
  return {
    device: info.qrn,
    ...(info.name == null ? {} : { title: info.name }),
    kind: info.deviceType === 'SIMULATOR' ? 'simulator' : 'hardware',
    ...(info.numberQubits == null ? {} : { qubits: info.numberQubits }),
    status: statusOfDevice(info),
    ...(info.statusMsg == null ? {} : { notice: info.statusMsg }),
    ...(info.queueDepth == null ? {} : { queueLength: info.queueDepth }),
    ...(info.avgQueueTime == null ? {} : { queueTime: info.avgQueueTime * 60_000 }),
    ...(price === undefined ? {} : { price }),
  };
}

function checkJob({ circuits, shots }: BackendJob, info: QbraidDevice): void {
  if (statusOfDevice(info) === 'unavailable') {
    const why = info.statusMsg ? `: ${info.statusMsg}` : '';
    throw new Failure('backend-down', `${info.qrn} takes no jobs now, it is ${info.status?.toLowerCase()}${why}.`, {
      advice: 'Choose another device ("hybridq backends devices" lists them), or come back later.',
    });
  }
  if (circuits.length === 0 || circuits.length > maximumCircuits) {
    throw new Failure('invalid-circuit', `A job takes 1 to ${maximumCircuits} circuits, not ${circuits.length}.`, {
      advice: 'Split the work into several jobs.',
    });
  }
  const most = info.maxShots ?? Number.POSITIVE_INFINITY;
  if (!Number.isInteger(shots) || shots < 1 || shots > most) {
    throw new Failure('invalid-circuit', `${info.qrn} takes 1 to ${most} shots, not ${shots}.`, {
      advice: 'Change the number of shots.',
    });
  }
  const widest = Math.max(...circuits.map(({ qubitCount }) => qubitCount));
  if (info.numberQubits != null && widest > info.numberQubits) {
    throw new Failure(
      'invalid-circuit',
      `The circuit has ${widest} qubits, and ${info.qrn} has ${info.numberQubits}.`,
      {
        advice: 'Use fewer qubits, or a wider device ("hybridq backends devices" lists them).',
      },
    );
  }
}
