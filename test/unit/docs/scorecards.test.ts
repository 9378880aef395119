import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { readScorecardFile } from '#core/benchmark/scorecardFile.ts';
import { recordedMetrics } from '#core/pipeline/schema/recordedMetrics.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const page = readFileSync(join(projectRoot, 'docs', 'user-guide', 'scorecards.md'), 'utf8');

test('the scorecard of the guide can be scored', () => {
  const [, text = ''] = /```yaml\n(scorecard: 1\n[\s\S]*?)```/.exec(page) ?? [];
  const { name, pipelines, scorecard, ...definition } = readScorecardFile(text, 'vendor.scorecard.yaml');
  expect([name, pipelines.length, scorecard]).toEqual(['vendor', 2, 1]);
  const scored = scoreScorecard(definition, name, evidenceOf([], 0));
  expect(scored.dimensions[0]?.score).toBeCloseTo((240 - 45) / 210, 12);
});

test('the guide has every metric of recorded runs', () => {
  for (const metric of Object.keys(recordedMetrics)) {
    const [, group = '', part = ''] = /^(.*)(\.ci\w+)$/.exec(metric) ?? [];
    const row = group === '' ? `\`${metric}\`` : `\`${group}\``;
    const line = page.split('\n').find((candidate) => candidate.startsWith('|') && candidate.includes(row));
    expect(line, metric).toBeDefined();
    if (part !== '') expect(line).toContain(`\`${part}\``);
  }
});
