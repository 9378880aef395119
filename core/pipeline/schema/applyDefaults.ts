import { deriveSeed } from '#core/base/random.ts';
import { angleValue } from './angleExpression.ts';
import { encodesByEntangling, featureMapWidth } from './featureMapWidth.ts';
import { machineAdapters } from './machineAdapters.ts';
import { problemMetrics, solversOf } from './options.ts';
import type { PipelineDefinition } from './pipelineSchema.ts';
import {
  type CircuitFileUse,
  type Entanglement,
  type ResolvedBaseline,
  type ResolvedBenchmark,
  type ResolvedContract,
  type ResolvedData,
  type ResolvedExecution,
  type ResolvedHead,
  type ResolvedMetric,
  type ResolvedOptimise,
  type ResolvedPipeline,
  type ResolvedQuantum,
  type ResolvedSeeds,
  type ResolvedSplit,
  type ResolvedStep,
  seedPurposes,
  type TemplateUse,
} from './resolvedPipeline.ts';
import { judgedMetric, predictsNumbers } from './taskKind.ts';

/**
 * Fills in everything a pipeline file may leave out. This is the only place where a default lives; each is documented at
 * its key in the schema and listed in `docs/pipeline-format.md`.
 */
export function applyDefaults(definition: PipelineDefinition): ResolvedPipeline {
  const { vars: _, owners, scorecard, rollout, tracking, mitigation, confidence, problem, ...rest } = definition;
  const quantum = resolvedQuantum(definition);
  const contract = resolvedContract(definition, quantum);
  const seeds = resolvedSeeds(definition.seeds ?? { root: 1 });
  const head = resolvedHead(definition, quantum);
  return compact<ResolvedPipeline>({
    hybrid: rest.hybrid,
    name: rest.name,
    description: rest.description,
    tags: rest.tags ?? [],
    pattern: rest.pattern,
    task: rest.task,
    intent: rest.intent ?? 'learning',
    hypothesis: rest.hypothesis,
    owners,
    seeds,
    data: definition.data && resolvedData(definition.data, definition.task, seeds.data),
    problem,
    preprocess: definition.data ? resolvedSteps(definition, contract.input.features) : [],
    interface: contract,
    quantum,
    optimise: trains(definition) ? resolvedOptimise(definition, contract) : undefined,
    head,
    backends: resolvedBackends(definition),
    execution: resolvedExecution(definition),
    budget: definition.budget ?? {},
    confidence,
    mitigation,
    benchmark: resolvedBenchmark(definition, quantum),
    scorecard,
    rollout,
    tracking,
  });
}

/** Leaves out the fields that are undefined, so that the result is the same before and after JSON. */
function compact<T extends object>(fields: { [K in keyof Required<T>]: T[K] }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function resolvedSeeds(seeds: NonNullable<PipelineDefinition['seeds']>): ResolvedSeeds {
  const derived = Object.fromEntries(
    seedPurposes.map((purpose) => [purpose, seeds[purpose] ?? deriveSeed(seeds.root, purpose)]),
  ) as { [Purpose in (typeof seedPurposes)[number]]: number };
  return { root: seeds.root, ...derived };
}

function resolvedData(
  data: NonNullable<PipelineDefinition['data']>,
  task: PipelineDefinition['task'],
  seed: number,
): ResolvedData {
  return compact<ResolvedData>({
    source: data.source,
    seed,
    format: data.format ?? formatByName(data.source.path ?? ''),
    sha256: data.sha256?.toLowerCase(),
    licence: data.licence,
    sensitivity: data.sensitivity ?? 'internal',
    region: data.region,
    features: data.features ?? 'all-numeric',
    target: data.target,
    classes: data.classes,
    positive: data.positive,
    split: resolvedSplit(data.split ?? {}, task),
  });
}

/** The format that the end of a file name stands for; CSV unless it says otherwise. */
export function formatByName(path: string): ResolvedData['format'] {
  const ending = /\.(jsonl?|ndjson|parquet|np[yz])$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'jsonl' || ending === 'ndjson') return 'json';
  if (ending === 'npz') return 'npy';
  return ending === 'json' || ending === 'parquet' || ending === 'npy' ? ending : 'csv';
}

function resolvedSplit(
  split: NonNullable<NonNullable<PipelineDefinition['data']>['split']>,
  task: PipelineDefinition['task'],
): ResolvedSplit {
  const method = split.method ?? (split.indices === undefined ? 'holdout' : 'predefined');
  const common = {
    stratify: split.stratify ?? !predictsNumbers(task),
    shuffle: split.shuffle ?? method !== 'kfold',
    ...(split.group === undefined ? {} : { group: split.group }),
  };
  switch (method) {
    case 'holdout': {
      const validation = split.validation ?? 0;
      const test =
        split.test ?? (split.train === undefined ? 0.3 * (1 - validation) : remainder(split.train, validation));
      return { ...common, method, train: split.train ?? remainder(test, validation), validation, test };
    }
    case 'kfold':
      return { ...common, method, folds: split.folds ?? 5 };
    case 'repeated-kfold':
      return { ...common, method, shuffle: true, folds: split.folds ?? 5, repeats: split.repeats ?? 2 };
    case 'predefined':
      return { ...common, method, ...(split.indices === undefined ? {} : { indices: split.indices }) };
  }
}

/** 1 − 0.7 is 0.3, whatever binary fractions make of it. */
function remainder(share: number, other: number): number {
  return Math.max(0, Number((1 - share - other).toFixed(12)));
}

function resolvedSteps(definition: PipelineDefinition, width: number): ResolvedStep[] {
  const { normalization } = definition.interface?.input ?? {};
  // Values that are declared to cross the border as they are must not be scaled on their way.
  const isUnscaled = normalization === 'none' || normalization === 'bits';
  const usual: NonNullable<PipelineDefinition['preprocess']> = [
    { use: 'standardize' },
    { use: 'pca', with: { components: width, sign: 'largest-loading-positive' } },
    { use: 'to-angle', with: { range: [0, 'pi'] } },
  ];
  const steps = definition.preprocess ?? (isUnscaled ? [] : usual);
  return steps.map((step) => ({
    id: step.id ?? step.use,
    use: step.use,
    with: step.with ?? {},
    fitOn: step.fitOn ?? 'train',
  }));
}

/** The number of features after the last step that fixes one, or undefined when no step does. */
export function preprocessedWidth(definition: PipelineDefinition): number | undefined {
  const { features } = definition.data ?? {};
  let width = Array.isArray(features) ? features.length : undefined;
  for (const step of definition.preprocess ?? []) {
    const { components, columns, k, outputs, width: padded } = step.with ?? {};
    if (step.use === 'pca' && typeof components === 'number') width = components;
    else if (step.use === 'select-columns' && Array.isArray(columns)) width = columns.length;
    else if (step.use === 'select-k-best' && typeof k === 'number') width = k;
    else if (step.use === 'pad' && typeof padded === 'number') width = padded;
    else if (step.use === 'python') width = Array.isArray(outputs) ? outputs.length : asNumber(outputs);
    else if (step.use === 'onehot') width = undefined;
  }
  return width;
}

/**
 * Whether only the table says how many features there are: the circuit is a file, which may take any number, and the steps
 * leave as many columns as there are.
 */
function keepsColumns({ data, preprocess }: PipelineDefinition, { circuit, featureMap }: ResolvedQuantum): boolean {
  const isFile = circuit !== undefined || (featureMap !== undefined && 'file' in featureMap);
  const keeps = preprocess?.every(({ use }) => use !== 'onehot' && use !== 'python') ?? false;
  return data !== undefined && isFile && keeps;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function resolvedContract(definition: PipelineDefinition, quantum: ResolvedQuantum): ResolvedContract {
  const { input, parameters, output } = definition.interface ?? {};
  const data = definition.data !== undefined;
  const kind = output?.kind ?? derivedOutputKind(definition, quantum);
  const width = definition.preprocess ? preprocessedWidth(definition) : undefined;
  const angles = (range: readonly [number | string, number | string]): readonly [number, number] => [
    angleValue(range[0]) ?? 0,
    angleValue(range[1]) ?? 0,
  ];
  return {
    input: compact<ResolvedContract['input']>({
      features: input?.features ?? (data ? (width ?? encodedWidth(quantum)) : 0),
      asTable:
        input?.features === undefined && width === undefined && keepsColumns(definition, quantum) ? true : undefined,
      names: input?.names,
      range: input?.range ? angles(input.range) : derivedInputRange(definition),
      normalization: input?.normalization ?? (data ? 'angle' : 'none'),
      outOfRange: input?.outOfRange ?? 'clip',
    }),
    parameters: compact<ResolvedContract['parameters']>({
      count: parameters?.count,
      range: parameters?.range ? angles(parameters.range) : [-Math.PI, Math.PI],
      periodic: parameters?.periodic ?? true,
      init: parameters?.init ?? 'uniform',
      scale: parameters?.scale ?? 0.1,
      file: parameters?.file,
      starts: undefined,
    }),
    output: compact<ResolvedContract['output']>({
      kind,
      shape: output?.shape,
      range: output?.range ? angles(output.range) : kind === 'expectation' ? [-1, 1] : [0, 1],
      observables: output?.observables ?? quantum.measure.observables,
      bitOrder: output?.bitOrder ?? 'q0-right',
    }),
  };
}

/** The features the circuit takes where no step says so. */
function encodedWidth({ featureMap, qubits }: ResolvedQuantum): number {
  return featureMap && 'use' in featureMap ? featureMapWidth(featureMap.use, qubits) : qubits;
}

/** The range the last step maps to; anything where it has none, for clipping what was never scaled would destroy it. */
function derivedInputRange(definition: PipelineDefinition): readonly [number, number] {
  if (!definition.data) return [0, 0];
  if (!definition.preprocess) return [0, Math.PI];
  for (const step of [...definition.preprocess].reverse()) {
    if (step.use === 'select-columns') continue;
    if (step.use === 'l2-normalize') return [-1, 1];
    if (step.use !== 'to-angle' && step.use !== 'minmax' && step.use !== 'clip') break;
    const range = step.with?.['range'];
    if (range === undefined) return [0, step.use === 'to-angle' ? Math.PI : 1];
    const [low, high] = Array.isArray(range) ? range.map((end) => angleValue(end as number | string)) : [];
    if (low !== undefined && high !== undefined) return [low, high];
  }
  // Finite, so that it survives JSON.
  return [-Number.MAX_VALUE, Number.MAX_VALUE];
}

function derivedOutputKind(
  definition: PipelineDefinition,
  quantum: ResolvedQuantum,
): ResolvedContract['output']['kind'] {
  if (quantum.kernel) return 'kernel';
  if (definition.task === 'ground-state') return 'energy';
  if (definition.task === 'optimisation') return 'bitstring';
  if (definition.pattern === 'quantum-features' || predictsNumbers(definition.task)) return 'expectation';
  return quantum.measure.observables || quantum.measure.decision === 'sign' ? 'expectation' : 'probabilities';
}

type DefinedTemplate = {
  readonly use?: string | undefined;
  readonly file?: string | undefined;
  readonly reps?: number | undefined;
  readonly entanglement?: string | (readonly [number, number])[] | undefined;
  readonly with?: Record<string, unknown> | undefined;
};

function resolvedTemplate<Name extends string>(
  template: DefinedTemplate & { readonly use?: Name | undefined },
  reps: number,
  entanglement: Entanglement,
): TemplateUse<Name> | CircuitFileUse {
  if (template.use === undefined) return { file: template.file ?? '' };
  return {
    use: template.use,
    reps: template.reps ?? reps,
    entanglement: (template.entanglement as Entanglement | undefined) ?? entanglement,
    with: template.with ?? {},
  };
}

function resolvedQuantum(definition: PipelineDefinition): ResolvedQuantum {
  const { quantum } = definition;
  const { kernel } = quantum;
  const sampled = Object.values(definition.backends ?? {}).some((backend) => backend.shots !== undefined);
  return compact<ResolvedQuantum>({
    qubits: quantum.qubits,
    circuit: quantum.circuit && compact<CircuitFileUse>({ file: quantum.circuit.file, entry: quantum.circuit.entry }),
    featureMap: quantum.featureMap && resolvedTemplate(quantum.featureMap, 1, 'full'),
    ansatz:
      quantum.ansatz &&
      resolvedTemplate(quantum.ansatz, 3, quantum.ansatz.use === 'rot-ring' ? 'ring' : 'reverse-linear'),
    kernel: kernel && {
      kind: kernel.kind,
      psd: kernel.psd ?? (sampled ? 'clip' : 'none'),
      diagonal: kernel.diagonal ?? 'one',
      bandwidth: kernel.bandwidth ?? 1,
      gamma: kernel.gamma ?? 1,
    },
    measure: compact<ResolvedQuantum['measure']>({
      observables: quantum.measure?.observables,
      register: quantum.measure?.register,
      qubits: undefined,
      decision: quantum.measure?.decision ?? (quantum.measure?.observables ? 'argmax' : 'popcount-mod'),
      threshold: quantum.measure?.threshold ?? 0.5,
    }),
    limits: quantum.limits,
    transpile: quantum.transpile,
  });
}

function resolvedOptimise(definition: PipelineDefinition, contract: ResolvedContract): ResolvedOptimise {
  const written: NonNullable<PipelineDefinition['optimise']> = definition.optimise ?? {};
  const losses: Partial<Record<PipelineDefinition['task'], ResolvedOptimise['loss']>> = {
    'ground-state': 'energy',
    optimisation: 'cut',
    regression: 'square',
    ranking: 'square',
  };
  const usualLoss = losses[definition.task] ?? (contract.output.kind === 'expectation' ? 'square' : 'cross-entropy');
  return compact<ResolvedOptimise>({
    method: written.method ?? 'cobyla',
    maxIterations: written.maxIterations ?? 100,
    maxEvaluations: written.maxEvaluations,
    with: written.with ?? {},
    gradient: written.gradient ?? 'none',
    loss: written.loss ?? (definition.pattern === 'quantum-features' ? 'kernel-alignment' : usualLoss),
    batch: written.batch,
    crossFit: definition.pattern === 'quantum-scoring' ? (written.crossFit ?? 3) : undefined,
    tolerance: written.tolerance ?? 1e-4,
    restarts: written.restarts ?? 1,
    checkpointEvery: written.checkpoint?.every ?? 10,
    plateau: written.plateau,
  });
}

/** Whether parameters of the circuit are trained: always in a loop, for scores and kernels only where the file says how. */
function trains({ optimise, pattern, quantum }: PipelineDefinition): boolean {
  switch (pattern) {
    case 'variational-loop':
      return true;
    case 'quantum-scoring':
      return optimise !== undefined;
    case 'quantum-features':
      return optimise !== undefined && (quantum.ansatz ?? quantum.circuit) !== undefined;
  }
}

function defaultInputs({ pattern }: PipelineDefinition, quantum: ResolvedQuantum): ResolvedHead['inputs'] {
  if (pattern === 'quantum-scoring') return ['quantum', 'features'];
  return [quantum.kernel ? 'kernel' : 'quantum'];
}

function resolvedHead(definition: PipelineDefinition, quantum: ResolvedQuantum): ResolvedHead | undefined {
  const { head } = definition;
  if (!head && definition.pattern === 'variational-loop') return undefined;
  return compact<ResolvedHead>({
    use: head?.use ?? (quantum.kernel ? 'svm' : linearModel(definition)),
    inputs: head?.inputs ?? defaultInputs(definition, quantum),
    with: head?.with ?? {},
    tune: head?.tune,
  });
}

type BackendDefinition = NonNullable<PipelineDefinition['backends']>[string];

function resolvedBackends(definition: PipelineDefinition): ResolvedPipeline['backends'] {
  const written = definition.backends ?? { local: { adapter: 'builtin-simulator' } };
  return Object.fromEntries(
    Object.entries(written).map(([name, backend]) => [name, { ...backend, kind: backend.kind ?? usualKind(backend) }]),
  );
}

function usualKind({ adapter, noise }: BackendDefinition): NonNullable<BackendDefinition['kind']> {
  if (adapter !== 'builtin-simulator') return machineAdapters.has(adapter) ? 'simulator' : 'hardware';
  return noise ? 'emulator' : 'simulator';
}

function resolvedExecution(definition: PipelineDefinition): ResolvedExecution {
  const written: NonNullable<PipelineDefinition['execution']> = definition.execution ?? {};
  const names = Object.keys(definition.backends ?? { local: {} });
  return {
    quantum: compact<ResolvedExecution['quantum']>({
      state: written.quantum?.state ?? 'active',
      flag: written.quantum?.flag,
      share: undefined,
    }),
    chain: written.chain ?? names.map((backend) => ({ backend })),
    onExhausted: written.onExhausted ?? 'fail',
    resume: written.resume ?? true,
  };
}

const lowerIsBetter: ReadonlySet<string> = new Set(['log-loss', 'energy-error', 'brier', 'mae', 'mse', 'rmse']);

function resolvedBenchmark(definition: PipelineDefinition, quantum: ResolvedQuantum): ResolvedBenchmark {
  const written: NonNullable<PipelineDefinition['benchmark']> = definition.benchmark ?? {};
  return {
    baselines: (written.baselines ?? defaultBaselines(definition)).map(resolvedBaseline),
    ablations: written.ablations ?? defaultAblations(definition, quantum),
    metrics: resolvedMetrics(definition),
    repeats: resolvedRepeats(definition),
    interval: {
      method: written.interval?.method ?? (definition.data ? 'nadeau-bengio' : 't'),
      variant: written.interval?.variant ?? 'percentile',
      level: written.interval?.level ?? 0.95,
      resamples: written.interval?.resamples ?? 2000,
    },
    test: { method: written.test?.method ?? 'corrected-t', alpha: written.test?.alpha ?? 0.05 },
    minimumEffect: written.minimumEffect ?? 0,
    costAdjusted: written.costAdjusted ?? false,
  };
}

type DefinedBaselines = NonNullable<NonNullable<PipelineDefinition['benchmark']>['baselines']>;

function defaultBaselines(definition: PipelineDefinition): DefinedBaselines {
  if (definition.data) return [{ use: linearModel(definition) }];
  const [exact] = solversOf(definition.task);
  return exact ? [{ use: exact }] : [];
}

/** What is tried first wherever nothing is said. */
function linearModel({ task }: PipelineDefinition): 'logistic-regression' | 'ridge' {
  return predictsNumbers(task) ? 'ridge' : 'logistic-regression';
}

function resolvedBaseline(baseline: DefinedBaselines[number]): ResolvedBaseline {
  return compact<ResolvedBaseline>({
    id: baseline.id ?? baseline.use,
    use: baseline.use,
    inputs: baseline.inputs ?? 'interface',
    with: baseline.with ?? {},
    tune: baseline.tune,
  });
}

function defaultAblations(definition: PipelineDefinition, quantum: ResolvedQuantum): ResolvedBenchmark['ablations'] {
  if (!definition.data) return [];
  const { featureMap } = quantum;
  const bound = featureMap && 'use' in featureMap && encodesByEntangling(featureMap.use);
  // One qubit has nothing to entangle.
  const entangled = quantum.qubits > 1 && !bound ? (['no-entanglement'] as const) : [];
  return quantum.kernel || definition.pattern === 'quantum-scoring' ? ['no-quantum', ...entangled] : entangled;
}

type DefinedMetrics = NonNullable<NonNullable<PipelineDefinition['benchmark']>['metrics']>;

function defaultMetrics(task: PipelineDefinition['task']): DefinedMetrics {
  switch (task) {
    case 'regression':
      return [{ name: 'rmse', primary: true }, { name: 'mae' }, { name: 'r2' }];
    case 'ranking':
      return [{ name: 'spearman', primary: true }, { name: 'kendall' }];
    case 'classification':
      return [{ name: 'accuracy', primary: true }, { name: 'log-loss' }];
    case 'optimisation':
    case 'ground-state': {
      const [first, second] = problemMetrics[task];
      return [{ name: first, primary: true }, { name: second }];
    }
  }
}

function resolvedMetrics({ benchmark, problem, task }: PipelineDefinition): ResolvedMetric[] {
  const metrics = benchmark?.metrics ?? defaultMetrics(task);
  return metrics.map((metric) => ({
    name: metric.name,
    primary: metric.primary ?? metrics.length === 1,
    better: metric.better ?? (isLowerBetter(metric.name, problem?.sense) ? 'lower' : 'higher'),
  }));
}

/** Values of the problem itself are better in its own sense. */
const valuesOfProblem: ReadonlySet<string> = new Set(['energy', 'expected-value', 'best-found']);

function isLowerBetter(metric: string, sense: 'min' | 'max' | undefined): boolean {
  return lowerIsBetter.has(judgedMetric(metric).metric) || (sense === 'min' && valuesOfProblem.has(metric));
}

function resolvedRepeats(definition: PipelineDefinition): number {
  const split = resolvedSplit(definition.data?.split ?? {}, definition.task);
  if (split.method === 'kfold') return split.folds;
  if (split.method === 'repeated-kfold') return split.folds * split.repeats;
  return definition.benchmark?.repeats ?? 10;
}
