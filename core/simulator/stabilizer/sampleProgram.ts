import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import { programSize, type StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { frameCode } from './frameCode.ts';
import { batchShots, FrameMachine } from './frameMachine.ts';
import { referenceShot } from './referenceShot.ts';
import { joinShots, type ShotBits, shotStride } from './shotBits.ts';
import { tableauBytes } from './tableau.ts';

export interface ProgramSampling {
  /** A whole number. */
  readonly shots: number;
  /** Any integer; a shot of a program is the same in every range it is sampled in, everywhere. */
  readonly seed: number;
  /** The number of the first shot, a multiple of {@link batchShots}; 0 unless given. */
  readonly firstShot?: number;
}

export interface ProgramSample {
  /** The record: an entry for every measurement, in order. */
  readonly measurements: ShotBits;
  /** Which detectors fired and which logical observables were flipped, compared with the program without its noise. */
  readonly detectors: ShotBits;
  readonly observables: ShotBits;
}

/** The largest table of shots that is handed out at once. */
const maximumTable = 2 * 2 ** 30;

/**
 * Samples the record of a stabilizer program, its detectors and its observables, all of the same shots.
 * @throws Failure `too-large`, `cancelled`
 */
export function sampleProgram(
  program: StabilizerProgram,
  sampling: ProgramSampling,
  kernels: KernelInstance,
  signal: CancellationSignal,
): ProgramSample {
  return sample(program, ['measurements', 'detectors', 'observables'], sampling, kernels, signal);
}

/** As {@link sampleProgram}, of detectors and observables only, for which nothing else is computed. */
export function sampleDetectors(
  program: StabilizerProgram,
  sampling: ProgramSampling,
  kernels: KernelInstance,
  signal: CancellationSignal,
): Pick<ProgramSample, 'detectors' | 'observables'> {
  return sample(program, ['detectors', 'observables'], sampling, kernels, signal);
}

function sample<Wanted extends keyof ProgramSample>(
  program: StabilizerProgram,
  wanted: readonly Wanted[],
  { firstShot = 0, seed, shots }: ProgramSampling,
  kernels: KernelInstance,
  signal: CancellationSignal,
): Pick<ProgramSample, Wanted> {
  const code = frameCode(program);
  const tables = wanted.map((name) => [name, emptyTable(code.size[name], shots)] as const);
  const needsReference = tables.some(([name]) => name === 'measurements');
  const machine = new FrameMachine(code, kernels, needsReference ? referenceShot(program, signal) : undefined);
  try {
    for (let done = 0; done < shots; done += batchShots) {
      machine.run(seed, (firstShot + done) / batchShots, signal);
      const count = Math.min(batchShots, shots - done);
      for (const [name, table] of tables) machine.read(name, count, table.bytes, done * table.stride);
    }
  } finally {
    machine.release();
  }
  return Object.fromEntries(tables) as Pick<ProgramSample, Wanted>;
}

/** Samples of ranges of shots, one after the other. */
export function joinSamples(parts: readonly ProgramSample[]): ProgramSample {
  return {
    measurements: joinShots(parts.map(({ measurements }) => measurements)),
    detectors: joinShots(parts.map(({ detectors }) => detectors)),
    observables: joinShots(parts.map(({ observables }) => observables)),
  };
}

/** About how many bytes sampling takes: the rows of a batch, and the tables of all shots. */
export function programBytes({ instructions, qubitCount }: StabilizerProgram, shots: number): number {
  const { detectors, measurements, observables } = programSize(instructions);
  const rows = 2 * qubitCount + measurements + detectors + observables;
  return (
    (rows * batchShots) / 8 +
    [measurements, detectors, observables].reduce(
      (sum, width) => sum + shots * shotStride(width),
      tableauBytes(qubitCount),
    )
  );
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
