import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { featureNames } from '#core/learn/table.ts';
import { circuitKey } from '../circuits/circuitKey.ts';
import { NameNotFound } from '../circuits/nameNotFound.ts';
import { readWidth } from '../circuits/readout.ts';
import { featureMapWidth } from '../schema/featureMapWidth.ts';
import type { CheckContext } from './checkContext.ts';
import { circuitFiles, circuitOf, classCount, featureWidth, trainedParameters, wholeCircuit } from './circuitFacts.ts';
import { chainBackends } from './executionChecks.ts';
import { circuitOn, fitterOf } from './fittedCircuits.ts';
import { checkObservables } from './measurementChecks.ts';
import { readPipelineOf } from './readRegister.ts';

/** Checks of what crosses the border between preprocessing, circuit and decision: HP101–HP114. */
export function checkContract(context: CheckContext): void {
  checkCircuitFiles(context);
  checkWidths(context);
  checkRange(context);
  checkScaling(context);
  checkParameterCount(context);
  checkStart(context);
  checkObservables(context);
  checkDecision(context);
  checkOutput(context);
  checkHead(context);
  checkLimits(context);
}

function checkCircuitFiles(context: CheckContext): void {
  const { qubits } = context.pipeline.quantum;
  for (const { path, ...use } of circuitFiles(context)) {
    const { file } = use;
    const circuit = context.facts.circuits.get(circuitKey(use));
    if (circuit instanceof NameNotFound)
      context.report('HP114', [...path.slice(0, -1), 'entry'], circuit.message, circuit.suggestion);
    else if (circuit instanceof Failure) context.report('HP111', path, file, circuit.message);
    else if (circuit && circuit.qubitCount !== qubits)
      context.report(
        'HP111',
        path,
        file,
        `it declares ${circuit.qubitCount} qubits, but quantum.qubits is ${qubits}.`,
        circuit.qubitCount,
      );
  }
  checkRegister(context);
}

function checkRegister(context: CheckContext): void {
  const { pipeline } = context;
  const { register, qubits } = pipeline.quantum.measure;
  if (register === undefined || qubits !== undefined) return;
  const found = readPipelineOf(pipeline, context.facts.circuits);
  const path = ['quantum', 'measure', 'register'];
  if (found instanceof NameNotFound) context.report('HP114', path, found.message, found.suggestion);
  else if (found instanceof Failure) context.report('HP114', path, found.message, undefined);
}

function checkWidths(context: CheckContext): void {
  const { definition, pipeline } = context;
  const { quantum } = pipeline;
  const width = featureWidth(context);
  const declared = definition.interface?.input?.features;
  if (declared !== undefined && width !== undefined && declared !== width)
    context.report('HP101', ['interface', 'input', 'features'], declared, width);
  const given = declared ?? width;
  if (given === undefined || !definition.data) return;
  const { featureMap } = quantum;
  if (quantum.circuit) {
    const circuit = circuitOf(context, quantum.circuit);
    if (circuit && circuit.parameters.length < given)
      context.report(
        'HP102',
        ['quantum', 'circuit', 'file'],
        quantum.circuit.file,
        `at least as many inputs as features (it has ${circuit.parameters.length})`,
        given,
      );
    return;
  }
  if (!featureMap) return;
  if ('file' in featureMap) {
    const inputs = circuitOf(context, featureMap)?.parameters.length;
    if (inputs !== undefined && inputs !== given)
      context.report(
        'HP102',
        ['quantum', 'featureMap', 'file'],
        featureMap.file,
        `one feature per input (${inputs})`,
        given,
      );
    return;
  }
  const needed = featureMapWidth(featureMap.use, quantum.qubits);
  if (given !== needed)
    context.report(
      'HP102',
      ['quantum', 'featureMap', 'use'],
      `The feature map ${featureMap.use}`,
      `${needed} features on ${quantum.qubits} qubits`,
      given,
    );
}

/** After how much (radians) the encoding gate repeats, up to a global phase. */
const encodingPeriods: Readonly<Record<string, { readonly period: number; readonly text: string }>> = {
  zz: { period: Math.PI, text: 'pi' },
  iqp: { period: 2 * Math.PI, text: '2*pi' },
  angle: { period: 2 * Math.PI, text: '2*pi' },
  separable: { period: 2 * Math.PI, text: '2*pi' },
};

function checkRange(context: CheckContext): void {
  const { featureMap } = context.pipeline.quantum;
  const [low, high] = context.pipeline.interface.input.range;
  const encoding = featureMap && 'use' in featureMap ? encodingPeriods[featureMap.use] : undefined;
  const path = rangePath(context);
  if (!encoding || !featureMap || !path || !('use' in featureMap)) return;
  const width = high - low;
  if (width > encoding.period * (1 + 1e-9) && width < Number.MAX_VALUE)
    context.report(
      'HP104',
      path,
      `${Number((width / Math.PI).toFixed(3))} pi`,
      encoding.text,
      `the feature map ${featureMap.use}`,
    );
}

/** Where the range of the inputs is written. */
function rangePath(context: CheckContext): SourcePath | undefined {
  const { definition } = context;
  if (definition.interface?.input?.range) return ['interface', 'input', 'range'];
  const steps = definition.preprocess ?? [];
  const index = steps.findLastIndex((step) => step.use === 'to-angle' || step.use === 'minmax' || step.use === 'clip');
  return steps[index]?.with?.['range'] === undefined ? undefined : ['preprocess', index, 'with', 'range'];
}

function checkScaling(context: CheckContext): void {
  const { definition } = context;
  const { featureMap } = context.pipeline.quantum;
  const steps = definition.preprocess ?? [];
  if (featureMap && 'use' in featureMap && featureMap.use === 'amplitude') {
    // Zeros that are added behind it leave the length of a row as it is.
    const last = steps.findLast(({ use, with: options }) => use !== 'pad' || (options?.['value'] ?? 0) !== 0);
    if (definition.data && last?.use !== 'l2-normalize')
      context.reportKey('HP103', ['quantum', 'featureMap', 'use'], 'amplitude');
    return;
  }
  if (featureMap && 'use' in featureMap && featureMap.use === 'basis') {
    if (givesBits(context) === false) context.reportKey('HP103', ['quantum', 'featureMap', 'use'], 'basis');
    return;
  }
  const standardized = steps.findLastIndex((step) => step.use === 'standardize' || step.use === 'robust');
  const limited = steps
    .slice(standardized + 1)
    .some((step) => ['to-angle', 'clip', 'minmax', 'l2-normalize'].includes(step.use));
  const input = definition.interface?.input;
  const clipped = input !== undefined && input.outOfRange !== 'wrap';
  if (standardized >= 0 && !limited && featureMap && !clipped)
    context.report('HP105', ['preprocess', standardized, 'use']);
  steps.forEach((step, index) => {
    if (step.use === 'pca' && step.with?.['sign'] === undefined) context.report('HP106', ['preprocess', index, 'use']);
  });
}

/** Steps behind which columns of 0 and 1 still hold nothing else. */
const bitKeepingSteps: ReadonlySet<string> = new Set(['select-columns', 'select-k-best', 'pad', 'clip', 'minmax']);

/** Whether the circuit gets bits; undefined where only the table would tell and was not looked at. */
function givesBits({ definition, facts }: CheckContext): boolean | undefined {
  const { data, interface: contract, preprocess } = definition;
  if (!data) return undefined;
  if (contract?.input?.normalization === 'bits') return true;
  const steps = preprocess?.map(({ use }) => use);
  if (steps?.some((use) => use === 'onehot' || use === 'python')) return undefined;
  if (!steps?.every((use) => bitKeepingSteps.has(use))) return false;
  const { table } = facts;
  if (!table || table instanceof Failure) return undefined;
  try {
    const names = featureNames(table, data.features ?? 'all-numeric', data.target, data.split?.group);
    const columns = table.columns.filter(({ name }) => names.includes(name));
    return columns.every(
      ({ kind, values }) => kind === 'number' && values.every((value) => value === 0 || value === 1),
    );
  } catch (thrown) {
    // A table without usable features is reported by the data checks.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

function checkParameterCount(context: CheckContext): void {
  const declared = context.definition.interface?.parameters?.count;
  const actual = trainedParameters(context);
  if (declared !== undefined && actual !== undefined && declared !== actual)
    context.report('HP107', ['interface', 'parameters', 'count'], declared, actual);
}

/** Starting parameters from a file: there, and as many as are trained. */
function checkStart(context: CheckContext): void {
  const { definition, facts, pipeline } = context;
  const { file, init } = pipeline.interface.parameters;
  const written = definition.interface?.parameters;
  if (init !== 'file') return;
  if (file === undefined) {
    context.report('HP113', ['interface', 'parameters', 'init'], 'name a JSON file under interface.parameters.file.');
    return;
  }
  const { starts } = facts;
  const path = ['interface', 'parameters', 'file'];
  if (starts instanceof Failure) context.report('HP113', path, starts.message);
  const actual = trainedParameters(context) ?? written?.count;
  const [first] = starts instanceof Failure ? [] : (starts ?? []);
  if (first && actual !== undefined && first.length !== actual)
    context.report('HP113', path, `${file} holds ${first.length} parameters, but the circuit has ${actual} to train.`);
}

function checkDecision(context: CheckContext): void {
  const { definition, pipeline } = context;
  const decides =
    pipeline.pattern === 'variational-loop' ||
    (pipeline.pattern === 'quantum-scoring' && pipeline.interface.output.kind === 'probabilities');
  if (pipeline.task !== 'classification' || !decides) return;
  const { measure } = pipeline.quantum;
  const qubits = readWidth(pipeline.quantum);
  const classes = classCount(context);
  const path: SourcePath = definition.quantum.measure?.decision
    ? ['quantum', 'measure', 'decision']
    : ['quantum', 'qubits'];
  if (classes !== undefined) {
    const problem = impossibleDecision(measure.decision, measure.observables?.length, qubits, classes);
    if (problem) context.report('HP109', path, problem);
  }
  const readsNumber = measure.decision === 'argmax' && !measure.observables && qubits > 1;
  if (readsNumber && definition.interface?.output?.bitOrder === undefined) context.report('HP110', path);
}

function impossibleDecision(
  decision: 'sign' | 'argmax' | 'popcount-mod' | 'threshold',
  observables: number | undefined,
  qubits: number,
  classes: number,
): string | undefined {
  switch (decision) {
    case 'popcount-mod':
      return classes > qubits + 1
        ? `${qubits} qubits have at most ${qubits} ones, so popcount-mod tells at most ${qubits + 1} classes apart, not ${classes}.`
        : undefined;
    case 'argmax':
      if (observables !== undefined)
        return observables === classes
          ? undefined
          : `argmax needs one observable per class: ${classes}, not ${observables}.`;
      return classes > 2 ** qubits
        ? `${qubits} qubits have ${2 ** qubits} basis states, too few for ${classes} classes.`
        : undefined;
    case 'sign':
    case 'threshold':
      if (classes !== 2) return `The decision ${decision} tells two classes apart, not ${classes}.`;
      return (observables ?? 1) === 1
        ? undefined
        : `The decision ${decision} reads one observable, not ${observables}.`;
  }
}

function checkLimits(context: CheckContext): void {
  const limits = context.definition.quantum.limits;
  const circuit = limits && wholeCircuit(context);
  if (!circuit) return;
  const fitter = fitterOf(context, circuit);
  // The largest of what backends get; as it is written where it is fitted to none.
  const sizes = chainBackends(context.pipeline).flatMap(({ name }) => {
    const fitted = fitter && circuitOn(fitter, circuit, name);
    return fitted ? [{ ...circuitMetrics(fitted), when: `once it is fitted to ${name}` }] : [];
  });
  if (sizes.length === 0) sizes.push({ ...circuitMetrics(circuit), when: 'before it is fitted to a device' });
  const check = (key: 'depth' | 'twoQubitGates', what: string) => {
    const limit = limits[key];
    const largest = sizes.reduce((most, size) => (size[key] > most[key] ? size : most));
    if (limit !== undefined && largest[key] > limit)
      context.report(
        'HP145',
        ['quantum', 'limits', key],
        `The circuit has ${largest[key]} ${what} ${largest.when}, more than the limit of ${limit}.`,
      );
  };
  check('depth', 'layers of gates');
  check('twoQubitGates', 'two-qubit gates');
}

/** Models that learn from a kernel. ONNX models are told apart elsewhere: they learn from nothing. */
const kernelModels: ReadonlySet<string> = new Set(['svm', 'python', 'onnx']);

function checkHead(context: CheckContext): void {
  const { definition, pipeline } = context;
  const { head } = pipeline;
  if (!definition.quantum.kernel || !head?.inputs.includes('kernel') || kernelModels.has(head.use)) return;
  const advice = 'Use svm, or leave out quantum.kernel to learn from expectation values.';
  context.report('HP109', ['head', 'use'], `The model ${head.use} learns from columns, not from a kernel. ${advice}`);
}

function checkOutput(context: CheckContext): void {
  const { definition, pipeline } = context;
  const output = definition.interface?.output;
  if (!output) return;
  const path: SourcePath = ['interface', 'output'];
  if ((output.kind === 'kernel') !== (definition.quantum.kernel !== undefined))
    context.report(
      'HP109',
      [...path, 'kind'],
      output.kind === 'kernel'
        ? 'The output is a kernel, but quantum.kernel is missing.'
        : `The output is ${output.kind}, but the quantum step computes a kernel.`,
    );
  const classes = classCount(context);
  const [first] = output.shape ?? [];
  const perClass =
    pipeline.task === 'classification' && pipeline.pattern === 'variational-loop' && output.kind === 'probabilities';
  if (perClass && classes !== undefined && typeof first === 'number' && first !== classes)
    context.report(
      'HP109',
      [...path, 'shape', 0],
      `The output has ${first} values per row, but there are ${classes} classes.`,
      String(classes),
    );
  const [low, high] = pipeline.interface.output.range;
  const limits = output.kind === 'expectation' ? [-1, 1] : output.kind === 'energy' ? undefined : [0, 1];
  if (output.range && limits && (low < (limits[0] ?? 0) || high > (limits[1] ?? 0)))
    context.report(
      'HP109',
      [...path, 'range'],
      `Values of kind ${output.kind} lie between ${limits[0]} and ${limits[1]}.`,
      `[${limits.join(', ')}]`,
    );
}
