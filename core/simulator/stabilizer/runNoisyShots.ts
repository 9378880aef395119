import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitNoise } from '../program/circuitNoise.ts';
import { compileNoisyProgram } from '../program/compileProgram.ts';
import { misreadingOf } from '../program/misreading.ts';
import { OutcomeTally, outcomeReader } from '../program/outcomeTally.ts';
import { runBranches, type Share } from '../program/runBranches.ts';
import type { CircuitRun, SimulationContext } from '../program/runCircuit.ts';
import { NoisyCliffordSequence } from './noisyCliffordGates.ts';
import type { FrameRunOptions } from './runFrames.ts';
import { StabilizerState } from './stabilizerMethod.ts';
import { tableauBytes } from './tableau.ts';

/** @throws SourceFailure, Failure `unsupported` where {@link runNoisyShots} does for a gate or its noise */
export function requireNoisyShots(circuit: Circuit, noise: CircuitNoise): void {
  const errors = randomStream(0, 'errors');
  compileNoisyProgram(circuit, (operations) => new NoisyCliffordSequence(operations, errors), noise);
}

/**
 * Runs a bound circuit with Pauli noise shot by shot on a tableau, for feedback that Pauli frames cannot follow.
 * @throws SourceFailure `unsupported` for a gate that is no Clifford gate; Failure `unsupported` for other noise and for
 * correlated readout that the circuit does not read together, `too-large`, `cancelled`; RunTimeFault of the circuit's
 * classical computation
 */
export function runNoisyShots(
  circuit: Circuit,
  noise: CircuitNoise,
  { seed, shots }: FrameRunOptions,
  { clock, signal = neverCancelled }: SimulationContext,
): CircuitRun {
  const begun = clock.monotonic();
  const errors = randomStream(seed, 'errors');
  const outcomes = randomStream(seed, 'shots');
  const readout = randomStream(seed, 'readout');
  const prepareGates = (operations: ConstructorParameters<typeof NoisyCliffordSequence>[0]) =>
    new NoisyCliffordSequence(operations, errors);
  const { qubitCount } = circuit;
  const state = new StabilizerState<NoisyCliffordSequence>(qubitCount);
  const method = { prepareGates, createState: () => state, stateBytes: tableauBytes(qubitCount) };
  const program = compileNoisyProgram(circuit, prepareGates, noise);
  const reader = outcomeReader(circuit, program);
  const misreading = misreadingOf(reader.qubits, noise);
  const counts = new OutcomeTally();
  const planTime = clock.monotonic() - begun;
  // A single shot goes one way.
  const oneWay: Share = {
    split: (amount, probability) =>
      outcomes.uniform() < probability ? { zeros: 0, ones: amount } : { zeros: amount, ones: 0 },
  };
  for (let shot = 0; shot < shots; shot++) {
    if (shot > 0) state.clear();
    runBranches(
      program,
      method,
      [],
      state,
      1,
      oneWay,
      (_, final, memory) => {
        const add = (values: Uint8Array, count: number) => reader.add(counts, values, count, memory);
        final.sample(reader.qubits, 1, outcomes, signal, misreading?.counts(readout, add) ?? add);
      },
      signal,
    );
  }
  return { counts, marginals: [], hasValues: reader.hasValues, planTime, sampleTime: 0 };
}
