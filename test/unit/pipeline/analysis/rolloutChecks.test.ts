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

describe('the scorecard', () => {
  const measure = '{ id: m, source: manual, better: lower, good: 5, red: 20 }';
  const names = ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability'];
  const scorecard = (first: string, options: { key?: string; platform?: string } = {}) => {
    const others = names.slice(1).map((name) => `${name}: { owner: team, weight: 0.2, measures: [${measure}] }`);
    return pipelineText({
      scorecard: `{ version: "1", reviewers: { ml: kim, platform: ${options.platform ?? 'robin'} }, ${options.key ?? 'dimensions'}: { ${names[0]}: { ${first} }, ${others.join(', ')} } }`,
    });
  };
  const sound = `owner: team, weight: 0.2, measures: [${measure}]`;

  test('HP193 that adds up to nothing', async () => {
    await expectFindings('HP193', scorecard(sound));
    await expectFindings('HP193', scorecard(sound.replace('0.2', '0.3'), { key: '⟦dimensions⟧' }));
    await expectFindings('HP193', scorecard(`owner: ⟦" "⟧, weight: 0.2, measures: [${measure}]`));
    await expectFindings('HP193', scorecard('owner: team, weight: 0.2, ⟦measures⟧: []'));
    await expectFindings('HP193', scorecard(sound.replace('good: 5, red: 20', 'good: 20, red: ⟦5⟧')));
    await expectFindings('HP193', scorecard(sound.replace('lower', 'higher').replace('red: 20', 'red: ⟦20⟧')));
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
