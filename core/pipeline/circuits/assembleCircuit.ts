import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { qaoaCircuit } from '#core/circuit/templates/qaoa.ts';
import type { CircuitLoader } from '../enginePorts.ts';
import { encodesByEntangling } from '../schema/featureMapWidth.ts';
import type { CircuitFileUse, ResolvedPipeline, TemplateUse } from '../schema/resolvedPipeline.ts';
import { templateCircuit } from './templateCircuit.ts';

/** A circuit whose first parameters are the features and whose other ones are trained. */
export interface TrainableCircuit {
  readonly circuit: Circuit;
  readonly featureCount: number;
  readonly parameterCount: number;
}

/** The pipeline's circuit as written, or without anything that entangles. */
export type Variant = 'full' | 'no-entanglement';

/**
 * The circuit of a pipeline with the features as its first parameters and the trained ones behind them: the feature map and
 * the ansatz (see {@link encodingCircuit}), or the one file of `quantum.circuit`. Where nothing is to be encoded the ansatz is all. Without entanglement, templates are built with
 * `entanglement: none` and files lose every operation on more than one qubit.
 * @param cost the operator whose value is sought, for the ansatz qaoa
 * @throws Failure `invalid-circuit` when a circuit does not fit `qubits` or the number of features, and those of the files
 */
export async function assembleCircuit(
  pipeline: ResolvedPipeline,
  circuits: CircuitLoader,
  variant: Variant,
  cost?: PauliSum,
): Promise<TrainableCircuit> {
  const { quantum } = pipeline;
  const featureCount = pipeline.interface.input.features;
  if (quantum.circuit) {
    const { file } = quantum.circuit;
    const circuit = varied(await loaded(quantum.circuit, quantum.qubits, circuits), variant);
    if (circuit.parameters.length < featureCount)
      throw new Failure(
        'invalid-circuit',
        `${file} has ${circuit.parameters.length} inputs, fewer than the ${featureCount} features.`,
        { place: { path: file } },
      );
    return { circuit, featureCount, parameterCount: circuit.parameters.length - featureCount };
  }
  if (!pipeline.data) {
    if (!quantum.ansatz) throw new Failure('invalid-input', 'The quantum step needs ansatz or circuit to be trained.');
    const circuit = await part(quantum.ansatz, pipeline, circuits, variant, cost);
    return { circuit, featureCount: 0, parameterCount: circuit.parameters.length };
  }
  if (!quantum.featureMap)
    throw new Failure('invalid-input', 'The quantum step needs featureMap or circuit to take in the features.');
  const featureMap = await part(quantum.featureMap, pipeline, circuits, variant);
  if (featureMap.parameters.length !== featureCount)
    throw new Failure(
      'invalid-circuit',
      `The feature map has ${featureMap.parameters.length} inputs for ${featureCount} features.`,
      'file' in quantum.featureMap ? { place: { path: quantum.featureMap.file } } : {},
    );
  if (!quantum.ansatz) return { circuit: featureMap, featureCount, parameterCount: 0 };
  const ansatz = await part(quantum.ansatz, pipeline, circuits, variant);
  return {
    circuit: encodingCircuit(pipeline, featureMap, ansatz),
    featureCount,
    parameterCount: ansatz.parameters.length,
  };
}

/**
 * Feature map and ansatz together, features before trained parameters. The ansatz comes behind the feature map; but before
 * it for a fidelity kernel, whose values no ansatz behind it changes: U†U = 1 between two encoded rows.
 */
export function encodingCircuit(
  { quantum: { kernel } }: Pick<ResolvedPipeline, 'quantum'>,
  featureMap: Circuit,
  ansatz: Circuit,
): Circuit {
  return kernel?.kind === 'fidelity'
    ? composeCircuits(ansatz, featureMap, 'second-first')
    : composeCircuits(featureMap, ansatz);
}

async function part(
  use: TemplateUse<string> | CircuitFileUse,
  pipeline: ResolvedPipeline,
  circuits: CircuitLoader,
  variant: Variant,
  cost?: PauliSum,
): Promise<Circuit> {
  const { qubits } = pipeline.quantum;
  if ('file' in use) return varied(await loaded(use, qubits, circuits), variant);
  if (use.use === 'qaoa') return varied(problemCircuit(use.reps, qubits, cost), variant);
  if (variant === 'full') return templateCircuit(use, qubits);
  if (encodesByEntangling(use.use))
    throw new Failure(
      'unsupported',
      `The feature map ${use.use} encodes by entangling; without, nothing is left of it.`,
      {
        advice: 'Leave no-entanglement out of benchmark.ablations.',
      },
    );
  return templateCircuit({ ...use, entanglement: 'none' }, qubits);
}

function problemCircuit(layers: number, qubits: number, cost: PauliSum | undefined): Circuit {
  if (cost) return qaoaCircuit(qubits, layers, cost);
  throw new Failure('invalid-input', 'The ansatz qaoa is made from a problem, and this pipeline has none.', {
    advice: 'Use another ansatz, such as real-amplitudes.',
  });
}

async function loaded({ entry, file }: CircuitFileUse, qubits: number, circuits: CircuitLoader): Promise<Circuit> {
  const circuit = await circuits.load(file, entry);
  if (circuit.qubitCount !== qubits)
    throw new Failure(
      'invalid-circuit',
      `${entry === undefined ? '' : `${entry} of `}${file} declares ${circuit.qubitCount} qubits, but quantum.qubits is ${qubits}.`,
      {
        place: { path: file },
      },
    );
  return circuit;
}

function varied(circuit: Circuit, variant: Variant): Circuit {
  return variant === 'full' ? circuit : { ...circuit, operations: circuit.operations.flatMap(withoutEntanglement) };
}

function withoutEntanglement(operation: Operation): Operation[] {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return operationQubits(operation).length > 1 ? [] : [operation];
    case 'conditional':
    case 'switch':
    case 'while':
      return [withBodies(operation, (body) => body.flatMap(withoutEntanglement))];
    case 'measure':
    case 'reset':
    case 'barrier':
    case 'assign':
      return [operation];
  }
}
