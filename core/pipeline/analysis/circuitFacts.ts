import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { qaoaCircuit } from '#core/circuit/templates/qaoa.ts';
import { featureNames } from '#core/learn/table.ts';
import { encodingCircuit } from '../circuits/assembleCircuit.ts';
import { circuitKey } from '../circuits/circuitKey.ts';
import { isRunnableTemplate, templateCircuit, templateParameterCount } from '../circuits/templateCircuit.ts';
import { writtenProblem } from '../problem/loadProblem.ts';
import { preprocessedWidth } from '../schema/applyDefaults.ts';
import type { CircuitFileUse, TemplateUse } from '../schema/resolvedPipeline.ts';
import type { CheckContext } from './checkContext.ts';

/** What several checks want to know, undefined where the files would have to say and were not looked at. */

/** The circuit files a pipeline names, with the place of each name. */
export function circuitFiles({ definition: { quantum } }: Pick<CheckContext, 'definition'>): NamedFile[] {
  const files = (['featureMap', 'ansatz'] as const).flatMap((key): NamedFile[] => {
    const file = quantum[key]?.file;
    return file === undefined ? [] : [{ file, path: ['quantum', key, 'file'] }];
  });
  if (!quantum.circuit) return files;
  const { entry, file } = quantum.circuit;
  return [{ file, path: ['quantum', 'circuit', 'file'], ...(entry !== undefined && { entry }) }, ...files];
}

interface NamedFile extends CircuitFileUse {
  readonly path: SourcePath;
}

export function circuitOf({ facts }: Pick<CheckContext, 'facts'>, use: CircuitFileUse): Circuit | undefined {
  const circuit = facts.circuits.get(circuitKey(use));
  return circuit instanceof Failure ? undefined : circuit;
}

/** The features that come out of preprocessing. */
export function featureWidth(context: CheckContext): number | undefined {
  const { definition, facts, pipeline } = context;
  if (!definition.data) return undefined;
  if (!definition.preprocess) return pipeline.interface.input.features;
  const width = preprocessedWidth(definition);
  if (width !== undefined) return width;
  const keepsWidth = definition.preprocess.every((step) => step.use !== 'onehot' && step.use !== 'python');
  if (!keepsWidth || !facts.table || facts.table instanceof Failure) return undefined;
  try {
    const { features = 'all-numeric', split, target } = definition.data;
    return featureNames(facts.table, features, target, split?.group).length;
  } catch (thrown) {
    // A table without usable features is reported by the data checks.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

/** The parameters the optimiser changes. */
export function trainedParameters(context: CheckContext): number | undefined {
  const { quantum, interface: contract } = context.pipeline;
  if (quantum.circuit) {
    const circuit = circuitOf(context, quantum.circuit);
    const features = contract.input.asTable ? featureWidth(context) : contract.input.features;
    return circuit && features !== undefined ? Math.max(0, circuit.parameters.length - features) : undefined;
  }
  if (!quantum.ansatz) return undefined;
  if ('file' in quantum.ansatz) return circuitOf(context, quantum.ansatz)?.parameters.length;
  return templateParameterCount(quantum.ansatz, quantum.qubits);
}

/** Feature map and ansatz together, as far as their parts are known and fit. */
export function wholeCircuit(context: CheckContext): Circuit | undefined {
  const { quantum } = context.pipeline;
  if (quantum.circuit) return circuitOf(context, quantum.circuit);
  const parts = [quantum.featureMap, quantum.ansatz].flatMap((use) => (use ? [partCircuit(context, use)] : []));
  if (parts.some((part) => part === undefined || part.qubitCount !== quantum.qubits)) return undefined;
  const [first, second] = parts;
  return first && second ? encodingCircuit(context.pipeline, first, second) : first;
}

function tooLarge(use: TemplateUse<string>, qubits: number): boolean {
  return Math.max(qubits, templateParameterCount(use, qubits) ?? 0) * use.reps > 1000;
}

function partCircuit(context: CheckContext, use: TemplateUse<string> | CircuitFileUse): Circuit | undefined {
  if ('file' in use) return circuitOf(context, use);
  if (use.use === 'qaoa') return qaoaOf(context, use.reps);
  // A wide template is checked by its plan, not built at every keystroke.
  if (!isRunnableTemplate(use.use) || tooLarge(use, context.pipeline.quantum.qubits)) return undefined;
  try {
    return templateCircuit(use, context.pipeline.quantum.qubits);
  } catch (thrown) {
    // Options and pairs that do not fit are reported by other checks.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

/** Made from the problem, as far as its file was looked at. */
function qaoaOf({ facts, pipeline }: CheckContext, layers: number): Circuit | undefined {
  const { qubits } = pipeline.quantum;
  if (qubits * layers > 1000) return undefined;
  try {
    const problem = facts.problem ?? writtenProblem(pipeline);
    return problem && !(problem instanceof Failure) ? qaoaCircuit(qubits, layers, problem.observable) : undefined;
  } catch (thrown) {
    // A problem that does not fit is told when it is run.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

/** The number of classes. */
export function classCount(context: CheckContext): number | undefined {
  const { data } = context.definition;
  const { table } = context.facts;
  if (data?.classes) return data.classes.length;
  if (!data || !table || table instanceof Failure) return undefined;
  const column = table.columns.find((candidate) => candidate.name === data.target);
  return column && new Set<string | number>(column.values).size;
}
