import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import type { RunSummary } from '#core/runs/runRecord.ts';
import type { RunChanges } from '#core/runs/runStore.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import type { FolderStore, RunHistory } from '../runs/runHistory.ts';

/** How many runs the first message has, which are there before anybody can scroll, and how many each that follows. */
const firstPart = 200;
const furtherPart = 4000;

export interface HistoryTabOptions {
  readonly history: RunHistory;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

type KnownStore = Pick<RunChanges, 'revision' | 'removed' | 'total'>;

type HistoryRequest = Extract<PanelMessage, { type: 'delete-runs' | 'restore-runs' | 'annotate-runs' }>;

/**
 * Keeps the page's table of runs as the stores are. All runs are sent once, in parts between which others have their turn,
 * and from then on what changes.
 */
export class HistoryTab extends Disposables {
  readonly #history: RunHistory;
  readonly #log: Log;
  readonly #send: (message: HostMessage) => void;
  /** What the page has of each folder; undefined until it has shown the table. */
  #sent: Map<string, KnownStore> | undefined;
  /** Grows when the page begins anew; what was being sent to the one before ends there. */
  #page = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor({ history, log, send }: HistoryTabOptions) {
    super();
    this.#history = history;
    this.#log = log;
    this.#send = send;
    this.track(history.onDidChange(() => this.#sendChanges()));
  }

  /** The page is new and has nothing. */
  forget(): void {
    this.#page++;
    this.#sent = undefined;
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
      }
    } catch (thrown) {
      this.#log.failure(`Panel message ${message.type}`, thrown);
      void vscode.window.showErrorMessage(describeFailure(Failure.from(thrown, 'unknown')));
    }
  }

  #sendChanges(): void {
    if (this.#sent !== undefined) this.#enqueue(async () => await this.#sendNews());
  }

  #enqueue(work: () => Promise<void>): void {
    this.#sending = this.#sending.then(work).catch((thrown: unknown) => {
      this.#log.failure('Sending the run history to the panel', thrown);
    });
  }

  async #sendAll(): Promise<void> {
    const page = this.#page;
    const sent = new Map<string, KnownStore>();
    const stores = await this.#history.stores();
    // Before the rows: a change in between is then seen as news.
    const begun: { source: FolderStore; before: string | undefined }[] = [];
    const first: RunSummary[] = [];
    for (const source of stores) {
      sent.set(source.folder, await source.store.changes(Number.MAX_SAFE_INTEGER));
      const rows = await source.store.list({ limit: firstPart });
      first.push(...rows);
      if (rows.length === firstPart) begun.push({ source, before: rows.at(-1)?.id });
    }
    const total = [...sent.values()].reduce((sum, each) => sum + each.total, 0);
    if (page !== this.#page) return;
    first.sort((one, other) => (one.id < other.id ? 1 : -1));
    this.#send({ type: 'history', runs: this.#rows(first), total });
    for (const { before: end, source } of begun) {
      for (let before = end; before !== undefined; ) {
        await nextTurn();
        const rows = await source.store.list({ before, limit: furtherPart });
        if (page !== this.#page || this.isDisposed) return;
        if (rows.length > 0) this.#send({ type: 'history', part: 'more', runs: this.#rows(rows), total });
        before = rows.length === furtherPart ? rows.at(-1)?.id : undefined;
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
    const active = this.#interruptions();
    if (rows.length + active.length > 0 || deleted.length > 0)
      this.#send({ type: 'history', part: 'changes', runs: this.#rows([...active, ...rows]), deleted, total });
  }

  /** Nobody writes down that a process has died. */
  #interruptions(): readonly RunSummary[] {
    return this.#history.entries.filter(({ interrupted }) => interrupted).map(({ summary }) => summary);
  }

  #rows(rows: readonly RunSummary[]): Extract<HostMessage, { type: 'history' }>['runs'] {
    return rows.map((row) => (this.#isInterrupted(row.id) ? { ...row, interrupted: true } : row));
  }

  #isInterrupted(id: string): boolean {
    return this.#history.find(id)?.interrupted === true;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
