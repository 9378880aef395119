import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { exportRunsAsCsv } from '#core/runs/exportRuns.ts';
import { compareRuns } from '#core/runs/runComparison.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import { recordVersion } from '#core/runs/runRecord.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { HandClock } from '#test/support/handClock.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const inNewStore = (work: (folder: string, store: Awaited<ReturnType<typeof openRunStore>>) => Promise<void>) =>
  withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, systemClock);
    try {
      await work(folder, store);
    } finally {
      store.close();
    }
  });

test('a run goes through its life and is found again by a second store', async () => {
  await inNewStore(async (folder, store) => {
    await store.create(exampleRun('a'));
    await store.transition('a', 'validating', { startedAt: 1 });
    await store.transition('a', 'running', { step: 'fit' });
    const ended = await store.transition('a', 'succeeded', { endedAt: 9, result: exampleResult([0.9, 0.8]) });
    expect(ended.state).toBe('succeeded');
    const other = await openRunStore(folder, systemClock);
    try {
      expect(await other.get('a')).toEqual(ended);
      const [summary] = await other.list({});
      expect(summary).toMatchObject({ id: 'a', state: 'succeeded', endedAt: 9, verdict: 'no-difference-shown' });
      expect(summary?.primaryMetric).toEqual({
        name: 'accuracy',
        mean: 0.8500000000000001,
        low: 0.8300000000000001,
        high: 0.8700000000000001,
        better: 'higher',
      });
    } finally {
      other.close();
    }
  });
});

test('a transition the state machine forbids is refused and changes nothing', async () => {
  await inNewStore(async (_folder, store) => {
    await store.create(exampleRun('a'));
    const before = await store.revision();
    await expect(store.transition('a', 'succeeded')).rejects.toMatchObject({ reason: 'conflict' });
    expect((await store.get('a'))?.state).toBe('created');
    expect(await store.revision()).toBe(before);
    await expect(store.create(exampleRun('b', { state: 'succeeded' }))).rejects.toMatchObject({ reason: 'conflict' });
    await expect(store.create(exampleRun('a'))).rejects.toMatchObject({ reason: 'conflict' });
    await expect(store.transition('none', 'validating')).rejects.toMatchObject({ reason: 'not-found' });
  });
});

test('a field set to undefined is removed', async () => {
  await inNewStore(async (_folder, store) => {
    await store.create(exampleRun('a', { step: 'load' }));
    await store.update('a', { step: undefined });
    expect(await store.get('a')).not.toHaveProperty('step');
  });
});

test('a record that could not be read back is not stored', async () => {
  await inNewStore(async (_folder, store) => {
    await expect(store.create(exampleRun('a', { seeds: { root: Number.NaN } }))).rejects.toMatchObject({
      reason: 'invalid-input',
    });
    expect(await store.get('a')).toBeUndefined();
  });
});

test('lists the newest first, filtered and page by page', async () => {
  await inNewStore(async (_folder, store) => {
    for (const id of ['a', 'b', 'c', 'd'])
      await store.create(exampleRun(id, { name: id === 'b' ? 'other' : 'example' }));
    await store.transition('c', 'cancelled');
    const ids = async (query: Parameters<typeof store.list>[0]) => (await store.list(query)).map((run) => run.id);
    expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
    expect(await ids({ limit: 2 })).toEqual(['d', 'c']);
    expect(await ids({ limit: 2, before: 'c' })).toEqual(['b', 'a']);
    expect(await ids({ name: 'other' })).toEqual(['b']);
    expect(await ids({ states: ['cancelled'] })).toEqual(['c']);
    expect(await ids({ states: [] })).toEqual([]);
  });
});

test('one owner at a time may execute a run, until the claim expires', async () => {
  await withTemporaryFolder(async (folder) => {
    const clock = new HandClock(1000);
    const store = await openRunStore(folder, clock);
    try {
      await store.create(exampleRun('a'));
      expect(await store.claim('a', 'first', 100)).toBe(true);
      expect(await store.claim('a', 'second', 100)).toBe(false);
      expect(await store.claimOf('a')).toEqual({ owner: 'first', expiresAt: 1100 });
      await expect(store.delete('a')).rejects.toMatchObject({ reason: 'conflict' });
      clock.advance(60);
      expect(await store.claim('a', 'first', 100)).toBe(true);
      clock.advance(60);
      expect(await store.claim('a', 'second', 100)).toBe(false);
      clock.advance(60);
      expect(await store.claimOf('a')).toBeUndefined();
      expect(await store.claim('a', 'second', 100)).toBe(true);
      await store.release('a', 'first');
      expect((await store.claimOf('a'))?.owner).toBe('second');
      await store.release('a', 'second');
      expect(await store.claimOf('a')).toBeUndefined();
    } finally {
      store.close();
    }
  });
});

test('a job keeps the handle it once got', async () => {
  await inNewStore(async (_folder, store) => {
    await store.create(exampleRun('a'));
    const job = { key: 'a/0', runId: 'a', backend: 'ionq', submittedAt: 5, state: 'submitting' as const };
    await store.saveJob(job);
    await store.saveJob({ ...job, handle: 'H1', state: 'queued' });
    await expect(store.saveJob({ ...job, handle: 'H2', state: 'queued' })).rejects.toMatchObject({
      reason: 'conflict',
    });
    await expect(store.saveJob(job)).rejects.toMatchObject({ reason: 'conflict' });
    expect(await store.jobs('a')).toEqual([{ ...job, handle: 'H1', state: 'queued' }]);
  });
});

test('artifacts are stored once, verified, and removed with the last run that uses them', async () => {
  await inNewStore(async (folder, store) => {
    const shared = await store.saveArtifact(Buffer.from('shared'));
    const own = await store.saveArtifact(Buffer.from('own'));
    expect(await store.saveArtifact(Buffer.from('own'))).toBe(own);
    await store.create(exampleRun('a', { inputs: { 'data.csv': shared, 'p.yaml': own } }));
    await store.create(exampleRun('b', { inputs: { 'data.csv': shared } }));
    await store.delete('a');
    expect(await store.loadArtifact(own)).toBeUndefined();
    expect(Buffer.from((await store.loadArtifact(shared)) ?? []).toString()).toBe('shared');
    const path = join(folder, '.hybrid', 'artifacts', shared.slice(0, 2), shared);
    await writeFile(path, 'changed');
    await expect(store.loadArtifact(shared)).rejects.toMatchObject({ reason: 'unreadable' });
    await store.saveArtifact(Buffer.from('shared'));
    expect(await readFile(path, 'utf8')).toBe('shared');
    await expect(store.create(exampleRun('c', { inputs: { x: own } }))).rejects.toMatchObject({ reason: 'not-found' });
  });
});

test('the store ignores itself in git and leaves no temporary files', async () => {
  await inNewStore(async (folder, store) => {
    await store.saveArtifact(Buffer.from('bytes'));
    expect(await readFile(join(folder, '.hybrid', '.gitignore'), 'utf8')).toBe('*\n');
    const names = await readdir(join(folder, '.hybrid'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

test('a file that is no database is refused with advice and left as it is', async () => {
  await inNewStore(async (folder, store) => {
    store.close();
    const path = join(folder, '.hybrid', 'runs.db');
    await writeFile(path, 'not a database '.repeat(1000));
    await expect(openRunStore(folder, systemClock)).rejects.toMatchObject({
      reason: 'unreadable',
      advice: expect.stringContaining('left as it is'),
    });
    expect(await readFile(path, 'utf8')).toBe('not a database '.repeat(1000));
  });
});

test('a database of a newer version is refused and left as it is', async () => {
  await inNewStore(async (folder, store) => {
    await store.create(exampleRun('a'));
    store.close();
    const path = join(folder, '.hybrid', 'runs.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 1000');
    database.exec('PRAGMA journal_mode = DELETE');
    database.close();
    const before = await readFile(path);
    await expect(openRunStore(folder, systemClock)).rejects.toMatchObject({
      reason: 'unreadable',
      message: `The run history ${path} was written by a newer version of Hybrid Quantum.`,
    });
    expect(await readFile(path)).toEqual(before);
  });
});

test.each([0, 1])('the database of another program, of version %i, is refused and left as it is', async (version) => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, '.hybrid', 'runs.db');
    await mkdir(join(folder, '.hybrid'));
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE song (title TEXT); PRAGMA user_version = ${version}`);
    database.close();
    const before = await readFile(path);
    await expect(openRunStore(folder, systemClock)).rejects.toMatchObject({
      reason: 'unreadable',
      message: `The file ${path} is a database, but no run history.`,
    });
    expect(await readFile(path)).toEqual(before);
  });
});

test('no run ends before it has started, whatever happens to the clock', async () => {
  await inNewStore(async (_folder, store) => {
    await store.create(exampleRun('a', { createdAt: 1000 }));
    await store.transition('a', 'validating', { startedAt: 1000 });
    const ended = await store.transition('a', 'failed', { endedAt: 400 });
    expect(ended.endedAt).toBe(1000);
    expect((await store.list({}))[0]).toMatchObject({ createdAt: 1000, endedAt: 1000 });
  });
});

test('a damaged record does not hide the others', async () => {
  await inNewStore(async (folder, store) => {
    await store.create(exampleRun('a'));
    await store.create(exampleRun('b'));
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
    database.prepare('UPDATE run SET record = ? WHERE id = ?').run('{"id": 5}', 'a');
    database.close();
    await expect(store.get('a')).rejects.toMatchObject({ reason: 'unreadable' });
    expect((await store.get('b'))?.id).toBe('b');
    expect((await store.list({})).map((run) => run.id)).toEqual(['b', 'a']);
    await store.delete('a');
  });
});

/** Puts the text of a record into the data base of a store, as another version would have. */
function storeText(folder: string, id: string, text: string): void {
  const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
  database.prepare('UPDATE run SET record = ? WHERE id = ?').run(text, id);
  database.close();
}

test('a record of version 1 is read, reported and exported', async () => {
  const text = await readFile(join(projectRoot, 'test', 'fixtures', 'runs', 'version1.json'), 'utf8');
  const old = JSON.parse(text);
  await inNewStore(async (folder, store) => {
    await store.create(exampleRun(old.id));
    storeText(folder, old.id, text);
    const record = await store.get(old.id);
    expect(record).toEqual(old);
    if (record === undefined) throw new Error('It was stored.');
    expect(exportRunsAsMarkdown([record])).toContain(`# ${old.name}`);
    expect(exportRunsAsCsv([record])).toContain(record.id);
    expect(compareRuns([record, record]).circumstances).toEqual([]);
  });
});

test('a record of a newer version is refused, not cut down to what this one knows', async () => {
  await inNewStore(async (folder, store) => {
    await store.create(exampleRun('a'));
    storeText(folder, 'a', JSON.stringify({ ...exampleRun('a'), version: recordVersion + 1, novelty: 1 }));
    await expect(store.get('a')).rejects.toMatchObject({ reason: 'unsupported' });
    await expect(store.update('a', { tags: ['x'] })).rejects.toMatchObject({ reason: 'unsupported' });
    expect((await store.list({})).map((run) => run.id)).toEqual(['a']);
  });
});

test('what a run has kept is there as long as the run', async () => {
  await inNewStore(async (_folder, store) => {
    const sha256 = await store.saveArtifact(new TextEncoder().encode('kept'));
    await store.create(exampleRun('a', { attachments: { 'calibration/x.json': sha256 } }));
    await store.create(exampleRun('b', { inputs: { 'x.json': sha256 } }));
    await store.delete('b');
    expect(await store.loadArtifact(sha256)).toBeDefined();
    await store.delete('a');
    expect(await store.loadArtifact(sha256)).toBeUndefined();
  });
});

test('writing waits for another writer instead of failing', async () => {
  await inNewStore(async (folder, store) => {
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
    database.exec('BEGIN IMMEDIATE');
    let waiting = true;
    const created = store.create(exampleRun('a')).then(() => {
      waiting = false;
    });
    expect(await store.list({})).toEqual([]);
    expect(waiting).toBe(true);
    database.exec('ROLLBACK');
    database.close();
    await created;
    expect((await store.get('a'))?.id).toBe('a');
  });
});
