import type { Circuit } from '#core/circuit/circuit.ts';
import { MatrixProductMethod } from './matrixProduct/matrixProductMethod.ts';
import type { MethodName } from './method/chooseMethod.ts';
import { densityMatrixMethod } from './noise/densityMatrix/densityMatrixMethod.ts';
import { shotRanges } from './program/shotRanges.ts';
import { type MethodRun, runMethod } from './runMethod.ts';
import { answersOfShots, shotSimulation } from './simulateShots.ts';
import { simulateStabilizer } from './simulateStabilizer.ts';
import type { KernelContext } from './simulationContext.ts';
import type { SimulationOptions } from './simulationOptions.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';

/** Simulates a bound circuit by a given method. @throws Failure as `simulate` */
export function simulateBy(
  name: MethodName,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): MethodRun {
  const shots = shotSimulation(name, circuit, options, context);
  if (shots) return answersOfShots(shots.run(shotRanges(options.shots)), options, shots.stateBytes);
  return simulateAtOnce(name, circuit, options, context);
}

/** Simulates all shots together. */
export function simulateAtOnce(
  name: MethodName,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): MethodRun {
  switch (name) {
    case 'statevector':
      return runMethod(stateVectorMethod(circuit.qubitCount, context, options.precision), circuit, options, context);
    case 'stabilizer':
      return simulateStabilizer(circuit, options, context);
    case 'density':
      return runMethod(densityMatrixMethod(circuit.qubitCount, context), circuit, options, context);
    case 'trajectories':
      throw new RangeError('Trajectories are run shot by shot.');
    case 'mps':
      return simulateMatrixProduct(circuit, options, context);
  }
}

function simulateMatrixProduct(circuit: Circuit, options: SimulationOptions, context: KernelContext): MethodRun {
  const method = new MatrixProductMethod(circuit, context.kernels, options);
  try {
    const run = runMethod(method, circuit, options, context);
    return { ...run, truncation: method.report() };
  } finally {
    method.release();
  }
}
