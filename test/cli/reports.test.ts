import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
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
    const decide = async (decision: 'approved' | 'rolled-back' | 'restored', by: string, note?: string) =>
      await ask({ kind: 'decide-rollout', pipeline, decision, by, ...(note === undefined ? {} : { note }) });
    expect(await report()).toMatchObject({
      stage: 'poc',
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
    expect(await decide('approved', 'finops')).toEqual({ kind: 'decided' });
    expect(await decide('rolled-back', 'ada', 'drift')).toEqual({ kind: 'decided' });
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
