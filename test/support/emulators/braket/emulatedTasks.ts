import { randomUUID } from 'node:crypto';
import { randomStream } from '#core/base/random.ts';
import { ProgramError, type ReadProgram, readProgram } from './braketProgram.ts';
import type { EmulatedDevice } from './emulatedDevices.ts';
import { stateAfter } from './gateMatrices.ts';

export type TaskStatus = 'CREATED' | 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLING' | 'CANCELLED';

export interface EmulatedTask {
  readonly arn: string;
  readonly device: EmulatedDevice;
  readonly region: string;
  readonly account: string;
  readonly shots: number;
  readonly source: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly clientToken: string;
  /** What was asked for, to tell a repetition from another task of the same token. */
  readonly request: string;
  readonly bucket: string;
  readonly directory: string;
  readonly deviceParameters: string;
  readonly createdAt: Date;
  tags: Record<string, string>;
  endedAt: Date | undefined;
  status: TaskStatus;
  failureReason: string | undefined;
}

/** A simulated circuit wider than this takes too much of the machine that runs the tests. */
const widestSimulated = 16;

/** Reads a task's program as its device does. @throws ProgramError */
export function taskProgram(task: Pick<EmulatedTask, 'device' | 'inputs' | 'source'>): ReadProgram {
  const { device, inputs, source } = task;
  return readProgram(source, inputs, {
    supportedOperations: device.operations,
    qubitCount: device.qubits,
    contiguous: device.deviceType === 'SIMULATOR',
  });
}

/** The document `results.json` of a completed task. @throws ProgramError */
export function taskResult(task: EmulatedTask): Readonly<Record<string, unknown>> {
  const program = taskProgram(task);
  const { measuredQubits, qubitCount, results } = program;
  if (qubitCount > widestSimulated) throw new ProgramError(`The emulator simulates ${widestSimulated} qubits at most.`);
  const weights = stateAfter(qubitCount, program.gates).map(([re, im]) => re * re + im * im);
  const outcomes = marginals(weights, measuredQubits, qubitCount);
  const { account: _, arn, device, shots } = task;
  const isProbabilities = shots > 0 && device.providerName === 'IonQ';
  const samples = shots === 0 ? [] : sampled(outcomes, shots, task.source);
  return {
    braketSchemaHeader: { name: 'braket.task_result.gate_model_task_result', version: '1' },
    measurements: shots === 0 || isProbabilities ? null : samples.map(digits),
    measurementProbabilities: isProbabilities ? shares(samples) : null,
    measuredQubits,
    resultTypes: results.map(({ targets, type }) => {
      if (type !== 'probability') throw new ProgramError(`Result type ${type} is not supported by the emulator.`);
      const qubits = targets ?? measuredQubits;
      const found = marginals(weights, qubits, qubitCount);
      const value = Array.from({ length: 2 ** qubits.length }, (_unused, index) => {
        return found.get(index.toString(2).padStart(qubits.length, '0')) ?? 0;
      });
      return { type: { type, ...(targets === undefined ? {} : { targets }) }, value };
    }),
    taskMetadata: {
      braketSchemaHeader: { name: 'braket.task_result.task_metadata', version: '1' },
      id: arn,
      shots,
      deviceId: device.deviceArn,
      createdAt: task.createdAt.toISOString(),
      endedAt: task.endedAt?.toISOString() ?? null,
      status: 'COMPLETED',
      failureReason: null,
      deviceParameters: null,
    },
    additionalMetadata: {
      action: {
        braketSchemaHeader: { name: 'braket.ir.openqasm.program', version: '1' },
        source: task.source,
        inputs: task.inputs,
      },
      ...(device.deviceType === 'SIMULATOR'
        ? {
            simulatorMetadata: {
              braketSchemaHeader: { name: 'braket.task_result.simulator_metadata', version: '1' },
              executionDuration: 4000,
            },
          }
        : {}),
    },
  };
}

export function newTaskArn(region: string, account: string): string {
  return `arn:aws:braket:${region}:${account}:quantum-task/${randomUUID()}`;
}

/** Probabilities of the strings of some qubits, the first leftmost. */
function marginals(weights: readonly number[], qubits: readonly number[], qubitCount: number): Map<string, number> {
  const sums = new Map<string, number>();
  weights.forEach((weight, index) => {
    if (weight < 1e-14) return;
    const key = qubits.map((qubit) => (index >> (qubitCount - 1 - qubit)) & 1).join('');
    sums.set(key, (sums.get(key) ?? 0) + weight);
  });
  return sums;
}

/** Draws from the distribution; the same for the same program. */
function sampled(outcomes: ReadonlyMap<string, number>, shots: number, name: string): string[] {
  const stream = randomStream(7, name);
  const entries = [...outcomes];
  return Array.from({ length: shots }, () => {
    let left = stream.uniform();
    for (const [key, probability] of entries) {
      left -= probability;
      if (left < 0) return key;
    }
    return entries.at(-1)?.[0] ?? '';
  });
}

function shares(samples: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const key of samples) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([key, count]) => [key, count / samples.length]));
}

function digits(key: string): number[] {
  return [...key].map(Number);
}
