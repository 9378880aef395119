import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { analyseCompanion, type CompanionPorts } from '#core/pipeline/analysis/analyseCompanion.ts';
import type { CompanionKind } from '#core/pipeline/schema/companionSchema.ts';
import { readMarkers } from '#test/support/markers.ts';
import { memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';

const noisy = '{ noisy: { adapter: builtin-simulator, shots: 100 } }';
const files = memoryFiles({
  'a.hybrid.yaml': pipelineText({ name: 'a', backends: noisy }),
  'b.hybrid.yaml': pipelineText({ name: 'b', task: 'regression' }),
  'broken.hybrid.yaml': pipelineText({ task: 'clasification' }),
});

const measure = (id: string, source: string) => `{ id: ${id}, source: ${source}, better: lower, good: 5, red: 20 }`;
const dimensions = (source = 'manual') =>
  ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability']
    .map(
      (name, index) =>
        `  ${name}: { owner: team, weight: 0.2, measures: [${measure(name, index === 0 ? source : 'manual')}] }`,
    )
    .join('\n');
const scorecard = (pipelines: string, source?: string, platform = 'robin') =>
  `scorecard: 1\nname: vendor\npipelines: ${pipelines}\nversion: "1"\nreviewers: { ml: kim, platform: ${platform} }\ndimensions:\n${dimensions(source)}\n`;

/** Expects findings at exactly the marked places, with these codes. */
async function expectIn(
  kind: CompanionKind,
  marked: string,
  codes: readonly string[],
  ports: CompanionPorts = { files },
) {
  const { ranges, text } = readMarkers(marked);
  const { diagnostics } = await analyseCompanion(kind, text, ports);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  expect(diagnostics.map(({ range }) => range)).toEqual(ranges);
  return { diagnostics, text };
}

describe('form', () => {
  test('keys, values and missing keys are told at their places, with what was meant', async () => {
    const { diagnostics } = await expectIn(
      'suite',
      'suite: 1\nname: s\npipelines: [a.hybrid.yaml]\n⟦backend⟧: [noisy]\nparallel: ⟦0⟧\n',
      ['HP002', 'HP003'],
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'There is no key `backend` in a suite file. Did you mean `backends`?',
      '`parallel` must be a number of at least 1, but is 0.',
    ]);
    await expectIn('suite', '⟦suite⟧: 1\nname: s\n', ['HP004']);
    await expectIn('scorecard', scorecard('[a.hybrid.yaml]').replace('owner: team', '⟦ownr⟧: team'), ['HP002']);
    await expectIn('scorecard', scorecard('[a.hybrid.yaml]').replace('better: lower', 'better: ⟦lowre⟧'), ['HP003']);
  });

  test('an empty file, a list and what is no YAML', async () => {
    for (const [text, code] of [
      ['', 'HP004'],
      ['- a\n', 'HP003'],
      ['suite: [', 'HP001'],
    ] as const) {
      const { diagnostics } = await analyseCompanion('suite', text);
      expect(diagnostics.map((each) => each.code)).toContain(code);
    }
    const { diagnostics } = await analyseCompanion('scorecard', '');
    expect(diagnostics[0]?.message).toContain('A scorecard begins with `scorecard: 1`');
  });

  test('keys that begin with x- may hold anything', async () => {
    await expectIn('suite', 'suite: 1\nname: s\npipelines: [a.hybrid.yaml]\nx-note: { any: thing }\n', []);
  });
});

describe('across files', () => {
  test('HP196 pipelines that are missing or have mistakes', async () => {
    const { diagnostics } = await expectIn(
      'suite',
      'suite: 1\nname: s\npipelines: [a.hybrid.yaml, ⟦none.hybrid.yaml⟧, ⟦broken.hybrid.yaml⟧]\n',
      ['HP196', 'HP196'],
    );
    expect(diagnostics[1]?.message).toMatch(/broken\.hybrid\.yaml cannot be used: .*Did you mean `classification`/);
    await expectIn('suite', 'suite: 1\nname: s\npipelines: [none.hybrid.yaml]\n', [], {});
  });

  test('HP197 a backend that a pipeline lacks', async () => {
    const suite = (pipelines: string, backends: string) =>
      `suite: 1\nname: s\npipelines: ${pipelines}\nbackends: ${backends}\n`;
    const { diagnostics, text } = await expectIn('suite', suite('[a.hybrid.yaml]', '[local, ⟦nosiy⟧]'), ['HP197']);
    const fixes = diagnostics[0]?.fixes?.[0]?.replacements ?? [];
    expect(applyReplacements(text, fixes)).toBe(suite('[a.hybrid.yaml]', '[local, noisy]'));
    await expectIn('suite', suite('[a.hybrid.yaml, b.hybrid.yaml]', '[⟦noisy⟧]'), ['HP197']);
    await expectIn('suite', suite('[a.hybrid.yaml]', '[noisy, local]'), []);
    await expectIn('suite', suite('[a.hybrid.yaml]', '[cloud]'), [], { files, configuredBackends: ['cloud'] });
  });

  test('HP198 a metric that none of the pipelines records', async () => {
    const { diagnostics, text } = await expectIn('scorecard', scorecard('[a.hybrid.yaml]', '⟦run:acuracy⟧'), ['HP198']);
    const fixes = diagnostics[0]?.fixes?.[0]?.replacements ?? [];
    expect(applyReplacements(text, fixes)).toContain('source: "run:accuracy"');
    await expectIn('scorecard', scorecard('[a.hybrid.yaml]', '⟦run:rmse⟧'), ['HP198']);
    await expectIn('scorecard', scorecard('[a.hybrid.yaml, b.hybrid.yaml]', 'run:rmse.ciHigh'), []);
    await expectIn('scorecard', scorecard('[a.hybrid.yaml]', '"run:queue.p90"'), []);
  });
});

test('a scorecard means something: HP193, HP194', async () => {
  await expectIn('scorecard', scorecard('[a.hybrid.yaml]'), []);
  await expectIn('scorecard', scorecard('[a.hybrid.yaml]', undefined, '⟦kim⟧'), ['HP194']);
  const heavier = scorecard('[a.hybrid.yaml]').replace('weight: 0.2', 'weight: 0.3');
  await expectIn('scorecard', heavier.replace('dimensions:', '⟦dimensions⟧:'), ['HP193']);
  const inSuite = (block: string) =>
    `suite: 1\nname: s\npipelines: [a.hybrid.yaml]\nscorecard:\n${block.replace(/^/gm, '  ')}`;
  const block = `version: "1"\nreviewers: { ml: kim, platform: robin }\ndimensions:\n${dimensions()}\n`;
  await expectIn('suite', inSuite(block).replace(/ +$/, ''), []);
  await expectIn(
    'suite',
    inSuite(block.replace('good: 5', 'good: 50').replace('red: 20', 'red: ⟦20⟧')).replace(/ +$/, ''),
    ['HP193'],
  );
});
