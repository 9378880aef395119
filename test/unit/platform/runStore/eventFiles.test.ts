import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const warning = (message: string): RunEvent => ({ time: 6, run: 'one', event: 'warning', message });

test('a log holds every change of state, every change of a job and what was added, in order', async () => {
  await withTemporaryFolder(async (folder) => {
    const clock = new HandClock(5);
    const store = await openRunStore(folder, clock);
    await store.create(exampleRun('one'));
    await store.transition('one', 'validating');
    await store.appendEvents('one', [warning('slow\ntoday')]);
    await store.transition('one', 'running');
    const job = { key: 'k', runId: 'one', backend: 'ionq', submittedAt: 5, state: 'submitting' as const };
    await store.saveJob(job);
    await store.saveJob({ ...job, handle: 'h', state: 'queued' });
    await store.saveJob({ ...job, handle: 'h', state: 'queued' });
    clock.advance(10);
    await store.transition('one', 'failed', { failure: { reason: 'offline', message: 'No network.' } });
    await expect(store.transition('one', 'succeeded')).rejects.toThrow(Failure);
    expect(await store.events('one')).toEqual([
      { time: 5, run: 'one', event: 'state', state: 'created' },
      { time: 5, run: 'one', event: 'state', state: 'validating' },
      warning('slow\ntoday'),
      { time: 5, run: 'one', event: 'state', state: 'running' },
      { time: 5, run: 'one', event: 'job', key: 'k', backend: 'ionq', state: 'submitting' },
      { time: 5, run: 'one', event: 'job', key: 'k', backend: 'ionq', state: 'queued', handle: 'h' },
      { time: 15, run: 'one', event: 'state', state: 'failed', reason: 'offline', message: 'No network.' },
    ]);
    const text = await readFile(join(folder, '.hybrid', 'events', 'one.jsonl'), 'utf8');
    expect(text.split('\n')).toHaveLength(8);
    store.close();
  });
});

test('a line that a killed writer left unfinished spoils no other', async () => {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, new HandClock(5));
    await store.create(exampleRun('one'));
    await appendFile(join(folder, '.hybrid', 'events', 'one.jsonl'), '{"time":6,"run":"one","ev');
    await store.appendEvents('one', [warning('after')]);
    expect(await store.events('one')).toEqual([
      { time: 5, run: 'one', event: 'state', state: 'created' },
      warning('after'),
    ]);
    store.close();
  });
});

test('a log goes with its run, and a run that does not exist has none', async () => {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, new HandClock(5));
    await store.create(exampleRun('../one'));
    await store.delete('../one');
    await expect(store.events('../one')).rejects.toMatchObject({ reason: 'not-found' });
    await expect(store.appendEvents('../one', [warning('late')])).rejects.toMatchObject({ reason: 'not-found' });
    await store.create(exampleRun('../one'));
    expect(await store.events('../one')).toHaveLength(1);
    store.close();
  });
});
