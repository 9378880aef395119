import type { CheckContext } from './checkContext.ts';

/** Checks of the scorecard and of the stages on the way to production: HP190–HP195. */
export function checkRollout(context: CheckContext): void {
  checkStages(context);
  checkScorecard(context);
  const { definition, pipeline } = context;
  if (pipeline.intent === 'production' && (definition.hypothesis ?? '').trim() === '')
    context.report('HP195', definition.hypothesis === undefined ? ['intent'] : ['hypothesis']);
}

const stageOrder = ['poc', 'simulation', 'hardware', 'pilot', 'production'] as const;
const criterionKinds = ['quality', 'reliability', 'cost'] as const;

function checkStages(context: CheckContext): void {
  const { rollout } = context.definition;
  if (!rollout) return;
  const rank = (id: (typeof stageOrder)[number]) => stageOrder.indexOf(id);
  rollout.stages.forEach((stage, index) => {
    const path = ['rollout', 'stages', index];
    const earlier = rollout.stages[index - 1];
    if (earlier && rank(stage.id) <= rank(earlier.id))
      context.report(
        'HP190',
        [...path, 'id'],
        `The stage ${stage.id} cannot follow ${earlier.id}; the order is ${stageOrder.join(', ')}.`,
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

/** No stage is entered past one that has no criteria. */
function checkReachedStage(
  context: CheckContext,
  reached: (typeof stageOrder)[number],
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
  const skipped = stageOrder.slice(0, stageOrder.indexOf(reached)).filter((id) => !described.has(id));
  if (skipped.length > 0) context.report('HP191', path, reached, listed(skipped));
}

function checkScorecard(context: CheckContext): void {
  const { scorecard } = context.definition;
  if (!scorecard) return;
  const { dimensions, reviewers } = scorecard;
  const path = ['scorecard', 'dimensions'];
  const entries = Object.entries(dimensions);
  const sum = entries.reduce((total, [, { weight }]) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9)
    context.reportKey('HP193', path, `The weights add up to ${Number(sum.toFixed(6))} instead of 1.`);
  for (const [name, { measures, owner }] of entries) {
    if (owner.trim() === '') context.report('HP193', [...path, name, 'owner'], `Nobody owns the dimension ${name}.`);
    if (measures.length === 0)
      context.reportKey('HP193', [...path, name, 'measures'], `The dimension ${name} has no measure.`);
    measures.forEach(({ better, good, id, red }, index) => {
      if (better === 'higher' ? good > red : good < red) return;
      context.report(
        'HP193',
        [...path, name, 'measures', index, 'red'],
        `Of ${id} ${better} is better, so red must lie ${better === 'higher' ? 'below' : 'above'} good (${good}), not at ${red}.`,
      );
    });
  }
  if (reviewers.ml === reviewers.platform)
    context.report('HP194', ['scorecard', 'reviewers', 'platform'], reviewers.platform);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
