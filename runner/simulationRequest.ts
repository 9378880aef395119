import { chosenQubits } from '#core/circuit/chosenWires.ts';
import type { Circuit, ComplexMatrix } from '#core/circuit/circuit.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import type { MethodName } from '#core/simulator/method/chooseMethod.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';

/** What is asked of a simulation, in the names that users write. */
export interface SimulationQuestions {
  readonly method?: MethodName | 'auto';
  readonly precision?: 'double' | 'single';
  readonly bondLimit?: number;
  readonly truncationThreshold?: number;
  readonly noise?: NoiseModel;
  /** Where each qubit sits on the device of the noise model. */
  readonly layout?: readonly number[];
  readonly memory?: boolean;
  readonly probabilities?: boolean;
  readonly amplitudes?: boolean;
  /** Registers, bits or qubits; a distribution for each list. */
  readonly marginals?: readonly (readonly string[])[];
  /** Basis states as bit strings. */
  readonly amplitudesOf?: readonly string[];
  /** As `parseObservable` reads them. */
  readonly observables?: readonly string[];
  readonly expectationsFrom?: 'state' | 'shots';
  /** Registers and qubits, or all. */
  readonly bloch?: readonly string[] | 'all';
  /** Registers and qubits; a matrix for each list. */
  readonly densityMatrices?: readonly (readonly string[])[];
  /** One shot moment by moment. */
  readonly moments?: boolean;
  /** The file of a circuit whose final state is compared with that of this one. */
  readonly fidelityWith?: ComparedCircuit;
}

/** A circuit file, and folders in which the files it includes are looked for after its own. */
export interface ComparedCircuit {
  readonly path: string;
  readonly includePaths?: readonly string[] | undefined;
}

/**
 * The options of the simulator for a circuit.
 * @throws Failure `invalid-input` for names that the circuit does not have, and observables that cannot be read
 */
export function simulationOptions(
  circuit: Circuit,
  { bloch, densityMatrices, fidelityWith: _file, observables, ...others }: SimulationQuestions,
  run: Pick<SimulationOptions, 'shots' | 'seed' | 'fidelityWith'>,
): SimulationOptions {
  const all = Array.from({ length: circuit.qubitCount }, (_, qubit) => qubit);
  return {
    ...run,
    ...others,
    ...(observables && { observables: observables.map((text) => parseObservable(text, circuit)) }),
    ...(bloch && { bloch: bloch === 'all' ? all : chosenQubits(circuit, bloch) }),
    ...(densityMatrices && { densityMatrices: densityMatrices.map((names) => chosenQubits(circuit, names)) }),
  };
}

/** The simulator's part of a report. */
export function reportOfResult({
  densityMatrices,
  ...result
}: SimulationResult): Omit<SimulationReport, 'timing' | 'notes'> & Pick<SimulationResult, 'timing'> {
  return {
    ...result,
    ...(densityMatrices && {
      densityMatrices: densityMatrices.map(({ matrix, ...facts }) => ({ ...facts, matrix: rowsOf(matrix) })),
    }),
  };
}

/** The rows of a matrix, each entry as real and imaginary part. */
function rowsOf({ dimension, values }: ComplexMatrix): [number, number][][] {
  return Array.from({ length: dimension }, (_, row) =>
    Array.from({ length: dimension }, (_unused, column) => {
      const entry = 2 * (row * dimension + column);
      return [values[entry] ?? 0, values[entry + 1] ?? 0];
    }),
  );
}
