import { describe, test } from 'vitest';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

const criterion = (kind: string) => `{ kind: ${kind}, metric: m, op: ">", value: 0.5 }`;
const all = `[${['quality', 'reliability', 'cost'].map(criterion).join(', ')}]`;
const rollout = (stage: string, stages: readonly string[]) =>
  pipelineText({ rollout: `{ stage: ${stage}, stages: [${stages.join(', ')}] }` });

describe('stages', () => {
  test('HP190 in the wrong order, without a kind of evidence, or not described', async () => {
    const stage = (id: string, success = `success: ${all}`) => `{ id: ${id}, ${success} }`;
    await expectFindings('HP190', rollout('poc', [stage('simulation'), stage('⟦poc⟧')]));
    await expectFindings('HP190', rollout('poc', [stage('poc'), stage('⟦poc⟧')]));
    await expectFindings('HP190', rollout('poc', [stage('poc', `⟦success⟧: [${criterion('quality')}]`)]));
    await expectFindings('HP190', rollout('⟦simulation⟧', [stage('poc')]));
    await expectFindings('HP190', rollout('poc', [stage('poc'), stage('simulation')]));
  });

  test('HP191 past one that has no criteria', async () => {
    await expectFindings('HP191', rollout('⟦simulation⟧', [`{ id: simulation, success: ${all} }`]));
    await expectFindings(
      'HP191',
      rollout('simulation', [`{ id: poc, success: ${all} }`, `{ id: simulation, success: ${all} }`]),
    );
  });

  test('HP192 from hardware on without anybody who ends it', async () => {
    const stage = (id: string, rest: string) => rollout('poc', [`{ id: ${id}, success: ${all}${rest} }`]);
    await expectFindings('HP192', stage('⟦hardware⟧', ', approvers: [finops]'));
    await expectFindings('HP192', stage('⟦pilot⟧', ', approvers: [], maxDuration: 30d, evidence: [report]'));
    await expectFindings('HP192', stage('hardware', ', approvers: [finops], maxDuration: 30d, evidence: [report]'));
    await expectFindings('HP192', stage('simulation', ''));
  });
});

describe('recorded runs', () => {
  const nothing = { openStages: [] };
  const stages = ['poc', 'simulation'].map((id) => `{ id: ${id}, success: ${all} }`);

  test('HP191 past a stage that no recorded run satisfies', async () => {
    const open = { evidence: { openStages: [{ stage: 'poc', lacks: 'accuracy >= 0.7, found 0.6' }] } };
    await expectFindings('HP191', rollout('⟦simulation⟧', stages), open);
    await expectFindings('HP191', rollout('simulation', stages), { evidence: nothing });
  });

  test('HP194 runs after the review', async () => {
    const version = (text: string) =>
      scorecardText(
        'owner: team, weight: 0.2, measures: [{ id: m, source: manual, better: lower, good: 5, red: 20 }]',
        { version: text },
      );
    await expectFindings('HP194', version('⟦"1"⟧'), { evidence: { ...nothing, newestRun: 2, scorecardKept: 1 } });
    await expectFindings('HP194', version('"1"'), { evidence: { ...nothing, newestRun: 1, scorecardKept: 1 } });
    await expectFindings('HP194', version('"1"'), { evidence: { ...nothing, newestRun: 2 } });
  });

  test('HP195 production without a lift that is more than chance', async () => {
    const text = (intent: string) => pipelineText({ intent, hypothesis: 'Fewer defects.' });
    await expectFindings('HP195', text('⟦production⟧'), { evidence: { ...nothing, liftAtLeast: 0 } });
    await expectFindings('HP195', text('⟦production⟧'), { evidence: nothing });
    await expectFindings('HP195', text('production'), { evidence: { ...nothing, liftAtLeast: 0.01 } });
    await expectFindings('HP195', text('production'));
  });
});

test('HP198 a metric that no run records', async () => {
  const criterionOf = (metric: string) =>
    pipelineText({
      rollout: `{ stage: poc, stages: [{ id: poc, success: [{ kind: quality, metric: ${metric}, op: ">", value: 0.5 }] }] }`,
    });
  await expectFindings('HP198', criterionOf('⟦acuracy⟧'));
  await expectFindings('HP198', criterionOf('⟦accuracy.median⟧'));
  await expectFindings('HP198', criterionOf('⟦rmse⟧'));
  for (const metric of ['accuracy', 'log-loss.ciLow', 'queue.p90', 'liftOverBaseline.ciLow'])
    await expectFindings('HP198', criterionOf(metric));
  const rollback = (metric: string) =>
    pipelineText({
      rollout: `{ stage: poc, stages: [], rollbackWhen: [{ kind: quality, metric: ${metric}, op: "<", value: 0.5 }] }`,
    });
  await expectFindings('HP198', rollback('⟦accuracy.low⟧'));
  await expectFindings('HP198', rollback('accuracy'));
});

const names = ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability'];

/** A pipeline with a scorecard whose first dimension is given. */
function scorecardText(first: string, options: { key?: string; platform?: string; version?: string } = {}): string {
  const others = names
    .slice(1)
    .map(
      (name) =>
        `${name}: { owner: team, weight: 0.2, measures: [{ id: of-${name}, source: manual, better: lower, good: 5, red: 20 }] }`,
    );
  const { key = 'dimensions', platform = 'robin', version = '"1"' } = options;
  return pipelineText({
    scorecard: `{ version: ${version}, reviewers: { ml: kim, platform: ${platform} }, ${key}: { ${names[0]}: { ${first} }, ${others.join(', ')} } }`,
  });
}

describe('the scorecard', () => {
  const measure = '{ id: m, source: manual, better: lower, good: 5, red: 20 }';
  const scorecard = scorecardText;
  const sound = `owner: team, weight: 0.2, measures: [${measure}]`;

  test('HP193 that adds up to nothing', async () => {
    await expectFindings('HP193', scorecard(sound));
    await expectFindings('HP193', scorecard(sound.replace('0.2', '0.3'), { key: '⟦dimensions⟧' }));
    await expectFindings('HP193', scorecard(`owner: ⟦" "⟧, weight: 0.2, measures: [${measure}]`));
    await expectFindings('HP193', scorecard('owner: team, weight: 0.2, ⟦measures⟧: []'));
    await expectFindings('HP193', scorecard(sound.replace('good: 5, red: 20', 'good: 20, red: ⟦5⟧')));
    await expectFindings('HP193', scorecard(sound.replace('lower', 'higher').replace('red: 20', 'red: ⟦20⟧')));
    await expectFindings('HP193', scorecard(sound.replace('red: 20', 'red: ⟦5⟧')));
    const twice = scorecard(sound.replace('id: m', 'id: of-costControl'));
    await expectFindings('HP193', twice.replace(/(costControl: \{[^[]*\[\{ id: )(of-costControl)/, '$1⟦$2⟧'));
    const entered = 'entered: { value: 1, by: ada, on: "2026-05-01" }';
    await expectFindings('HP193', scorecard(sound.replace('red: 20 }', `red: 20, ${entered} }`)));
    const ofRuns = sound
      .replace('manual', '"run:accuracy"')
      .replace('red: 20 }', `red: 20, ⟦entered⟧${entered.slice(7)} }`);
    await expectFindings('HP193', scorecard(ofRuns));
  });

  test('HP198 with a measure that no run records', async () => {
    await expectFindings('HP198', scorecard(sound.replace('manual', '⟦"run:queue.p99"⟧')));
    await expectFindings('HP198', scorecard(sound.replace('manual', '"run:queue.p90"')));
  });

  test('HP194 with one reviewer for both roles', async () => {
    await expectFindings('HP194', scorecard(sound, { platform: '⟦kim⟧' }));
    await expectFindings('HP194', scorecard(sound));
  });
});

test('HP195 production without a hypothesis', async () => {
  await expectFindings('HP195', pipelineText({ intent: '⟦production⟧' }));
  await expectFindings('HP195', pipelineText({ intent: 'production', hypothesis: '⟦""⟧' }));
  await expectFindings('HP195', pipelineText({ intent: 'production', hypothesis: 'Fewer defects.' }));
  await expectFindings('HP195', pipelineText({ intent: 'research' }));
});
