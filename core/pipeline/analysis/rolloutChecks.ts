import { stageIds } from '../schema/benchmarkSchema.ts';
import type { CheckContext } from './checkContext.ts';
import { checkMetricPath, checkScorecard } from './scorecardChecks.ts';

/** Checks of the scorecard and of the stages on the way to production: HP190–HP195, HP198. */
export function checkRollout(context: CheckContext): void {
  checkStages(context);
  const { definition, facts, pipeline } = context;
  const measured = pipeline.benchmark.metrics.map(({ name }) => name);
  if (definition.scorecard) {
    checkScorecard(context, definition.scorecard, ['scorecard'], measured);
    checkReview(context, definition.scorecard.version);
  }
  checkCriteria(context, measured);
  if (pipeline.intent !== 'production') return;
  if ((definition.hypothesis ?? '').trim() === '')
    context.report('HP195', definition.hypothesis === undefined ? ['intent'] : ['hypothesis'], 'hypothesis');
  else if (facts.evidence && !((facts.evidence.liftAtLeast ?? 0) > 0)) context.report('HP195', ['intent'], 'lift');
}

const criterionKinds = ['quality', 'reliability', 'cost'] as const;

function checkStages(context: CheckContext): void {
  const { rollout } = context.definition;
  if (!rollout) return;
  const rank = (id: (typeof stageIds)[number]) => stageIds.indexOf(id);
  rollout.stages.forEach((stage, index) => {
    const path = ['rollout', 'stages', index];
    const earlier = rollout.stages[index - 1];
    if (earlier && rank(stage.id) <= rank(earlier.id))
      context.report(
        'HP190',
        [...path, 'id'],
        `The stage ${stage.id} cannot follow ${earlier.id}; the order is ${stageIds.join(', ')}.`,
      );
    const absent = criterionKinds.filter((kind) => !stage.success.some((criterion) => criterion.kind === kind));
    if (absent.length > 0)
      context.reportKey(
        'HP190',
        [...path, 'success'],
        `The stage ${stage.id} has no criterion of ${listed(absent)}, so it can be passed without evidence of it.`,
      );
    if (rank(stage.id) < rank('hardware')) return;
    const open = [
      ...(stage.approvers && stage.approvers.length > 0 ? [] : ['approvers']),
      ...(stage.maxDuration === undefined ? ['maxDuration'] : []),
      ...(stage.evidence && stage.evidence.length > 0 ? [] : ['evidence']),
    ];
    if (open.length > 0) context.report('HP192', [...path, 'id'], stage.id, listed(open));
  });
  checkReachedStage(context, rollout.stage, new Set(rollout.stages.map(({ id }) => id)));
}

/** No stage is entered past one that has no criteria, or that no recorded run satisfies. */
function checkReachedStage(
  context: CheckContext,
  reached: (typeof stageIds)[number],
  described: ReadonlySet<string>,
): void {
  const path = ['rollout', 'stage'];
  if (!described.has(reached)) {
    context.report(
      'HP190',
      path,
      `The stage ${reached} is not among rollout.stages, so nothing says when it is passed.`,
    );
    return;
  }
  const skipped = stageIds.slice(0, stageIds.indexOf(reached)).filter((id) => !described.has(id));
  const [first] = skipped;
  if (first !== undefined) {
    context.report('HP191', path, reached, listed(skipped), first);
    return;
  }
  // What is known may be of the text before the stage was changed.
  const earlier: readonly string[] = stageIds.slice(0, stageIds.indexOf(reached));
  const open = context.facts.evidence?.openStages.find(({ stage }) => earlier.includes(stage));
  if (open) context.report('HP191', path, reached, open.stage, open.stage, open.lacks);
}

function checkCriteria(context: CheckContext, measured: readonly string[]): void {
  const { rollout } = context.definition;
  rollout?.stages.forEach(({ success }, stage) => {
    success.forEach(({ metric }, index) => {
      checkMetricPath(context, metric, ['rollout', 'stages', stage, 'success', index, 'metric'], measured);
    });
  });
  rollout?.rollbackWhen?.forEach(({ metric }, index) => {
    checkMetricPath(context, metric, ['rollout', 'rollbackWhen', index, 'metric'], measured);
  });
}

/** A review of runs says nothing about those that came after it. */
function checkReview(context: CheckContext, version: string): void {
  const { newestRun, scorecardKept } = context.facts.evidence ?? {};
  if (newestRun === undefined || scorecardKept === undefined || newestRun <= scorecardKept) return;
  context.report(
    'HP194',
    ['scorecard', 'version'],
    `There are runs since the scorecard was kept in version ${version}. Review them in a new version.`,
  );
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
