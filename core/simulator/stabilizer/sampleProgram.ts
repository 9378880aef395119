import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { formatBytes } from '../wasm/formatBytes.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { frameCode } from './frameCode.ts';
import { batchShots, FrameMachine, type ShotBits, shotStride } from './frameMachine.ts';
import { referenceShot } from './referenceShot.ts';

export interface ProgramSampling {
  /** A positive whole number. */
  readonly shots: number;
  /** Any integer; the same program, shots and seed give the same bits everywhere. */
  readonly seed: number;
}

/** The largest table of shots that is handed out at once. */
const maximumTable = 2 * 2 ** 30;

/**
 * Samples the record of a stabilizer program: an entry for every measurement, in order.
 * @throws Failure `too-large`, `cancelled`
 */
export function sampleMeasurements(
  program: StabilizerProgram,
  { seed, shots }: ProgramSampling,
  kernels: KernelInstance,
  signal: CancellationSignal,
): ShotBits {
  const code = frameCode(program);
  const measurements = emptyTable(code.size.measurements, shots);
  const machine = new FrameMachine(code, kernels, referenceShot(program, signal));
  try {
    forBatches(shots, (batch, count) => {
      machine.run(seed, batch, signal);
      machine.read('measurements', count, measurements.bytes, batch * batchShots * measurements.stride);
    });
  } finally {
    machine.release();
  }
  return measurements;
}

/** Which detectors fired and which logical observables were flipped, compared with the program without its noise. */
export interface DetectionSample {
  readonly detectors: ShotBits;
  readonly observables: ShotBits;
}

/**
 * Samples the detectors and observables of a stabilizer program.
 * @throws Failure `too-large`, `cancelled`
 */
export function sampleDetectors(
  program: StabilizerProgram,
  { seed, shots }: ProgramSampling,
  kernels: KernelInstance,
  signal: CancellationSignal,
): DetectionSample {
  const code = frameCode(program);
  const detectors = emptyTable(code.size.detectors, shots);
  const observables = emptyTable(code.size.observables, shots);
  const machine = new FrameMachine(code, kernels);
  try {
    forBatches(shots, (batch, count) => {
      machine.run(seed, batch, signal);
      machine.read('detectors', count, detectors.bytes, batch * batchShots * detectors.stride);
      machine.read('observables', count, observables.bytes, batch * batchShots * observables.stride);
    });
  } finally {
    machine.release();
  }
  return { detectors, observables };
}

function forBatches(shots: number, run: (batch: number, count: number) => void): void {
  for (let batch = 0; batch * batchShots < shots; batch++) run(batch, Math.min(batchShots, shots - batch * batchShots));
}

function emptyTable(width: number, shots: number): ShotBits {
  const stride = shotStride(width);
  const bytes = stride * shots;
  if (bytes > maximumTable) {
    throw new Failure(
      'too-large',
      `${shots} shots of ${width} bits need ${formatBytes(bytes)}, more than the limit of ${formatBytes(maximumTable)}.`,
      { advice: 'Take fewer shots at a time.' },
    );
  }
  return { shots, width, stride, bytes: new Uint8Array(bytes) };
}
