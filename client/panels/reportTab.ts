import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { Throttled } from '../app/throttled.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { RunHistory } from '../runs/runHistory.ts';

/** Pipelines, suites and scorecards, the versions kept of them, and histories of rollouts. */
const reportFiles = '**/*.{rollout.json,scorecard.*.json,{hybrid,suite,scorecard}.{yaml,yml,json}}';

/** The shortest time between two readings of the same report, in milliseconds. */
const readingInterval = 1000;

export interface ReportTabOptions<Report> {
  /** Left out where runs have no say in it. */
  readonly history?: RunHistory;
  readonly log: Log;
  /** Whether a file can be said something of in a workspace that is not trusted; none when left out. */
  readonly isHarmless?: (file: vscode.Uri) => boolean;
  /** Asks the runner, or the language server. @throws Failure */
  readonly read: (file: vscode.Uri) => Promise<Report>;
  readonly show: (file: string, report: Report) => void;
  readonly showProblem: (file: string, reason: string) => void;
}

/** Shows in the panel what can be said of one file, and follows the file, its companions and the runs. */
export class ReportTab<Report> extends Disposables {
  readonly #options: ReportTabOptions<Report>;
  readonly #reading = this.track(new Throttled(readingInterval, () => void this.#read()));
  #file: vscode.Uri | undefined;
  #latest = 0;

  constructor(options: ReportTabOptions<Report>) {
    super();
    this.#options = options;
    if (options.history !== undefined) this.track(options.history.onDidChange(() => this.refresh()));
    this.track(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#noticeChange(uri)));
    // They also change by other windows, the command line and the runner.
    const watcher = this.track(vscode.workspace.createFileSystemWatcher(reportFiles));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.track(event((uri) => this.#noticeChange(uri)));
  }

  get file(): vscode.Uri | undefined {
    return this.#file;
  }

  show(file: vscode.Uri): void {
    this.#file = file;
    void this.#read();
  }

  /** Reads again soon, if anything is shown. */
  refresh(): void {
    if (this.#file !== undefined) this.#reading.request();
  }

  #noticeChange(uri: vscode.Uri): void {
    const folder = (file: vscode.Uri) => vscode.Uri.joinPath(file, '..').toString();
    if (this.#file !== undefined && folder(uri) === folder(this.#file)) this.refresh();
  }

  async #read(): Promise<void> {
    const file = this.#file;
    if (file === undefined || this.isDisposed) return;
    const reading = ++this.#latest;
    if (!vscode.workspace.isTrusted && this.#options.isHarmless?.(file) !== true) {
      // A tab that is restored after a reload asks as well.
      this.#options.showProblem(labelOf(file), vscode.l10n.t('Reports need a trusted workspace.'));
      return;
    }
    const isCurrent = () => reading === this.#latest && !this.isDisposed;
    try {
      const report = await this.#options.read(file);
      if (isCurrent()) this.#options.show(labelOf(file), report);
    } catch (thrown) {
      if (!isCurrent()) return;
      this.#options.log.failure(`Reading the report of ${labelOf(file)}`, thrown);
      const reason = Failure.is(thrown) ? describeFailure(thrown) : 'It could not be read. The log has the details.';
      this.#options.showProblem(labelOf(file), reason);
    }
  }
}
