import { packRuns } from '#core/protocol/packedRuns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunSummary } from '#core/runs/runRecord.ts';
import type { RunChanges, RunStore } from '#core/runs/runStore.ts';

/** How many runs the first message has, which are there before anybody can scroll, and how many each that follows. */
const firstPart = 100;
const furtherPart = 4000;

type FeedStore = Pick<RunStore, 'changes' | 'list' | 'revision'>;
type KnownStore = Pick<RunChanges, 'revision' | 'removed' | 'total'>;

interface FeedSource {
  readonly folder: string;
  readonly store: FeedStore;
}

export interface RunFeedOptions {
  readonly stores: () => Promise<readonly FeedSource[]>;
  /** The runs that have not ended and that nobody executes, by their ids. */
  readonly interrupted: () => ReadonlyMap<string, RunSummary>;
  readonly send: (message: HostMessage) => void;
  /** Told of runs that are new or have changed, once their rows are sent. */
  readonly onChanged: (ids: readonly string[]) => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
}

type HistoryMessage = Extract<HostMessage, { type: 'history' }>;

interface NewestRuns {
  readonly known: ReadonlyMap<string, KnownStore>;
  readonly message: HistoryMessage;
  /** Where the stores have older runs. */
  readonly left: readonly { readonly source: FeedSource; readonly before: string }[];
  /** Those that were interrupted then. */
  readonly interrupted: ReadonlySet<string>;
}

/**
 * Sends a page its runs: the newest ones, which are read while it still loads, the older ones in parts once it asks for
 * them, between which others have their turn, and from then on what changes. Nothing is sent twice to one page, unless it
 * changes before the older ones are there.
 */
export class RunFeed {
  readonly #options: RunFeedOptions;
  /** Read for a page that has not begun. */
  #prepared: NewestRuns | undefined;
  #isPreparing = false;
  /** What the page has of each folder; undefined until it has begun. */
  #known: ReadonlyMap<string, KnownStore> | undefined;
  /** The older runs that the page has not got; empty once it has all. */
  #left: NewestRuns['left'] = [];
  #wantsOlder = false;
  /** The runs that the page knows to be interrupted. */
  #interrupted: ReadonlySet<string> = new Set();
  #page = 0;
  #isClosed = false;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: RunFeedOptions) {
    this.#options = options;
  }

  /** Grows when the page begins anew; what was being sent to the one before ends there. */
  get page(): number {
    return this.#page;
  }

  /** A page is loading: what it will show first is read meanwhile. */
  prepare(): void {
    if (this.#isPreparing || this.#prepared !== undefined) return;
    this.#isPreparing = true;
    this.enqueue(async () => {
      try {
        this.#prepared = await this.#readNewest();
      } finally {
        this.#isPreparing = false;
      }
    });
  }

  /** The newest runs for a page that is loaded now, once they are read; nothing where they cannot be. */
  async beginning(): Promise<HistoryMessage | undefined> {
    this.prepare();
    await this.#sending;
    return this.#prepared?.message;
  }

  /**
   * The page is new: it gets the newest runs, before this returns where they have been read.
   * @param hasBeginning whether the page was loaded with them
   */
  begin(hasBeginning: boolean): void {
    this.#page++;
    this.#known = undefined;
    this.#left = [];
    this.#wantsOlder = false;
    if (this.#prepared !== undefined) this.#begin(this.#prepared, hasBeginning);
    this.enqueue(async () => {
      // They were still being read.
      if (this.#known === undefined && this.#prepared !== undefined) this.#begin(this.#prepared, false);
      if (this.#known === undefined) await this.#sendAnew();
      // What has changed since they were read.
      else await this.#sendNews();
    });
  }

  /** The page has painted the newest runs, and wants the older ones. */
  sendOlder(): void {
    if (this.#wantsOlder) return;
    this.#wantsOlder = true;
    this.enqueue(async () => await this.#sendLeft());
  }

  /** Something may have changed in the stores. */
  sendChanges(): void {
    this.enqueue(async () => await this.#sendNews());
  }

  /** Does something between what is sent, after all that was asked for before. */
  enqueue(work: () => Promise<void>): void {
    this.#sending = this.#sending.then(work).catch(this.#options.onFailure);
  }

  /** Sends nothing any more. */
  close(): void {
    this.#isClosed = true;
  }

  async #readNewest(): Promise<NewestRuns> {
    const known = new Map<string, KnownStore>();
    const left: NewestRuns['left'][number][] = [];
    const rows: RunSummary[] = [];
    for (const source of await this.#options.stores()) {
      // Before the rows: a change in between is then seen as news.
      known.set(source.folder, await source.store.changes(Number.MAX_SAFE_INTEGER));
      const newest = await source.store.list({ limit: firstPart });
      rows.push(...newest);
      const before = newest.at(-1)?.id;
      if (before !== undefined && newest.length === firstPart) left.push({ source, before });
    }
    rows.sort((one, other) => (one.id < other.id ? 1 : -1));
    const interrupted = new Set(this.#options.interrupted().keys());
    return { known, message: { type: 'history', runs: this.#marked(rows), total: totalOf(known) }, left, interrupted };
  }

  #begin({ interrupted, known, left, message }: NewestRuns, isThere: boolean): void {
    this.#prepared = undefined;
    this.#known = known;
    this.#left = left;
    this.#interrupted = interrupted;
    if (!isThere) this.#options.send(message);
  }

  async #sendAnew(): Promise<void> {
    const page = this.#page;
    const newest = await this.#readNewest();
    if (this.#isOver(page)) return;
    this.#begin(newest, false);
    if (this.#wantsOlder) await this.#sendLeft();
  }

  async #sendLeft(): Promise<void> {
    const page = this.#page;
    const total = totalOf(this.#known ?? new Map());
    const left = this.#left;
    for (const [index, { before: end, source }] of left.entries()) {
      for (let before: string | undefined = end; before !== undefined; ) {
        await nextTurn();
        const rows: readonly RunSummary[] = await source.store.list({ before, limit: furtherPart });
        if (this.#isOver(page)) return;
        before = rows.length === furtherPart ? rows.at(-1)?.id : undefined;
        const isLast = before === undefined && index === left.length - 1;
        this.#options.send({ type: 'older-runs', columns: packRuns(this.#marked(rows)), total, isLast });
      }
    }
    this.#left = [];
  }

  async #sendNews(): Promise<void> {
    const page = this.#page;
    const known = this.#known;
    // A page that has not begun gets everything when it does.
    if (known === undefined) return;
    const stores = await this.#options.stores();
    const news = stores.length === known.size ? await newsOf(stores, known) : undefined;
    if (this.#isOver(page)) return;
    const interrupted = this.#newlyInterrupted();
    const isChanged = news === undefined || news.isChanged || interrupted.length > 0;
    if (!isChanged) return;
    // Of older runs the page knows nothing yet: changes among them would stand where these go.
    if (news === undefined || this.#left.length > 0) {
      await this.#sendAnew();
      return;
    }
    this.#known = news.known;
    const { deleted, rows } = news;
    if (rows.length + interrupted.length + deleted.length > 0)
      this.#options.send({
        type: 'history',
        part: 'changes',
        runs: this.#marked([...interrupted, ...rows]),
        deleted: [...deleted],
        total: totalOf(news.known),
      });
    await this.#options.onChanged(rows.map(({ id }) => id));
  }

  /** The runs found to be interrupted since the page was last told of some: nobody writes down that a process has died. */
  #newlyInterrupted(): readonly RunSummary[] {
    const interrupted = this.#options.interrupted();
    const news = [...interrupted.values()].filter(({ id }) => !this.#interrupted.has(id));
    this.#interrupted = new Set(interrupted.keys());
    return news;
  }

  #isOver(page: number): boolean {
    return page !== this.#page || this.#isClosed;
  }

  #marked(rows: readonly RunSummary[]): HistoryMessage['runs'] {
    const interrupted = this.#options.interrupted();
    return rows.map((row) => (interrupted.has(row.id) ? { ...row, interrupted: true } : row));
  }
}

interface News {
  readonly known: ReadonlyMap<string, KnownStore>;
  readonly isChanged: boolean;
  readonly rows: readonly RunSummary[];
  readonly deleted: readonly string[];
}

/** What has changed in the stores; undefined where that cannot be told. */
async function newsOf(stores: readonly FeedSource[], before: NewestRuns['known']): Promise<News | undefined> {
  const known = new Map<string, KnownStore>();
  const rows: RunSummary[] = [];
  const deleted: string[] = [];
  let isChanged = false;
  for (const { folder, store } of stores) {
    const last = before.get(folder);
    if (last === undefined) return undefined;
    if ((await store.revision()) === last.revision) {
      known.set(folder, last);
      continue;
    }
    const changes = await store.changes(last.revision);
    if (changes.removed !== last.removed) return undefined;
    isChanged = true;
    known.set(folder, changes);
    rows.push(...changes.rows);
    deleted.push(...changes.deleted);
  }
  return { known, isChanged, rows, deleted };
}

function totalOf(known: NewestRuns['known']): number {
  return [...known.values()].reduce((sum, { total }) => sum + total, 0);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
