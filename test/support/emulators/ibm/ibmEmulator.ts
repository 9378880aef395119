import {
  type EmulatorAnswer,
  type EmulatorRequest,
  jsonOf,
  type SeenRequest,
  startEmulatorServer,
} from '../emulatorServer.ts';
import type { FaultPlan } from '../faults.ts';
import {
  deviceConfiguration,
  deviceItem,
  deviceProperties,
  deviceStatus,
  type EmulatedDevice,
  emulatedDevices,
} from './ibmDevices.ts';
import { wrongParams } from './ibmParams.ts';
import { ProgramError, pubsOf, runEstimator, runSampler } from './ibmPrograms.ts';

/**
 * A stateful stand-in for IBM Quantum Platform on localhost: the exchange of API keys for tokens, and the REST interface of
 * one instance. Jobs move one status forward each time they are asked for, so nothing depends on time. OpenQASM 3 is read
 * and simulated for real. `test/interop/ibm` drives it with IBM's official client.
 */
export interface IbmEmulator {
  /** Of the REST interface. The official client takes addresses with this word in them as they are. */
  readonly url: string;
  /** Of the exchange of keys for tokens. */
  readonly tokenUrl: string;
  readonly faults: FaultPlan;
  readonly requests: readonly SeenRequest[];
  readonly jobs: ReadonlyMap<string, EmulatedIbmJob>;
  readonly sessions: ReadonlyMap<string, EmulatedSession>;
  readonly devices: readonly EmulatedDevice[];
  /** While set, jobs are completed when they are first asked for, so that nobody waits between two questions. */
  eager: boolean;
  /** While set, the instance has used up its time. */
  isUsedUp: boolean;
  /** All tokens given so far, for who searches for them. */
  readonly givenTokens: readonly string[];
  /** All tokens given so far are refused from now on. */
  expireTokens(): void;
  /** The key gives no more tokens. */
  revoke(key: string): void;
  close(): Promise<void>;
}

export interface EmulatedIbmJob {
  readonly id: string;
  readonly program: string;
  readonly backend: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId: string | null;
  readonly cost: number | null;
  readonly isPrivate: boolean;
  readonly created: string;
  tags: readonly string[];
  status: 'Queued' | 'Running' | 'Completed' | 'Cancelled' | 'Failed' | 'Cancelled - Ran too long';
  reason: string;
  reasonCode: number | null;
  results: unknown;
}

export interface EmulatedSession {
  readonly id: string;
  readonly backend: string;
  readonly mode: string;
  readonly maxTtl: number;
  state: 'open' | 'active' | 'closed';
  acceptsJobs: boolean;
}

export interface IbmEmulatorOptions {
  /** The keys that are accepted. */
  readonly keys: readonly string[];
  /** The cloud resource names of the instances that the account has in this region. */
  readonly instances?: readonly string[];
  readonly port?: number;
}

export const emulatedInstance =
  'crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef0123456789abcdef:11111111-2222-4333-8444-555555555555::';

const prefix = '/experimental/api/v1';
const tokenLifetime = 3600;
const latestVersion = '2026-04-15';
/** The exchange of keys is at a host of its own; here all are at one. */
const tokenPath = '/identity/token';
const ranTooLong = 1305;

export async function startIbmEmulator(options: IbmEmulatorOptions): Promise<IbmEmulator> {
  const devices = emulatedDevices();
  const jobs = new Map<string, EmulatedIbmJob>();
  const sessions = new Map<string, EmulatedSession>();
  const tokens = new Set<string>();
  const givenTokens: string[] = [];
  const revoked = new Set<string>();
  const instances = options.instances ?? [emulatedInstance];
  let created = 0;

  function answer(request: EmulatorRequest): EmulatorAnswer {
    if (request.path === tokenPath) return giveToken(request);
    if (!request.path.startsWith(`${prefix}/`)) return problem(404, 1404, `No route ${request.path}`);
    const refused = unauthorised(request);
    if (refused) return refused;
    const parts = request.path.slice(prefix.length).split('/').filter(Boolean).map(decodeURIComponent);
    const [room = '', id = '', ...rest] = parts;
    switch (room) {
      case 'backends':
        return backends(request, id, rest.join('/'));
      case 'jobs':
        return id === '' ? jobCollection(request) : oneJob(request, id, rest.join('/'));
      case 'sessions':
        return id === '' ? openSession(request) : oneSession(request, id, rest.join('/'));
      case 'instances':
        if (id === 'usage' && request.method === 'GET') return { status: 200, body: usage() };
        break;
      case 'instance':
        return {
          status: 200,
          body: { backends: devices.map(({ name }) => name), plan_id: 'emulated', usage_allocation_seconds: 600 },
        };
    }
    return problem(404, 1404, `No route ${request.path}`);
  }

  function giveToken(request: EmulatorRequest): EmulatorAnswer {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const key = form.get('apikey') ?? '';
    if (request.method !== 'POST' || form.get('grant_type') !== 'urn:ibm:params:oauth:grant-type:apikey') {
      return unknownKey('BXNIM0106E', 'The grant type is not supported.');
    }
    if (!options.keys.includes(key) || revoked.has(key)) {
      return unknownKey('BXNIM0415E', 'Provided API key could not be found.');
    }
    const issued = Math.floor(Date.now() / 1000);
    const token = webToken({ jti: `emulated-${++created}`, iat: issued, exp: issued + tokenLifetime });
    tokens.add(token);
    givenTokens.push(token);
    return {
      status: 200,
      body: {
        access_token: token,
        refresh_token: 'not_supported',
        token_type: 'Bearer',
        expires_in: tokenLifetime,
        expiration: issued + tokenLifetime,
        scope: 'ibm_openid',
      },
    };
  }

  function unauthorised({ headers }: EmulatorRequest): EmulatorAnswer | undefined {
    if (!tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '')) return expired();
    const version = headers['ibm-api-version'] ?? latestVersion;
    if (typeof version !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(version) || version > latestVersion) {
      return problem(400, 1200, `IBM-API-Version ${String(version)} is not supported.`);
    }
    const instance = headers['service-crn'];
    if (typeof instance !== 'string') return problem(400, 1201, 'The header Service-CRN is missing.');
    if (!instances.includes(instance)) return problem(404, 1217, 'The instance was not found in this region.');
    return undefined;
  }

  function backends({ headers, method }: EmulatorRequest, name: string, rest: string): EmulatorAnswer {
    if (method !== 'GET') return problem(405, 1405, 'Only GET.');
    if (name === '') {
      const older = typeof headers['ibm-api-version'] !== 'string' || headers['ibm-api-version'] < '2025-01-01';
      return { status: 200, body: { devices: older ? devices.map((each) => each.name) : devices.map(deviceItem) } };
    }
    const device = devices.find((candidate) => candidate.name === name);
    if (!device) return problem(404, 1212, `Backend ${name} was not found.`);
    switch (rest) {
      case 'configuration':
        return { status: 200, body: deviceConfiguration(device) };
      case 'properties':
        return device.isSimulator
          ? problem(404, 1213, `Backend ${name} has no properties.`)
          : { status: 200, body: deviceProperties(device) };
      case 'status':
        return { status: 200, body: deviceStatus(device) };
      default:
        return problem(404, 1404, `No route ${rest}`);
    }
  }

  function jobCollection(request: EmulatorRequest): EmulatorAnswer {
    if (request.method === 'POST') return create(request);
    return request.method === 'GET' ? list(request.query) : problem(405, 1405, 'Only GET and POST.');
  }

  function create(request: EmulatorRequest): EmulatorAnswer {
    const body = jsonOf(request) as Readonly<Record<string, unknown>> | undefined;
    if (body === undefined) return problem(400, 1000, 'The body is not JSON.');
    const { backend, params, program_id: program, session_id: sessionId } = body;
    const device = devices.find(({ name }) => name === backend);
    if (!device) return problem(404, 1212, `Backend ${String(backend)} was not found.`);
    if (program !== 'sampler' && program !== 'estimator') {
      return problem(404, 1215, `Program ${String(program)} was not found.`);
    }
    if (typeof params !== 'object' || params === null) return problem(400, 1000, '`params` is missing.');
    const wrong = wrongParams(program, params) ?? wrongLimit(body['cost']);
    if (wrong !== undefined) return problem(400, 1000, wrong);
    if (typeof sessionId === 'string' && sessions.get(sessionId)?.acceptsJobs !== true) {
      return problem(400, 1219, `Session ${sessionId} does not accept jobs.`);
    }
    const tags = body['tags'] ?? [];
    if (!Array.isArray(tags) || tags.length > 8 || tags.some((tag) => typeof tag !== 'string' || tag.length > 86)) {
      return problem(400, 1000, 'Tags are at most 8 texts of at most 86 characters.');
    }
    const number = jobs.size + 1;
    const job: EmulatedIbmJob = {
      id: `d${String(number).padStart(19, '0')}`,
      program,
      backend: device.name,
      params: params as Readonly<Record<string, unknown>>,
      sessionId: typeof sessionId === 'string' ? sessionId : null,
      cost: typeof body['cost'] === 'number' ? body['cost'] : null,
      isPrivate: body['private'] === true,
      created: timeOf(number),
      tags: tags as string[],
      status: 'Queued',
      reason: '',
      reasonCode: null,
      results: undefined,
    };
    jobs.set(job.id, job);
    const session = sessions.get(job.sessionId ?? '');
    if (session) session.state = 'active';
    return {
      status: 200,
      body: { id: job.id, backend: device.name, ...(job.sessionId === null ? {} : { session_id: job.sessionId }) },
    };
  }

  function list(query: URLSearchParams): EmulatorAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 200), 200);
    const offset = Number(query.get('offset') ?? 0);
    const tags = query.getAll('tags');
    const pending = query.get('pending');
    const found = [...jobs.values()]
      .filter((job) => !query.get('backend') || job.backend === query.get('backend'))
      .filter((job) => !query.get('program') || job.program === query.get('program'))
      .filter((job) => !query.get('session_id') || job.sessionId === query.get('session_id'))
      .filter((job) => pending === null || isPending(job) === (pending === 'true'))
      .filter((job) => tags.every((tag) => job.tags.includes(tag)));
    if (query.get('sort') !== 'ASC') found.reverse();
    const page = found.slice(offset, offset + limit);
    const isShort = query.get('exclude_params') === 'true';
    return {
      status: 200,
      body: { jobs: page.map((job) => jobBody(job, isShort)), count: found.length, limit, offset },
    };
  }

  function oneJob(request: EmulatorRequest, id: string, rest: string): EmulatorAnswer {
    const job = jobs.get(id);
    if (!job) return problem(404, 1291, `Job not found. Job ID: ${id}`);
    switch (`${request.method} ${rest}`) {
      case 'GET ':
        advance(job);
        return { status: 200, body: jobBody(job, request.query.get('exclude_params') === 'true') };
      case 'GET results':
        if (isPending(job)) return { status: 204 };
        return {
          status: 200,
          headers: { 'content-type': 'text/plain' },
          body: job.status === 'Completed' ? JSON.stringify(job.results) : job.reason,
        };
      case 'GET metrics':
        return { status: 200, body: metrics(job) };
      case 'GET logs':
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: `Job ${job.id}: ${job.status}` };
      case 'POST cancel':
        if (!isPending(job)) return problem(409, 1292, `Job ${id} is ${job.status} and cannot be cancelled.`);
        job.status = 'Cancelled';
        return { status: 204 };
      case 'PUT tags':
        job.tags = (jsonOf(request) as { readonly tags: readonly string[] }).tags;
        return { status: 204 };
      case 'DELETE ':
        if (isPending(job)) return problem(409, 1293, `Job ${id} is not finished.`);
        jobs.delete(id);
        return { status: 204 };
      default:
        return problem(404, 1404, `No route ${request.path}`);
    }
  }

  function advance(job: EmulatedIbmJob): void {
    if (!isPending(job)) return;
    const failure = server.faults.strikeJob();
    if (failure) {
      const code = Number(failure.code);
      job.reason = failure.message;
      job.reasonCode = Number.isFinite(code) ? code : null;
      job.status = code === ranTooLong ? 'Cancelled - Ran too long' : 'Failed';
      return;
    }
    const device = devices.find(({ name }) => name === job.backend);
    if (job.status === 'Queued' && (server.faults.stuckInQueue || device?.status !== 'online')) return;
    if (job.status === 'Queued' && !emulator.eager) {
      job.status = 'Running';
      return;
    }
    if (job.cost !== null && secondsOf(job) > job.cost) {
      job.reason = 'The job exceeded its maximum execution time.';
      job.reasonCode = ranTooLong;
      job.status = 'Cancelled - Ran too long';
      return;
    }
    if (device) finish(job, device);
  }

  function openSession(request: EmulatorRequest): EmulatorAnswer {
    const body = (jsonOf(request) ?? {}) as Readonly<Record<string, unknown>>;
    if (request.method !== 'POST') return problem(405, 1405, 'Only POST.');
    const device = devices.find(({ name }) => name === body['backend']);
    if (!device) return problem(404, 1212, `Backend ${String(body['backend'])} was not found.`);
    const mode = String(body['mode'] ?? 'dedicated');
    if (mode !== 'dedicated' && mode !== 'batch') return problem(400, 1218, `There is no mode ${mode}.`);
    const session: EmulatedSession = {
      id: `session-${sessions.size + 1}`,
      backend: device.name,
      mode,
      maxTtl: Number(body['max_ttl'] ?? 28_800),
      state: 'open',
      acceptsJobs: true,
    };
    sessions.set(session.id, session);
    return { status: 200, body: sessionBody(session) };
  }

  function oneSession(request: EmulatorRequest, id: string, rest: string): EmulatorAnswer {
    const session = sessions.get(id);
    if (!session) return problem(404, 1220, `Session ${id} was not found.`);
    const ofSession = [...jobs.values()].filter((job) => job.sessionId === id);
    switch (`${request.method} ${rest}`) {
      case 'GET ':
        return { status: 200, body: sessionBody(session) };
      case 'PATCH ':
        session.acceptsJobs = (jsonOf(request) as { readonly accepting_jobs: boolean }).accepting_jobs;
        if (!session.acceptsJobs && !ofSession.some(isPending)) session.state = 'closed';
        return { status: 204 };
      case 'DELETE close':
        session.acceptsJobs = false;
        session.state = 'closed';
        for (const job of ofSession.filter(isPending)) job.status = 'Cancelled';
        return { status: 204 };
      default:
        return problem(404, 1404, `No route ${request.path}`);
    }
  }

  function usage() {
    return {
      instance_id: emulatedInstance,
      plan_id: 'emulated',
      usage_consumed_seconds: emulator.isUsedUp ? 600 : 20,
      usage_period: { start_time: '2026-08-01T00:00:00Z', end_time: '2026-08-29T00:00:00Z' },
      usage_allocation_seconds: 600,
      usage_limit_seconds: 600,
      usage_limit_reached: emulator.isUsedUp,
    };
  }

  const server = await startEmulatorServer(
    {
      answer,
      refusal: (status) => problem(status, 9000 + status, 'Injected fault'),
      expiredToken: ({ path }) =>
        path === tokenPath ? unknownKey('BXNIM0415E', 'Provided API key could not be found.') : expired(),
    },
    options.port,
  );
  const emulator: IbmEmulator = {
    url: `${server.origin}${prefix}`,
    tokenUrl: server.origin,
    faults: server.faults,
    requests: server.requests,
    jobs,
    sessions,
    devices,
    eager: false,
    isUsedUp: false,
    givenTokens,
    expireTokens: () => tokens.clear(),
    revoke: (key) => {
      revoked.add(key);
      tokens.clear();
    },
    close: () => server.close(),
  };
  return emulator;
}

function finish(job: EmulatedIbmJob, device: EmulatedDevice): void {
  try {
    // Equal jobs give equal shots, so that a run can be compared with another.
    const content = JSON.stringify([job.program, job.params]);
    const seed = [...content].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 2 ** 31, 7);
    const run = job.program === 'sampler' ? runSampler : runEstimator;
    job.results = run(job.params, device, seed);
    job.status = 'Completed';
  } catch (thrown) {
    job.status = 'Failed';
    job.reason = thrown instanceof Error ? thrown.message : String(thrown);
    job.reasonCode = thrown instanceof ProgramError ? thrown.code : 9999;
  }
}

/** On the device, as it is charged: so many for each circuit. */
function secondsOf({ params }: EmulatedIbmJob): number {
  return 2 * pubsOf(params).length;
}

/** What is wrong with the seconds that a job may take: at most three hours. */
function wrongLimit(cost: unknown): string | undefined {
  const isFit =
    cost === undefined || cost === null || (Number.isInteger(cost) && Number(cost) >= 1 && Number(cost) <= 10_800);
  return isFit ? undefined : `cost: must be from 1 to 10800 seconds, not ${String(cost)}.`;
}

function isPending({ status }: EmulatedIbmJob): boolean {
  return status === 'Queued' || status === 'Running';
}

function timeOf(number: number, seconds = 0): string {
  return new Date(Date.parse('2026-08-21T09:00:00Z') + (number * 60 + seconds) * 1000).toISOString();
}

function jobBody(job: EmulatedIbmJob, isShort: boolean) {
  return {
    id: job.id,
    backend: job.backend,
    state: { status: job.status, reason: job.reason, reason_code: job.reasonCode, reason_solution: '' },
    status: job.status,
    program: { id: job.program },
    created: job.created,
    runtime: null,
    cost: job.cost,
    tags: job.tags,
    session_id: job.sessionId,
    user_id: 'IBMid-emulated',
    usage: { seconds: 0 },
    estimated_running_time_seconds: 3.1,
    private: job.isPrivate,
    ...(isShort || job.isPrivate ? {} : { params: job.params }),
  };
}

/** Seven seconds in the queue, and two on the device for each circuit. */
function metrics(job: EmulatedIbmJob) {
  const number = Number(job.id.slice(1));
  const ended = !isPending(job);
  const circuits = job.status === 'Completed' ? pubsOf(job.params).length : 0;
  const seconds = job.status === 'Completed' ? secondsOf(job) : 0;
  return {
    timestamps: {
      created: job.created,
      running: job.status === 'Queued' || job.status === 'Cancelled' ? null : timeOf(number, 7),
      finished: ended ? timeOf(number, 9 + seconds) : null,
    },
    usage: { qpu_charge_time_seconds: seconds, status: ended ? 'complete' : 'pending' },
    num_circuits: circuits,
    estimated_start_time: job.status === 'Queued' ? timeOf(number, 7) : null,
    ...(job.status === 'Queued' ? { position_in_queue: 3, position_in_provider: 3 } : {}),
  };
}

function sessionBody(session: EmulatedSession) {
  return {
    id: session.id,
    backend_name: session.backend,
    mode: session.mode,
    state: session.state,
    accepting_jobs: session.acceptsJobs,
    max_ttl: session.maxTtl,
    active_ttl: session.maxTtl,
    interactive_ttl: 60,
    elapsed_time: 0,
  };
}

/** A JSON web token, which IBM's own clients look into; nobody checks its signature. */
function webToken(claims: object): string {
  const part = (value: object | string) => {
    return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  };
  return [part({ alg: 'RS256', typ: 'JWT' }), part(claims), part('emulated signature')].join('.');
}

function unknownKey(errorCode: string, errorMessage: string): EmulatorAnswer {
  const context = { requestId: 'emulated', requestType: 'incoming.Identity_Token' };
  return { status: 400, body: { errorCode, errorMessage, context } };
}

function expired(): EmulatorAnswer {
  return problem(401, 1210, 'The token is missing, malformed or has expired.');
}

function problem(status: number, code: number, message: string): EmulatorAnswer {
  return { status, body: { trace: 'emulated', errors: [{ code, message, more_info: '', solution: '' }] } };
}
