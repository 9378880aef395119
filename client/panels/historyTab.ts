import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { packRuns } from '#core/protocol/runColumns.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord, RunSummary } from '#core/runs/runRecord.ts';
import type { RunChanges } from '#core/runs/runStore.ts';
import { type RunValues, runValues } from '#core/runs/runValues.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import type { FolderStore, RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';

/** How many runs the first message has, which are there before anybody can scroll, and how many each that follows. */
const firstPart = 200;
const furtherPart = 4000;
const valuesPart = 2000;

export interface HistoryTabOptions {
  readonly history: RunHistory;
  /** Asked for what the page shows of several runs together. */
  readonly runs: Pick<RunService, 'ask'>;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

type KnownStore = Pick<RunChanges, 'revision' | 'removed' | 'total'>;

interface SentFirst {
  readonly sent: Map<string, KnownStore>;
  readonly left: readonly { readonly source: FolderStore; readonly before: string }[];
  readonly total: number;
}

type HistoryRequest = Extract<
  PanelMessage,
  { type: 'delete-runs' | 'restore-runs' | 'annotate-runs' | 'read-values' | 'read-records' | 'compare-runs' }
>;

/**
 * Keeps the page's table of runs as the stores are. All runs are sent once, in parts between which others have their turn,
 * and from then on what changes.
 */
export class HistoryTab extends Disposables {
  readonly #history: RunHistory;
  readonly #runs: Pick<RunService, 'ask'>;
  readonly #log: Log;
  readonly #send: (message: HostMessage) => void;
  /** What the page has of each folder; undefined until it has shown the table. */
  #sent: Map<string, KnownStore> | undefined;
  /** The runs that the page knows to be interrupted. */
  #interrupted: ReadonlySet<string> = new Set();
  /** The values that the page shows of runs; undefined until it asks for some. */
  #names: readonly string[] | undefined;
  /** Grows when the page begins anew; what was being sent to the one before ends there. */
  #page = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor({ history, log, runs, send }: HistoryTabOptions) {
    super();
    this.#history = history;
    this.#runs = runs;
    this.#log = log;
    this.#send = send;
    this.track(history.onDidChange(() => this.#sendChanges()));
  }

  /** The page is new and has nothing: it gets the newest runs, which other tabs name too. */
  begin(): void {
    this.#page++;
    this.#sent = undefined;
    this.#names = undefined;
    this.#enqueue(async () => void (await this.#sendFirst()));
  }

  /** The page shows the table. */
  show(): void {
    if (this.#sent !== undefined) return;
    this.#sent = new Map();
    this.#enqueue(async () => await this.#sendAll());
  }

  /** @throws Failure as the stores give it */
  async answer(message: HistoryRequest): Promise<void> {
    try {
      switch (message.type) {
        case 'delete-runs':
          await this.#history.discard(message.ids);
          return;
        case 'restore-runs':
          await this.#history.restore(message.ids);
          return;
        case 'annotate-runs':
          await this.#history.annotate(message.ids, message.change);
          return;
        case 'read-values':
          this.#names = message.names;
          this.#enqueue(async () => await this.#sendValues());
          return;
        case 'read-records':
          await this.#sendRecords(message.ids);
          return;
        case 'compare-runs':
          await this.#sendComparison(message.ids);
          return;
      }
    } catch (thrown) {
      this.#log.failure(`Panel message ${message.type}`, thrown);
      void vscode.window.showErrorMessage(describeFailure(Failure.from(thrown, 'unknown')));
    }
  }

  #sendChanges(): void {
    this.#enqueue(async () => {
      if (this.#sent === undefined) await this.#sendFirst();
      else await this.#sendNews();
    });
  }

  #enqueue(work: () => Promise<void>): void {
    this.#sending = this.#sending.then(work).catch((thrown: unknown) => {
      this.#log.failure('Sending the run history to the panel', thrown);
    });
  }

  /** What the first message leaves to be sent; undefined where there is another page by now. */
  async #sendFirst(): Promise<SentFirst | undefined> {
    const page = this.#page;
    const sent = new Map<string, KnownStore>();
    const left: SentFirst['left'][number][] = [];
    const first: RunSummary[] = [];
    for (const source of await this.#history.stores()) {
      // Before the rows: a change in between is then seen as news.
      sent.set(source.folder, await source.store.changes(Number.MAX_SAFE_INTEGER));
      const rows = await source.store.list({ limit: firstPart });
      first.push(...rows);
      const before = rows.at(-1)?.id;
      if (before !== undefined && rows.length === firstPart) left.push({ source, before });
    }
    const total = [...sent.values()].reduce((sum, each) => sum + each.total, 0);
    if (page !== this.#page || this.isDisposed) return undefined;
    first.sort((one, other) => (one.id < other.id ? 1 : -1));
    this.#send({ type: 'history', runs: this.#rows(first), total });
    return { sent, left, total };
  }

  async #sendAll(): Promise<void> {
    const page = this.#page;
    this.#interrupted = new Set(this.#history.interrupted.keys());
    const first = await this.#sendFirst();
    if (first === undefined) return;
    const { left, sent, total } = first;
    for (const [index, { before: end, source }] of left.entries()) {
      for (let before: string | undefined = end; before !== undefined; ) {
        await nextTurn();
        const rows: readonly RunSummary[] = await source.store.list({ before, limit: furtherPart });
        if (page !== this.#page || this.isDisposed) return;
        before = rows.length === furtherPart ? rows.at(-1)?.id : undefined;
        const isLast = before === undefined && index === left.length - 1;
        this.#send({ type: 'older-runs', columns: packRuns(this.#rows(rows)), total, isLast });
      }
    }
    this.#sent = sent;
  }

  async #sendNews(): Promise<void> {
    const known = this.#sent;
    if (known === undefined) return;
    const page = this.#page;
    const stores = await this.#history.stores();
    const sent = new Map<string, KnownStore>();
    const rows: RunSummary[] = [];
    const deleted: string[] = [];
    let isKnown = stores.length === known.size;
    for (const { folder, store } of stores) {
      const before = known.get(folder);
      const changes = before === undefined ? undefined : await store.changes(before.revision);
      if (changes === undefined || changes.removed !== before?.removed) {
        isKnown = false;
        break;
      }
      rows.push(...changes.rows);
      deleted.push(...changes.deleted);
      sent.set(folder, changes);
    }
    if (page !== this.#page || this.isDisposed) return;
    if (!isKnown) {
      await this.#sendAll();
      return;
    }
    this.#sent = sent;
    const total = [...sent.values()].reduce((sum, each) => sum + each.total, 0);
    const interrupted = this.#newlyInterrupted();
    if (rows.length + interrupted.length > 0 || deleted.length > 0)
      this.#send({ type: 'history', part: 'changes', runs: this.#rows([...interrupted, ...rows]), deleted, total });
    await this.#sendValuesOf(rows.map(({ id }) => id));
  }

  async #sendValues(): Promise<void> {
    const [page, names] = [this.#page, this.#names];
    if (names === undefined) return;
    const found = new Set<string>();
    const stores = await this.#history.stores();
    for (const [index, { store }] of stores.entries()) {
      for (let before: string | undefined; ; ) {
        await nextTurn();
        const { next, rows } = await store.values(valuesPart, before);
        // The page asks for others already.
        if (page !== this.#page || names !== this.#names || this.isDisposed) return;
        for (const { values } of rows) for (const name of Object.keys(values)) found.add(name);
        const isLast = next === undefined && index === stores.length - 1;
        this.#send(valuesMessage(rows, names, found, isLast));
        if (next === undefined) break;
        before = next;
      }
    }
  }

  /** Of runs that are new or have changed. */
  async #sendValuesOf(ids: readonly string[]): Promise<void> {
    const names = this.#names;
    if (names === undefined || ids.length === 0) return;
    const rows = (await this.#recordsOf(ids)).map((record) => ({ id: record.id, values: runValues(record) }));
    const found = rows.flatMap(({ values }) => Object.keys(values));
    if (names === this.#names && !this.isDisposed) this.#send(valuesMessage(rows, names, found, true));
  }

  async #sendRecords(ids: readonly string[]): Promise<void> {
    const records = await this.#recordsOf(ids);
    if (!this.isDisposed) this.#send({ type: 'run-records', records: [...records] });
  }

  async #sendComparison(ids: readonly string[]): Promise<void> {
    const compared = [...ids];
    try {
      const runs: { id: string; workspaceFolder: string }[] = [];
      for (const id of compared) {
        const found = await this.#history.record(id);
        if (found === undefined) throw new Failure('not-found', `Run ${id} is not there any more.`);
        runs.push({ id, workspaceFolder: found.folder });
      }
      const answer = await this.#runs.ask({ kind: 'compare-runs', runs });
      if (answer.kind !== 'run-comparison')
        throw new Failure('unknown', `The runner answered a comparison with '${answer.kind}'.`);
      this.#send({ type: 'comparison', view: { kind: 'comparison', ids: compared, report: answer.report } });
    } catch (thrown) {
      this.#log.failure('Comparing runs', thrown);
      const reason = describeFailure(Failure.from(thrown, 'unknown'));
      this.#send({ type: 'comparison', view: { kind: 'unavailable', ids: compared, reason } });
    }
  }

  async #recordsOf(ids: readonly string[]): Promise<readonly RunRecord[]> {
    const records: RunRecord[] = [];
    for (const id of ids) {
      const found = await this.#history.record(id);
      if (found !== undefined) records.push(found.record);
    }
    return records;
  }

  /** The runs found to be interrupted since the page was last told of some: nobody writes down that a process has died. */
  #newlyInterrupted(): readonly RunSummary[] {
    const { interrupted } = this.#history;
    const news = [...interrupted.values()].filter(({ id }) => !this.#interrupted.has(id));
    this.#interrupted = new Set(interrupted.keys());
    return news;
  }

  #rows(rows: readonly RunSummary[]): Extract<HostMessage, { type: 'history' }>['runs'] {
    return rows.map((row) => (this.#history.interrupted.has(row.id) ? { ...row, interrupted: true } : row));
  }
}

function valuesMessage(
  rows: readonly { readonly id: string; readonly values: RunValues }[],
  names: readonly string[],
  found: Iterable<string>,
  isLast: boolean,
): HostMessage {
  return {
    type: 'run-values',
    names: [...found],
    ids: rows.map(({ id }) => id),
    columns: Object.fromEntries(names.map((name) => [name, rows.map(({ values }) => values[name] ?? null)])),
    isLast,
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
