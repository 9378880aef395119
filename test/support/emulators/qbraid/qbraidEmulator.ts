import { deriveSeed } from '#core/base/random.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  jsonOf,
  type SeenRequest,
  startEmulatorServer,
} from '../emulatorServer.ts';
import type { FaultPlan } from '../faults.ts';

/**
 * A stateful stand-in for qBraid's REST API v2 on localhost. Jobs move one status forward each time they are asked for,
 * so nothing depends on time. Programs are really read and simulated; `test/interop/qbraid` drives it with qBraid's client.
 */
export interface QbraidEmulator {
  readonly url: string;
  readonly faults: FaultPlan;
  readonly requests: readonly SeenRequest[];
  readonly jobs: ReadonlyMap<string, QbraidEmulatedJob>;
  /** Jobs are completed when they are first asked for. */
  eager: boolean;
  close(): Promise<void>;
}

export interface QbraidEmulatedJob {
  readonly jobQrn: string;
  readonly deviceQrn: string;
  readonly name: string | undefined;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly shots: number;
  readonly programs: readonly Program[];
  readonly isBatch: boolean;
  status: 'INITIALIZING' | 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  statusMsg: string | undefined;
}

interface Program {
  readonly format: string;
  readonly data: string;
}

export interface QbraidEmulatorOptions {
  /** The keys that are accepted. */
  readonly keys: readonly string[];
  readonly port?: number;
}

const devices = [
  device('qbraid:qbraid:sim:qir-sv', 'QIR sparse simulator', 'SIMULATOR', 'ONLINE', {
    numberQubits: 30,
    maxShots: 2000,
    pricing: { perTask: 0.5, perShot: 0, perMinute: 7.5 },
  }),
  device('aws:aws:sim:sv1', 'SV1', 'SIMULATOR', 'ONLINE', {
    numberQubits: 34,
    maxShots: 100_000,
    batchJobSupport: true,
    pricing: { perTask: 0, perShot: 0, perMinute: 7.5 },
  }),
  device('aws:iqm:qpu:garnet', 'Garnet', 'QPU', 'ONLINE', {
    numberQubits: 20,
    maxShots: 20_000,
    queueDepth: 4,
    avgQueueTime: 12,
    pricing: { perTask: 30, perShot: 0.145, perMinute: 0 },
  }),
  device('aws:rigetti:qpu:ankaa-3', 'Ankaa-3', 'QPU', 'OFFLINE', {
    numberQubits: 84,
    maxShots: 50_000,
    statusMsg: 'Under maintenance',
    pricing: { perTask: 30, perShot: 0.09, perMinute: 0 },
  }),
];

const nextStatus = { INITIALIZING: 'QUEUED', QUEUED: 'RUNNING', RUNNING: 'COMPLETED' } as const;

export async function startQbraidEmulator(options: QbraidEmulatorOptions): Promise<QbraidEmulator> {
  const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });
  const jobs = new Map<string, QbraidEmulatedJob>();

  function route(request: EmulatorRequest): EmulatorAnswer {
    if (!request.path.startsWith('/api/v1/')) return problem(404, 'Not found');
    const key = request.headers['x-api-key'];
    if (!options.keys.some((accepted) => accepted === key)) return refusedKey();
    const parts = request.path.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
    const { method } = request;
    switch (parts[0]) {
      case 'users':
        return found({
          userName: 'ada',
          email: 'ada@example.com',
          organizationUserId: 'member-1',
          organizationId: 'org-1',
        });
      case 'devices':
        return routeDevices(parts);
      case 'jobs':
        if (method === 'POST' && parts.length === 1) return create(jsonOf(request));
        if (method === 'GET' && parts.length === 1) return list(request.query);
        if (method === 'GET' && parts[1] === 'cost-estimate') return quote(request.query);
        return routeJob(method, parts);
      default:
        return problem(404, 'Not found');
    }
  }

  function routeJob(method: string, [, id = '', rest]: readonly string[]): EmulatorAnswer {
    const job = jobs.get(id);
    if (job === undefined) return problem(404, `Job ${id} not found`);
    if (method === 'POST' && rest === 'cancel') {
      if (job.status !== 'COMPLETED' && job.status !== 'FAILED') job.status = 'CANCELLED';
      return found({ ...jobBody(job), status: 'CANCELLING' }, 202);
    }
    if (method === 'DELETE') {
      jobs.delete(id);
      return found({ jobQrn: id });
    }
    if (rest === undefined) {
      advance(job);
      return found(jobBody(job));
    }
    if (rest === 'program') return found(job.isBatch ? job.programs : job.programs[0]);
    if (rest !== 'result') return problem(404, 'Not found');
    return job.status === 'COMPLETED' ? found(resultOf(job)) : problem(404, `Job ${id} has no result`);
  }

  function create(body: unknown): EmulatorAnswer {
    const { deviceQrn, name, program, shots, tags = {} } = (body ?? {}) as Record<string, unknown>;
    const taken = devices.find(({ qrn }) => qrn === deviceQrn);
    if (taken === undefined) return problem(404, `Device ${String(deviceQrn)} not found`);
    if (taken.status !== 'ONLINE') return problem(400, `Device ${taken.qrn} is ${taken.status}`);
    const isBatch = Array.isArray(program);
    if (isBatch && !taken.batchJobSupport) return problem(400, `Device ${taken.qrn} takes no batches`);
    const programs = (isBatch ? program : [program]) as Program[];
    const [wrong] = programs.filter((one) => one?.format !== 'qasm3' || typeof one.data !== 'string');
    if (programs.length === 0 || wrong !== undefined) return problem(422, 'program.format: must be qasm3');
    if (!Number.isInteger(shots) || Number(shots) < 1 || Number(shots) > taken.maxShots) {
      return problem(400, `shots must be between 1 and ${taken.maxShots}`);
    }
    const job: QbraidEmulatedJob = {
      jobQrn: `${taken.qrn}-ada-qjob-${String(jobs.size + 1).padStart(6, '0')}`,
      deviceQrn: taken.qrn,
      name: name == null ? undefined : String(name),
      tags: tags as Record<string, unknown>,
      shots: Number(shots),
      programs,
      isBatch,
      status: 'INITIALIZING',
      statusMsg: undefined,
    };
    jobs.set(job.jobQrn, job);
    return found(jobBody(job), 201);
  }

  function list(query: URLSearchParams): EmulatorAnswer {
    const wanted = Object.entries(JSON.parse(query.get('tags') ?? '{}') as Record<string, unknown>);
    const limit = Math.min(Number(query.get('limit') ?? 20), 20);
    const page = Number(query.get('page') ?? 1);
    const all = [...jobs.values()]
      .reverse()
      .filter(({ tags }) => wanted.every(([tag, value]) => tags[tag] === value))
      .map(jobBody);
    const totalPages = Math.max(1, Math.ceil(all.length / limit));
    return {
      status: 200,
      body: {
        success: true,
        data: all.slice((page - 1) * limit, page * limit),
        pagination: { page, limit, total: all.length, totalPages, hasNext: page < totalPages, hasPrev: page > 1 },
      },
    };
  }

  function advance(job: QbraidEmulatedJob): void {
    if (job.status === 'COMPLETED' || job.status === 'FAILED' || job.status === 'CANCELLED') return;
    const failure = server.faults.strikeJob();
    if (failure !== undefined) {
      job.status = 'FAILED';
      job.statusMsg = failure.message;
      return;
    }
    if (server.faults.stuckInQueue && job.status !== 'RUNNING') {
      job.status = 'QUEUED';
      return;
    }
    job.status = emulator.eager ? 'COMPLETED' : nextStatus[job.status];
    if (job.status !== 'COMPLETED') return;
    try {
      resultOf(job);
    } catch (thrown) {
      job.status = 'FAILED';
      job.statusMsg = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  function resultOf(job: QbraidEmulatedJob): unknown {
    const frame = { status: 'COMPLETED', cost: costOf(job), timeStamps };
    const parts = job.programs.map(({ data }, index) => ({
      ...frame,
      resultData: { measurementCounts: countsOf(data, job.shots, `${job.jobQrn}/${index}`) },
    }));
    return job.isBatch ? { ...frame, results: parts } : parts[0];
  }

  function countsOf(program: string, shots: number, seed: string): Record<string, number> {
    const lowered = lowerProgram(analyseProgram(program, { path: 'program.qasm', lints: 'off' }));
    if (!lowered.ok) throw new Error(`The program is not valid: ${lowered.error[0]?.message ?? 'unknown'}`);
    const { counts } = simulator.simulate(lowered.value, { shots, seed: deriveSeed(0, seed) });
    return Object.fromEntries(Object.entries(counts ?? {}).map(([text, count]) => [text.replaceAll(' ', ''), count]));
  }

  const server = await startEmulatorServer(
    { answer: route, refusal: (status) => problem(status, 'Please try again.'), expiredToken: refusedKey },
    options.port,
  );
  const emulator: QbraidEmulator = {
    url: `${server.origin}/api/v1`,
    faults: server.faults,
    requests: server.requests,
    jobs,
    eager: false,
    close: server.close,
  };
  return emulator;
}

const timeStamps = {
  createdAt: '2026-08-20T00:00:00Z',
  endedAt: '2026-08-20T00:00:02Z',
  executionDuration: 1200,
};

interface DeviceFacts {
  readonly numberQubits: number;
  readonly maxShots: number;
  readonly pricing: { readonly perTask: number; readonly perShot: number; readonly perMinute: number };
  readonly batchJobSupport?: boolean;
  readonly queueDepth?: number;
  readonly avgQueueTime?: number;
  readonly statusMsg?: string;
}

function device(qrn: string, name: string, deviceType: 'SIMULATOR' | 'QPU', status: string, facts: DeviceFacts) {
  return {
    qrn,
    name,
    vendor: qrn.split(':')[0] ?? '',
    deviceType,
    status,
    runInputTypes: ['qasm3'],
    paradigm: 'gate_model',
    pricingModel: 'fixed',
    directAccess: true,
    batchJobSupport: false,
    queueDepth: 0,
    ...facts,
  };
}

function routeDevices([, qrn, rest]: readonly string[]): EmulatorAnswer {
  if (qrn === undefined) return found(devices);
  const one = devices.find((candidate) => candidate.qrn === qrn);
  if (one === undefined) return problem(404, `Device ${qrn} not found`);
  if (rest === undefined) return found(one);
  if (rest !== 'calibrations') return problem(404, 'Not found');
  if (one.deviceType === 'SIMULATOR') return found(null);
  return found({
    deviceQRNs: [one.qrn],
    provider: 'iqm',
    lastCalibrated: '2026-08-19T22:00:00Z',
    fetchedAt: '2026-08-20T00:00:00Z',
    qubits: { '0': { t1: 40e-6, t2: 20e-6, readoutError: 0.02 } },
    edges: { cz: { error: [{ source: 0, target: 1, value: 0.008 }] } },
  });
}

function quote(query: URLSearchParams): EmulatorAnswer {
  const one = devices.find(({ qrn }) => qrn === query.get('deviceQrn'));
  if (one === undefined) return problem(404, 'Device not found');
  const shots = Number(query.get('shots') ?? 1000);
  const estimatedCost = one.pricing.perTask + shots * one.pricing.perShot + one.pricing.perMinute / 10;
  return found({ pricingAvailable: true, deviceQrn: one.qrn, estimatedCost, shots, pricingModel: 'fixed' });
}

function costOf({ deviceQrn, programs, shots }: QbraidEmulatedJob): number {
  const one = devices.find(({ qrn }) => qrn === deviceQrn);
  return programs.length * ((one?.pricing.perTask ?? 0) + shots * (one?.pricing.perShot ?? 0));
}

function jobBody(job: QbraidEmulatedJob): Record<string, unknown> {
  const [vendor, provider] = job.deviceQrn.split(':');
  return {
    jobQrn: job.jobQrn,
    deviceQrn: job.deviceQrn,
    vendor,
    provider,
    name: job.name,
    tags: job.tags,
    shots: job.shots,
    status: job.status,
    statusMsg: job.statusMsg,
    experimentType: 'gate_model',
    queuePosition: job.status === 'QUEUED' ? 3 : null,
    estimatedCost: costOf(job),
    numCircuits: job.programs.length,
    timeStamps: { createdAt: timeStamps.createdAt },
    metadata: {},
    runtimeOptions: {},
  };
}

function found(data: unknown, status = 200): EmulatorAnswer {
  return { status, body: { success: true, data } };
}

function problem(status: number, message: string, code?: string): EmulatorAnswer {
  return { status, body: { success: false, message, error: { message, ...(code === undefined ? {} : { code }) } } };
}

function refusedKey(): EmulatorAnswer {
  return problem(401, 'Invalid API key.', 'UNAUTHORIZED');
}
