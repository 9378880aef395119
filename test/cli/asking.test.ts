import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunDecision } from '#core/runs/runDecision.ts';
import { parseEventLines } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { currentUser } from '#platform/currentUser.ts';
import { hybridq, program } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';

const limit = 20_000;

/** The sample on few shots, which asks when it has used its budget of them. */
async function withAskingProject(work: (folder: string) => Promise<void>): Promise<void> {
  await withIrisProject(1, async (folder) => {
    const path = join(folder, irisPipeline);
    const text = (await readFile(path, 'utf8')).replace('maxIterations: 100', 'maxIterations: 25');
    await writeFile(
      path,
      `${text}
backends: { local: { adapter: builtin-simulator, shots: 20 } }
budget: { shots: { perRun: ${limit} }, exceed: ask }
`,
    );
    await work(folder);
  });
}

async function run(
  folder: string,
  ...options: readonly string[]
): Promise<{ code: number | null; record: RunRecord; stderr: string }> {
  const { code, stderr, stdout } = await hybridq(['run', irisPipeline, ...options, '--format', 'json'], { folder });
  if (stdout === '') throw new Error(stderr);
  return { code, record: JSON.parse(stdout).record, stderr };
}

const choices = (decisions: readonly RunDecision[] = []) =>
  decisions.map(({ choice, topic, via }) => [topic, choice, via]);

test('where nobody can be asked, a run that would ask stops and says what to do', async () => {
  await withAskingProject(async (folder) => {
    const { code, stderr, stdout } = await hybridq(['run', irisPipeline], { folder });
    expect(code).toBe(3);
    expect(stdout).toMatch(new RegExp(`over its ${limit} shots\\. The pipeline says to ask, but nobody can be asked`));
    expect(stdout).toContain('--on-exceed');
    expect(stderr).not.toContain('[s]top');
  });
});

test('an answer beforehand is followed and kept with who gave it', async () => {
  await withAskingProject(async (folder) => {
    const stopped = await run(folder, '--on-exceed', 'stop');
    expect(stopped).toMatchObject({ code: 3, record: { state: 'stopped', failure: { reason: 'budget' } } });
    expect(choices(stopped.record.decisions)).toEqual([['shots.perRun', 'stop', 'option']]);
    expect(stopped.record.decisions?.[0]?.by).toBe(currentUser());

    const { id } = stopped.record;
    const resumed = await hybridq(['runs', 'resume', id, '--on-exceed', 'fallback', '--format', 'json'], { folder });
    const record: RunRecord = JSON.parse(resumed.stdout).record;
    expect(resumed.code).toBe(0);
    expect(choices(record.decisions)).toEqual([
      ['shots.perRun', 'stop', 'option'],
      ['shots.perRun', 'fallback', 'option'],
    ]);
    expect(record.result?.fallbacks).toMatchObject([{ to: 'classical', reason: 'budget' }]);

    const further = await run(folder, '--on-exceed', 'continue');
    expect(further).toMatchObject({ code: 0, record: { state: 'succeeded' } });
    const raised = further.record.decisions?.map(({ upTo }) => upTo) ?? [];
    expect(raised).toEqual(raised.map((_, index) => limit * 2 ** (index + 1)));
    expect(further.record.result?.quantum?.shots).toBeGreaterThan(limit);
    expect(further.record.result?.quantum?.shots).toBeLessThanOrEqual(raised.at(-1) ?? 0);
    expect(further.record.result?.fallbacks).toEqual([]);
    const shown = await hybridq(['runs', 'show', further.record.id], { folder });
    expect(shown.stdout).toContain(`Answer: continue, decided by ${currentUser()} by an option.`);
    // Told while the run works, and no warning of it.
    expect(further.stderr).toMatch(/^asked: .+ Answer: continue, decided by/m);
    expect(further.stderr).not.toMatch(/^warning: .+ Answer: /m);
    const log = await hybridq(['runs', 'show', further.record.id, '--events'], { folder });
    const events = parseEventLines(log.stdout);
    expect(events.flatMap((event) => (event.event === 'decision' ? [event.upTo] : []))).toEqual(raised);
    const warnings = events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
    expect(warnings.filter((message) => message.includes('Answer: '))).toEqual([]);
  });
});

test('the runner asks whoever started it, with the arithmetic, and a cancelled run waits for nobody', async () => {
  await withAskingProject(async (folder) => {
    const runner = new ForkedRunner();
    try {
      const request = {
        kind: 'run' as const,
        pipeline: join(folder, irisPipeline),
        workspaceFolder: folder,
        options: {},
        backends: {},
      };
      const id = runner.begin(request);
      const asked = await runner.first((sent) => sent.type === 'question' && sent.request === id);
      if (asked.type !== 'question') throw new Error('Unreachable.');
      expect(asked.question).toMatchObject({ topic: 'shots.perRun', upTo: 2 * limit });
      expect(asked.question.facts).toContainEqual({ name: 'Limit', value: `${limit} shots` });
      runner.send({ type: 'decision', id: asked.id, choice: 'fallback' });
      expect(await runner.end(id)).toMatchObject({ kind: 'run', state: 'succeeded' });

      const second = runner.begin(request);
      await runner.first((sent) => sent.type === 'question' && sent.request === second);
      runner.send({ type: 'cancel', id: second });
      expect(await runner.end(second)).toMatchObject({ kind: 'run', state: 'cancelled' });
    } finally {
      await runner.kill();
    }
  });
});

// Other systems have another `script`.
const script = '/usr/bin/script';
const hasTerminal = process.platform === 'linux' && existsSync(script);

test.skipIf(!hasTerminal)('on a terminal the person there is asked, again after an answer that is none', async () => {
  await withAskingProject(async (folder) => {
    const command = [process.execPath, program, 'run', irisPipeline].map((word) => `'${word}'`).join(' ');
    const child = spawn(script, ['-qefc', command, '/dev/null'], {
      cwd: folder,
      env: { HOME: process.env['HOME'], PATH: process.env['PATH'], NO_COLOR: '1', TERM: 'dumb' },
    });
    let screen = '';
    const answers = ['perhaps\n', 'f\n'];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = screen.split('[s]top (stop): ').length;
      screen += text;
      const prompts = screen.split('[s]top (stop): ').length - before;
      for (let count = 0; count < prompts; count++) child.stdin.write(answers.shift() ?? 's\n');
    });
    const [code] = await once(child, 'close');
    expect(screen).toMatch(/Used so far +\d+ shots/);
    expect(screen).toContain("'perhaps' is no answer.");
    expect(screen).toContain(`Answer: fallback, decided by ${currentUser()} on the terminal.`);
    // Beside the question only in the report.
    expect(screen.split('Answer: ')).toHaveLength(2);
    expect(code, screen).toBe(0);
  });
});
