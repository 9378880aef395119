import type { CheckContext } from './checkContext.ts';
import { isStochastic } from './executionChecks.ts';

/** Checks of the comparison: HP130–HP139. */
export function checkBenchmark(context: CheckContext): void {
  const { definition, pipeline } = context;
  const written = definition.benchmark;
  if (written?.baselines?.length === 0) context.reportKey('HP130', ['benchmark', 'baselines']);
  if (definition.budget?.sameForBaseline === false) context.report('HP133', ['budget', 'sameForBaseline']);
  checkTuning(context);
  checkRepeats(context);
  checkPrimary(context);
  checkNames(context);
  const { method } = pipeline.data?.split ?? {};
  if (written?.interval?.method === 't' && (method === 'kfold' || method === 'repeated-kfold'))
    context.report('HP136', ['benchmark', 'interval', 'method']);
  const attributes = written?.ablations?.some(
    (ablation) => ablation === 'no-quantum' || ablation === 'no-entanglement',
  );
  if (pipeline.pattern === 'quantum-features' && attributes === false)
    context.reportKey('HP137', ['benchmark', 'ablations']);
}

function checkTuning(context: CheckContext): void {
  const { head, benchmark } = context.definition;
  const { baselines } = context.pipeline.benchmark;
  const comparable = baselines.filter((baseline) => baseline.use !== 'majority-class');
  if (head?.tune && comparable.length > 0 && comparable.every((baseline) => !baseline.tune))
    context.reportKey('HP132', ['head', 'tune'], 'The head', 'no baseline');
  if (!head || head.tune) return;
  benchmark?.baselines?.forEach((baseline, index) => {
    if (baseline.tune)
      context.reportKey(
        'HP132',
        ['benchmark', 'baselines', index, 'tune'],
        `The baseline ${baseline.id ?? baseline.use}`,
        'the head',
      );
  });
}

function checkRepeats(context: CheckContext): void {
  const { repeats } = context.pipeline.benchmark;
  const stochastic = isStochastic(context.pipeline);
  const { method } = context.pipeline.data?.split ?? {};
  const folds = method === 'kfold' || method === 'repeated-kfold';
  if (repeats === 1 || (repeats < 5 && stochastic))
    context.report('HP134', folds ? ['data', 'split', 'folds'] : ['benchmark', 'repeats'], repeats, stochastic);
}

function checkPrimary(context: CheckContext): void {
  const metrics = context.definition.benchmark?.metrics;
  if (!metrics || metrics.length < 2) return;
  const primary = metrics.flatMap((metric, index) => (metric.primary ? [index] : []));
  if (primary.length === 0) context.reportKey('HP135', ['benchmark', 'metrics'], 0);
  const second = primary[1];
  if (second !== undefined) context.report('HP135', ['benchmark', 'metrics', second, 'primary'], primary.length);
}

function checkNames(context: CheckContext): void {
  const taken = new Set<string>(['hybrid', 'prepare', 'compare', ...context.pipeline.benchmark.ablations]);
  context.pipeline.benchmark.baselines.forEach(({ id }, index) => {
    const written = context.definition.benchmark?.baselines?.[index];
    if (taken.has(id) && written)
      context.report('HP139', ['benchmark', 'baselines', index, written.id === undefined ? 'use' : 'id'], id);
    taken.add(id);
  });
}
