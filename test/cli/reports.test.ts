import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import type { ContenderResult } from '#core/runs/runRecord.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';

const success =
  '[{ kind: quality, metric: accuracy, op: ">", value: 0 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }]';

const blocks = (version: string) => `
scorecard:
  version: "${version}"
  reviewers: { ml: ml-lead, platform: platform-lead }
  dimensions:
    sdkUsability: { owner: ds, weight: 0.2, measures: [{ id: setup, source: manual, better: lower, good: 30, red: 230 }] }
    backendAccess: { owner: pe, weight: 0.2, measures: [{ id: completed, source: "run:runs.completed", better: higher, good: 2, red: 0 }] }
    benchmarkTransparency: { owner: re, weight: 0.2, measures: [{ id: accuracy, source: "run:accuracy", better: higher, good: 1, red: 0 }] }
    costControl: { owner: fo, weight: 0.2, measures: [{ id: cost, source: "run:cost.total", better: lower, good: 0, red: 1 }] }
    portability: { owner: ar, weight: 0.2, measures: [{ id: passed, source: "run:chain.backendsPassed", better: higher, good: 2, red: 0 }] }
rollout:
  stage: poc
  stages:
    - { id: poc, approvers: [finops], success: ${success} }
    - { id: simulation, share: 0.5, evidence: [ansatz.qasm, review.md], success: ${success} }
`;

async function withReports(
  work: (folder: string, ask: (request: RunnerRequest) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  await withIrisProject(1, async (folder) => {
    const path = join(folder, irisPipeline);
    await writeFile(path, (await readFile(path, 'utf8')) + blocks('1.0'));
    const runner = new ForkedRunner();
    try {
      await work(folder, async (request) => await runner.ask(request));
    } finally {
      await runner.kill();
    }
  });
}

test('the runner scores a pipeline on what has run, and compares with kept versions', async () => {
  await withReports(async (folder, ask) => {
    const path = join(folder, irisPipeline);
    const report = async (against?: string): Promise<ScorecardReport> => {
      const request = { kind: 'scorecard' as const, file: path, workspaceFolder: folder };
      const answer = await ask(against === undefined ? request : { ...request, against });
      return (answer as { readonly report: ScorecardReport }).report;
    };
    const before = await report();
    expect(before.versions).toEqual([]);
    expect(before.scored.dimensions[1]?.measures[0]).toMatchObject({ id: 'completed', value: 0, score: 0 });
    // Asking makes no store of a folder in which nothing has run.
    expect(existsSync(join(folder, '.hybrid'))).toBe(false);
    expect((await hybridq(['scorecard', irisPipeline, '--save'], { folder })).code).toBe(0);

    expect((await hybridq(['run', irisPipeline, '--quantum', 'disabled'], { folder })).code).toBe(0);
    await writeFile(path, (await readFile(path, 'utf8')).replace('version: "1.0"', 'version: "1.1"'));
    const after = await report('1.0');
    expect(after.versions).toEqual(['1.0']);
    expect(after.scored).toMatchObject({ version: '1.1', reviewers: { ml: 'ml-lead' } });
    expect(after.difference).toMatchObject({ older: { version: '1.0' }, newer: { version: '1.1' }, comparable: true });
    expect(after.difference?.changes).toContainEqual({
      dimension: 'backendAccess',
      measure: 'completed',
      what: 'score',
      older: 0,
      newer: 0.5,
    });
    expect(await ask({ kind: 'scorecard', file: path, workspaceFolder: folder, against: '7' })).toMatchObject({
      reason: 'not-found',
    });
  });
});

test('the runner tells where a rollout stands, and keeps decisions', async () => {
  await withReports(async (folder, ask) => {
    const pipeline = join(folder, irisPipeline);
    const report = async (): Promise<RolloutReport> => {
      const answer = await ask({ kind: 'rollout', pipeline, workspaceFolder: folder });
      return (answer as { readonly report: RolloutReport }).report;
    };
    const decide = async (
      decision: Extract<RunnerRequest, { kind: 'decide-rollout' }>['decision'],
      by: string,
      note?: string,
    ) =>
      await ask({
        kind: 'decide-rollout',
        pipeline,
        workspaceFolder: folder,
        decision,
        by,
        ...(note === undefined ? {} : { note }),
      });
    expect(await report()).toMatchObject({
      stage: 'poc',
      next: {
        stage: 'simulation',
        obstacles: [
          expect.stringContaining('accuracy > 0'),
          expect.stringContaining('runs.completed >= 1, found 0'),
          expect.any(String),
          'no approval of finops',
        ],
      },
      stages: [
        { stage: 'poc', place: 'current', passed: false, approvalsMissing: ['finops'] },
        {
          stage: 'simulation',
          place: 'ahead',
          share: 0.5,
          evidence: [
            { name: 'ansatz.qasm', present: true },
            { name: 'review.md', present: false },
          ],
          criteria: [{ met: false, missing: expect.any(String) }, { found: 0 }, {}],
        },
      ],
      history: [],
    });
    expect(await decide('approved', 'nobody')).toMatchObject({ reason: 'invalid-input' });
    expect(await decide('approved', 'finops')).toEqual({ kind: 'decided', stage: 'poc' });
    expect(await decide('rolled-back', 'ada', 'drift')).toEqual({ kind: 'decided', stage: 'poc' });
    const off = await report();
    expect(off.switchedOff).toBe('rolled back by ada: drift');
    expect(off.history).toMatchObject([
      { kind: 'approved', by: 'finops' },
      { kind: 'rolled-back', by: 'ada', note: 'drift' },
    ]);
    expect(off.stages[0]).toMatchObject({ approvedBy: ['finops'], approvalsMissing: [] });
    await decide('restored', 'ada');
    expect((await report()).switchedOff).toBeUndefined();
    const status = await hybridq(['rollout', 'status', irisPipeline, '--format', 'json'], { folder });
    expect(JSON.parse(status.stdout)).toMatchObject({ stage: 'poc', current: { approvedBy: ['finops'] } });

    // A closed gate refuses with what is missing; after a run that shows it, the pipeline moves on.
    expect(await decide('advanced', 'ada')).toMatchObject({
      reason: 'gate',
      message: expect.stringContaining('The stage poc is not passed: accuracy > 0'),
    });
    const before = await readFile(pipeline, 'utf8');
    expect((await hybridq(['run', irisPipeline], { folder })).code).toBe(0);
    expect((await report()).next).toEqual({ stage: 'simulation', obstacles: [] });
    expect(await decide('advanced', 'ada', 'two good runs')).toEqual({ kind: 'decided', stage: 'simulation' });
    expect(await readFile(pipeline, 'utf8')).toBe(before.replace('stage: poc', 'stage: simulation'));
    const moved = await report();
    expect(moved).toMatchObject({
      stage: 'simulation',
      stages: [{ place: 'behind', passed: true }, { place: 'current' }],
    });
    expect(moved.next).toBeUndefined();
    expect(moved.history.at(-1)).toMatchObject({ kind: 'advanced', from: 'poc', by: 'ada', note: 'two good runs' });
  });
});

test('a pipeline without them says what to add', async () => {
  await withIrisProject(1, async (folder) => {
    const runner = new ForkedRunner();
    try {
      const path = join(folder, irisPipeline);
      expect(await runner.ask({ kind: 'scorecard', file: path, workspaceFolder: folder })).toMatchObject({
        reason: 'invalid-input',
        advice: expect.stringContaining('scorecard block'),
      });
      expect(await runner.ask({ kind: 'rollout', pipeline: path, workspaceFolder: folder })).toMatchObject({
        reason: 'invalid-input',
        advice: expect.stringContaining('rollout block'),
      });
    } finally {
      await runner.kill();
    }
  });
});

test('a flag of the settings overrides the file and the environment, and an option overrides the flag', async () => {
  await withIrisProject(1, async (folder) => {
    const path = join(folder, irisPipeline);
    const text = (await readFile(path, 'utf8')).replace('maxIterations: 100', 'maxIterations: 10');
    await writeFile(path, `${text}\nexecution: { quantum: { state: active, flag: PATH } }\n`);
    const runner = new ForkedRunner();
    const kindOf = async (options: Extract<RunnerRequest, { kind: 'run' }>['options']) => {
      const request = { kind: 'run' as const, pipeline: path, workspaceFolder: folder, options, backends: {} };
      const id = runner.begin(request);
      const runId = await runner.recorded(id);
      const end = await runner.end(id);
      const { stdout } = await hybridq(['runs', 'show', runId, '--format', 'json'], { folder });
      return [end, JSON.parse(stdout).result?.quantum?.kind];
    };
    try {
      // The environment of the runner has another value, which would be refused.
      expect(await kindOf({ flags: { OTHER: 'disabled' } })).toMatchObject([{ state: 'failed' }, undefined]);
      expect(await kindOf({ flags: { PATH: 'disabled' } })).toMatchObject([{ state: 'succeeded' }, 'classical']);
      expect(await kindOf({ flags: { PATH: 'disabled' }, quantum: 'active' })).toMatchObject([
        { state: 'succeeded' },
        'simulator',
      ]);
    } finally {
      await runner.kill();
    }
  });
});

test('the runner keeps a version once, and writes what people enter and review into the file', async () => {
  await withReports(async (folder, ask) => {
    const file = join(folder, irisPipeline);
    const scorecard = { file, workspaceFolder: folder };
    const entered = async (): Promise<unknown> => {
      const { report } = (await ask({ kind: 'scorecard', ...scorecard })) as { readonly report: ScorecardReport };
      return report.scored.dimensions[0]?.measures[0];
    };
    const before = await readFile(file, 'utf8');
    const enter = async (measure: string, entry: Extract<RunnerRequest, { kind: 'enter-measure' }>['entry']) =>
      await ask({ kind: 'enter-measure', file, measure, entry });
    expect(await enter('setup', { kind: 'review', by: 'ml-lead' })).toMatchObject({ reason: 'conflict' });
    expect(await enter('cost', { kind: 'value', value: 1, by: 'ada' })).toMatchObject({ reason: 'invalid-input' });
    expect(await enter('missing', { kind: 'value', value: 1, by: 'ada' })).toMatchObject({ reason: 'not-found' });
    expect(await readFile(file, 'utf8')).toBe(before);

    expect(await enter('setup', { kind: 'value', value: 80, by: 'ml-lead', note: 'with the "guide"' })).toEqual({
      kind: 'entered',
    });
    expect(await entered()).toMatchObject({
      value: 80,
      score: 0.75,
      entered: { by: 'ml-lead', note: 'with the "guide"' },
    });
    expect(await enter('setup', { kind: 'review', by: 'ml-lead' })).toMatchObject({ reason: 'invalid-input' });
    expect(await enter('setup', { kind: 'review', by: 'ada' })).toMatchObject({ reason: 'invalid-input' });
    expect(await enter('setup', { kind: 'review', by: 'platform-lead' })).toEqual({ kind: 'entered' });
    expect(await entered()).toMatchObject({ value: 80, entered: { by: 'ml-lead', reviewedBy: 'platform-lead' } });
    // A new value is one that nobody has reviewed, and every other character stays as it was written.
    await enter('setup', { kind: 'value', value: 30, by: 'ada' });
    expect(await entered()).not.toHaveProperty('entered.reviewedBy');
    expect((await readFile(file, 'utf8')).replace(/, entered: \{[^}]*\}/, '')).toBe(before);

    const kept = await ask({ kind: 'keep-scorecard', ...scorecard });
    expect(kept).toEqual({ kind: 'kept-scorecard', version: '1.0', path: join(folder, 'iris.scorecard.1.0.json') });
    expect(await ask({ kind: 'keep-scorecard', ...scorecard })).toMatchObject({ reason: 'conflict' });
    await writeFile(file, (await readFile(file, 'utf8')).replace('version: "1.0"', 'version: "1.1"'));
    await enter('setup', { kind: 'value', value: 130, by: 'ada' });
    await ask({ kind: 'keep-scorecard', ...scorecard });
    await enter('setup', { kind: 'value', value: 230, by: 'ada' });
    // Two kept versions are compared with each other, whatever the scorecard says now.
    expect(await ask({ kind: 'scorecard', ...scorecard, against: '1.0', newer: '1.1' })).toMatchObject({
      report: {
        versions: ['1.0', '1.1'],
        difference: {
          older: { version: '1.0' },
          newer: { version: '1.1' },
          changes: expect.arrayContaining([
            { dimension: 'sdkUsability', measure: 'setup', what: 'value', older: 30, newer: 130 },
          ]),
        },
      },
    });
    const exported = await ask({ kind: 'scorecard-markdown', ...scorecard, against: '1.0', newer: '1.1' });
    const { stdout } = await hybridq(['scorecard', irisPipeline, '--format', 'markdown'], { folder });
    expect(exported).toMatchObject({
      version: '1.1',
      markdown: expect.stringContaining('# Scorecard: version 1.0 to version 1.1'),
    });
    expect((exported as { markdown: string }).markdown.startsWith(stdout)).toBe(true);
  });
});

test('values are entered into JSON as JSON, and into blocks of YAML as keys of their own', async () => {
  await withReports(async (folder, ask) => {
    const measure = '{"id": "setup", "source": "manual", "better": "lower", "good": 30, "red": 230}';
    const dimension = (content: string) => `{"owner": "x", "weight": 0.2, "measures": [${content}]}`;
    const names = ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability'];
    const json = join(folder, 'vendor.scorecard.json');
    await writeFile(
      json,
      `{"scorecard": 1, "name": "vendor", "pipelines": ["${irisPipeline}"], "version": "1", "reviewers": {"ml": "a", "platform": "b"}, "dimensions": {${names
        .map((name, index) => `"${name}": ${dimension(measure.replace('setup', `setup-${index}`))}`)
        .join(', ')}}}`,
    );
    const enter = async (file: string, id: string) =>
      await ask({ kind: 'enter-measure', file, measure: id, entry: { kind: 'value', value: 30, by: 'ada' } });
    expect(await enter(json, 'setup-2')).toEqual({ kind: 'entered' });
    const written = JSON.parse(await readFile(json, 'utf8'));
    expect(written.dimensions.benchmarkTransparency.measures[0].entered).toMatchObject({ value: 30, by: 'ada' });

    const block = join(folder, irisPipeline);
    const text = await readFile(block, 'utf8');
    await writeFile(
      block,
      text
        .replace('[{ id: setup, source: manual, better: lower, good: 30, red: 230 }]', '[]')
        .replace(
          /sdkUsability: .*/,
          'sdkUsability:\n      owner: ds\n      weight: 0.2\n      measures:\n        - id: setup # minutes\n          source: manual\n          better: lower\n          good: 30\n          red: 230 # an afternoon',
        ),
    );
    expect(await enter(block, 'setup')).toEqual({ kind: 'entered' });
    expect(await readFile(block, 'utf8')).toMatch(
      /red: 230 # an afternoon\n {10}entered: \{ value: 30, by: "ada", on: "\d{4}-\d\d-\d\d" \}\n/,
    );
  });
});

test('the runner plans in the words of the command line, locks, and repeats a run', async () => {
  await withReports(async (folder, ask) => {
    const pipeline = join(folder, irisPipeline);
    const text = (await readFile(pipeline, 'utf8')).replace('maxIterations: 100', 'maxIterations: 5');
    await writeFile(pipeline, text);
    const plan = (await ask({ kind: 'plan', pipeline, options: {}, backends: {} })) as {
      readonly document: PlanDocument;
    };
    const { stdout } = await hybridq(['plan', irisPipeline], { folder });
    const { backends, closing, facts, kind, name } = plan.document;
    const said = [
      `${name}: ${kind}`,
      ...facts,
      ...backends.flatMap(({ lines }) => lines.map((line) => line.text)),
      closing,
    ];
    for (const sentence of said) expect(stdout).toContain(sentence);

    const lock = { kind: 'lock' as const, pipeline };
    const path = join(folder, 'iris.hybrid.lock.json');
    expect(await ask({ ...lock, write: false })).toEqual({
      kind: 'lock',
      path,
      content: expect.stringMatching(/^\d files, /),
    });
    expect(existsSync(path)).toBe(false);
    await ask({ ...lock, write: true });
    expect((await hybridq(['lock', irisPipeline, '--check'], { folder })).code).toBe(0);
    await writeFile(pipeline, text.replace('maxIterations: 5', 'maxIterations: 6'));
    expect(await ask({ ...lock, write: false })).toMatchObject({
      differences: ['optimise.maxIterations is 6, was 5'],
    });

    const ran = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    const first = JSON.parse(ran.stdout).record;
    const repeated = (await ask({
      kind: 'repeat',
      runId: first.id,
      workspaceFolder: folder,
      approved: false,
      backends: {},
    })) as { runId: string };
    const shown = await hybridq(['runs', 'show', repeated.runId, '--format', 'json'], { folder });
    const second = JSON.parse(shown.stdout);
    expect(second).toMatchObject({ parent: first.id, state: 'succeeded' });
    expect(second.result.contenders.map(({ metrics }: ContenderResult) => metrics)).toEqual(
      first.result.contenders.map(({ metrics }: ContenderResult) => metrics),
    );
  });
});
