import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import { canBranch, compileProgram } from './program/compileProgram.ts';
import { type MethodRun, runMethod } from './runMethod.ts';
import type { KernelContext } from './simulationContext.ts';
import type { SimulationOptions } from './simulationOptions.ts';
import { CliffordSequence } from './stabilizer/cliffordGates.ts';
import { frameCircuit } from './stabilizer/frameCircuit.ts';
import { runFrames } from './stabilizer/runFrames.ts';
import { stabilizerMethod } from './stabilizer/stabilizerMethod.ts';
import { tableauBytes } from './stabilizer/tableau.ts';

/**
 * Simulates a Clifford circuit. Counts of circuits that have noise or measure in their middle are sampled by Pauli frames,
 * if they can follow it; other questions are answered by a tableau for every way through the circuit.
 * @throws Failure `unsupported` for other gates and noise, and for values of the state with noise; and as `simulate`
 */
export function simulateStabilizer(circuit: Circuit, options: SimulationOptions, context: KernelContext): MethodRun {
  const { noise, seed, shots } = options;
  if (noise && asksForState(options)) {
    throw new Failure('unsupported', 'Pauli frames sample noise, and give counts only.', {
      advice: 'Use the method density or trajectories for values of the state.',
    });
  }
  const frame =
    noise || (!asksForState(options) && measuresInMiddle(circuit))
      ? frameCircuit(circuit, noise && circuitNoise(noise, circuit))
      : undefined;
  if (frame) {
    return {
      run: runFrames(circuit, frame, { shots, seed }, context.kernels, context),
      answers: { expectations: [], reduced: [], allAmplitudes: [], amplitudes: [] },
      stateBytes: tableauBytes(circuit.qubitCount),
    };
  }
  if (noise) {
    throw new Failure(
      'unsupported',
      'Pauli frames follow noise through Pauli gates under parities of measured bits, and the circuit decides otherwise.',
      { advice: 'Use the method density or trajectories.' },
    );
  }
  return runMethod(stabilizerMethod(circuit.qubitCount), circuit, options, context);
}

/** Whether Pauli frames sample the noise of a Clifford circuit. */
export function isPauliNoise(circuit: Circuit, noise: NoiseModel): boolean {
  try {
    return frameCircuit(circuit, circuitNoise(noise, circuit)) !== undefined;
  } catch (thrown) {
    if (Failure.is(thrown, 'unsupported')) return false;
    throw thrown;
  }
}

function measuresInMiddle(circuit: Circuit): boolean {
  return canBranch(compileProgram(circuit, (operations) => new CliffordSequence(operations)).head);
}

function asksForState(options: SimulationOptions): boolean {
  const { amplitudes, amplitudesOf, bloch, densityMatrices, marginals, observables, probabilities } = options;
  return [amplitudes, amplitudesOf, bloch, densityMatrices, marginals, observables, probabilities].some(Boolean);
}
