import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { inParallel } from '#core/base/inParallel.ts';
import { type BraketTask, braketTaskQubits, exportBraketTask } from '#core/circuit/export/braketTask.ts';
import type { Backend, BackendJob, JobStatus } from '../backend.ts';
import type { BraketConfiguration } from '../backendConfiguration.ts';
import { PartialSubmission } from '../partialSubmission.ts';
import type { SecretSource } from '../secrets.ts';
import type { AwsConnector, AwsRefusal } from './awsConnector.ts';
import { BraketApi } from './braketApi.ts';
import { DeviceDirectory } from './deviceDirectory.ts';
import { shortName } from './deviceNames.ts';
import { deviceCalibration, deviceDescription, takenGates } from './devices.ts';
import { reasonOfFailedTask } from './failures.ts';
import { chargedCost, devicePrice, estimatedCost } from './prices.ts';
import { resultPlace } from './resultPlace.ts';
import { gateResult, outcomeOf } from './results.ts';
import { SubmittedTasks } from './submittedTasks.ts';
import { handleId, regionOfTask, tasksOf } from './taskHandle.ts';
import {
  type BraketDevice,
  type BraketTaskState,
  braketTaskSchema,
  bucketSchema,
  cancelledTaskSchema,
  createdTaskSchema,
  identitySchema,
  objectSchema,
} from './wire.ts';

export interface BraketBackendOptions extends BraketConfiguration {
  readonly aws: AwsConnector;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

/** Calls under way at a time: Amazon Braket takes 20 submissions a second. */
const callsAtATime = 6;

/** Amazon Braket: the managed simulators SV1 and DM1, and devices of other vendors; a task for each circuit. */
export function createBraketBackend(options: BraketBackendOptions): Backend {
  const { clock, id } = options;
  const place = resultPlace(options.results, id);
  const api = new BraketApi(options);
  const directory = new DeviceDirectory(options, api);
  const submitted = new SubmittedTasks(api);
  /** Tasks that were seen to be completed: they do not change any more. */
  const completed = new Map<string, BraketTaskState>();

  async function taskState(arn: string, signal: CancellationSignal): Promise<BraketTaskState> {
    const known = completed.get(arn);
    if (known !== undefined) return known;
    const region = regionOfTask(arn) ?? (await directory.location(signal)).region;
    const call = { operation: 'GetQuantumTask', quantumTaskArn: arn } as const;
    // A task may not be known everywhere just after it was made.
    const state = await api.call(region, call, braketTaskSchema, signal, ({ status }) => status === 404);
    if (state.status === 'COMPLETED') completed.set(arn, state);
    return state;
  }

  async function cancelTask(arn: string, signal: CancellationSignal): Promise<void> {
    const region = regionOfTask(arn) ?? (await directory.location(signal)).region;
    const call = { operation: 'CancelQuantumTask', quantumTaskArn: arn, clientToken: cancelToken(arn) } as const;
    try {
      await api.call(region, call, cancelledTaskSchema, signal);
    } catch (thrown) {
      // It has ended already.
      if (!Failure.is(thrown, 'conflict')) throw thrown;
    }
  }

  return {
    id,
    device: options.device,

    devices: async (signal) => await directory.list(signal),

    describe: async (signal) => deviceDescription(id, await directory.device(signal), clock.now()),

    calibration: async (signal) => deviceCalibration(await directory.device(signal)),

    async estimate(job, signal) {
      const device = await directory.device(signal);
      const tasks = programs(job, device).map(({ manyQubitGates, oneQubitGates }, index) => {
        const circuit = job.circuits[index];
        return {
          qubits: circuit === undefined ? 0 : braketTaskQubits(circuit).length,
          gates: oneQubitGates + manyQubitGates,
        };
      });
      const price = devicePrice(device.deviceArn, device.deviceCapabilities.service.deviceCost, clock.now());
      return estimatedCost(device.deviceArn, device.deviceName, tasks, job.shots, price);
    },

    async submit(job, signal) {
      const device = await directory.device(signal);
      checkTakesTasks(device);
      const tasks = programs(job, device);
      const { arn, region } = await directory.location(signal);
      const submission = submitted.submission(job.key, tasks.length);
      try {
        const arns = await inParallel(tasks, callsAtATime, async ({ source }, index) => {
          const known = submission.taskOf(index);
          if (known !== undefined) return known;
          const call = {
            operation: 'CreateQuantumTask',
            deviceArn: arn,
            shots: job.shots,
            outputS3Bucket: place.bucket,
            outputS3KeyPrefix: place.prefix,
            action: JSON.stringify({ braketSchemaHeader: programHeader, source, inputs: {} }),
            clientToken: submission.tokenOf(index),
            tags: submission.tagsOf(index),
          } as const;
          const { quantumTaskArn } = await api.call(region, call, createdTaskSchema, signal);
          submission.made(index, quantumTaskArn);
          return quantumTaskArn;
        });
        return { backend: id, id: handleId(arns) };
      } catch (thrown) {
        const made = submission.madeTasks();
        if (made.length > 0 && signal.isCancelled) {
          // Nobody will wait for them; what cannot be cancelled is found again by its key.
          await inParallel(made, callsAtATime, async (task) => await cancelTask(task, neverCancelled)).catch(() => {});
        }
        throw partlySubmitted(Failure.from(thrown), made.length, tasks.length);
      }
    },

    async find(key, signal) {
      const { arn, region } = await directory.location(signal);
      const arns = await submitted.find(key, arn, region, signal);
      return arns === undefined ? undefined : { backend: id, id: handleId(arns) };
    },

    async status(handle, signal) {
      const arns = tasksOf(handle.id);
      for (let start = 0; start < arns.length; start += callsAtATime) {
        const batch = arns.slice(start, start + callsAtATime);
        const states = await inParallel(batch, callsAtATime, async (arn) => await taskState(arn, signal));
        const open = states.find(({ status }) => status !== 'COMPLETED');
        // The later ones are asked for when the earlier ones are done.
        if (open !== undefined) return statusOf(open, start > 0 || states[0] !== open);
      }
      return { state: 'completed' };
    },

    async result(handle, circuits, signal) {
      const arns = tasksOf(handle.id);
      const results = await inParallel(arns, callsAtATime, async (arn, index) => {
        const state = await taskState(arn, signal);
        const { outputS3Bucket: bucket, outputS3Directory: folder, shots } = state;
        const region = regionOfTask(arn) ?? (await directory.location(signal)).region;
        const call = { operation: 'GetObject', bucket, key: `${folder}/results.json` } as const;
        // A task is completed a moment before its result is there; who may not list the bucket is refused meanwhile.
        const isEarly = ({ code }: AwsRefusal) => code === 'NoSuchKey' || code === 'AccessDenied';
        const { body } = await api.call(region, call, objectSchema, signal, isEarly);
        const result = gateResult(body, arn);
        const duration = result.additionalMetadata?.simulatorMetadata?.executionDuration ?? undefined;
        const lasted = (state.endedAt ?? Number.NaN) - (state.createdAt ?? Number.NaN);
        return { outcome: outcomeOf(result, circuits?.[index], shots, arns.length), state, duration, lasted };
      });
      const durations = results.map(({ duration }) => duration);
      const [first] = results;
      const price = first && (await priceOf(first.state.deviceArn, signal));
      const cost = chargedCost(price, durations, first?.state.shots ?? 0);
      const executionTime = durations.every((each) => each !== undefined)
        ? durations.reduce((sum, each) => sum + each, 0)
        : undefined;
      const waits = results.map(({ duration, lasted }) => lasted - (duration ?? Number.NaN)).filter(Number.isFinite);
      return {
        outcomes: results.map(({ outcome }) => outcome),
        ...(cost === undefined ? {} : { cost }),
        ...(waits.length === 0 ? {} : { queueTime: Math.max(0, ...waits) }),
        ...(executionTime === undefined ? {} : { executionTime }),
      };
    },

    async cancel(handle, signal) {
      await inParallel(tasksOf(handle.id), callsAtATime, async (arn) => await cancelTask(arn, signal));
    },

    async test(signal) {
      const { region } = await directory.location(signal);
      const who = await api.call(region, { operation: 'GetCallerIdentity' }, identitySchema, signal);
      const device = await directory.device(signal);
      const name = `${device.deviceName} in ${region}`;
      const signedIn = `AWS knows you as ${who.arn}`;
      try {
        await api.call(region, { operation: 'HeadBucket', bucket: place.bucket }, bucketSchema, signal);
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (failure.reason !== 'auth' && failure.reason !== 'not-found') throw failure;
        return {
          ok: false,
          message: `${signedIn}, but results have no place: ${failure.message} ${failure.advice ?? ''}`.trim(),
        };
      }
      const isOnline = device.deviceStatus === 'ONLINE' && takenGates(device.deviceCapabilities) !== undefined;
      const state = isOnline ? 'is online' : `takes no tasks (${device.deviceStatus.toLowerCase()})`;
      const message = `${signedIn}; ${name} ${state}; results go to s3://${place.bucket}/${place.prefix}.`;
      return { ok: isOnline, message };
    },
  };

  /** Of a device a task ran on, which may be another than the configured one. */
  async function priceOf(arn: string, signal: CancellationSignal) {
    const own = await directory.device(signal).catch(() => undefined);
    const told = own?.deviceArn === arn ? own.deviceCapabilities.service.deviceCost : undefined;
    return devicePrice(arn, told, clock.now());
  }
}

const programHeader = { name: 'braket.ir.openqasm.program', version: '1' };

/** A token for the one cancellation of a task: the last part of its resource name, which is as long as one may be. */
function cancelToken(arn: string): string {
  return shortName(arn).slice(-64);
}

/**
 * The programs of a job, checked against what its device takes.
 * @throws Failure `invalid-circuit` for what is too wide, has too many shots, or cannot be said
 */
function programs(
  { circuits, shots }: BackendJob,
  { deviceCapabilities, deviceName: name }: BraketDevice,
): BraketTask[] {
  const gates = takenGates(deviceCapabilities);
  if (gates === undefined) {
    throw new Failure('invalid-circuit', `${name} takes no circuits of gates.`, {
      advice: 'Configure another device.',
    });
  }
  if (circuits.length === 0) {
    throw new Failure('invalid-circuit', 'A job for Amazon Braket needs at least one circuit.', {
      advice: 'Add a circuit.',
    });
  }
  const [least, most] = deviceCapabilities.service.shotsRange ?? [1, Number.MAX_SAFE_INTEGER];
  if (!Number.isInteger(shots) || shots < Math.max(1, least) || shots > most) {
    throw new Failure('invalid-circuit', `${name} takes ${Math.max(1, least)} to ${most} shots, not ${shots}.`, {
      advice: 'Change the number of shots.',
    });
  }
  const room = deviceCapabilities.paradigm?.qubitCount ?? Number.POSITIVE_INFINITY;
  return circuits.map((circuit) => {
    const width = braketTaskQubits(circuit).length;
    if (width > room) {
      throw new Failure('invalid-circuit', `The circuit uses ${width} qubits, and ${name} has ${room}.`, {
        advice: 'Use fewer qubits, or a wider device: SV1 simulates 34 qubits.',
      });
    }
    return exportBraketTask(circuit, gates);
  });
}

function checkTakesTasks({ deviceName: name, deviceStatus }: BraketDevice): void {
  if (deviceStatus === 'OFFLINE') {
    throw new Failure('backend-down', `${name} is offline and takes no tasks now.`, {
      advice: 'Try again later, or run on another device.',
    });
  }
  if (deviceStatus === 'RETIRED') {
    throw new Failure('backend-down', `${name} is retired and takes no tasks any more.`, {
      advice: 'Configure another device; `hybridq backends list` shows those there are.',
    });
  }
}

function partlySubmitted(failure: Failure, made: number, count: number): Failure {
  if (made === 0 || count === 1 || failure.reason === 'cancelled') return failure;
  const message = `${failure.message} Of ${count} tasks of the job, ${made} were made before.`;
  return new PartialSubmission(failure.reason, message, {
    advice: `${failure.advice ?? ''} Resume the run to make only those that are missing.`.trim(),
    cause: failure,
  });
}

/** @param isUnderWay whether other tasks of the job are done already */
function statusOf(
  { failureReason, queueInfo, quantumTaskArn, status }: BraketTaskState,
  isUnderWay: boolean,
): JobStatus {
  switch (status) {
    case 'COMPLETED':
      return { state: 'completed' };
    case 'FAILED': {
      const message = failureReason ?? 'Amazon Braket gave no reason.';
      const reason = failureReason == null ? 'backend-down' : reasonOfFailedTask(failureReason);
      return { state: 'failed', code: 'FAILED', message: `${message} (task ${shortName(quantumTaskArn)})`, reason };
    }
    case 'CANCELLED':
      return { state: 'cancelled' };
    case 'RUNNING':
    case 'CANCELLING':
      return { state: 'running' };
    default: {
      // `CREATED`, `QUEUED`, and whatever may be added before `RUNNING`.
      if (isUnderWay) return { state: 'running' };
      const position = /\d+/.exec(queueInfo?.position ?? '')?.[0];
      return { state: 'queued', ...(position === undefined ? {} : { position: Number(position) }) };
    }
  }
}
