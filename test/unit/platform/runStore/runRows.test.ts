import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { unfinishedRuns } from '#core/runs/interruptedRuns.ts';
import { keptDeleted } from '#core/runs/runStore.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { listingOf } from '#platform/runStore/runRows.ts';
import { migrations } from '#platform/runStore/schema.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

type Store = Awaited<ReturnType<typeof openRunStore>>;

async function inStore(work: (store: Store, clock: HandClock, folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const clock = new HandClock(1000);
    const store = await openRunStore(folder, clock);
    try {
      await work(store, clock, folder);
    } finally {
      store.close();
    }
  });
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

test('stars, tags and notes are kept beside the record, whatever becomes of the run afterwards', async () => {
  await inStore(async (store) => {
    await store.create(exampleRun('a', { tags: ['nightly'] }));
    await store.annotate('a', { starred: true, addTags: ['paper', ' nightly ', 'paper'], note: ' Best so far.\n' });
    await store.transition('a', 'validating');
    expect((await store.list({}))[0]).toMatchObject({
      state: 'validating',
      starred: true,
      tags: ['nightly', 'paper'],
      note: 'Best so far.',
    });
    expect((await store.get('a'))?.tags).toEqual(['nightly']);
    await store.annotate('a', { starred: false, removeTags: ['paper', 'nightly'], note: '' });
    expect((await store.list({}))[0]).toEqual(
      summariseRun(exampleRun('a', { state: 'validating', tags: ['nightly'] })),
    );
    await expect(store.annotate('a', { addTags: ['two\nlines'] })).rejects.toMatchObject({ reason: 'invalid-input' });
    await expect(store.annotate('a', { note: 'x'.repeat(10_001) })).rejects.toMatchObject({ reason: 'invalid-input' });
    await expect(store.annotate('none', { starred: true })).rejects.toMatchObject({ reason: 'not-found' });
  });
});

test('lists the runs that have all the tags, and those with a star', async () => {
  await inStore(async (store) => {
    for (const id of ['a', 'b', 'c']) await store.create(exampleRun(id, { tags: id === 'c' ? ['x'] : [] }));
    await store.annotate('a', { addTags: ['x', 'y'], starred: true });
    expect(idsOf(await store.list({ tags: ['x'] }))).toEqual(['c', 'a']);
    expect(idsOf(await store.list({ tags: ['x', 'y'] }))).toEqual(['a']);
    expect(idsOf(await store.list({ starred: true }))).toEqual(['a']);
  });
});

test('a discarded run is not listed, comes back with everything, and is gone once it is purged', async () => {
  await inStore(async (store, clock) => {
    const artifact = await store.saveArtifact(Buffer.from('content'));
    await store.create(exampleRun('a', { inputs: { 'a.yaml': artifact } }));
    await store.create(exampleRun('b'));
    await store.annotate('a', { note: 'keep' });
    await store.claim('b', 'somebody', 60_000);
    await expect(store.discard('b')).rejects.toMatchObject({ reason: 'conflict' });
    await store.discard('a');
    expect(idsOf(await store.list({}))).toEqual(['b']);
    expect(idsOf(await store.list({ deleted: true }))).toEqual(['a']);
    await store.restore('a');
    expect((await store.list({})).map(({ id, note }) => [id, note])).toEqual([
      ['b', undefined],
      ['a', 'keep'],
    ]);
    await store.discard('a');
    expect(await store.purge(clock.now())).toEqual([]);
    clock.advance(1);
    expect(await store.purge(clock.now())).toEqual(['a']);
    expect(await store.get('a')).toBeUndefined();
    expect(await store.loadArtifact(artifact)).toBeUndefined();
    await expect(store.restore('a')).rejects.toMatchObject({ reason: 'not-found' });
  });
});

test('what was discarded long ago is purged when the next run is made', async () => {
  await inStore(async (store, clock) => {
    await store.create(exampleRun('a'));
    await store.discard('a');
    clock.advance(keptDeleted);
    await store.create(exampleRun('b'));
    expect(idsOf(await store.list({ deleted: true }))).toEqual(['a']);
    clock.advance(1);
    await store.create(exampleRun('c'));
    expect(await store.list({ deleted: true })).toEqual([]);
    expect(idsOf(await store.list({}))).toEqual(['c', 'b']);
  });
});

test('runs that nobody executes any more are interrupted, however old they are', async () => {
  await inStore(async (store, clock) => {
    for (const id of ['a', 'b', 'c', 'd']) await store.create(exampleRun(id, { createdAt: clock.now() }));
    for (const id of ['a', 'b', 'c']) await store.transition(id, 'validating');
    await store.transition('c', 'failed', { failure: { reason: 'unknown', message: 'The disk is full.' } });
    await store.claim('b', 'somebody', 60_000);
    expect((await unfinishedRuns(store, clock.now())).interrupted).toEqual([]);
    clock.advance(5000);
    const { interrupted, runs } = await unfinishedRuns(store, clock.now());
    expect([idsOf(runs), idsOf(interrupted)]).toEqual([
      ['d', 'b', 'a'],
      ['d', 'a'],
    ]);
    expect((await store.list({})).map(({ failure }) => failure)).toEqual([
      undefined,
      'The disk is full.',
      undefined,
      undefined,
    ]);
  });
});

test('lists runs of several states, newest first, without going through those of others', async () => {
  await inStore(async (store, _clock, folder) => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await store.create(exampleRun(id));
    for (const id of ['b', 'd']) await store.transition(id, 'validating');
    await store.transition('c', 'cancelled');
    await store.discard('e');
    const states = ['created', 'validating', 'created'] as const;
    expect(idsOf(await store.list({ states }))).toEqual(['d', 'b', 'a']);
    expect(idsOf(await store.list({ states, limit: 2 }))).toEqual(['d', 'b']);
    expect(idsOf(await store.list({ states, before: 'd', limit: 1 }))).toEqual(['b']);
    expect(idsOf(await store.list({ states, deleted: true }))).toEqual(['e']);
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
    const { sql, values } = listingOf({ states });
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    database.close();
    const readings = steps.map(({ detail }) => String(detail)).filter((detail) => /\brun\b/.test(detail));
    expect(readings).toEqual(Array(2).fill(expect.stringMatching(/^SEARCH run USING INDEX run_by_state \(state=\?/)));
  });
});

test('says what has changed in the rows since a revision, and nothing else', async () => {
  await inStore(async (store) => {
    for (const id of ['a', 'b', 'c']) await store.create(exampleRun(id));
    const first = await store.changes(0);
    expect([idsOf(first.rows), first.deleted, first.total]).toEqual([['c', 'b', 'a'], [], 3]);
    await store.saveCheckpoint('a', {});
    const checkpoint = await store.changes(first.revision);
    expect([checkpoint.rows, checkpoint.deleted]).toEqual([[], []]);
    expect(checkpoint.revision).toBeGreaterThan(first.revision);
    await store.transition('b', 'validating');
    await store.annotate('a', { starred: true });
    await store.discard('c');
    const later = await store.changes(checkpoint.revision);
    expect([idsOf(later.rows), later.deleted, later.total]).toEqual([['b', 'a'], ['c'], 2]);
    await store.restore('c');
    expect(idsOf((await store.changes(later.revision)).rows)).toEqual(['c']);
  });
});

test('gives metrics, settings, seeds and facts as columns, part by part', async () => {
  await inStore(async (store) => {
    const configuration = { optimise: { maxIterations: 50, method: 'cobyla' }, features: ['a', 'b'] };
    await store.create(exampleRun('a', { configuration }));
    await store.create(exampleRun('b'));
    await store.update('a', { result: exampleResult([0.9, 0.7]) });
    const first = await store.values(1);
    expect(first).toMatchObject({ rows: [{ id: 'b' }], next: 'b' });
    const second = await store.values(1, first.next);
    expect(second.rows[0]?.values).toMatchObject({
      'metric.accuracy': 0.8,
      'metric.logreg.accuracy': 0.8,
      'setting.optimise.maxIterations': 50,
      'setting.optimise.method': 'cobyla',
      'setting.features': '["a","b"]',
      'seed.root': 7,
    });
    expect(await store.values(1, second.next)).toEqual({ rows: [] });
  });
});

test('a history of the version before is migrated: rows keep their content, and get columns, tags and parents', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, '.hybrid'));
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
    for (const step of migrations.slice(0, 3)) database.exec(step);
    database.exec('PRAGMA user_version = 3');
    const store = (id: string, record: string, summary: string) =>
      database
        .prepare('INSERT INTO run (id, name, state, summary, record) VALUES (?, ?, ?, ?, ?)')
        .run(id, 'example', 'succeeded', summary, record);
    const record = exampleRun('a', {
      state: 'succeeded',
      tags: ['x', 'y'],
      parent: 'z',
      result: exampleResult([1, 0]),
    });
    const { parent: _parent, primaryMetric, tags: _tags, ...others } = summariseRun(record);
    const { better: _better, ...metric } = primaryMetric ?? {};
    const earlier = { ...others, primaryMetric: metric };
    store('a', JSON.stringify(record), JSON.stringify(earlier));
    store('b', '{"damaged', JSON.stringify(summariseRun(exampleRun('b'))));
    const failed = exampleRun('0', { state: 'failed', failure: { reason: 'unknown', message: 'It failed.' } });
    const { failure: _failure, ...withoutReason } = summariseRun(failed);
    store('0', JSON.stringify(failed), JSON.stringify(withoutReason));
    database.close();
    const opened = await openRunStore(folder, new HandClock(1000));
    try {
      expect(await opened.list({ limit: 2 })).toEqual([summariseRun(exampleRun('b')), summariseRun(record)]);
      // Rows are completed as they are listed, and kept so.
      const kept = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
      expect(kept.prepare('SELECT run_id FROM incomplete_row').all()).toEqual([{ run_id: '0' }]);
      kept.close();
      const all = [summariseRun(exampleRun('b')), summariseRun(record), summariseRun(failed)];
      expect(await opened.list({})).toEqual(all);
      expect(await opened.list({})).toEqual(all);
      expect(await opened.get('a')).toEqual(record);
      const { rows } = await opened.values(10);
      expect(rows.map(({ id, values }) => [id, values['metric.accuracy']])).toEqual([
        ['b', undefined],
        ['a', 0.5],
        ['0', undefined],
      ]);
      expect(idsOf((await opened.changes(0)).rows)).toEqual([]);
      await opened.annotate('a', { starred: true });
      expect((await opened.list({ starred: true }))[0]?.tags).toEqual(['x', 'y']);
    } finally {
      opened.close();
    }
  });
});
