import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import { canBranch, compileProgram } from './program/compileProgram.ts';
import type { CircuitRun } from './program/runCircuit.ts';
import { type MethodRun, runMethod } from './runMethod.ts';
import type { KernelContext } from './simulationContext.ts';
import type { SimulationOptions } from './simulationOptions.ts';
import { CliffordSequence } from './stabilizer/cliffordGates.ts';
import { frameCircuit } from './stabilizer/frameCircuit.ts';
import { runFrames } from './stabilizer/runFrames.ts';
import { requireNoisyShots } from './stabilizer/runNoisyShots.ts';
import { stabilizerMethod } from './stabilizer/stabilizerMethod.ts';
import { tableauBytes } from './stabilizer/tableau.ts';

/**
 * Simulates a Clifford circuit. Counts of circuits that have noise or measure in their middle are sampled by Pauli frames,
 * if they can follow it; other questions are answered by a tableau for every way through the circuit. Noise that frames do
 * not follow, and what is asked of states with noise, takes shots one by one: see `shotSimulation`.
 * @throws Failure `unsupported` for other gates and noise; and as `simulate`
 */
export function simulateStabilizer(circuit: Circuit, options: SimulationOptions, context: KernelContext): MethodRun {
  const { layout, noise, seed, shots } = options;
  const placed = noise && circuitNoise(noise, circuit, layout);
  const frame =
    placed || (!asksForState(options) && measuresInMiddle(circuit)) ? frameCircuit(circuit, placed) : undefined;
  if (frame) return countsOnly(circuit, runFrames(circuit, frame, { shots, seed }, context.kernels, context));
  return runMethod(stabilizerMethod(circuit.qubitCount), circuit, options, context);
}

/** Whether Pauli frames sample what is asked of a Clifford circuit with noise. @throws Failure `unsupported` */
export function followsByFrames(circuit: Circuit, options: SimulationOptions): boolean {
  const { layout, noise } = options;
  if (noise === undefined || asksForState(options)) return false;
  return frameCircuit(circuit, circuitNoise(noise, circuit, layout)) !== undefined;
}

function countsOnly({ qubitCount }: Circuit, run: CircuitRun): MethodRun {
  return {
    run,
    answers: { expectations: [], reduced: [], allAmplitudes: [], amplitudes: [] },
    stateBytes: tableauBytes(qubitCount),
  };
}

/**
 * How the stabilizer method samples the noise of a Clifford circuit: by Pauli frames, or with a tableau for each shot;
 * undefined where it cannot.
 */
export function stabilizerSampling(
  circuit: Circuit,
  noise: NoiseModel,
  layout?: readonly number[],
): 'frames' | 'shots' | undefined {
  const placed = circuitNoise(noise, circuit, layout);
  try {
    if (frameCircuit(circuit, placed)) return 'frames';
    requireNoisyShots(circuit, placed);
    return 'shots';
  } catch (thrown) {
    if (Failure.is(thrown, 'unsupported')) return undefined;
    throw thrown;
  }
}

function measuresInMiddle(circuit: Circuit): boolean {
  return canBranch(compileProgram(circuit, (operations) => new CliffordSequence(operations)).head);
}

function asksForState(options: SimulationOptions): boolean {
  const { amplitudes, amplitudesOf, bloch, densityMatrices, marginals, moments, observables, probabilities } = options;
  const asked = [amplitudes, amplitudesOf, bloch, densityMatrices, marginals, moments, observables, probabilities];
  return asked.some(Boolean);
}
