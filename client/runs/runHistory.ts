import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { unfinishedRuns } from '#core/runs/interruptedRuns.ts';
import { type Money, monthOf, spentOn } from '#core/runs/jobCharge.ts';
import type { RunRecord, RunSummary } from '#core/runs/runRecord.ts';
import {
  type AnnotationChange,
  activeJobStates,
  keptDeleted,
  type ListedJob,
  type RunStore,
} from '#core/runs/runStore.ts';
import { isInForce } from '#platform/processIdentity.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';

/** A stored run with the folder whose store has it. */
export interface RunEntry {
  readonly folder: string;
  readonly summary: RunSummary;
  /** Not ended and nobody is executing it: its process died or its window was closed. */
  readonly interrupted: boolean;
}

/** A stored job with the folder whose store has it. */
export interface JobEntry {
  readonly folder: string;
  readonly job: ListedJob;
}

/** A store with the folder it belongs to. */
export interface FolderStore {
  readonly folder: string;
  readonly store: RunStore;
}

export interface RunHistoryOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly open: (folder: string, clock: Clock) => Promise<RunStore>;
  /** The folders whose stores are shown. */
  readonly folders: () => readonly string[];
  /** How many runs of each folder are listed. */
  readonly limit: () => number;
}

/** How often stores are asked for their revision while somebody looks, in milliseconds. */
const pollInterval = 1000;
/** How often runs that have not ended are asked whether somebody still executes them, in polls. */
const pollsPerClaimCheck = 5;
/** What was read of the store of a folder. */
interface FolderRuns {
  readonly entries: readonly RunEntry[];
  readonly interrupted: readonly RunSummary[];
  readonly hasUnfinished: boolean;
}

interface OpenStore {
  readonly store: RunStore;
  revision: number;
}

/**
 * The runs in the stores of this workspace, newest first. A store is opened only once it exists, and followed only
 * while a view asks for it, so that changes by other windows and the command line appear.
 */
export class RunHistory extends Disposables {
  readonly #options: RunHistoryOptions;
  readonly #stores = new Map<string, OpenStore>();
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  #entries: readonly RunEntry[] = [];
  #interrupted: ReadonlyMap<string, RunSummary> = new Map();
  #hasUnfinished = false;
  #jobs: readonly JobEntry[] = [];
  #spent: readonly Money[] = [];
  #problem: string | undefined;
  #followers = 0;
  #timer: NodeJS.Timeout | undefined;
  #polls = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: RunHistoryOptions) {
    super();
    this.#options = options;
  }

  get entries(): readonly RunEntry[] {
    return this.#entries;
  }

  /** The runs that have not ended and that nobody executes, by their ids: also those older than the entries. */
  get interrupted(): ReadonlyMap<string, RunSummary> {
    return this.#interrupted;
  }

  /** The jobs of all runs, the last submitted first. */
  get jobs(): readonly JobEntry[] {
    return this.#jobs;
  }

  /** What was spent this month and is out, a sum for each currency. */
  get spent(): readonly Money[] {
    return this.#spent;
  }

  /** The folders with jobs that are out and that no process waits for. */
  async foldersToWatch(): Promise<readonly string[]> {
    const folders: string[] = [];
    for (const folder of this.#options.folders()) {
      const store = (await this.#storeOf(folder))?.store;
      for (const job of (await store?.allJobs({ states: activeJobStates })) ?? []) {
        if (isInForce(await store?.claimOf(job.runId))) continue;
        folders.push(folder);
        break;
      }
    }
    return folders;
  }

  /** Jobs whose end people are to be told of, each to one window only. */
  async takeNotices(): Promise<readonly JobEntry[]> {
    const taken: JobEntry[] = [];
    for (const folder of this.#options.folders()) {
      const store = (await this.#storeOf(folder))?.store;
      for (const key of (await store?.notices()) ?? []) {
        if (!(await store?.takeNotice(key))) continue;
        const job = (await store?.allJobs({}))?.find((each) => each.key === key);
        if (job !== undefined) taken.push({ folder, job });
      }
    }
    return taken;
  }

  /** Why the history cannot be read at the moment, as a sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Keeps the history current until the result is disposed. */
  follow(): vscode.Disposable {
    this.#followers++;
    if (this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#poll(), pollInterval);
      void this.#poll();
    }
    let following = true;
    return new vscode.Disposable(() => {
      if (!following) return;
      following = false;
      if (--this.#followers === 0) this.#stopTimer();
    });
  }

  /** Reads everything again and resolves when {@link entries} is current. */
  async refresh(): Promise<void> {
    // One after another: two readings at once could finish in the wrong order.
    this.#reading = this.#reading.then(() => this.#read());
    await this.#reading;
  }

  /** The stores there are, with their folders. */
  async stores(): Promise<readonly FolderStore[]> {
    const opened = await Promise.all(
      this.#options.folders().map(async (folder) => ({ folder, store: (await this.#storeOf(folder))?.store })),
    );
    return opened.flatMap(({ folder, store }) => (store === undefined ? [] : [{ folder, store }]));
  }

  find(id: string): RunEntry | undefined {
    return this.#entries.find(({ summary }) => summary.id === id);
  }

  /** The whole record of a run and the folder it belongs to, wherever in this workspace it is. */
  async record(id: string): Promise<{ readonly folder: string; readonly record: RunRecord } | undefined> {
    for (const folder of this.#options.folders()) {
      const record = await (await this.#storeOf(folder))?.store.get(id);
      if (record !== undefined) return { folder, record };
    }
    return undefined;
  }

  /** The bytes that a run of a folder keeps under their SHA-256. */
  async artifact(folder: string, sha256: string): Promise<Uint8Array | undefined> {
    return await (await this.#storeOf(folder))?.store.loadArtifact(sha256);
  }

  /**
   * Deletes runs so that they can be restored. What was deleted long ago is deleted for good.
   * @throws Failure `conflict` while one is being executed, `not-found`
   */
  async discard(ids: readonly string[]): Promise<void> {
    const owners = await this.#storesOf(ids);
    for (const [id, store] of owners) await store.discard(id);
    for (const store of new Set(owners.values())) await store.purge(this.#options.clock.now() - keptDeleted);
    await this.refresh();
  }

  /** Brings back those of the runs that were discarded. */
  async restore(ids: readonly string[]): Promise<void> {
    for (const { store } of await this.stores()) {
      const discarded = await store.list({ deleted: true });
      for (const { id } of discarded) if (ids.includes(id)) await store.restore(id);
    }
    await this.refresh();
  }

  /** @throws Failure `not-found`, `invalid-input` for a tag or note that is too long */
  async annotate(ids: readonly string[], change: AnnotationChange): Promise<void> {
    for (const [id, store] of await this.#storesOf(ids)) await store.annotate(id, change);
    await this.refresh();
  }

  override dispose(): void {
    this.#stopTimer();
    for (const folder of [...this.#stores.keys()]) this.#close(folder);
    super.dispose();
  }

  /** The store of each run, all found before anything is done to one. */
  async #storesOf(ids: readonly string[]): Promise<ReadonlyMap<string, RunStore>> {
    const owners = new Map<string, RunStore>();
    for (const id of ids) {
      const found = await this.record(id);
      const opened = found && (await this.#storeOf(found.folder));
      if (opened === undefined) throw new Failure('not-found', `There is no run ${id} in this workspace.`);
      owners.set(id, opened.store);
    }
    return owners;
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    const isClaimCheck = this.#polls++ % pollsPerClaimCheck === 0;
    try {
      if ((await this.#hasNews()) || (isClaimCheck && this.#hasUnfinished)) {
        await this.refresh();
      }
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  async #hasNews(): Promise<boolean> {
    const folders = this.#options.folders();
    for (const folder of [...this.#stores.keys()]) {
      if (!folders.includes(folder) || !existsSync(databaseOf(folder))) return true;
    }
    for (const folder of folders) {
      const known = this.#stores.get(folder)?.revision;
      const opened = await this.#storeOf(folder);
      if (opened !== undefined && (await opened.store.revision()) !== known) return true;
    }
    return false;
  }

  async #read(): Promise<void> {
    try {
      const folders = this.#options.folders();
      for (const folder of [...this.#stores.keys()]) {
        if (!folders.includes(folder) || !existsSync(databaseOf(folder))) this.#close(folder);
      }
      const read = (await Promise.all(folders.map((folder) => this.#readFolder(folder)))).flatMap((one) => one ?? []);
      this.#entries = read.flatMap(({ entries }) => entries).sort((a, b) => (a.summary.id < b.summary.id ? 1 : -1));
      this.#interrupted = new Map(read.flatMap(({ interrupted }) => interrupted.map((run) => [run.id, run] as const)));
      this.#hasUnfinished = read.some(({ hasUnfinished }) => hasUnfinished);
      await this.#readJobs(folders);
      this.#problem = undefined;
      if (!this.isDisposed) this.#changed.fire();
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  async #readJobs(folders: readonly string[]): Promise<void> {
    const jobs: JobEntry[] = [];
    const spent = new Map<string, number>();
    for (const folder of folders) {
      const store = (await this.#storeOf(folder))?.store;
      const listed = (await store?.allJobs({ limit: this.#options.limit() })) ?? [];
      jobs.push(...listed.map((job) => ({ folder, job })));
      for (const entry of (await store?.ledger(monthOf(this.#options.clock.now()))) ?? []) {
        const { amount = 0, currency = '' } = spentOn(entry) ?? {};
        if (currency !== '') spent.set(currency, (spent.get(currency) ?? 0) + amount);
      }
    }
    this.#jobs = jobs.sort((one, other) => other.job.submittedAt - one.job.submittedAt);
    this.#spent = [...spent].map(([currency, amount]) => ({ amount, currency }));
  }

  async #readFolder(folder: string): Promise<FolderRuns | undefined> {
    const opened = await this.#storeOf(folder);
    if (opened === undefined) return undefined;
    const { store } = opened;
    // Before the list: a change in between is then seen as news at the next poll.
    opened.revision = await store.revision();
    const summaries = await store.list({ limit: this.#options.limit() });
    const { interrupted, runs } = await unfinishedRuns(store, this.#options.clock.now());
    const ids = new Set(interrupted.map(({ id }) => id));
    return {
      entries: summaries.map((summary) => ({ folder, summary, interrupted: ids.has(summary.id) })),
      interrupted,
      hasUnfinished: runs.length > 0,
    };
  }

  async #storeOf(folder: string): Promise<OpenStore | undefined> {
    const present = this.#stores.get(folder);
    if (present !== undefined) return present;
    if (!existsSync(databaseOf(folder))) return undefined;
    const store = await this.#options.open(folder, this.#options.clock);
    const raced = this.#stores.get(folder);
    if (raced !== undefined || this.isDisposed) {
      store.close();
      return raced;
    }
    const opened = { store, revision: -1 };
    this.#stores.set(folder, opened);
    return opened;
  }

  #close(folder: string): void {
    this.#stores.get(folder)?.store.close();
    this.#stores.delete(folder);
  }

  #report(thrown: unknown): void {
    const failure = Failure.from(thrown, 'unreadable');
    const problem = describeFailure(failure);
    // Once per problem, not once per poll.
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.log.failure('Reading the run history', thrown);
    if (!this.isDisposed) this.#changed.fire();
  }
}

function databaseOf(folder: string): string {
  return join(folder, '.hybrid', 'runs.db');
}
