import { expect, test } from 'vitest';
import { RunFeed } from '#client/panels/runFeed.ts';
import { unpackRuns } from '#core/protocol/packedRuns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunSummary } from '#core/runs/runRecord.ts';
import type { RunQuery } from '#core/runs/runStore.ts';
import { historyFixture } from '#test/support/fixtures/runRecords.ts';

/** A store that notes what is read of it. */
class NotingStore {
  readonly reads: string[] = [];
  #rows: { readonly row: RunSummary; readonly revision: number }[];
  #revision = 1;

  constructor(rows: readonly RunSummary[]) {
    this.#rows = rows.map((row) => ({ row, revision: 1 }));
  }

  /** Stores a run anew, in place of the one of its id if there is one. */
  put(row: RunSummary): void {
    this.#revision++;
    const others = this.#rows.filter((each) => each.row.id !== row.id);
    this.#rows = [...others, { row, revision: this.#revision }].sort((one, other) =>
      one.row.id < other.row.id ? 1 : -1,
    );
  }

  async revision() {
    return this.#revision;
  }

  async changes(since: number) {
    this.reads.push('changes');
    const rows = this.#rows.flatMap(({ revision, row }) => (revision > since ? [row] : []));
    return { revision: this.#revision, rows, deleted: [], removed: 0, total: this.#rows.length };
  }

  async list({ before, limit }: RunQuery) {
    this.reads.push(`list ${limit}`);
    const rows = this.#rows.flatMap(({ row }) => (before === undefined || row.id < before ? [row] : []));
    return rows.slice(0, limit);
  }
}

function fed(count: number) {
  const store = new NotingStore(historyFixture(count));
  const sent: HostMessage[] = [];
  const failures: unknown[] = [];
  const interrupted = new Map<string, RunSummary>();
  const feed = new RunFeed({
    stores: async () => [{ folder: 'project', store }],
    interrupted: () => interrupted,
    send: (message) => sent.push(message),
    onChanged: async () => undefined,
    onFailure: (thrown) => failures.push(thrown),
  });
  /** Waits until everything that was asked for is sent. */
  const settled = () => new Promise<void>((resolve) => feed.enqueue(async () => resolve()));
  return { store, sent, failures, interrupted, feed, settled };
}

const idsOf = (messages: readonly HostMessage[]) =>
  messages.flatMap((message) => {
    if (message.type === 'history') return message.runs.map(({ id }) => id);
    return message.type === 'older-runs' ? unpackRuns(message.columns).map(({ id }) => id) : [];
  });

test('the newest runs of many are one small message, ready when the page is, and nothing else is read before', async () => {
  const { failures, feed, sent, settled, store } = fed(9000);
  feed.prepare();
  await settled();
  expect(store.reads).toEqual(['changes', 'list 100']);
  expect(sent).toEqual([]);
  feed.begin(false);
  expect(sent).toMatchObject([{ type: 'history', total: 9000 }]);
  expect(idsOf(sent)).toHaveLength(100);
  expect(JSON.stringify(sent).length).toBeLessThan(100_000);
  // Views were read anew in the meantime, as they are when the history is opened, and nothing has changed.
  feed.sendChanges();
  await settled();
  expect(sent).toHaveLength(1);
  expect(store.reads).toEqual(['changes', 'list 100']);
  expect(failures).toEqual([]);
});

test('older runs are sent when the page wants them, each once', async () => {
  const { feed, sent, settled } = fed(9000);
  feed.begin(false);
  await settled();
  feed.sendOlder();
  feed.sendOlder();
  await settled();
  expect(sent.map(({ type }) => type)).toEqual(['history', 'older-runs', 'older-runs', 'older-runs']);
  expect(idsOf(sent)).toEqual(historyFixture(9000).map(({ id }) => id));
  expect(sent.at(-1)).toMatchObject({ isLast: true });
});

test('a page that was loaded with the newest runs is sent only what has changed since', async () => {
  const { feed, interrupted, sent, settled, store } = fed(300);
  const [newest, second] = historyFixture(300);
  if (newest === undefined || second === undefined) throw new Error('There are 300 runs.');
  const beginning = await feed.beginning();
  expect(idsOf(beginning === undefined ? [] : [beginning])).toHaveLength(100);
  store.put({ ...newest, note: 'meanwhile' });
  interrupted.set(second.id, second);
  feed.begin(true);
  expect(sent).toEqual([]);
  await settled();
  expect(sent.map(({ type }) => type)).toEqual(['history']);
  feed.sendOlder();
  await settled();
  expect(new Set([...idsOf(beginning === undefined ? [] : [beginning]), ...idsOf(sent)]).size).toBe(300);
});

test('a page that is loaded once more, and has nothing, gets the newest runs', async () => {
  const { feed, sent, settled } = fed(300);
  await feed.beginning();
  feed.begin(true);
  await settled();
  feed.begin(false);
  await settled();
  expect(sent).toMatchObject([{ type: 'history', total: 300 }]);
  expect(idsOf(sent)).toHaveLength(100);
});

test('a page that is ready while they are still read gets the newest runs once', async () => {
  const { feed, sent, settled, store } = fed(300);
  feed.prepare();
  feed.begin(false);
  await settled();
  expect(sent.map(({ type }) => type)).toEqual(['history']);
  expect(store.reads).toEqual(['changes', 'list 100']);
});

test('what changes before the page is ready, before it has the older runs and after that is told', async () => {
  const { feed, interrupted, sent, settled, store } = fed(300);
  const [newest, second] = historyFixture(300);
  const oldest = historyFixture(300).at(-1);
  if (newest === undefined || second === undefined || oldest === undefined) throw new Error('There are 300 runs.');
  feed.prepare();
  await settled();
  store.put({ ...newest, note: 'first' });
  feed.begin(false);
  await settled();
  expect(sent.at(-1)).toMatchObject({ type: 'history', runs: expect.arrayContaining([{ ...newest, note: 'first' }]) });

  store.put({ ...oldest, note: 'second' });
  feed.sendChanges();
  feed.sendOlder();
  await settled();
  expect(new Set(idsOf(sent.slice(-2))).size).toBe(300);
  const older = sent.at(-1);
  if (older?.type !== 'older-runs') throw new Error('The older runs come last.');
  expect(unpackRuns(older.columns).at(-1)).toMatchObject({ id: oldest.id, note: 'second' });

  const before = sent.length;
  store.put({ ...oldest, note: 'third' });
  interrupted.set(second.id, second);
  feed.sendChanges();
  feed.sendChanges();
  await settled();
  expect(sent.slice(before)).toEqual([
    {
      type: 'history',
      part: 'changes',
      runs: [
        { ...second, interrupted: true },
        { ...oldest, note: 'third' },
      ],
      deleted: [],
      total: 300,
    },
  ]);
});

test('what was being sent to a page ends with it, and the next begins anew', async () => {
  const { feed, sent, settled } = fed(9000);
  feed.begin(false);
  await settled();
  feed.sendOlder();
  feed.prepare();
  feed.begin(false);
  await settled();
  expect(sent.map(({ type }) => type)).toEqual(['history', 'history']);
  feed.sendOlder();
  await settled();
  expect(idsOf(sent.slice(1))).toHaveLength(9000);
});
