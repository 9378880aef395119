import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { judgedMetric } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';
import { testHalfWidth } from './dataChecks.ts';
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
  checkSameQuestion(context);
  checkClaim(context);
  const { method } = pipeline.data?.split ?? {};
  if (written?.interval?.method === 't' && (method === 'kfold' || method === 'repeated-kfold'))
    context.report('HP136', ['benchmark', 'interval', 'method']);
  const attributes = written?.ablations?.some(
    (ablation) => ablation === 'no-quantum' || ablation === 'no-entanglement',
  );
  if (pipeline.pattern === 'quantum-features' && attributes === false)
    context.reportKey('HP137', ['benchmark', 'ablations']);
}

const solvers: ReadonlySet<string> = new Set(['brute-force', 'greedy', 'exact-diagonalisation', 'simulated-annealing']);

/** A baseline must answer the question of the pipeline on the rows of the pipeline. */
function checkSameQuestion(context: CheckContext): void {
  const { benchmark, problem } = context.definition;
  const { task } = context.pipeline;
  if (benchmark?.sameSplit === false)
    context.report(
      'HP131',
      ['benchmark', 'sameSplit'],
      'Baselines on other rows than the pipeline show nothing. Leave `sameSplit` out, or set it to true.',
    );
  benchmark?.baselines?.forEach(({ id, use, with: options }, index) => {
    const path = ['benchmark', 'baselines', index];
    const solves = solvers.has(use);
    if (solves !== (task === 'optimisation' || task === 'ground-state'))
      context.report(
        'HP131',
        [...path, 'use'],
        solves
          ? `${use} solves a problem, but the task ${task} learns from a table.`
          : `${use} learns from a table, but the task ${task} solves a problem.`,
      );
    for (const key of ['data', 'split', 'metric', ...(problem ? ['file', 'edges', 'paulis'] : [])])
      if (options && Object.hasOwn(options, key))
        context.reportKey(
          'HP131',
          [...path, 'with', key],
          `The baseline ${id ?? use} has a ${key} of its own, so it answers another question than the pipeline.`,
        );
  });
}

/** A lift that is hoped for in words or by a criterion, against what the comparison can show. */
function checkClaim(context: CheckContext): void {
  const { benchmark, hypothesis, rollout } = context.definition;
  const least = benchmark?.minimumEffect ?? 0;
  const half = testHalfWidth(context) ?? 0;
  const [limit, why] =
    half > least ? [Number(half.toFixed(3)), 'the half width of the interval'] : [least, 'the minimum effect'];
  const check = (lift: number | undefined, path: SourcePath) => {
    if (lift !== undefined && lift > 0 && lift < limit) context.report('HP138', path, lift, limit, why);
  };
  check(claimedLift(hypothesis ?? ''), ['hypothesis']);
  rollout?.stages.forEach(({ success }, stage) => {
    success.forEach(({ metric, op, value }, index) => {
      // A lower end of an interval above 0 is evidence by itself.
      if (/lift/i.test(metric) && !metric.endsWith('.ciLow') && op.startsWith('>'))
        check(value, ['rollout', 'stages', stage, 'success', index, 'value']);
    });
  });
}

/** The number in words such as "by 0.01", "by 2 %" or "by at least 1.5 points". */
function claimedLift(text: string): number | undefined {
  const match = /\bby (?:at least |about |more than )?(\d+(?:\.\d+)?)(?: ?(%|percent|(?:percentage )?points?))?/i.exec(
    text,
  );
  if (!match) return undefined;
  return match[2] === undefined ? Number(match[1]) : Number(match[1]) / 100;
}

function checkTuning(context: CheckContext): void {
  const { head, benchmark } = context.definition;
  const { baselines } = context.pipeline.benchmark;
  const comparable = baselines.filter((baseline) => baseline.use !== 'majority-class' && baseline.use !== 'mean');
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
  context.pipeline.benchmark.metrics.forEach(({ name, primary }, index) => {
    if (primary && judgedMetric(name).part === 'train' && context.pipeline.data)
      context.report('HP135', ['benchmark', 'metrics', index, 'name'], name);
  });
  const metrics = context.definition.benchmark?.metrics;
  if (!metrics) return;
  const primary = metrics.flatMap((metric, index) => ((metric.primary ?? metrics.length === 1) ? [index] : []));
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
