import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { withFault } from '#test/support/faults/diskFault.ts';

const rollout = (stage: string) => `
# how it goes to production
rollout:
  stage: ${stage} # moved by hybridq rollout advance
  stages:
    - id: poc
      approvers: [finops]
      success:
        - { kind: quality, metric: accuracy, op: ">", value: 0.2 }
        - { kind: reliability, metric: runs.completed, op: ">=", value: 1 }
        - { kind: cost, metric: cost.total, op: "<=", value: 0 }
    - id: simulation
      success:
        - { kind: quality, metric: accuracy.ciLow, op: ">=", value: 0.99 }
        - { kind: reliability, metric: accuracy.std, op: "<=", value: 0 }
        - { kind: cost, metric: time.total, op: "<=", value: 3600 }
`;

async function withRollout(stage: string, work: (folder: string, path: string) => Promise<void>): Promise<void> {
  await withIrisProject(2, async (folder) => {
    const path = join(folder, irisPipeline);
    await writeFile(path, (await readFile(path, 'utf8')) + rollout(stage));
    await work(folder, path);
  });
}

test('a pipeline advances only on recorded runs and approvals, and the file keeps every other character', async () => {
  await withRollout('poc', async (folder, path) => {
    const call = (...words: string[]) => hybridq(['rollout', ...words], { folder });
    const early = await call('advance', irisPipeline, '--by', 'ada');
    expect(early).toMatchObject({ code: 3, stderr: expect.stringContaining('The stage poc is not passed') });
    expect((await hybridq(['run', irisPipeline], { folder })).code).toBe(0);
    const unapproved = await call('advance', irisPipeline, '--by', 'ada');
    expect(unapproved).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('poc is not passed: no approval of finops'),
    });
    expect(await call('approve', irisPipeline, '--by', 'nobody')).toMatchObject({ code: 2 });
    expect(await call('approve', irisPipeline, '--by', 'finops', '--note', 'seen')).toMatchObject({ code: 0 });
    const before = await readFile(path, 'utf8');
    expect(await call('advance', irisPipeline, '--by', 'ada')).toMatchObject({ code: 0 });
    expect(await readFile(path, 'utf8')).toBe(before.replace('stage: poc #', 'stage: simulation #'));
    const history = JSON.parse(await readFile(join(folder, 'iris.rollout.json'), 'utf8'));
    expect(history.events).toMatchObject([
      { kind: 'approved', stage: 'poc', by: 'finops', note: 'seen' },
      {
        kind: 'advanced',
        from: 'poc',
        to: 'simulation',
        by: 'ada',
        evidence: [{ met: true }, { met: true, found: 1 }, {}],
      },
    ]);
    const { code, stdout } = await call('status', irisPipeline, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stage: 'simulation', skipped: [], current: { passed: false } });
    expect((await call('advance', irisPipeline, '--by', 'ada')).code).toBe(1);
  });
});

test('a run at a stage that was not reached is stopped with exit code 3 and says why', async () => {
  await withRollout('simulation', async (folder) => {
    const { code, stdout } = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).record).toMatchObject({
      state: 'stopped',
      failure: { reason: 'gate', message: expect.stringContaining('nothing shows that poc was passed') },
    });
    const status = await hybridq(['rollout', 'status', irisPipeline], { folder });
    expect(status).toMatchObject({ code: 3, stdout: expect.stringContaining('poc was not passed') });
  });
});

test('a rollback switches the quantum step off without touching the pipeline, until it is restored', async () => {
  await withRollout('poc', async (folder, path) => {
    const before = await readFile(path, 'utf8');
    const rollback = await hybridq(['rollout', 'rollback', irisPipeline, '--by', 'ada', '--note', 'drift'], { folder });
    expect(rollback.code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(before);
    const asked = await hybridq(['run', irisPipeline, '--quantum', 'active'], { folder });
    expect(asked.code).toBe(3);
    const { code, stdout } = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    expect(code).toBe(0);
    const { record } = JSON.parse(stdout);
    expect(record.configuration.execution.quantum.state).toBe('disabled');
    expect(record.result.quantum.kind).toBe('classical');
    expect(record.result.contenders.map(({ role }: { role: string }) => role)).toContain('baseline');
    expect(record.inputs).toHaveProperty(['iris.rollout.json']);
    const restore = await hybridq(['rollout', 'restore', irisPipeline, '--by', 'ada'], { folder });
    expect(restore.code).toBe(0);
    const again = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    expect(JSON.parse(again.stdout).record.configuration.execution.quantum.state).toBe('active');
  });
});

test('approvals that are given at once are all kept, also when one of the programs is killed in the middle', async () => {
  await withIrisProject(2, async (folder) => {
    const path = join(folder, irisPipeline);
    const approvers = Array.from({ length: 8 }, (_, number) => `person-${number}`);
    const text = rollout('poc').replace('[finops]', `[${approvers.join(', ')}]`);
    await writeFile(path, (await readFile(path, 'utf8')) + text);
    const approve = (by: string, environment = {}) =>
      hybridq(['rollout', 'approve', irisPipeline, '--by', by], { folder, environment });
    const approved = async () => {
      const history = JSON.parse(await readFile(join(folder, 'iris.rollout.json'), 'utf8'));
      return history.events.map(({ by }: { by: string }) => by).sort();
    };
    const [first = '', second = '', ...others] = approvers;
    expect((await approve(first)).code).toBe(0);
    const killed = await approve(second, withFault({ kind: 'kill', at: 1 }));
    expect(killed.signal).toBe('SIGKILL');
    expect(await approved()).toEqual([first]);
    const outcomes = await Promise.all([second, ...others].map((by) => approve(by)));
    for (const { code, stderr } of outcomes) expect(code, stderr).toBe(0);
    expect(await approved()).toEqual(approvers);
    expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });
});

test('of two who advance a pipeline at once, one moves it and the other is told', async () => {
  await withRollout('poc', async (folder, path) => {
    expect((await hybridq(['run', irisPipeline], { folder })).code).toBe(0);
    expect((await hybridq(['rollout', 'approve', irisPipeline, '--by', 'finops'], { folder })).code).toBe(0);
    const advance = () => hybridq(['rollout', 'advance', irisPipeline, '--by', 'ada'], { folder });
    const outcomes = await Promise.all([advance(), advance()]);
    // The other is late and finds simulation the last stage, or is early enough to see it move.
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(await readFile(path, 'utf8')).toContain('stage: simulation #');
    const history = JSON.parse(await readFile(join(folder, 'iris.rollout.json'), 'utf8'));
    expect(history.events.map(({ kind }: { kind: string }) => kind)).toEqual(['approved', 'advanced']);
  });
});

test('evidence that a stage names must be there before the next, and is kept with the runs', async () => {
  await withRollout('poc', async (folder, path) => {
    const text = (await readFile(path, 'utf8')).replace('approvers: [finops]', 'evidence: [review.md]');
    await writeFile(path, text);
    expect((await hybridq(['run', irisPipeline], { folder })).code).toBe(0);
    const status = await hybridq(['rollout', 'status', irisPipeline], { folder });
    expect(status.stdout).toContain('open evidence review.md');
    const early = await hybridq(['rollout', 'advance', irisPipeline, '--by', 'ada'], { folder });
    expect(early).toMatchObject({ code: 3, stderr: expect.stringContaining('the evidence review.md is not there') });
    await writeFile(join(folder, 'review.md'), 'Seen.\n');
    expect((await hybridq(['rollout', 'advance', irisPipeline, '--by', 'ada'], { folder })).code).toBe(0);
    const { stdout } = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    expect(JSON.parse(stdout).record.inputs).toHaveProperty(['review.md']);
  });
});

test('after the time of a stage the quantum step rests, and status and asking for it end with exit code 3', async () => {
  await withRollout('simulation', async (folder, path) => {
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replace('- id: simulation', '- id: simulation\n      maxDuration: 1s\n      share: 0.5'),
    );
    const began = {
      kind: 'advanced',
      from: 'poc',
      to: 'simulation',
      by: 'ada',
      at: Date.UTC(2026, 0, 5),
      evidence: [],
    };
    await writeFile(join(folder, 'iris.rollout.json'), JSON.stringify({ hybridRollout: 1, events: [began] }));
    const status = await hybridq(['rollout', 'status', irisPipeline], { folder });
    expect(status.code).toBe(3);
    expect(status.stdout).toContain(
      'The quantum step rests: the stage simulation may last 1s and began on 2026-01-05.',
    );
    expect(await hybridq(['run', irisPipeline, '--quantum', 'active'], { folder })).toMatchObject({ code: 3 });
    const rested = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    expect(rested.code).toBe(0);
    expect(JSON.parse(rested.stdout).record.result.quantum.kind).toBe('classical');
    await writeFile(path, (await readFile(path, 'utf8')).replace('maxDuration: 1s', 'maxDuration: 9000d'));
    const { stdout } = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    const { record } = JSON.parse(stdout);
    expect(record.configuration.execution.quantum).toMatchObject({ state: 'active', share: 0.5 });
    expect(record.result.contenders[0].description).toContain('for 50 % of the rows');
  });
});
