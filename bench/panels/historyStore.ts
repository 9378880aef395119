import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packRuns } from '#core/protocol/packedRuns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';

/** As client/panels/runFeed.ts sends them, and values as client/panels/historyTab.ts does. */
const firstPart = 100;
const furtherPart = 4000;
const valuesPart = 2000;

/** A figure with its unit: `ms` or `MB`. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB';
}

export interface MeasuredStore {
  /** The messages as text, as an editor sends them between its processes. */
  readonly messages: readonly string[];
  readonly figures: readonly Figure[];
}

/** What the extension host does to have the page show the history of a folder. */
export async function measureStore(folder: string): Promise<MeasuredStore> {
  const figures: Figure[] = [];
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const value = await work();
    figures.push({ what, value: performance.now() - begin, unit: 'ms' });
    return value;
  };
  const before = heapUsed();
  let peak = before;
  const store = await timed('open', async () => await openRunStore(folder, systemClock));
  try {
    const { revision, total } = await timed('revision and count', () => store.changes(Number.MAX_SAFE_INTEGER));
    const first = await timed(`the newest ${firstPart}`, () => store.list({ limit: firstPart }));
    const begun = textOf({ type: 'history', runs: [...first], total });
    const messages = [begun];
    let longest = 0;
    let sum = 0;
    for (let last = first.at(-1)?.id; last !== undefined; ) {
      const start = performance.now();
      const runs = await store.list({ before: last, limit: furtherPart });
      last = runs.length === furtherPart ? runs.at(-1)?.id : undefined;
      messages.push(textOf({ type: 'older-runs', columns: packRuns(runs), total, isLast: last === undefined }));
      const time = performance.now() - start;
      sum += time;
      longest = Math.max(longest, time);
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }
    const characters = messages.reduce((count, { length }) => count + length, 0);
    figures.push(
      { what: 'all others, in parts', value: sum, unit: 'ms' },
      { what: 'the longest part, which blocks the extension host', value: longest, unit: 'ms' },
      { what: 'text of all messages to the page', value: characters / 1e6, unit: 'MB' },
    );
    await timed('note on one run', () => store.annotate(first[5]?.id ?? '', { note: 'changed' }));
    await timed('what has changed since', () => store.changes(revision));
    await timed('values of all runs, in parts', () => allValues(store));
    // The texts are kept for the page here; the extension host forgets each once it is sent.
    figures.push(
      { what: 'heap at its highest while sending, texts included', value: (peak - before) / 1e6, unit: 'MB' },
      { what: 'heap that is kept, without the texts', value: (heapUsed() - before - characters) / 1e6, unit: 'MB' },
    );
    return { messages, figures };
  } finally {
    store.close();
  }
}

async function allValues(store: RunStore): Promise<void> {
  for (let before: string | undefined; ; ) {
    const { next } = await store.values(valuesPart, before);
    if (next === undefined) return;
    before = next;
  }
}

function textOf(message: HostMessage): string {
  return JSON.stringify(message);
}

/** Bytes, after what is no longer needed has been collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}
