import { type EmulatorAnswer, type EmulatorRequest, jsonOf, startEmulatorServer } from '../emulatorServer.ts';
import type { FaultPlan } from '../faults.ts';
import { BlobStore, isOfStorage, signatureRefused, storageError } from './blobStore.ts';
import { ProgramRefused, type ProviderManners, providerPrograms } from './providerPrograms.ts';

export interface AzureEmulatorOptions {
  /** Workspace keys that are accepted. */
  readonly keys: readonly string[];
  /** Service principals that get tokens: secrets by client id. */
  readonly clients?: Readonly<Record<string, string>>;
  readonly port?: number;
}

/**
 * A stateful stand-in for one Azure Quantum workspace on localhost: its data plane, the storage account linked to it, and
 * the sign-in that gives tokens to service principals. Jobs move one status forward each time they are asked for, so
 * nothing depends on time. Programs are really read and simulated. `test/interop/azure` drives it with Microsoft's client.
 */
export interface AzureEmulator {
  readonly url: string;
  readonly faults: FaultPlan;
  readonly requests: readonly { readonly method: string; readonly path: string }[];
  readonly jobs: ReadonlyMap<string, AzureEmulatedJob>;
  readonly blobs: BlobStore;
  /** Jobs are completed when they are first asked for. */
  eager: boolean;
  /** The address of a result carries a signature. */
  signsOutput: boolean;
  /** A job that is put again is refused as a conflict. */
  refusesRepetition: boolean;
  /** So many providers or jobs are on a page. */
  pageSize: number;
  /** Accepts a token as if somebody had signed in; `keys` are no tokens. */
  acceptToken(token: string): void;
  /** No token that was given before is accepted any more. */
  expireTokens(): void;
  close(): Promise<void>;
}

export interface AzureEmulatedJob {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly target: string;
  readonly shots: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  status: JobState;
  error: { readonly code: string; readonly message: string } | null;
}

type JobState = 'Waiting' | 'Executing' | 'Succeeded' | 'Failed' | 'CancellationRequested' | 'Cancelled';

/** The workspace that is emulated. */
export const emulatedWorkspace = {
  subscription: '11111111-2222-3333-4444-555555555555',
  resourceGroup: 'hybrid',
  name: 'bench',
  resourceId:
    '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/hybrid/providers/Microsoft.Quantum/Workspaces/bench',
} as const;

const base = emulatedWorkspace.resourceId.toLowerCase();
const statusPage = 'https://status.example.com';

const providers = [
  {
    id: 'ionq',
    targets: [
      target('ionq.simulator', 'Available', 0, 29),
      target('ionq.qpu.aria-1', 'Available', 5400, 25),
      target('ionq.qpu.forte-1', 'Degraded', 90_000, 36),
    ],
  },
  {
    id: 'quantinuum',
    targets: [
      target('quantinuum.sim.h2-1sc', 'Available', 1, 56),
      target('quantinuum.sim.h2-1e', 'Available', 20, 56),
      target('quantinuum.qpu.h2-1', 'Unavailable', 0, 56),
    ],
  },
  { id: 'rigetti', targets: [target('rigetti.sim.qvm', 'Available', 5, undefined)] },
];

function target(id: string, currentAvailability: string, averageQueueTime: number, numQubits: number | undefined) {
  return { id, currentAvailability, averageQueueTime, statusPage, numQubits, targetProfile: 'Base', metadata: {} };
}

const nextState: { readonly [State in JobState]?: JobState } = {
  Waiting: 'Executing',
  Executing: 'Succeeded',
  CancellationRequested: 'Cancelled',
};

export async function startAzureEmulator(options: AzureEmulatorOptions): Promise<AzureEmulator> {
  const programs = await providerPrograms();
  const blobs = new BlobStore();
  const jobs = new Map<string, AzureEmulatedJob>();
  const sessions = new Map<string, Record<string, unknown>>();
  const tokens = new Set<string>();
  let issued = 0;

  function answer(request: EmulatorRequest): EmulatorAnswer {
    const stored = blobs.answer(request);
    if (stored !== undefined) return stored;
    if (/^\/[^/]+\/oauth2\/v2\.0\/token$/.test(request.path)) return exchange(request);
    return { ...answerWorkspace(request), headers: { 'x-ms-request-id': 'emulated' } };
  }

  /** The exchange of a client's secret for a token (RFC 6749, section 4.4). */
  function exchange({ body, method }: EmulatorRequest): EmulatorAnswer {
    const form = new URLSearchParams(body.toString('utf8'));
    const secret = options.clients?.[form.get('client_id') ?? ''];
    const refuse = (error: string, description: string) => ({
      status: error === 'invalid_client' ? 401 : 400,
      body: { error, error_description: `${description}\r\nTrace ID: 0\r\nTimestamp: 2026-08-20 00:00:00Z` },
    });
    if (method !== 'POST' || form.get('grant_type') !== 'client_credentials') {
      return refuse('unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
    }
    if (form.get('scope') !== 'https://quantum.microsoft.com/.default') {
      return refuse('invalid_scope', 'AADSTS70011: The provided value for the input parameter scope is not valid.');
    }
    if (secret === undefined || form.get('client_secret') !== secret) {
      return refuse('invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    }
    const token = `emulated-token-${++issued}`;
    tokens.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  }

  function answerWorkspace(request: EmulatorRequest): EmulatorAnswer {
    const path = decodeURIComponent(request.path);
    if (!/^\/subscriptions\//i.test(path)) return problem(404, 'NotFound', `No route ${path}`);
    if (!isAuthorised(request)) return unauthorised();
    if (!path.toLowerCase().startsWith(`${base}/`)) {
      return problem(404, 'WorkspaceNotFound', 'The workspace could not be found in this location.');
    }
    if (!request.query.get('api-version')) return problem(400, 'MissingApiVersion', 'The api-version is missing.');
    const [collection, item, ...rest] = path.slice(base.length + 1).split('/');
    switch (collection) {
      case 'providerStatus':
        return page(request, providers.map(withAvailability));
      case 'quotas':
        return page(request, [quota]);
      case 'storage':
        return item === 'sasUri' ? giveAccess(request) : problem(404, 'NotFound', `No route ${path}`);
      case 'jobs':
        return item === undefined ? page(request, [...jobs.values()].reverse().map(bodyOf)) : answerJob(request, item);
      case 'sessions':
        return answerSession(request, item ?? '', rest);
      default:
        return problem(404, 'NotFound', `No route ${path}`);
    }
  }

  function isAuthorised({ headers }: EmulatorRequest): boolean {
    const key = headers['x-ms-quantum-api-key'];
    if (typeof key === 'string') return options.keys.includes(key);
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    return bearer !== undefined && tokens.has(bearer);
  }

  function page(request: EmulatorRequest, all: readonly unknown[]): EmulatorAnswer {
    const skip = Number(request.query.get('skip') ?? 0);
    const top = Math.min(emulator.pageSize, Number(request.query.get('top') ?? emulator.pageSize));
    const next = new URLSearchParams(request.query);
    next.set('skip', String(skip + top));
    const nextLink = skip + top < all.length ? `${emulator.url}${request.path}?${next}` : null;
    return { status: 200, body: { value: all.slice(skip, skip + top), nextLink } };
  }

  function giveAccess(request: EmulatorRequest): EmulatorAnswer {
    const { blobName, containerName } = (jsonOf(request) ?? {}) as { blobName?: string; containerName?: string };
    if (!containerName) return problem(400, 'InvalidRequest', 'containerName is required.');
    return { status: 200, body: { sasUri: blobs.sharedAccess(emulator.url, containerName, blobName || undefined) } };
  }

  function answerJob(request: EmulatorRequest, item: string): EmulatorAnswer {
    const [id = '', action] = item.split(':');
    if (request.method === 'PUT') return create(request, id);
    const job = jobs.get(id);
    if (job === undefined) return problem(404, 'JobNotFound', `Job ${id} was not found.`);
    if (request.method === 'GET') {
      advance(job);
      return { status: 200, body: bodyOf(job) };
    }
    if (request.method === 'DELETE') {
      jobs.delete(id);
      return { status: 204 };
    }
    if (request.method === 'POST' && action === 'cancel') {
      if (job.status === 'Waiting') job.status = 'Cancelled';
      else if (job.status === 'Executing') job.status = 'CancellationRequested';
      return { status: 200, body: bodyOf(job) };
    }
    return problem(405, 'MethodNotAllowed', request.method);
  }

  function create(request: EmulatorRequest, id: string): EmulatorAnswer {
    const fields = jsonOf(request) as Record<string, unknown> | undefined;
    if (fields === undefined) return problem(400, 'InvalidRequest', 'The body is not JSON.');
    const known = jobs.get(id);
    if (known !== undefined) {
      return emulator.refusesRepetition
        ? problem(409, 'JobAlreadyExists', `Job ${id} exists.`)
        : { status: 200, body: bodyOf(known) };
    }
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
      return problem(400, 'InvalidJobId', `${id} is no GUID.`);
    const providerId = String(fields['providerId']).toLowerCase();
    const device = providers
      .find((provider) => provider.id === providerId)
      ?.targets.find((candidate) => candidate.id === fields['target']);
    if (device === undefined) {
      return problem(
        400,
        'InvalidTarget',
        `The target ${String(fields['target'])} is not available in this workspace.`,
      );
    }
    if (device.currentAvailability === 'Unavailable') {
      return problem(400, 'TargetUnavailable', `The target ${device.id} does not take jobs at the moment.`);
    }
    const manners = mannersOf(providerId);
    if (fields['inputDataFormat'] !== manners.inputFormat || fields['outputDataFormat'] !== manners.outputFormat) {
      return problem(400, 'InvalidDataFormat', `${device.id} takes ${manners.inputFormat}.`);
    }
    const { count, shots = count ?? 100 } = (fields['inputParams'] ?? {}) as { count?: number; shots?: number };
    if (!Number.isInteger(shots) || shots < 1 || shots > 1_000_000) {
      return problem(400, 'InvalidInputParams', 'The number of shots is out of range.');
    }
    const job: AzureEmulatedJob = {
      id,
      name: String(fields['name'] ?? ''),
      providerId,
      target: device.id,
      shots,
      fields,
      createdAt: '2026-08-20T00:00:00.000Z',
      status: 'Waiting',
      error: null,
    };
    jobs.set(id, job);
    return { status: 201, body: bodyOf(job) };
  }

  function answerSession(request: EmulatorRequest, item: string, rest: readonly string[]): EmulatorAnswer {
    const [id = '', action] = item.split(':');
    if (request.method === 'PUT') {
      const given = jsonOf(request) as Record<string, unknown>;
      sessions.set(id, { ...given, id, itemType: 'Session', status: 'Waiting' });
      return { status: 201, body: sessions.get(id) };
    }
    const session = sessions.get(id);
    if (session === undefined) return problem(404, 'SessionNotFound', `Session ${id} was not found.`);
    if (rest[0] === 'jobs') {
      return page(request, [...jobs.values()].filter(({ fields }) => fields['sessionId'] === id).map(bodyOf));
    }
    if (action === 'close') session['status'] = 'Succeeded';
    return { status: 200, body: session };
  }

  function mannersOf(providerId: string): ProviderManners {
    const manners = programs[providerId];
    if (manners === undefined) throw new Error(`The provider ${providerId} reads nothing.`);
    return manners;
  }

  function advance(job: AzureEmulatedJob): void {
    const next = nextState[job.status];
    if (next === undefined) return;
    if (job.status === 'CancellationRequested') {
      job.status = next;
      return;
    }
    const failure = emulator.faults.strikeJob();
    if (failure !== undefined) {
      fail(job, failure.code, failure.message);
      return;
    }
    if (emulator.faults.stuckInQueue && job.status === 'Waiting') return;
    job.status = emulator.eager ? 'Succeeded' : next;
    if (job.status === 'Succeeded') execute(job);
  }

  function execute(job: AzureEmulatedJob): void {
    const text = blobs.read(`job-${job.id}`, 'inputData');
    if (text === undefined) {
      fail(job, 'InvalidInputData', 'The input data of the job could not be read from its storage.');
      return;
    }
    try {
      const result = mannersOf(job.providerId).run({ target: job.target, text, shots: job.shots, seed: job.id });
      blobs.write(`job-${job.id}`, 'outputData', JSON.stringify(result), 'application/json');
    } catch (thrown) {
      if (!(thrown instanceof ProgramRefused)) throw thrown;
      fail(job, thrown.code, thrown.message);
    }
  }

  function bodyOf(job: AzureEmulatedJob): Record<string, unknown> {
    const done = job.status === 'Succeeded';
    const begun = done || job.status === 'Executing';
    const output = blobs.sharedAccess(emulator.url, `job-${job.id}`, 'outputData');
    return {
      ...job.fields,
      id: job.id,
      itemType: 'Job',
      status: job.status,
      creationTime: job.createdAt,
      beginExecutionTime: begun ? '2026-08-20T00:00:30.000Z' : null,
      endExecutionTime: done ? '2026-08-20T00:00:32.000Z' : null,
      cancellationTime: job.status === 'Cancelled' ? '2026-08-20T00:00:31.000Z' : null,
      outputDataUri: emulator.signsOutput ? output : output.split('?')[0],
      costEstimate: done ? costOf(job) : null,
      errorData: job.error,
      isCancelling: job.status === 'CancellationRequested',
      tags: job.fields['tags'] ?? [],
      quantumComputingData: { count: 1 },
    };
  }

  const server = await startEmulatorServer(
    {
      answer,
      refusal: (status, { path }) => {
        if (isOfStorage(path))
          return storageError(status, 'ServerBusy', 'The server is currently unable to receive requests.');
        return status === 429
          ? problem(429, 'TooManyRequests', 'Too many requests. Try again later.')
          : problem(status, 'InternalError', 'The service is not available.');
      },
      expiredToken: ({ path }) => (isOfStorage(path) ? signatureRefused() : unauthorised()),
    },
    options.port,
  );
  const emulator: AzureEmulator = {
    url: server.origin,
    faults: server.faults,
    requests: server.requests,
    jobs,
    blobs,
    eager: false,
    signsOutput: false,
    refusesRepetition: false,
    pageSize: 100,
    acceptToken: (token) => tokens.add(token),
    expireTokens: () => tokens.clear(),
    close: async () => await server.close(),
  };
  return emulator;
}

const quota = {
  dimension: 'qgs',
  scope: 'Workspace',
  providerId: 'ionq',
  utilization: 0,
  holds: 0,
  limit: 100,
  period: 'Monthly',
};

function withAvailability(provider: (typeof providers)[number]) {
  return { ...provider, currentAvailability: 'Available' };
}

/** What the provider charges, which need not be what was estimated. */
function costOf({ providerId, target: device }: AzureEmulatedJob) {
  if (providerId === 'quantinuum' && !device.endsWith('sc')) return cost('HQC', 5.02);
  return cost('USD', device.includes('.qpu.') ? 12.9 : 0);
}

function cost(currencyCode: string, estimatedTotal: number) {
  return { currencyCode, estimatedTotal, events: [] };
}

function fail(job: AzureEmulatedJob, code: string, message: string): void {
  job.status = 'Failed';
  job.error = { code, message };
}

function problem(status: number, code: string, message: string): EmulatorAnswer {
  return { status, body: { error: { code, message } } };
}

function unauthorised(): EmulatorAnswer {
  return problem(401, 'Unauthorized', 'The access token or key is invalid or has expired.');
}
