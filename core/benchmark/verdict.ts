import { compareRuns, holmAdjusted, type RunComparison } from '#core/learn/comparison.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { metricDecimals, metricTitle } from '#core/runs/metricText.ts';
import type { ContenderResult, MetricSummary, Verdict } from '#core/runs/runRecord.ts';
import { differenceTest, type RightRows } from './differenceTest.ts';
import type { SplitSizes } from './metricSummary.ts';

/** A gain that multiplies the run time by this much or more is not a production win. */
const costlyFactor = 2;

/**
 * The verdicts on the primary metric: hybrid against every baseline and ablation, paired by repeat, with Holm's
 * correction over the baselines. “No difference shown” is the answer unless the pipeline's test says otherwise and the
 * difference reaches the pipeline's minimum effect.
 * @param right for McNemar's test
 */
export function verdicts(
  pipeline: ResolvedPipeline,
  contenders: readonly ContenderResult[],
  sizes: SplitSizes | undefined,
  right: RightRows = new Map(),
): Verdict[] {
  const hybrid = contenders.find((contender) => contender.role === 'hybrid');
  const own = hybrid?.metrics.find((metric) => metric.primary);
  if (!hybrid || !own) return [];
  const rivals = contenders.flatMap((contender) => {
    const theirs = contender.metrics.find((metric) => metric.name === own.name);
    return contender.role !== 'hybrid' && theirs ? [{ contender, theirs }] : [];
  });
  const comparisons = rivals.map(({ theirs }) => paired(pipeline, own, theirs, sizes));
  const { method } = pipeline.benchmark.test;
  const pValues = rivals.map(({ contender }, index) =>
    method === 'corrected-t'
      ? comparisons[index]?.pValue
      : differenceTest(pipeline, method, contender.id, comparisons[index]?.differences ?? [], right),
  );
  const baselineAt = rivals.flatMap(({ contender }, index) => (contender.role === 'baseline' ? [index] : []));
  const adjusted = holmAdjusted(baselineAt.map((index) => pValues[index] ?? 1));
  return rivals.map(({ contender, theirs }, index) => {
    const family = baselineAt.indexOf(index);
    return verdict(pipeline, {
      hybrid,
      rival: contender,
      own,
      theirs,
      compared: comparisons[index],
      pValue: family < 0 ? pValues[index] : adjusted[family],
      familySize: family < 0 ? 1 : baselineAt.length,
      untested: pValues[index] === undefined,
    });
  });
}

function paired(
  pipeline: ResolvedPipeline,
  own: MetricSummary,
  theirs: MetricSummary,
  sizes: SplitSizes | undefined,
): RunComparison | undefined {
  if (own.values.length < 2 || own.values.length !== theirs.values.length) return undefined;
  return compareRuns(own.values, theirs.values, {
    better: own.better,
    level: pipeline.benchmark.interval.level,
    // Repeats without rows share nothing, so there is nothing to correct for.
    testRatio: sizes ? sizes.test / sizes.train : 0,
    minimumEffect: pipeline.benchmark.minimumEffect,
  });
}

interface Comparison {
  readonly hybrid: ContenderResult;
  readonly rival: ContenderResult;
  readonly own: MetricSummary;
  readonly theirs: MetricSummary;
  /** Absent for a single repeat. */
  readonly compared: RunComparison | undefined;
  /** Corrected for the number of comparisons in the family. */
  readonly pValue: number | undefined;
  readonly familySize: number;
  /** Whether there is too little to test, as in a single repeat. */
  readonly untested: boolean;
}

function verdict(pipeline: ResolvedPipeline, comparison: Comparison): Verdict {
  const { hybrid, rival, own, theirs, compared, pValue, familySize, untested } = comparison;
  const difference = own.mean - theirs.mean;
  const { minimumEffect, test } = pipeline.benchmark;
  const gain = own.better === 'higher' ? difference : -difference;
  const shown =
    pValue !== undefined && pValue < test.alpha && Math.abs(difference) >= minimumEffect && difference !== 0;
  const outcome = !shown ? 'no-difference-shown' : gain > 0 ? 'better' : 'worse';
  const interval = compared && {
    low: compared.interval.low,
    high: compared.interval.high,
    level: compared.interval.level,
  };
  const decimals = metricDecimals(Math.max(Math.abs(own.mean), Math.abs(theirs.mean)), own.name);
  const figure = (value: number) => withMinus(value.toFixed(decimals));
  const direction = own.better === 'lower' ? ' (less is better)' : '';
  const isShadow = rival.id === 'shadow';
  const facts = isShadow
    ? `${metricTitle(own.name)}${direction} ${figure(own.mean)} of the classical answer against ${figure(theirs.mean)} of the quantum step in shadow`
    : `${metricTitle(own.name)}${direction} ${figure(own.mean)} against ${figure(theirs.mean)} of ${rival.id}`;
  const sentences = [
    `${facts}${differenceText(difference, interval, pValue, familySize, own.values.length, figure)}.`,
    ...(isShadow ? [shadowDecision(outcome, untested)] : []),
    ...caveats(outcome, hybrid, rival, Math.abs(difference), minimumEffect, untested),
  ];
  return {
    against: rival.id,
    metric: own.name,
    outcome,
    difference,
    ...(interval ? { interval } : {}),
    ...(pValue === undefined ? {} : { pValue }),
    text: sentences.join(' '),
  };
}

function differenceText(
  difference: number,
  interval: Verdict['interval'],
  pValue: number | undefined,
  familySize: number,
  repeats: number,
  figure: (value: number) => string,
): string {
  const sign = difference > 0 ? '+' : '';
  const range = interval
    ? ` (${Math.round(interval.level * 100)} % interval ${figure(interval.low)} to ${figure(interval.high)})`
    : '';
  const size = pValue !== undefined && pValue < 0.001 ? '< 0.001' : `= ${(pValue ?? 1).toFixed(3)}`;
  const corrected = familySize > 1 ? ` corrected for ${familySize} baselines` : '';
  const test = pValue === undefined ? '' : `, p ${size}${corrected}`;
  return `, difference ${sign}${figure(difference)}${range}${test}, ${repeats} ${repeats === 1 ? 'repeat' : 'repeats'}`;
}

function caveats(
  outcome: Verdict['outcome'],
  hybrid: ContenderResult,
  rival: ContenderResult,
  size: number,
  minimumEffect: number,
  untested: boolean,
): string[] {
  if (untested) return ['A single repeat has no spread, so nothing can be concluded.'];
  if (outcome === 'no-difference-shown' && minimumEffect > 0 && size < minimumEffect)
    return [`The difference is smaller than the ${minimumEffect} that would matter.`];
  if (outcome !== 'better' || rival.role !== 'baseline') return [];
  const factor = rival.duration > 0 ? hybrid.duration / rival.duration : Number.POSITIVE_INFINITY;
  if (factor < costlyFactor) return [];
  const times = Number.isFinite(factor)
    ? `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times`
    : 'many times';
  return [`It takes ${times} the time of ${rival.id}: a research result, not a production win.`];
}

/** What the comparison with the quantum step in shadow says for the decision to switch it on. */
function shadowDecision(outcome: Verdict['outcome'], untested: boolean): string {
  if (untested) return 'Too little to decide whether to switch it on.';
  switch (outcome) {
    case 'better':
      return 'Switching it on would make the result worse.';
    case 'worse':
      return 'Switching it on would make the result better.';
    case 'no-difference-shown':
      return 'Nothing shows that switching it on would change the result.';
  }
}

function withMinus(text: string): string {
  return text.replace('-', '−');
}
