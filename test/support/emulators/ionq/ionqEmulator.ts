import { randomUUID } from 'node:crypto';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  jsonOf,
  type SeenRequest,
  startEmulatorServer,
} from '../emulatorServer.ts';
import type { FaultPlan } from '../faults.ts';
import { type QisGate, qisProbabilities, UnsupportedGateError } from './qisSimulator.ts';

/**
 * A stateful stand-in for IonQ's REST API v0.4 on localhost. Jobs move one status forward each time they are asked for,
 * so nothing depends on time. Circuits are really simulated. `test/interop/ionq` drives it with IonQ's official client.
 */
export interface IonqEmulator {
  readonly url: string;
  readonly faults: FaultPlan;
  readonly requests: readonly SeenRequest[];
  readonly jobs: ReadonlyMap<string, EmulatedJob>;
  /** While set, jobs are completed when they are first asked for, so that nobody waits between two questions. */
  eager: boolean;
  /** When so many jobs are completed, all others fail. */
  failAfter: number;
  close(): Promise<void>;
}

export interface EmulatedJob {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly backend: string;
  readonly shots: number;
  readonly metadata: Record<string, unknown>;
  readonly circuits: readonly (readonly QisGate[])[];
  readonly qubits: number;
  readonly children: readonly string[];
  readonly submittedAt: string;
  status: 'submitted' | 'ready' | 'started' | 'completed' | 'failed' | 'canceled';
  failure: { code: string; message: string; error: string } | null;
}

export interface IonqEmulatorOptions {
  /** The keys that are accepted. */
  readonly keys: readonly string[];
  readonly port?: number;
}

const devices = [
  { backend: 'simulator', status: 'available', qubits: 29, average_queue_time: 0, noise_models: ['ideal'] },
  {
    backend: 'qpu.forte-1',
    status: 'available',
    qubits: 36,
    average_queue_time: 3_600_000,
    characterization_id: '6f0c1b1e-0000-4000-8000-000000000001',
    supported_gates: [
      'x',
      'y',
      'z',
      'rx',
      'ry',
      'rz',
      'h',
      's',
      'si',
      'v',
      'vi',
      't',
      'ti',
      'not',
      'cnot',
      'swap',
      'xx',
      'yy',
      'zz',
    ],
  },
].map((device) => ({ ...device, degraded: false, last_updated: '2026-08-20T00:00:00Z' }));

const nextStatus = { submitted: 'ready', ready: 'started', started: 'completed' } as const;

export async function startIonqEmulator(options: IonqEmulatorOptions): Promise<IonqEmulator> {
  const jobs = new Map<string, EmulatedJob>();

  function route(request: EmulatorRequest): EmulatorAnswer {
    const path = request.path.replace(/^\/v0\.4/, '');
    if (path === request.path) return problem(404, 'Not Found Error', 'No such version.');
    const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
    if (request.method === 'GET' && parts[0] === 'backends') return backends(parts);
    if (!options.keys.some((key) => request.headers.authorization === `apiKey ${key}`)) {
      return refusedKey();
    }
    if (request.method === 'GET' && path === '/whoami') {
      return { status: 200, body: { key_id: 'key-1', key_name: 'emulated', project_id: 'project-1' } };
    }
    if (parts[0] !== 'jobs') return problem(404, 'Not Found Error', `No route ${path}`);
    return routeJobs(request, parts);
  }

  function routeJobs(request: EmulatorRequest, parts: readonly string[]): EmulatorAnswer {
    const { method } = request;
    if (parts.length === 1) {
      if (method === 'POST') return create(request);
      if (method === 'GET') return list(request.query);
    }
    if (method === 'GET' && parts[1] === 'estimate') return estimate(request.query);
    const job = jobs.get(parts[1] ?? '');
    if (!job) return problem(404, 'Not Found Error', `Job ${parts[1]} was not found.`);
    const rest = parts.slice(2).join('/');
    if (method === 'GET' && rest === '') {
      advance(job);
      return { status: 200, body: jobBody(job) };
    }
    if (method === 'DELETE' && rest === '') {
      jobs.delete(job.id);
      return { status: 200, body: { id: job.id, status: 'deleted' } };
    }
    if (method === 'PUT' && rest === 'status/cancel') {
      if (job.status !== 'completed' && job.status !== 'failed') job.status = 'canceled';
      return { status: 200, body: { id: job.id, status: 'canceled' } };
    }
    if (method === 'GET' && rest === 'cost') {
      const value = job.backend === 'simulator' ? 0 : 12.4166;
      return {
        status: 200,
        body: { dry_run: false, estimated_cost: { value, unit: 'usd' }, cost: { value, unit: 'usd' } },
      };
    }
    if (method === 'GET' && rest.startsWith('results/probabilities')) {
      if (job.status !== 'completed') return problem(404, 'Not Found Error', 'The job is not completed.');
      return { status: 200, body: results(job) };
    }
    return problem(404, 'Not Found Error', `No route ${request.path}`);
  }

  function create(request: EmulatorRequest): EmulatorAnswer {
    if (request.body.length > 10 * 1024 * 1024) return problem(413, 'Payload Too Large', 'The body exceeds 10 MB.');
    const body = jsonOf(request) as Record<string, unknown> | undefined;
    if (body === undefined) return problem(400, 'Bad Request', 'The body is not JSON.');
    const type = String(body['type']);
    const device = devices.find((candidate) => candidate.backend === body['backend']);
    if (!device) return problem(400, 'Bad Request', `Unknown backend ${String(body['backend'])}.`);
    if (type !== 'ionq.circuit.v1' && type !== 'ionq.multi-circuit.v1') {
      return problem(400, 'Bad Request', `"type" must be one of the documented job types, not ${type}.`);
    }
    const shots = Number(body['shots'] ?? 100);
    if (!Number.isInteger(shots) || shots < 1 || shots > 1_000_000) {
      return problem(400, 'Bad Request', '"shots" must be between 1 and 1000000.');
    }
    const input = (body['input'] ?? {}) as {
      qubits?: number;
      circuit?: QisGate[];
      circuits?: { circuit: QisGate[] }[];
    };
    const circuits = type === 'ionq.circuit.v1' ? [input.circuit ?? []] : (input.circuits ?? []).map((c) => c.circuit);
    const qubits = input.qubits ?? 1;
    const job: EmulatedJob = {
      id: randomUUID(),
      name: String(body['name'] ?? ''),
      type,
      backend: device.backend,
      shots,
      metadata: (body['metadata'] ?? {}) as Record<string, unknown>,
      circuits,
      qubits,
      children: type === 'ionq.multi-circuit.v1' ? circuits.map(() => randomUUID()) : [],
      submittedAt: new Date().toISOString(),
      status: 'submitted',
      failure: null,
    };
    jobs.set(job.id, job);
    return { status: 201, body: { id: job.id, status: 'submitted', session_id: null } };
  }

  function list(query: URLSearchParams): EmulatorAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 25), 25);
    const all = [...jobs.values()]
      .reverse()
      .filter((job) => !query.get('target') || job.backend === query.get('target'))
      .filter((job) => !query.get('status') || job.status === query.get('status'));
    const start = Number(query.get('next') ?? 0);
    const page = all.slice(start, start + limit);
    const next = start + limit < all.length ? String(start + limit) : null;
    return { status: 200, body: { jobs: page.map(jobBody), next } };
  }

  function advance(job: EmulatedJob): void {
    if (job.status === 'completed' || job.status === 'failed' || job.status === 'canceled') return;
    const failure = server.faults.strikeJob();
    if (failure) {
      fail(job, failure.code, failure.message);
      return;
    }
    const completed = [...jobs.values()].filter(({ status }) => status === 'completed').length;
    if (completed >= emulator.failAfter) {
      fail(job, 'InternalError', 'The device has been switched off.');
      return;
    }
    if (server.faults.stuckInQueue && job.status !== 'started') {
      job.status = 'ready';
      return;
    }
    job.status = emulator.eager ? 'completed' : nextStatus[job.status];
    if (job.status !== 'completed') return;
    try {
      results(job);
    } catch (error) {
      if (!(error instanceof UnsupportedGateError)) throw error;
      fail(job, 'UnsupportedGate', `Unsupported gate: ${error.message}`);
    }
  }

  const server = await startEmulatorServer(
    {
      answer: route,
      refusal: (status) => problem(status, 'Injected Fault', 'Please try again.'),
      expiredToken: refusedKey,
    },
    options.port,
  );
  const emulator: IonqEmulator = {
    url: `${server.origin}/v0.4`,
    faults: server.faults,
    requests: server.requests,
    jobs,
    eager: false,
    failAfter: Number.POSITIVE_INFINITY,
    close: server.close,
  };
  return emulator;
}

function refusedKey(): EmulatorAnswer {
  return problem(401, 'Unauthorized Error', 'Invalid key provided. Please see our documentation.');
}

function problem(status: number, error: string, message: string): EmulatorAnswer {
  return { status, body: { statusCode: status, error, message } };
}

function fail(job: EmulatedJob, code: string, message: string): void {
  job.status = 'failed';
  job.failure = { code, message, error: message };
}

function backends(parts: readonly string[]): EmulatorAnswer {
  if (parts.length === 1) return { status: 200, body: devices };
  const device = devices.find((candidate) => candidate.backend === parts[1]);
  if (!device) return problem(404, 'Not Found Error', `Backend ${parts[1]} was not found.`);
  if (parts[2] === 'characterizations') {
    const { characterization_id: id } = device as { readonly characterization_id?: string };
    const characterizations = id === undefined ? null : [characterization(device.backend, id)];
    return { status: 200, body: { characterizations, pages: characterizations?.length ?? 0 } };
  }
  return { status: 200, body: device };
}

function characterization(backend: string | undefined, id: string) {
  return {
    id,
    backend,
    date: '2026-08-20T00:00:00Z',
    qubits: 36,
    connectivity: [[0, 1]],
    fidelity: { spam: { median: 0.995, stderr: null }, '1q': { median: 0.9998 }, '2q': { median: 0.994 } },
    timing: { readout: 1e-4, reset: 2e-5, '1q': 1e-4, '2q': 1e-3, t1: 100, t2: 1 },
  };
}

function estimate(query: URLSearchParams): EmulatorAnswer {
  const shots = Number(query.get('shots') ?? 0);
  const gates = 0.00022 * Number(query.get('1q_gates') ?? 0) + 0.000975 * Number(query.get('2q_gates') ?? 0);
  const total = query.get('backend') === 'simulator' ? 0 : Math.max(12.4166, shots * gates);
  return {
    status: 200,
    body: {
      estimate_context: Object.fromEntries(query),
      estimated_at: '2026-08-20T00:00:00Z',
      estimated_unit: 'usd',
      estimated_total_cost: total,
      estimated_execution_time: 10,
      current_predicted_queue_time: 3_600_000,
    },
  };
}

function distribution(job: EmulatedJob, circuit: readonly QisGate[]): Record<string, number> {
  const probabilities = qisProbabilities(job.qubits, circuit);
  const entries = probabilities.map((probability, state) => [String(state), probability] as const);
  return Object.fromEntries(entries.filter(([, probability]) => probability > 1e-12));
}

function results(job: EmulatedJob): Record<string, unknown> {
  if (job.children.length === 0) return distribution(job, job.circuits[0] ?? []);
  return Object.fromEntries(job.children.map((child, index) => [child, distribution(job, job.circuits[index] ?? [])]));
}

function jobBody(job: EmulatedJob): Record<string, unknown> {
  const done = job.status === 'completed';
  const url = `/v0.4/jobs/${job.id}/results/probabilities`;
  return {
    id: job.id,
    status: job.status,
    type: job.type,
    backend: job.backend,
    name: job.name,
    dry_run: false,
    parent_job_id: null,
    child_job_ids: job.children.length > 0 ? job.children : null,
    session_id: null,
    metadata: job.metadata,
    submitted_at: job.submittedAt,
    started_at: job.status === 'started' || done ? job.submittedAt : null,
    completed_at: done ? job.submittedAt : null,
    predicted_wait_time_ms: 0,
    predicted_execution_duration_ms: 4,
    execution_duration_ms: done ? 3 : null,
    shots: job.shots,
    failure: job.failure,
    stats: { qubits: job.qubits, circuits: job.circuits.length, gate_counts: {} },
    results: done ? { probabilities: { url: job.children.length > 0 ? `${url}/aggregated` : url } } : null,
  };
}
