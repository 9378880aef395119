import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { isRunnableTemplate, runnableTemplates } from '../circuits/templateCircuit.ts';
import { encodesByEntangling } from '../schema/featureMapWidth.ts';
import {
  batchOptimisers,
  isRunnableModel,
  isRunnableOptimiser,
  learnsInBatches,
  modelsOf,
  optimiserOptions,
  problemMetrics,
  solversOf,
  solvesProblem,
} from '../schema/options.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import { judgedMetric, metricsOf, predictsNumbers } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';

/**
 * What the format allows and this version cannot run (HP006), and what is run but does not go together (HP115). The engine
 * refuses the same things when a run starts, or leaves out what is ignored.
 */
export function checkVersion(context: CheckContext): void {
  const { definition } = context;
  const unsupported = (path: SourcePath, what: string, instead: string) => context.report('HP006', path, what, instead);
  const unfit: Unsupported = (path, what, instead) => context.report('HP115', path, what, instead);
  if (solvesProblem(definition.task) && definition.pattern !== 'variational-loop')
    unfit(['pattern'], `The pattern ${definition.pattern} for a problem`, 'Use variational-loop.');
  for (const part of ['featureMap', 'ansatz'] as const) {
    const use = definition.quantum[part]?.use;
    if (use !== undefined && !isRunnableTemplate(use) && !(use === 'qaoa' && definition.problem))
      unfit(['quantum', part, 'use'], `The circuit ${use}`, `Use one of ${runnableTemplates.join(', ')}, or a file.`);
  }
  checkTraining(context, unfit);
  checkBackendSupport(context, unfit);
  checkComparison(context, unfit);
  checkTracking(context, unsupported, unfit);
}

type Unsupported = (path: SourcePath, what: string, instead: string) => void;

const ignored = 'It is ignored.';

function checkBackendSupport({ definition, pipeline }: CheckContext, unfit: Unsupported): void {
  const used = new Set(pipeline.execution.chain.map(({ backend }) => backend));
  for (const [name, backend] of Object.entries(definition.backends ?? {})) {
    if (backend.noise && used.has(name) && backend.adapter !== 'builtin-simulator')
      unfit(
        ['backends', name, 'noise'],
        `A noise model of the adapter ${backend.adapter}`,
        'Use builtin-simulator, or take this backend out of the chain.',
      );
    if (backend.primitive === 'estimator' && used.has(name)) {
      const unused = whyUnestimated(pipeline);
      if (unused) unfit(['backends', name, 'primitive'], ...unused);
    }
  }
}

/** Why a pipeline asks an estimator nothing, and what to do; undefined where it does. */
function whyUnestimated({
  interface: { output },
  mitigation,
  quantum,
}: CheckContext['pipeline']): readonly [what: string, instead: string] | undefined {
  const { method = 'none' } = mitigation?.readout ?? {};
  if (method !== 'none')
    return [
      'An estimator beside `mitigation.readout`, which corrects the bits of a sampler,',
      'Leave the correction out: the provider corrects what it estimates.',
    ];
  const hasValues = output.kind === 'kernel' ? quantum.kernel?.kind === 'projected' : valueKinds.has(output.kind);
  return hasValues ? undefined : [`An estimator for ${output.kind}, which no mean values are asked for,`, ignored];
}

/** Kinds of output that are made of mean values; a bit string is found by the mean value of its objective. */
const valueKinds: ReadonlySet<string> = new Set(['expectation', 'energy', 'bitstring']);

function checkTraining({ definition }: CheckContext, unfit: Unsupported): void {
  const { optimise } = definition;
  if (optimise?.method && !isRunnableOptimiser(optimise.method))
    unfit(
      ['optimise', 'method'],
      `The optimiser ${optimise.method}`,
      `Use one of ${Object.keys(optimiserOptions).join(', ')}.`,
    );
  else if (optimise?.method === 'rotosolve' && !solvesProblem(definition.task))
    unfit(['optimise', 'method'], 'The optimiser rotosolve for this loss', 'Use cobyla.');
  if (
    optimise?.batch !== undefined &&
    (solvesProblem(definition.task) || !learnsInBatches(optimise.method ?? 'cobyla'))
  )
    unfit(
      ['optimise', 'batch'],
      solvesProblem(definition.task) ? 'A problem in batches' : `Training in batches by ${optimise.method ?? 'cobyla'}`,
      solvesProblem(definition.task) ? ignored : `Use one of ${batchOptimisers.join(', ')}, or leave it out.`,
    );
  if (optimise?.crossFit !== undefined && definition.pattern !== 'quantum-scoring')
    unfit(['optimise', 'crossFit'], `Cross-fitting of the pattern ${definition.pattern}`, ignored);
}

/** The folder that keeps the runs of a workspace, and the part of it that a file may name instead. */
const usualStores: ReadonlySet<string> = new Set(['.hybrid', '.hybrid/', '.hybrid/runs', '.hybrid/runs/']);

function checkTracking(
  { definition: { pattern, quantum, task, tracking } }: CheckContext,
  unsupported: Unsupported,
  unfit: Unsupported,
): void {
  const { store } = tracking ?? {};
  if (store !== undefined && !usualStores.has(store.replace(/^\.\//, '')))
    unsupported(['tracking', 'store'], 'Another place for runs', 'They are in .hybrid.');
  const readsBits = solvesProblem(task) || readsBitsOfRows(pattern, quantum.measure);
  if (tracking?.keepCounts === true && !readsBits)
    unfit(['tracking', 'keepCounts'], 'Keeping counts of what is no reading of bits', ignored);
}

function readsBitsOfRows(
  pattern: PipelineDefinition['pattern'],
  measure: PipelineDefinition['quantum']['measure'],
): boolean {
  const { decision = 'popcount-mod', observables } = measure ?? {};
  return (
    pattern === 'variational-loop' &&
    observables === undefined &&
    (decision === 'popcount-mod' || decision === 'argmax')
  );
}

function checkComparison({ definition, pipeline }: CheckContext, unfit: Unsupported): void {
  const numbers = predictsNumbers(pipeline.task);
  const solvers = solversOf(pipeline.task);
  const rivals: readonly string[] = solvers.length > 0 ? solvers : modelsOf(numbers ? 'numbers' : 'classes');
  definition.benchmark?.baselines?.forEach((baseline, index) => {
    // Whether a model fits the target is checked with the target; only unknown ones are told here.
    const runnable = solvers.length > 0 ? rivals.includes(baseline.use) : isRunnableModel(baseline.use);
    if (!runnable)
      unfit(
        ['benchmark', 'baselines', index, 'use'],
        `The baseline ${baseline.use}${solvers.length > 0 ? ` for the task ${pipeline.task}` : ''}`,
        `Use one of ${rivals.join(', ')}.`,
      );
  });
  const { featureMap } = definition.quantum;
  definition.benchmark?.ablations?.forEach((ablation, index) => {
    if (ablation === 'no-entanglement' && featureMap?.use && encodesByEntangling(featureMap.use))
      unfit(
        ['benchmark', 'ablations', index],
        `The feature map ${featureMap.use} without entanglement`,
        'Leave it out; nothing of the map would be left.',
      );
  });
  if (definition.benchmark?.test?.method === 'mcnemar' && pipeline.task !== 'classification')
    unfit(['benchmark', 'test', 'method'], `The test mcnemar for the task ${pipeline.task}`, 'Use corrected-t.');
  const metrics: readonly string[] = solvesProblem(pipeline.task)
    ? problemMetrics[pipeline.task]
    : metricsOf(numbers ? 'numbers' : 'classes');
  definition.benchmark?.metrics?.forEach((metric, index) => {
    const { metric: judged } = solvesProblem(pipeline.task) ? { metric: metric.name } : judgedMetric(metric.name);
    if (!metrics.includes(judged))
      unfit(['benchmark', 'metrics', index, 'name'], `The metric ${metric.name}`, `Use one of ${metrics.join(', ')}.`);
  });
}
