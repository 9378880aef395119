import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const scorecard = (version: string, setupMinutes: number) => `
version: "${version}"
reviewers: { ml: ml-lead, platform: platform-lead }
dimensions:
  sdkUsability:
    owner: data-science
    weight: 0.2
    measures: [{ id: setup-minutes, source: manual, better: lower, good: 30, red: 230, entered: { value: ${setupMinutes}, by: ada, on: "2026-05-01", reviewedBy: ml-lead } }]
  backendAccess: { owner: platform-eng, weight: 0.25, redFlag: opaque wait times, measures: [{ id: queue-p90-minutes, source: "run:queue.p90", better: lower, good: 15, red: 240 }] }
  benchmarkTransparency: { owner: research-eng, weight: 0.2, measures: [{ id: accuracy, source: "run:accuracy", better: higher, good: 1, red: 0.5 }] }
  costControl: { owner: finops, weight: 0.2, redFlag: no spend alerts, measures: [{ id: cost-per-run, source: "run:cost.total", better: lower, good: 5, red: 20 }] }
  portability: { owner: architecture, weight: 0.15, measures: [{ id: backends-passed, source: "run:chain.backendsPassed", better: higher, good: 3, red: 0 }] }
`;

/** A folder with a scorecard over one pipeline that ran on a device for 20 USD after a queue of a quarter of an hour. */
async function inReviewedFolder(work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(
      join(folder, 'vendor.scorecard.yaml'),
      `scorecard: 1\nname: vendor\npipelines: [example.hybrid.yaml]\n${scorecard('1.0', 30)}`,
    );
    const store = await openRunStore(folder, systemClock);
    try {
      const { record } = recordedRun('run-a', {
        accuracies: [0.9, 0.7],
        usage: {
          kind: 'hardware',
          backend: 'device',
          jobs: 2,
          queueTime: 30 * 60_000,
          cost: { amount: 20, currency: 'USD' },
        },
      });
      await store.create(exampleRun('run-a'));
      await store.transition('run-a', 'validating');
      await store.transition('run-a', 'running');
      await store.transition('run-a', 'succeeded', {
        endedAt: 1_700_000_060_000,
        ...(record.result ? { result: record.result } : {}),
      });
    } finally {
      store.close();
    }
    await work(folder);
  });
}

test('scores a vendor on recorded runs and on what was entered', async () => {
  await inReviewedFolder(async (folder) => {
    const { code, stdout } = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--format', 'json'], { folder });
    expect(code).toBe(0);
    const scored = JSON.parse(stdout);
    // 0.2·1 + 0.25·1 + 0.2·0.6 + 0.2·0 + 0.15/3
    expect(scored.total).toBeCloseTo(0.62, 12);
    expect(scored.totalAtMost).toBe(scored.total);
    expect(scored.dimensions[1].measures[0]).toMatchObject({ value: 15, score: 1, runs: ['run-a'] });
    expect(scored.dimensions[3].redFlag).toEqual({
      text: 'no spend alerts',
      raised: true,
      reason: 'cost-per-run is 20, red at 20',
    });
    const text = await hybridq(['scorecard', 'vendor.scorecard.yaml'], { folder });
    expect(text.stdout).toContain('vendor, version 1.0: 0.62 of 1');
    expect(text.stdout).toMatch(/Cost control +finops +0\.2 +0\.00 +no spend alerts \(cost-per-run is 20, red at 20\)/);
    const document = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--format', 'markdown'], { folder });
    expect(document.stdout).toContain('# Scorecard of vendor, version 1.0');
  });
});

test('keeps versions as files, never changes one, and says what differs between two', async () => {
  await inReviewedFolder(async (folder) => {
    expect(await hybridq(['scorecard', 'vendor.scorecard.yaml', '--save'], { folder })).toMatchObject({ code: 0 });
    const kept = await readFile(join(folder, 'vendor.scorecard.1.0.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ hybridScorecard: 1, version: '1.0' });
    const again = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--save'], { folder });
    expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is kept already') });
    expect(await readFile(join(folder, 'vendor.scorecard.1.0.json'), 'utf8')).toBe(kept);
    await writeFile(
      join(folder, 'vendor.scorecard.yaml'),
      `scorecard: 1\nname: vendor\npipelines: [example.hybrid.yaml]\n${scorecard('1.1', 130)}`,
    );
    for (const older of ['1.0', 'vendor.scorecard.1.0.json']) {
      const { stdout } = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--diff', older, '--format', 'json'], {
        folder,
      });
      const difference = JSON.parse(stdout);
      expect(difference).toMatchObject({ comparable: true, older: { version: '1.0' }, newer: { version: '1.1' } });
      expect(difference.totalChange).toBeCloseTo(-0.1, 12);
    }
    const text = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--diff', '1.0'], { folder });
    expect(text.stdout).toMatch(/SDK usability +setup-minutes +value +30 +130/);
    const none = await hybridq(['scorecard', 'vendor.scorecard.yaml', '--diff', '0.9'], { folder });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('a kept version 0.9') });
  });
});

test('scores the block of a pipeline without any run, with a range for what is not known', async () => {
  await withTemporaryFolder(async (folder) => {
    const block = scorecard('2', 130)
      .trim()
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n');
    const pipeline = `hybrid: 1
name: plain
pattern: variational-loop
task: classification
data: { source: { path: rows.csv }, target: class }
quantum: { qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes } }
`;
    await writeFile(join(folder, 'plain.hybrid.yaml'), pipeline);
    const without = await hybridq(['scorecard', 'plain.hybrid.yaml'], { folder });
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('This pipeline has no scorecard.') });
    await writeFile(join(folder, 'plain.hybrid.yaml'), `${pipeline}scorecard:\n${block}\n`);
    const { code, stdout } = await hybridq(['scorecard', 'plain.hybrid.yaml'], { folder });
    expect(code).toBe(0);
    expect(stdout).toContain('plain, version 2: 0.10–0.90 of 1');
    expect(stdout).toContain('note: No value yet: queue-p90-minutes, accuracy, cost-per-run, backends-passed.');
  });
});

test('a mistake in a scorecard file is reported at its place', async () => {
  await inReviewedFolder(async (folder) => {
    const path = join(folder, 'vendor.scorecard.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('reviewers:', 'reviewer:'));
    const { code, stderr } = await hybridq(['scorecard', 'vendor.scorecard.yaml'], { folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: vendor\.scorecard\.yaml:6:1: .*reviewers/);
  });
});
