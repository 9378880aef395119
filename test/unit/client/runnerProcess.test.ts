import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Log } from '#client/app/log.ts';
import { RunnerProcess } from '#client/runs/runnerProcess.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { missingInProfile } from '#core/runs/credentialProfile.ts';
import { Redactor } from '#core/runs/redactor.ts';
import type { RunQuestion } from '#core/runs/runDecision.ts';
import { failureOf } from '#test/support/failureOf.ts';

const lines: string[] = [];
const secrets = new Map([['ionq', 'planted-secret-value']]);
let runner: RunnerProcess;

beforeEach(() => {
  lines.length = 0;
  const write = (line: string) => lines.push(line);
  const log = new Log({ debug: write, info: write, warn: write, error: write, show: () => {} }, new Redactor());
  runner = new RunnerProcess({
    module: fileURLToPath(new URL('fixtures/scriptedRunner.mjs', import.meta.url)),
    log,
    secrets: {
      secret: async (name, profile) => {
        if (name === 'elsewhere') throw missingInProfile(name, profile ?? '', ['other']);
        return secrets.get(name);
      },
    },
    profile: () => 'production',
    // A person is there to sign in for what is waited for.
    signIn: async ({ isAwaited }) => (isAwaited ? { value: 'planted-token' } : undefined),
  });
});
afterEach(() => runner.dispose());

function run(pipeline: string, backend?: string): RunnerRequest {
  return {
    kind: 'run',
    pipeline,
    workspaceFolder: '/nowhere',
    options: backend === undefined ? {} : { backend },
    backends: {},
  };
}

describe('the runner process', () => {
  test('is not started before it is needed', async () => {
    expect(runner.pid).toBeUndefined();
    await runner.request(run('succeed'), neverCancelled);
    expect(runner.pid).toBeGreaterThan(0);
  });

  test('tells of the record and the progress before the answer', async () => {
    const heard: unknown[] = [];
    const answer = await runner.request(run('succeed'), neverCancelled, {
      recorded: (runId) => heard.push(runId),
      progress: (progress) => heard.push(progress.kind),
    });
    expect(heard).toEqual(['run-1', 'advance']);
    expect(answer).toEqual({ kind: 'run', runId: 'run-1', state: 'succeeded' });
  });

  test('hands on failures with reason, place and advice', async () => {
    const failure = await failureOf(runner.request(run('fail'), neverCancelled));
    expect(failure).toMatchObject({
      reason: 'budget',
      message: 'Too dear.',
      advice: 'Spend less.',
      place: { path: 'a.yaml', line: 3 },
    });
  });

  test('answers requests for credentials without logging them', async () => {
    const answer = await runner.request(run('secret', 'ionq'), neverCancelled);
    expect(answer).toMatchObject({ runId: `length ${'planted-secret-value'.length}` });
    expect(await runner.request(run('secret', 'unknown'), neverCancelled)).toMatchObject({ runId: 'none' });
    // Asked for in the profile that was active when the request was made.
    expect(await runner.request(run('secret', 'elsewhere'), neverCancelled)).toMatchObject({
      runId: "The credential 'elsewhere' has no value in the profile 'production', only in 'other'.",
    });
    expect(lines.join('\n')).not.toContain('planted-secret-value');
  });

  test('asks somebody to sign in for what is waited for, and nobody for what goes on by itself', async () => {
    const awaited = await runner.request(run('token'), neverCancelled);
    expect(awaited).toMatchObject({ runId: `length ${'planted-token'.length}` });
    const own = await runner.request(run('token'), neverCancelled, { isInBackground: true });
    expect(own).toMatchObject({ runId: 'none' });
    expect(lines.join('\n')).not.toContain('planted-token');
  });

  test('has questions answered by whoever sent the request, and stops a run that has nobody to answer', async () => {
    const heard: string[] = [];
    const question = async ({ message }: RunQuestion) => {
      heard.push(message);
      return 'fallback' as const;
    };
    expect(await runner.request(run('ask'), neverCancelled, { question })).toMatchObject({ runId: 'fallback' });
    expect(heard).toEqual(['More jobs?']);
    expect(await runner.request(run('ask'), neverCancelled)).toMatchObject({ runId: 'stop' });
    expect(await runner.request(run('ask', 'other'), neverCancelled, { question })).toMatchObject({ runId: 'stop' });
    const broken = async () => await Promise.reject(new Error('No window.'));
    expect(await runner.request(run('ask'), neverCancelled, { question: broken })).toMatchObject({ runId: 'stop' });
  });

  test('ignores what does not fit the protocol, with a line in the log', async () => {
    expect(await runner.request(run('nonsense'), neverCancelled)).toMatchObject({ runId: 'after nonsense' });
    expect(lines.filter((line) => line.includes('was ignored'))).toHaveLength(2);
  });

  test('cancels one request and leaves the others alone', async () => {
    const source = new CancellationSource();
    const cancelled = runner.request(run('forever'), source.signal);
    source.cancel();
    expect((await failureOf(cancelled)).reason).toBe('cancelled');
    expect(await runner.request(run('succeed'), neverCancelled)).toMatchObject({ state: 'succeeded' });
  });

  test('does not send what was cancelled before', async () => {
    const source = new CancellationSource();
    source.cancel();
    expect((await failureOf(runner.request(run('succeed'), source.signal))).reason).toBe('cancelled');
    expect(runner.pid).toBeUndefined();
  });

  test('fails what was under way when it dies, and starts again for the next request', async () => {
    const first = await runner.request(run('pid'), neverCancelled);
    const waiting = failureOf(runner.request(run('forever'), neverCancelled));
    const dying = failureOf(runner.request(run('die'), neverCancelled));
    expect((await waiting).reason).toBe('unknown');
    expect((await dying).message).toContain('exit code 7');
    const second = await runner.request(run('pid'), neverCancelled);
    expect(second).not.toEqual(first);
  });

  test('ends with the window', async () => {
    const waiting = failureOf(runner.request(run('forever'), neverCancelled));
    runner.dispose();
    expect((await waiting).reason).toBe('cancelled');
    expect((await failureOf(runner.request(run('succeed'), neverCancelled))).reason).toBe('cancelled');
  });
});
