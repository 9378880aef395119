import { closestName } from '#core/base/closestName.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { ScorecardDefinition } from '../schema/benchmarkSchema.ts';
import { metricMeaning, metricPaths } from '../schema/recordedMetrics.ts';
import type { FindingReport } from './findingReport.ts';

/**
 * Checks of a scorecard, in a pipeline, in a suite or in a file of its own: HP193, HP194, HP198.
 * @param path of the block; empty where the file is the scorecard
 * @param measured the metrics of the pipelines it is about; undefined where they are not known
 */
export function checkScorecard(
  file: FindingReport,
  { dimensions, reviewers }: Pick<ScorecardDefinition, 'dimensions' | 'reviewers'>,
  path: SourcePath,
  measured: readonly string[] | undefined,
): void {
  const entries = Object.entries(dimensions);
  const sum = entries.reduce((total, [, { weight }]) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9)
    file.reportKey('HP193', [...path, 'dimensions'], `The weights add up to ${Number(sum.toFixed(6))} instead of 1.`);
  const seen = new Set<string>();
  for (const [name, { measures, owner }] of entries) {
    const dimension = [...path, 'dimensions', name];
    if (owner.trim() === '') file.report('HP193', [...dimension, 'owner'], `Nobody owns the dimension ${name}.`);
    if (measures.length === 0)
      file.reportKey('HP193', [...dimension, 'measures'], `The dimension ${name} has no measure.`);
    measures.forEach((measure, index) => {
      const place = [...dimension, 'measures', index];
      if (seen.has(measure.id))
        file.report('HP193', [...place, 'id'], `Another measure is named ${measure.id} as well; rename one.`);
      seen.add(measure.id);
      checkMeasure(file, measure, place);
      if (measured && measure.source.startsWith('run:'))
        checkMetricPath(file, measure.source.slice('run:'.length), [...place, 'source'], measured);
    });
  }
  if (reviewers.ml === reviewers.platform)
    file.report(
      'HP194',
      [...path, 'reviewers', 'platform'],
      `${reviewers.platform} reviews the scorecard in both roles. Two people see more than one.`,
    );
}

type Measure = ScorecardDefinition['dimensions']['costControl']['measures'][number];

function checkMeasure(file: FindingReport, { better, entered, good, id, red, source }: Measure, path: SourcePath) {
  if (better === 'higher' ? good <= red : good >= red)
    file.report(
      'HP193',
      [...path, 'red'],
      `Of ${id} ${better} is better, so red must lie ${better === 'higher' ? 'below' : 'above'} good (${good}), not at ${red}.`,
    );
  if (entered !== undefined && source !== 'manual')
    file.reportKey(
      'HP193',
      [...path, 'entered'],
      `The measure ${id} comes from runs, so no value can be entered for it. Make its source manual.`,
    );
}

/** Whether recorded runs of pipelines that measure some metrics can have a number at a path. */
export function checkMetricPath(
  file: FindingReport,
  metric: string,
  path: SourcePath,
  measured: readonly string[],
): void {
  if (metricMeaning(metric, measured) === undefined)
    file.report('HP198', path, metric, closestName(metric, metricPaths(measured)));
}
