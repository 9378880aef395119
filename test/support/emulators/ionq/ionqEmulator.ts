import { randomUUID } from 'node:crypto';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  jsonOf,
  type SeenRequest,
  startEmulatorServer,
} from '../emulatorServer.ts';
import type { FaultPlan } from '../faults.ts';
import { characterizationOf, emulatedIonqDevices } from './emulatedIonqDevices.ts';
import {
  aggregated,
  artifactOf,
  costOf,
  type EmulatedJob,
  estimateOf,
  jobBody,
  probabilitiesOf,
} from './emulatedJobs.ts';
import { type EmulatedSession, EmulatedSessions } from './emulatedSessions.ts';
import { runJob } from './jobRun.ts';
import { RefusedProgram } from './openqasmRun.ts';
import { BadRequest, readSubmission } from './submission.ts';

/**
 * A stateful stand-in for IonQ's REST API v0.4 on localhost. Jobs move one status forward each time they are asked for,
 * so nothing depends on time. Circuits are really simulated. `test/interop/ionq` drives it with IonQ's official clients.
 */
export interface IonqEmulator {
  readonly url: string;
  readonly faults: FaultPlan;
  readonly requests: readonly SeenRequest[];
  readonly jobs: ReadonlyMap<string, EmulatedJob>;
  readonly sessions: ReadonlyMap<string, EmulatedSession>;
  /** While set, jobs are completed when they are first asked for, so that nobody waits between two questions. */
  eager: boolean;
  /** When so many jobs are completed, all others fail. */
  failAfter: number;
  close(): Promise<void>;
}

export interface IonqEmulatorOptions {
  /** The keys that are accepted. */
  readonly keys: readonly string[];
  readonly port?: number;
}

const nextStatus = { submitted: 'ready', ready: 'started', started: 'completed' } as const;

export async function startIonqEmulator(options: IonqEmulatorOptions): Promise<IonqEmulator> {
  const jobs = new Map<string, EmulatedJob>();
  const sessions = new EmulatedSessions();

  function answer(request: EmulatorRequest): EmulatorAnswer {
    try {
      return route(request);
    } catch (thrown) {
      if (thrown instanceof BadRequest) return problem(400, 'Bad Request', thrown.message);
      throw thrown;
    }
  }

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
    if (parts[0] === 'sessions') return routeSessions(request, parts);
    if (parts[0] === 'jobs') return routeJobs(request, parts);
    return problem(404, 'Not Found Error', `No route ${path}`);
  }

  function routeSessions(request: EmulatorRequest, [, id, rest]: readonly string[]): EmulatorAnswer {
    const { method, query } = request;
    if (id === undefined) return method === 'POST' ? sessions.create(jsonOf(request)) : sessions.list();
    const found =
      method === 'POST' && rest === 'end'
        ? sessions.end(id)
        : method === 'GET' && rest === 'jobs' && sessions.all.has(id)
          ? list(query, (job) => job.submission.session === id)
          : sessions.tell(id);
    return found ?? problem(404, 'Not Found Error', `Session ${id} was not found.`);
  }

  function routeJobs(request: EmulatorRequest, parts: readonly string[]): EmulatorAnswer {
    const { method, query } = request;
    if (parts.length === 1) {
      if (method === 'POST') return create(request);
      if (method === 'GET') return list(query, () => true);
    }
    if (method === 'GET' && parts[1] === 'estimate') return { status: 200, body: estimateOf(query) };
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
    if (method === 'GET' && rest === 'cost') return { status: 200, body: costOf(job) };
    if (method === 'GET') return results(job, rest, query) ?? problem(404, 'Not Found Error', `No route ${rest}`);
    return problem(404, 'Not Found Error', `No route ${request.path}`);
  }

  function create(request: EmulatorRequest): EmulatorAnswer {
    if (request.body.length > 10 * 1024 * 1024) return problem(413, 'Payload Too Large', 'The body exceeds 10 MB.');
    const submission = readSubmission(jsonOf(request));
    sessions.enter(submission.session, submission.device.backend);
    const { name, program, session, type } = submission;
    const isMany = type === 'ionq.multi-circuit.v1' && program.kind === 'gates';
    const job: EmulatedJob = {
      id: randomUUID(),
      name,
      submission,
      children: isMany ? program.circuits.map(() => randomUUID()) : [],
      submittedAt: new Date().toISOString(),
      status: 'submitted',
      failure: null,
      runs: [],
    };
    jobs.set(job.id, job);
    return { status: 201, body: { id: job.id, status: 'submitted', session_id: session ?? null } };
  }

  function list(query: URLSearchParams, isListed: (job: EmulatedJob) => boolean): EmulatorAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 25), 25);
    const all = [...jobs.values()]
      .reverse()
      .filter(isListed)
      .filter((job) => !query.get('target') || job.submission.device.backend === query.get('target'))
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
      job.runs = runJob(job.submission);
    } catch (error) {
      if (!(error instanceof RefusedProgram)) throw error;
      fail(job, error.code, error.message);
    }
  }

  const server = await startEmulatorServer(
    {
      answer,
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
    sessions: sessions.all,
    eager: false,
    failAfter: Number.POSITIVE_INFINITY,
    close: server.close,
  };
  return emulator;
}

/** What a completed job gave; undefined for an address that there is not. */
function results(job: EmulatedJob, rest: string, query: URLSearchParams): EmulatorAnswer | undefined {
  const isThere = job.status === 'completed' && !job.submission.isDryRun;
  const missing = problem(404, 'Not Found Error', 'The job is not completed, or was a dry run.');
  if (rest === 'results/probabilities') {
    return isThere ? { status: 200, body: probabilitiesOf(job, query.get('sharpen') === 'true') } : missing;
  }
  if (rest === 'results/probabilities/aggregated') return isThere ? { status: 200, body: aggregated(job) } : missing;
  if (!rest.startsWith('artifacts/')) return undefined;
  const artifact = isThere ? artifactOf(job, rest.slice('artifacts/'.length)) : undefined;
  return artifact === undefined ? missing : { status: 200, body: artifact };
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
  if (parts.length === 1) return { status: 200, body: emulatedIonqDevices };
  const device = emulatedIonqDevices.find((candidate) => candidate.backend === parts[1]);
  if (!device) return problem(404, 'Not Found Error', `Backend ${parts[1]} was not found.`);
  if (parts[2] === 'characterizations') {
    const newest = characterizationOf(device);
    const characterizations = newest === undefined ? null : [newest];
    return { status: 200, body: { characterizations, pages: characterizations?.length ?? 0 } };
  }
  return { status: 200, body: device };
}
