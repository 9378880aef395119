import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type ClassicalMemory, copyMemory } from '#core/circuit/evaluateClassical.ts';
import type { CircuitNoise } from '../../program/circuitNoise.ts';
import { bindProgram, compileNoisyProgram } from '../../program/compileProgram.ts';
import { misreadingOf } from '../../program/misreading.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../../program/quantumState.ts';
import type { SimulationContext } from '../../program/runCircuit.ts';
import type { ShotRange } from '../../program/shotRanges.ts';
import { type ShotQuestions, type ShotRun, ShotStatistics } from '../../program/shotStatistics.ts';
import type { Way } from './channelEvents.ts';
import { ShotFollower } from './followShots.ts';
import type { PureStateOperations } from './pureState.ts';
import { byMisread, createShots, type Shot } from './shotGroup.ts';
import { TrajectoryGates } from './trajectoryGates.ts';

export interface TrajectoryOptions {
  /** The shots to run, by ranges; their runs are put together by `mergeShots`. */
  readonly ranges: readonly ShotRange[];
  /** Any integer; a shot is the same whichever range it is run in. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings: readonly number[];
  readonly noise: CircuitNoise;
  readonly questions: ShotQuestions;
}

/**
 * Runs shots of a noisy circuit as quantum trajectories: each holds a pure state, to which an event happens where its
 * random numbers say so. Shots with the same past share one state, so that what all of a range go through without an event
 * is computed once.
 *
 * A shot depends on the seed and its number alone.
 * @returns a run for every range
 *
 * @throws Failure `too-large` (memory), `invalid-input` (bindings), `unsupported` (correlated readout), `cancelled`;
 * RunTimeFault of the circuit's classical computation
 */
export function runTrajectories<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  operations: PureStateOperations<NoInfer<State>>,
  { bindings, noise, questions, ranges, seed }: TrajectoryOptions,
  { clock, onProgress, signal = neverCancelled }: SimulationContext,
): ShotRun[] {
  const begun = clock.monotonic();
  const program = compileNoisyProgram(
    circuit,
    (items, gateOptions) => new TrajectoryGates(items, method.prepareGates, gateOptions),
    noise,
    { mixing: true, ignoreGlobalPhase: true },
  );
  bindProgram(program, bindings);
  const planTime = clock.monotonic() - begun;
  const all = ranges.reduce((sum, { shots }) => sum + shots, 0);
  let through = 0;
  const follower = new ShotFollower(program, method, operations, signal);
  try {
    return ranges.map(({ firstShot, shots }, range) => {
      const statistics = new ShotStatistics(circuit, program, noise, questions, signal);
      const { qubits } = statistics.reader;
      const misreading = misreadingOf(qubits, noise);
      let sampleTime = 0;
      const end = ({ memory, shots: finished, state }: Way<State>) => {
        const from = clock.monotonic();
        statistics.addState(finished.length, state);
        const memories = new Map<Shot, ClassicalMemory>();
        for (const shots of byMisread(finished, () => true).values()) {
          const own = memoryOf(shots[0], memory);
          statistics.addDistributions(shots.length, state, own);
          for (const shot of shots) memories.set(shot, own);
        }
        const places = finished.map(({ stream }) => stream.uniform());
        const read = (values: Uint8Array, place: number) => {
          const shot = finished[place];
          const own = (shot && memories.get(shot)) ?? memory;
          const add = (found: Uint8Array) => statistics.addReading(found, own);
          if (misreading === undefined || shot === undefined) add(values);
          else misreading.counts(shot.stream, add)(values, 1);
        };
        operations.read(state, qubits, places, read, signal);
        sampleTime += clock.monotonic() - from;
        through += finished.length;
        onProgress?.(through / all, 'simulate');
      };
      for (let first = 0; first < shots; first += follower.groupSize) {
        const count = Math.min(follower.groupSize, shots - first);
        follower.run(createShots(seed, firstShot + first, count), bindings, end);
      }
      return statistics.run({ planTime: range === 0 ? planTime : 0, sampleTime });
    });
  } finally {
    follower.release();
  }
}

/** The memory of a way as a shot has read it. */
function memoryOf(shot: Shot | undefined, memory: ClassicalMemory): ClassicalMemory {
  if (shot === undefined || shot.misread.size === 0) return memory;
  const own = copyMemory(memory);
  for (const [bit, value] of shot.misread) own.bits[bit] = value;
  return own;
}
