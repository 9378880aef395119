import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { type RunValues, runValues } from '#core/runs/runValues.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { Throttled } from '../app/throttled.ts';
import { shownSteps } from '../runs/liveRun.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import { RunFeed } from './runFeed.ts';

/** How many runs a message with further values has. */
const valuesPart = 2000;

/** How long a page waits for what it can begin with, in milliseconds: about as long as the editor takes for its frame. */
const patience = 80;

/** The shortest time between two tellings of how runs beside each other go, in milliseconds. */
const tracesInterval = 500;

export interface HistoryTabOptions {
  readonly history: RunHistory;
  /** Asked for what the page shows of several runs together. */
  readonly runs: Pick<RunService, 'ask' | 'find' | 'onDidChange'>;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

type HistoryRequest = Extract<
  PanelMessage,
  {
    type:
      | 'delete-runs'
      | 'restore-runs'
      | 'annotate-runs'
      | 'read-older-runs'
      | 'read-values'
      | 'read-records'
      | 'compare-runs';
  }
>;

/** Keeps the page's table of runs as the stores are, and answers what it asks about them. */
export class HistoryTab extends Disposables {
  readonly #history: RunHistory;
  readonly #runs: HistoryTabOptions['runs'];
  readonly #log: Log;
  readonly #send: (message: HostMessage) => void;
  readonly #feed: RunFeed;
  /** The values that the page shows of runs; undefined until it asks for some. */
  #names: readonly string[] | undefined;
  /** The runs that the page has seen beside each other last. */
  #compared: readonly string[] = [];
  readonly #sendingTraces = this.track(new Throttled(tracesInterval, () => this.#sendTraces()));

  constructor({ history, log, runs, send }: HistoryTabOptions) {
    super();
    this.#history = history;
    this.#runs = runs;
    this.#log = log;
    this.#send = send;
    this.#feed = new RunFeed({
      stores: async () => await history.stores(),
      interrupted: () => history.interrupted,
      send,
      onChanged: async (ids) => await this.#sendValuesOf(ids),
      onFailure: (thrown) => log.failure('Sending the run history to the panel', thrown),
    });
    this.track(history.onDidChange(() => this.#feed.sendChanges()));
    this.track(runs.onDidChange(() => this.#sendingTraces.request()));
    this.prepare();
  }

  /** A page is loading. */
  prepare(): void {
    this.#feed.prepare();
  }

  /** What a page that is loaded now can begin with; nothing where reading that takes longer than the page itself does. */
  async beginning(): Promise<HostMessage | undefined> {
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
    return await Promise.race([this.#feed.beginning(), late]);
  }

  /** The page is new: it gets the newest runs, which other tabs name too, unless it has begun with them. */
  begin(hasBeginning: boolean): void {
    this.#names = undefined;
    this.#compared = [];
    this.#feed.begin(hasBeginning);
  }

  override dispose(): void {
    this.#feed.close();
    super.dispose();
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
        case 'read-older-runs':
          this.#feed.sendOlder();
          return;
        case 'read-values':
          this.#names = message.names;
          this.#feed.enqueue(async () => await this.#sendValues());
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

  async #sendValues(): Promise<void> {
    const [page, names] = [this.#feed.page, this.#names];
    if (names === undefined) return;
    const found = new Set<string>();
    const stores = await this.#history.stores();
    for (const [index, { store }] of stores.entries()) {
      for (let before: string | undefined; ; ) {
        await nextTurn();
        const { next, rows } = await store.values(valuesPart, before);
        // The page asks for others already.
        if (page !== this.#feed.page || names !== this.#names || this.isDisposed) return;
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
    this.#compared = compared;
    this.#sendingTraces.request();
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

  /** Of the runs beside each other that are under way here. */
  #sendTraces(): void {
    const traces = this.#compared.flatMap((id) => {
      const trace = this.#runs.find(id)?.live.trace ?? [];
      return trace.length === 0 ? [] : [{ id, trace: shownSteps(trace) }];
    });
    if (traces.length > 0 && !this.isDisposed) this.#send({ type: 'live-traces', traces });
  }

  async #recordsOf(ids: readonly string[]): Promise<readonly RunRecord[]> {
    const records: RunRecord[] = [];
    for (const id of ids) {
      const found = await this.#history.record(id);
      if (found !== undefined) records.push(found.record);
    }
    return records;
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
