import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorServer,
  jsonOf,
  startEmulatorServer,
} from '../emulatorServer.ts';
import { ProgramError } from './braketProgram.ts';
import { type EmulatedDevice, type EmulatedStatus, emulatedDevices } from './emulatedDevices.ts';
import { type EmulatedTask, newTaskArn, taskProgram, taskResult } from './emulatedTasks.ts';
import { ObjectStore, s3Problem } from './objectStore.ts';
import { type EmulatedKeys, type SignatureProblem, type Signer, signerOf } from './signatures.ts';

/**
 * Amazon Braket, S3 and the Security Token Service on one port of this machine, with signatures checked. Tasks move one
 * status forward each time they are asked for, so nothing depends on time, and circuits are really simulated.
 * `test/interop/braket` drives it with Amazon's own clients.
 */
export interface BraketEmulator {
  readonly url: string;
  readonly faults: EmulatorServer['faults'];
  readonly requests: EmulatorServer['requests'];
  /** By resource name. */
  readonly jobs: ReadonlyMap<string, EmulatedTask>;
  readonly objects: ObjectStore;
  /** While set, tasks are completed when they are first asked for. */
  eager: boolean;
  /** While set, searches for tasks do not show new ones: they are read from copies that lag behind. */
  searchLags: boolean;
  /** When so many tasks were made, all further ones are refused as too many at a time. */
  tasksBeforeThrottling: number;
  /** Devices and tasks on a page of a search, at most. */
  pageSize: number;
  setDeviceStatus(name: string, status: EmulatedStatus): void;
  close(): Promise<void>;
}

export interface BraketEmulatorOptions {
  /** The keys that are accepted. */
  readonly keys: readonly EmulatedKeys[];
  /** Buckets that are there already, by name, with their region. */
  readonly buckets?: Readonly<Record<string, string>>;
  readonly port?: number;
}

const regions = ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-2', 'eu-north-1'];
const nextStatus = { CREATED: 'QUEUED', QUEUED: 'RUNNING', RUNNING: 'COMPLETED' } as const;
const ended = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function startBraketEmulator(options: BraketEmulatorOptions): Promise<BraketEmulator> {
  const devices = emulatedDevices();
  const jobs = new Map<string, EmulatedTask>();
  const objects = new ObjectStore();
  const signingKeys = new Map<string, Buffer>();
  for (const [bucket, region] of Object.entries(options.buckets ?? {})) objects.createBucket(bucket, region);

  function answer(request: EmulatorRequest): EmulatorAnswer {
    const service = serviceOf(request);
    const signer = signerOf(request, service, options.keys, signingKeys);
    if (typeof signer === 'string') return unsigned(service, signer, request.method);
    if (!regions.includes(signer.region)) return unsigned(service, 'wrong-scope', request.method);
    if (service === 's3') return objects.answer(request);
    if (service === 'sts') return callerIdentity(signer);
    try {
      return route(request, signer);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return problem(thrown.status, thrown.code, thrown.message);
    }
  }

  function route(request: EmulatorRequest, signer: Signer): EmulatorAnswer {
    const { method } = request;
    const [kind = '', name = '', action = ''] = request.path.slice(1).split('/').map(decodeURIComponent);
    const body = (jsonOf(request) ?? {}) as Record<string, unknown>;
    const call = `${method} ${kind}${action === '' ? '' : `/${action}`}`;
    switch (call) {
      case 'POST devices':
        return searchDevices(body, signer);
      case 'GET device':
        return { status: 200, body: deviceBody(deviceIn(name, signer.region)) };
      case 'POST quantum-task':
        return create(body, signer);
      case 'POST quantum-tasks':
        return searchTasks(body, signer);
      case 'GET quantum-task': {
        const task = taskOf(name, signer);
        advance(task);
        return { status: 200, body: taskBody(task, request.query.getAll('additionalAttributeNames')) };
      }
      case 'PUT quantum-task/cancel':
        return cancel(taskOf(name, signer));
      case 'GET tags':
        return { status: 200, body: { tags: taskOf(name, signer).tags } };
      case 'POST tags':
        Object.assign(taskOf(name, signer).tags, body['tags']);
        return { status: 200, body: {} };
      default:
        throw new Refusal(404, 'UnknownOperationException', `${method} ${request.path}`);
    }
  }

  function deviceIn(arn: string, region: string): EmulatedDevice {
    const device = devices.find(({ deviceArn }) => deviceArn === arn);
    if (device?.regions.includes(region)) return device;
    throw new Refusal(404, 'ResourceNotFoundException', `Device ${arn} was not found.`);
  }

  function searchDevices(body: Record<string, unknown>, { region }: Signer): EmulatorAnswer {
    const wanted = filterValues(body, 'deviceArn');
    const shown = devices
      .filter(({ deviceArn, regions: where }) => where.includes(region) && (wanted?.includes(deviceArn) ?? true))
      .map(({ deviceArn, deviceName, deviceStatus, deviceType, providerName }) => ({
        ...{ deviceArn, deviceName, providerName, deviceType, deviceStatus },
      }));
    const { nextToken, page } = paged(shown, body);
    return { status: 200, body: { devices: page, ...nextToken } };
  }

  function searchTasks(body: Record<string, unknown>, { keys, region }: Signer): EmulatorAnswer {
    const device = filterValues(body, 'deviceArn');
    const status = filterValues(body, 'status');
    const all = emulator.searchLags ? [] : [...jobs.values()].reverse();
    const shown = all
      .filter((task) => task.region === region && task.account === keys.account)
      .filter((task) => (device?.includes(task.device.deviceArn) ?? true) && (status?.includes(task.status) ?? true))
      .map((task) => taskSummary(task));
    const { nextToken, page } = paged(shown, body);
    return { status: 200, body: { quantumTasks: page, ...nextToken } };
  }

  function paged<T>(all: readonly T[], body: Record<string, unknown>) {
    const start = Number(body['nextToken'] ?? 0);
    const end = start + Math.min(Number(body['maxResults'] ?? 100), emulator.pageSize);
    return { page: all.slice(start, end), nextToken: end < all.length ? { nextToken: String(end) } : {} };
  }

  function create(body: Record<string, unknown>, { keys, region }: Signer): EmulatorAnswer {
    const token = requiredText(body, 'clientToken');
    if (token.length > 64) throw new Refusal(400, 'ValidationException', 'clientToken is longer than 64 characters.');
    const request = JSON.stringify(body, Object.keys(body).sort());
    const known = [...jobs.values()].find(
      (task) => task.clientToken === token && task.account === keys.account && task.region === region,
    );
    if (known !== undefined) {
      if (known.request === request) return { status: 201, body: { quantumTaskArn: known.arn } };
      throw new Refusal(409, 'ConflictException', 'The client token was used for another request.');
    }
    if (jobs.size >= emulator.tasksBeforeThrottling) throw new Refusal(429, 'ThrottlingException', 'Rate exceeded');
    const device = deviceIn(requiredText(body, 'deviceArn'), region);
    if (device.deviceStatus === 'OFFLINE') {
      throw new Refusal(424, 'DeviceOfflineException', `Device ${device.deviceName} is offline.`);
    }
    if (device.deviceStatus === 'RETIRED') {
      throw new Refusal(410, 'DeviceRetiredException', `Device ${device.deviceName} is retired.`);
    }
    const bucket = requiredText(body, 'outputS3Bucket');
    if (!bucket.startsWith('amazon-braket-') || objects.regionOf(bucket) === undefined) {
      throw new Refusal(400, 'ValidationException', `Caller doesn't have access to ${bucket} or it doesn't exist.`);
    }
    if (objects.regionOf(bucket) !== region) {
      throw new Refusal(400, 'ValidationException', `The bucket ${bucket} is not in the region ${region}.`);
    }
    const shots = body['shots'];
    const [least, most] = device.shotsRange;
    if (typeof shots !== 'number' || !Number.isInteger(shots) || shots < least || shots > most) {
      throw new Refusal(400, 'ValidationException', `Device requires shots to be between ${least} and ${most}.`);
    }
    const program = action(requiredText(body, 'action'));
    const arn = newTaskArn(region, keys.account);
    const task: EmulatedTask = {
      ...program,
      arn,
      device,
      region,
      account: keys.account,
      shots,
      clientToken: token,
      request,
      bucket,
      directory: `${requiredText(body, 'outputS3KeyPrefix')}/${arn.slice(arn.lastIndexOf('/') + 1)}`,
      deviceParameters: typeof body['deviceParameters'] === 'string' ? body['deviceParameters'] : '{}',
      createdAt: new Date(),
      tags: { ...(body['tags'] as Record<string, string> | undefined) },
      endedAt: undefined,
      status: 'CREATED',
      failureReason: undefined,
    };
    refuseProgram(task, shots);
    jobs.set(arn, task);
    return { status: 201, body: { quantumTaskArn: arn } };
  }

  function cancel(task: EmulatedTask): EmulatorAnswer {
    if (ended.has(task.status)) {
      throw new Refusal(409, 'ConflictException', `Quantum task is in terminal state ${task.status}.`);
    }
    task.status = 'CANCELLING';
    return { status: 200, body: { quantumTaskArn: task.arn, cancellationStatus: 'CANCELLING' } };
  }

  function taskOf(arn: string, { keys, region }: Signer): EmulatedTask {
    const task = jobs.get(arn);
    if (task !== undefined && task.account === keys.account && task.region === region) return task;
    throw new Refusal(404, 'ResourceNotFoundException', `Quantum task ${arn} was not found.`);
  }

  function advance(task: EmulatedTask): void {
    if (ended.has(task.status)) return;
    if (task.status === 'CANCELLING') {
      end(task, 'CANCELLED');
      return;
    }
    if (faults.stuckInQueue && task.status !== 'RUNNING') {
      task.status = 'QUEUED';
      return;
    }
    const failure = faults.strikeJob();
    if (failure !== undefined) {
      task.failureReason = failure.message;
      end(task, 'FAILED');
      return;
    }
    const status = emulator.eager ? 'COMPLETED' : nextStatus[task.status as keyof typeof nextStatus];
    if (status !== 'COMPLETED') {
      task.status = status;
      return;
    }
    try {
      task.endedAt = new Date(task.createdAt.getTime() + 9000);
      objects.put(task.bucket, `${task.directory}/results.json`, JSON.stringify(taskResult(task)));
      end(task, 'COMPLETED');
    } catch (thrown) {
      if (!(thrown instanceof ProgramError)) throw thrown;
      task.failureReason = thrown.message;
      end(task, 'FAILED');
    }
  }

  const server = await startEmulatorServer(
    {
      answer,
      refusal: (status, request) => {
        const service = serviceOf(request);
        if (service !== 'braket')
          return s3Problem(
            status,
            status === 503 && service === 's3' ? 'SlowDown' : status === 503 ? 'ServiceUnavailable' : 'InternalError',
            'Injected',
            request.method,
          );
        return problem(status, codes[status] ?? 'InternalServiceException', 'Injected');
      },
      expiredToken: (request) => unsigned(serviceOf(request), 'expired', request.method),
    },
    options.port,
  );
  const { faults } = server;
  const emulator: BraketEmulator = {
    url: server.origin,
    faults,
    requests: server.requests,
    jobs,
    objects,
    eager: false,
    searchLags: false,
    tasksBeforeThrottling: Number.POSITIVE_INFINITY,
    pageSize: 100,
    setDeviceStatus: (name, status) => {
      const device = devices.find(({ deviceName }) => deviceName === name);
      if (device === undefined) throw new Error(`There is no device ${name}.`);
      device.deviceStatus = status;
    },
    close: () => server.close(),
  };
  return emulator;
}

const codes: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  402: 'ServiceQuotaExceededException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  410: 'DeviceRetiredException',
  424: 'DeviceOfflineException',
  429: 'ThrottlingException',
};

function serviceOf({ method, path }: EmulatorRequest): 'braket' | 's3' | 'sts' {
  if (path === '/' && method === 'POST') return 'sts';
  return /^\/(devices|device|quantum-tasks?|jobs?|tags)(\/|$)/.test(path) ? 'braket' : 's3';
}

function problem(status: number, code: string, message: string): EmulatorAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, body: { message } };
}

/** What a service says to a request it cannot tell the sender of. */
function unsigned(service: 'braket' | 's3' | 'sts', why: SignatureProblem | 'expired', method: string): EmulatorAnswer {
  const problems = {
    missing: ['MissingAuthenticationTokenException', 'AccessDenied', 'Missing Authentication Token'],
    'unknown-key': [
      'UnrecognizedClientException',
      'InvalidAccessKeyId',
      'The security token included in the request is invalid.',
    ],
    'wrong-token': [
      'UnrecognizedClientException',
      'InvalidToken',
      'The security token included in the request is invalid.',
    ],
    'wrong-signature': [
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    ],
    'wrong-scope': [
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'Credential should be scoped to a valid region.',
    ],
    expired: ['ExpiredTokenException', 'ExpiredToken', 'The security token included in the request is expired'],
  } as const;
  const [json, xml, message] = problems[why];
  if (service === 'braket') return problem(403, json, message);
  if (service === 's3') return s3Problem(403, xml, message, method);
  const code = why === 'unknown-key' ? 'InvalidClientTokenId' : xml;
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status: 403, headers: { 'content-type': 'text/xml' }, body };
}

function callerIdentity({ keys: { account, user } }: Signer): EmulatorAnswer {
  const result = `<GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/${user}</Arn><UserId>AIDAEMULATED</UserId><Account>${account}</Account></GetCallerIdentityResult>`;
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}<ResponseMetadata><RequestId>emulated</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function deviceBody({ capabilities, queueSize, regions: _, operations: __, ...device }: EmulatedDevice) {
  const { deviceArn, deviceName, deviceStatus, deviceType, providerName } = device;
  return {
    ...{ deviceArn, deviceName, providerName, deviceType, deviceStatus },
    deviceCapabilities: JSON.stringify(capabilities),
    deviceQueueInfo: [
      { queue: 'QUANTUM_TASKS_QUEUE', queueSize, queuePriority: 'Normal' },
      { queue: 'QUANTUM_TASKS_QUEUE', queueSize: '0', queuePriority: 'Priority' },
      { queue: 'JOBS_QUEUE', queueSize: '0' },
    ],
  };
}

function taskSummary(task: EmulatedTask) {
  return {
    quantumTaskArn: task.arn,
    status: task.status,
    deviceArn: task.device.deviceArn,
    shots: task.shots,
    outputS3Bucket: task.bucket,
    outputS3Directory: task.directory,
    createdAt: task.createdAt.toISOString(),
    ...(task.endedAt === undefined ? {} : { endedAt: task.endedAt.toISOString() }),
    tags: task.tags,
  };
}

function taskBody(task: EmulatedTask, attributes: readonly string[]) {
  const isQueued = task.status === 'CREATED' || task.status === 'QUEUED';
  const queueInfo = {
    queue: 'QUANTUM_TASKS_QUEUE',
    position: isQueued ? '3' : 'None',
    queuePriority: 'Normal',
    ...(isQueued ? {} : { message: `Task is in ${task.status} status.` }),
  };
  return {
    ...taskSummary(task),
    deviceParameters: task.deviceParameters,
    ...(task.failureReason === undefined ? {} : { failureReason: task.failureReason }),
    ...(attributes.includes('QueueInfo') ? { queueInfo } : {}),
    ...(task.status === 'COMPLETED' ? { numSuccessfulShots: task.shots } : {}),
    associations: [],
  };
}

function end(task: EmulatedTask, status: 'CANCELLED' | 'COMPLETED' | 'FAILED'): void {
  task.status = status;
  task.endedAt ??= new Date();
}

function requiredText(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(
    400,
    'ValidationException',
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}

function filterValues(body: Record<string, unknown>, name: string): readonly string[] | undefined {
  const filters = (body['filters'] ?? []) as readonly { readonly name: string; readonly values: readonly string[] }[];
  return filters.find((filter) => filter.name === name)?.values;
}

/** The program of an action. @throws Refusal for actions of other kinds */
function action(text: string): Pick<EmulatedTask, 'inputs' | 'source'> {
  let parsed: { braketSchemaHeader?: { name?: string }; source?: unknown; inputs?: unknown };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw new Refusal(400, 'ValidationException', 'The action is not a JSON document.');
  }
  const name = parsed.braketSchemaHeader?.name;
  if (name !== 'braket.ir.openqasm.program' || typeof parsed.source !== 'string') {
    throw new Refusal(400, 'ValidationException', `Action ${name} is not supported by the device.`);
  }
  return { source: parsed.source, inputs: (parsed.inputs ?? {}) as Record<string, unknown> };
}

/** Programs are checked before a task is made. @throws Refusal */
function refuseProgram(task: EmulatedTask, shots: number): void {
  try {
    const { results } = taskProgram(task);
    if (shots === 0 && results.length === 0)
      throw new ProgramError('No result types specified for circuit and shots=0.');
  } catch (thrown) {
    if (!(thrown instanceof ProgramError)) throw thrown;
    throw new Refusal(400, 'ValidationException', `[${thrown.message}]`);
  }
}
