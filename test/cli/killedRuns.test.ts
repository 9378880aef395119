import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { checkpointSchema } from '#core/benchmark/checkpoint.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import {
  everythingComputed,
  killedAfter,
  killedAtWrite,
  printedRecord,
  type Undisturbed,
  undisturbedRuns,
  withDisturbedProject,
} from '#test/support/faults/disturbedProject.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';

/** Calls `hybridq` and kills it at a moment given as a share of an undisturbed run, if it comes so far. */
type Killer = (
  parameters: readonly string[],
  folder: string,
  undisturbed: Undisturbed,
  share: number,
) => Promise<Outcome>;

const undisturbed = await undisturbedRuns();

/** How many processes are killed at writes, and how many at moments. */
const kills = Number(process.env['KILLS'] ?? 25);

/** A machine that does much else at once takes minutes for so many processes. */
const patience = { timeout: 400_000 };

async function inStore<T>(folder: string, work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/**
 * Runs pipelines and kills them, one up to four times, until so many processes were killed; resumes each to its end and
 * compares it with the run that nothing disturbed.
 */
async function expectUnharmed(seed: string, kill: Killer): Promise<void> {
  await withDisturbedProject(async (folder) => {
    const stream = randomStream(2026, seed);
    const ended = new Map<string, Undisturbed>();
    for (let killed = 0, run = 0; killed < kills; run++) {
      const whole = undisturbed[run % undisturbed.length];
      if (whole === undefined) throw new Error('There is no pipeline.');
      let outcome = await kill(['run', whole.file, '--format', 'json'], folder, whole, stream.uniform());
      for (let more = stream.integerBelow(4); outcome.signal === 'SIGKILL'; more--) {
        killed++;
        const id = await inStore(folder, (store) => newRun(store, ended));
        // Killed before there was a run, or when it was about to say that it has ended.
        if (id === undefined || (await inStore(folder, (store) => soundState(store, id))) === 'succeeded') break;
        const resume = ['runs', 'resume', id, '--format', 'json'];
        outcome = more > 0 ? await kill(resume, folder, whole, stream.uniform()) : await hybridq(resume, { folder });
      }
      if (outcome.signal !== 'SIGKILL') expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
      const id = await inStore(folder, (store) => newRun(store, ended));
      if (id === undefined) continue;
      ended.set(id, whole);
      const record = await inStore(folder, (store) => store.get(id));
      if (outcome.signal !== 'SIGKILL') expect(printedRecord(outcome.stdout)).toEqual(record);
      expect(everythingComputed(record ?? missing())).toBe(everythingComputed(whole.record));
    }
    expectSoundDatabase(folder);
    const stored = await inStore(folder, (store) => store.list({}));
    expect(stored.map(({ id, state }) => [id, state])).toEqual(
      [...ended.keys()].reverse().map((id) => [id, 'succeeded']),
    );
  });
}

async function newRun(store: RunStore, known: ReadonlyMap<string, unknown>): Promise<string | undefined> {
  const unknown = (await store.list({})).filter(({ id }) => !known.has(id));
  expect(unknown.length).toBeLessThanOrEqual(1);
  return unknown[0]?.id;
}

/** The state of a run whose process was killed. What is stored of it is whole. */
async function soundState(store: RunStore, id: string): Promise<RunRecord['state']> {
  const checkpoint = await store.loadCheckpoint(id);
  if (checkpoint !== undefined) {
    const { finished, trace } = checkpointSchema.parse(checkpoint);
    expectEachOnce(finished.map(({ contender, repeat }) => `${contender} ${repeat}`));
    expectEachOnce(trace.map(({ iteration, repeat }) => `${repeat} ${iteration}`));
  }
  return ((await store.get(id)) ?? missing()).state;
}

function expectEachOnce(names: readonly string[]): void {
  expect(names).toEqual([...new Set(names)]);
}

function missing(): never {
  throw new Error('A run is lost.');
}

function expectSoundDatabase(folder: string): void {
  const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
  expect(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok']);
  database.close();
}

test.concurrent('runs killed at any of their writes end as if nothing had happened', patience, async () => {
  await expectUnharmed(
    'writes',
    async (parameters, folder, { writes }, share) =>
      await killedAtWrite(parameters, folder, 1 + Math.floor(share * writes)),
  );
});

test.concurrent('runs killed at any moment end as if nothing had happened', patience, async () => {
  await expectUnharmed(
    'moments',
    async (parameters, folder, { duration }, share) => await killedAfter(parameters, folder, share * duration),
  );
});

test('the runner of the editor, killed at any moment, leaves runs that another one ends as if nothing had happened', async () => {
  await withDisturbedProject(async (folder) => {
    const stream = randomStream(2026, 'runner');
    const [, whole] = undisturbed;
    if (whole === undefined) throw new Error('There is no pipeline.');
    const begun = new ForkedRunner();
    const request = { kind: 'run' as const, pipeline: join(folder, whole.file), workspaceFolder: folder };
    const runId = await begun.recorded(begun.begin({ ...request, options: {}, backends: {} }));
    await soon(stream.uniform() * whole.duration);
    await begun.kill();
    for (let resumed = 0; resumed < 2; resumed++) {
      const runner = new ForkedRunner();
      const id = runner.begin({ kind: 'resume', runId, workspaceFolder: folder, backends: {} });
      if (resumed === 0) {
        await Promise.race([runner.recorded(id), runner.end(id)]);
        await soon(0.3 * stream.uniform() * whole.duration);
      } else await runner.end(id);
      await runner.kill();
    }
    const record = await inStore(folder, (store) => store.get(runId));
    expect(everythingComputed(record ?? missing())).toBe(everythingComputed(whole.record));
  });
});

async function soon(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
