import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitNoise } from '../program/circuitNoise.ts';
import { compileNoisyProgram } from '../program/compileProgram.ts';
import { misreadingOf } from '../program/misreading.ts';
import { readingParts, writeReading } from '../program/pendingReadings.ts';
import { runBranches, type Share } from '../program/runBranches.ts';
import type { SimulationContext } from '../program/runCircuit.ts';
import type { ShotRange } from '../program/shotRanges.ts';
import { type ShotQuestions, type ShotRun, ShotStatistics } from '../program/shotStatistics.ts';
import { type Chance, NoisyCliffordSequence } from './noisyCliffordGates.ts';
import { StabilizerState } from './stabilizerMethod.ts';
import { tableauBytes } from './tableau.ts';

/** @throws SourceFailure, Failure `unsupported` where {@link runNoisyShots} does for a gate or its noise */
export function requireNoisyShots(circuit: Circuit, noise: CircuitNoise): void {
  const chance: Chance = { stream: randomStream(0) };
  compileNoisyProgram(circuit, (operations) => new NoisyCliffordSequence(operations, chance), noise);
}

export interface NoisyShotOptions {
  /** The shots to run, by ranges. */
  readonly ranges: readonly ShotRange[];
  /** Any integer; a shot is the same whichever range it is run in. */
  readonly seed: number;
  readonly questions: ShotQuestions;
}

/**
 * Runs a bound circuit with Pauli noise shot by shot on a tableau: for feedback that Pauli frames cannot follow, and for what
 * is asked of states. A shot depends on the seed and its number alone.
 * @returns a run for every range
 * @throws SourceFailure `unsupported` for a gate that is no Clifford gate; Failure `unsupported` for other noise and for
 * correlated readout that the circuit does not read together, `too-large`, `cancelled`; RunTimeFault of the circuit's
 * classical computation
 */
export function runNoisyShots(
  circuit: Circuit,
  noise: CircuitNoise,
  { questions, ranges, seed }: NoisyShotOptions,
  { clock, onProgress, signal = neverCancelled }: SimulationContext,
): ShotRun[] {
  const begun = clock.monotonic();
  const chance: Chance = { stream: randomStream(seed, 'shot', 0) };
  const prepareGates = (operations: ConstructorParameters<typeof NoisyCliffordSequence>[0]) =>
    new NoisyCliffordSequence(operations, chance);
  const { qubitCount } = circuit;
  const state = new StabilizerState<NoisyCliffordSequence>(qubitCount);
  const method = { prepareGates, createState: () => state, stateBytes: tableauBytes(qubitCount) };
  const program = compileNoisyProgram(circuit, prepareGates, noise);
  const planTime = clock.monotonic() - begun;
  // A single shot goes one way.
  const oneWay: Share = {
    split: (amount, probability) =>
      chance.stream.uniform() < probability ? { zeros: 0, ones: amount } : { zeros: amount, ones: 0 },
  };
  const all = ranges.reduce((sum, { shots }) => sum + shots, 0);
  let through = 0;
  return ranges.map(({ firstShot, shots }, range) => {
    const statistics = new ShotStatistics(circuit, program, noise, questions, signal);
    const { qubits } = statistics.reader;
    const misreading = misreadingOf(qubits, noise);
    let sampleTime = 0;
    for (let shot = firstShot; shot < firstShot + shots; shot++) {
      chance.stream = randomStream(seed, 'shot', shot);
      state.clear();
      runBranches(
        program,
        method,
        [],
        state,
        1,
        oneWay,
        (_, final, memory, pending) => {
          const from = clock.monotonic();
          // A shot reads its bits one way.
          for (const { bits, chances } of pending) {
            for (const { reading } of readingParts(chances, 1, oneWay.split)) writeReading(bits, reading, memory);
          }
          statistics.addState(1, final);
          statistics.addDistributions(1, final, memory);
          const add = (values: Uint8Array) => statistics.addReading(values, memory);
          final.sample(qubits, 1, chance.stream, signal, misreading?.counts(chance.stream, add) ?? add);
          sampleTime += clock.monotonic() - from;
        },
        signal,
      );
      through++;
      onProgress?.(through / all, 'simulate');
    }
    return statistics.run({ planTime: range === 0 ? planTime : 0, sampleTime });
  });
}
