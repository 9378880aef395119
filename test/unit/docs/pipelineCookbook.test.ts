import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import {
  expectationOf,
  expectationTable,
  type SampleExpectation,
  withComputed,
} from '#test/support/sampleExpectation.ts';
import { runWithoutKeys } from '#test/support/sampleRuns.ts';

const path = join(projectRoot, 'docs', 'user-guide', 'pipeline-cookbook.md');
const page = readFileSync(path, 'utf8');

const recipes = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => ({
  text,
  name: /^name: (.+)$/m.exec(text)?.[1] ?? '',
  pattern: /^pattern: (.+)$/m.exec(text)?.[1] ?? '',
  task: /^task: (.+)$/m.exec(text)?.[1] ?? '',
}));

/** The files that the page shows, before those that come with the product. */
const shown = new Map(
  [...page.matchAll(/^<!-- file: (.+) -->\n\n```\w+\n([\s\S]*?)^```/gm)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);
const shipped = folderFiles(join(projectRoot, 'docs', 'user-guide'));
const files: PipelineFiles = {
  read: async (name) => {
    const text = shown.get(name);
    return text === undefined ? await shipped.read(name) : new TextEncoder().encode(text);
  },
};
const inputs = { files, circuits: circuitLoader(files) };

test('there is a recipe for every pattern and task that go together', () => {
  const learning = ['classification', 'regression', 'ranking'];
  const pairs = new Set(recipes.map(({ pattern, task }) => `${pattern} ${task}`));
  const wanted = [
    ...['quantum-features', 'quantum-scoring', 'variational-loop'].flatMap((pattern) =>
      learning.map((task) => `${pattern} ${task}`),
    ),
    'variational-loop optimisation',
    'variational-loop ground-state',
  ];
  expect([...pairs].sort()).toEqual(wanted.sort());
});

test.each(recipes)('$name has no findings but what it costs', async ({ text, name }) => {
  const { diagnostics } = await analysePipeline(text, `${name}.hybrid.yaml`, inputs);
  expect(diagnostics.filter(({ severity }) => severity !== 'information')).toEqual([]);
});

describe('what the recipes compute', () => {
  const results = new Map<string, SampleExpectation>();
  const mean = (recipe: string, contender: string, metric: string) =>
    results.get(recipe)?.contenders.find(({ id }) => id === contender)?.metrics[metric]?.[0];

  test.each(recipes)('$name runs', async ({ text, name }) => {
    const { pipeline } = await analysePipeline(text, `${name}.hybrid.yaml`, inputs);
    if (!pipeline) throw new Error(`${name} cannot be read.`);
    results.set(name, expectationOf(await runWithoutKeys(pipeline, inputs)));
  });

  test('is on the page', async () => {
    let written = page;
    for (const [name, expectation] of results) written = withComputed(written, name, expectationTable(expectation));
    await expect(written).toMatchFileSnapshot(path);
  });

  test('is what was published, or follows from a formula', () => {
    expect(mean('kernel', 'hybrid', 'accuracy')).toBe(1);
    expect(mean('curve', 'hybrid', 'rmse')).toBeLessThan(1e-3);
    expect(mean('ring', 'hybrid', 'approximation-ratio')).toBeCloseTo(3 / 4, 5);
    expect(mean('ring', 'brute-force', 'best-found')).toBe(6);
    expect(mean('cover', 'brute-force', 'best-found')).toBe(3);
    expect(mean('cover', 'hybrid', 'best-found')).toBe(3);
    expect(mean('hydrogen', 'hybrid', 'energy')).toBeCloseTo(-1.137306, 5);
    const [once, thrice, fivefold] = [0.96, 0.96 ** 3, 0.96 ** 5];
    expect(mean('corrected', 'hybrid', 'energy')).toBeCloseTo(-(15 * once - 10 * thrice + 3 * fivefold) / 8, 6);
  });
});
