import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { repairHistory } from '#platform/runStore/repairHistory.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const ids = Array.from({ length: 20 }, (_, index) => `run-${String(index).padStart(2, '0')}`);

/** The files of a history: as a killed process leaves them, and as they are after the last program has closed it. */
let open: { readonly database: Buffer; readonly changes: Buffer };
let closed: Buffer;
/** Every run and state, in the order in which they were stored. */
let stored: readonly string[];
let records: ReadonlyMap<string, RunRecord | undefined>;

beforeAll(async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, '.hybrid', 'runs.db');
    const store = await openRunStore(folder, systemClock);
    for (const id of ids) {
      await store.create(exampleRun(id));
      await store.transition(id, 'validating');
      await store.transition(id, 'running');
      await store.saveCheckpoint(id, { text: 'x'.repeat(3000) });
      await store.transition(id, 'succeeded', { result: exampleResult([0.9, 0.7]) });
    }
    open = { database: await readFile(path), changes: await readFile(`${path}-wal`) };
    records = new Map(await Promise.all(ids.map(async (id) => [id, await store.get(id)] as const)));
    store.close();
    closed = await readFile(path);
    stored = statesIn(path);
  });
});

function statesIn(path: string): string[] {
  const database = new DatabaseSync(path);
  expect(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok']);
  const rows = database.prepare('SELECT run_id, state FROM run_transition ORDER BY run_id, number').all();
  database.close();
  return rows.map((row) => Object.values(row).join(' '));
}

async function inHistory(files: Record<string, Uint8Array>, work: (folder: string, path: string) => Promise<void>) {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, '.hybrid', 'runs.db');
    await mkdir(join(folder, '.hybrid'));
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, '.hybrid', name), bytes);
    await work(folder, path);
  });
}

test('changes that were cut off anywhere leave what was stored before the cut, and the rest can be stored again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (share) => {
      const changes = open.changes.subarray(0, Math.floor(share * open.changes.length));
      await inHistory({ 'runs.db': open.database, 'runs.db-wal': changes }, async (folder, path) => {
        const store = await openRunStore(folder, systemClock);
        const listed = await store.list({});
        for (const { id, state } of listed) expect((await store.get(id))?.state).toBe(state);
        expect(listed.map(({ id }) => id).reverse()).toEqual(ids.slice(0, listed.length));
        store.close();
        const found = statesIn(path);
        expect(found).toEqual(stored.slice(0, found.length));
        const again = await openRunStore(folder, systemClock);
        for (const id of ids.slice(listed.length)) await again.create(exampleRun(id));
        expect(await again.list({})).toHaveLength(ids.length);
        again.close();
      });
    }),
    { numRuns: 40 },
  );
});

/** Bytes in a page of the database. */
const page = 4096;

const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), share: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  fc.record({
    kind: fc.constant('overwritten' as const),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 4000 }),
  }),
);

test('a damaged history is read, or refused in a sentence that says where it is, and is left as it is', async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(damage, async (how) => {
      const at = Math.floor(how.share * closed.length);
      const bytes = how.kind === 'cut' ? closed.subarray(0, at) : Buffer.from(closed);
      if (how.kind === 'overwritten') bytes.set(how.bytes.subarray(0, closed.length - at), at);
      await inHistory({ 'runs.db': bytes }, async (folder, path) => {
        let opened = false;
        try {
          const store = await openRunStore(folder, systemClock);
          opened = true;
          try {
            await store.list({});
            for (const id of ids) await store.get(id);
          } finally {
            store.close();
          }
        } catch (thrown) {
          if (!(thrown instanceof Failure)) throw thrown;
          refused++;
          expect(thrown.reason).toBe('unreadable');
          expect(thrown.message).toMatch(/^[A-Z][^\n]*\.$/);
          expect(thrown.message).toMatch(opened ? /runs\.db|run-\d|list of runs/ : /runs\.db/);
          if (!opened) expect(await readFile(path)).toEqual(bytes);
          const repaired = await repairHistory(folder, systemClock);
          if (!opened) expect(await readFile(repaired?.setAside ?? '')).toEqual(bytes);
          await expectNewHistory(folder, repaired?.kept ?? ['none']);
        }
        // Only a file without anything in it is taken for a new history, and the end of the last page may not be looked at.
        if (how.kind === 'cut' && at > 1 && at <= closed.length - page) expect(opened).toBe(false);
      });
    }),
    { numRuns: 60 },
  );
  expect(refused).toBeGreaterThan(10);
});

async function expectNewHistory(folder: string, kept: readonly string[]): Promise<void> {
  const store = await openRunStore(folder, systemClock);
  try {
    expect((await store.list({})).map(({ id }) => id).reverse()).toEqual(kept);
    for (const id of kept) expect((await store.get(id))?.createdAt).toBe(records.get(id)?.createdAt);
    await store.create(exampleRun('new'));
  } finally {
    store.close();
  }
  expect(await repairHistory(folder, systemClock)).toBeUndefined();
}

test('a history of which one page is damaged keeps the runs on the others', async () => {
  const at = Math.floor(closed.lastIndexOf('"id":"run-15"') / page) * page;
  const bytes = Buffer.from(closed);
  bytes.fill(0xff, at, at + page);
  await inHistory({ 'runs.db': bytes }, async (folder) => {
    const repaired = await repairHistory(folder, systemClock);
    expect(repaired?.kept.length).toBeGreaterThan(5);
    expect(repaired?.kept.length).toBeLessThan(ids.length);
    for (const id of repaired?.kept ?? []) expect(await recordIn(folder, id)).toEqual(records.get(id));
    await expectNewHistory(folder, repaired?.kept ?? []);
  });
});

async function recordIn(folder: string, id: string): Promise<RunRecord | undefined> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await store.get(id);
  } finally {
    store.close();
  }
}

test('rows that are no JSON any more are refused with advice, and repaired where the rest says what they were', async () => {
  await inHistory({ 'runs.db': closed }, async (folder, path) => {
    const database = new DatabaseSync(path);
    database.exec(
      "UPDATE run SET summary = '{' WHERE id = 'run-03'; UPDATE checkpoint SET value = '{' WHERE run_id = 'run-04'",
    );
    database.close();
    const store = await openRunStore(folder, systemClock);
    const advice = expect.stringContaining('hybridq runs repair');
    await expect(store.list({})).rejects.toMatchObject({ reason: 'unreadable', advice });
    await expect(store.loadCheckpoint('run-04')).rejects.toMatchObject({ reason: 'unreadable', advice });
    store.close();
    expect(await repairHistory(folder, systemClock)).toMatchObject({ kept: ids, lost: [] });
    for (const id of ids) expect(await recordIn(folder, id)).toEqual(records.get(id));
    const repaired = await openRunStore(folder, systemClock);
    expect(await repaired.loadCheckpoint('run-04')).toBeUndefined();
    expect(await repaired.loadCheckpoint('run-05')).toBeDefined();
    repaired.close();
    await expectNewHistory(folder, ids);
  });
});

test('a history that was cut to nothing is not begun anew while runs have left their logs', async () => {
  await inHistory({ 'runs.db': new Uint8Array(), 'runs.db-wal': open.changes }, async (folder, path) => {
    (await openRunStore(folder, systemClock)).close();
    await writeFile(path, '');
    await writeFile(`${path}-wal`, open.changes);
    await mkdir(join(folder, '.hybrid', 'events'));
    await writeFile(join(folder, '.hybrid', 'events', 'run-00.jsonl'), '');
    await expect(openRunStore(folder, systemClock)).rejects.toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining('is empty, though there are event logs of 1 runs'),
    });
    expect(await readFile(`${path}-wal`)).toEqual(open.changes);
  });
});
