import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { commandIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import type { JobEntry, RunHistory } from './runHistory.ts';
import type { RunService } from './runService.ts';

export interface JobWatchOptions {
  readonly history: RunHistory;
  readonly runs: RunService;
  readonly settings: Settings;
  readonly log: Log;
}

/** How often the stores are looked at, in milliseconds. */
const interval = 5_000;

/**
 * Has the runner ask providers for jobs whose run no process executes any more, and tells when one has ended, once for all
 * windows.
 */
export class JobWatch extends Disposables {
  readonly #options: JobWatchOptions;
  readonly #watched = new Set<string>();
  readonly #cancellation = this.track(new vscode.CancellationTokenSource());
  readonly #timer: NodeJS.Timeout;
  #isLooking = false;

  constructor(options: JobWatchOptions) {
    super();
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), interval);
    void this.#look();
  }

  override dispose(): void {
    clearInterval(this.#timer);
    this.#cancellation.cancel();
    super.dispose();
  }

  async #look(): Promise<void> {
    if (this.#isLooking || !vscode.workspace.isTrusted) return;
    this.#isLooking = true;
    const { history, log } = this.#options;
    try {
      for (const folder of await history.foldersToWatch()) void this.#watch(folder);
      for (const ended of await history.takeNotices()) this.#tell(ended);
    } catch (thrown) {
      log.debug(`Looking for jobs: ${Failure.from(thrown).message}`);
    } finally {
      this.#isLooking = false;
    }
  }

  async #watch(workspaceFolder: string): Promise<void> {
    if (this.#watched.has(workspaceFolder)) return;
    this.#watched.add(workspaceFolder);
    const { log, runs, settings } = this.#options;
    try {
      const request = { kind: 'watch-jobs', workspaceFolder, backends: settings.backends() } as const;
      await runs.ask(request, this.#cancellation.token, { isInBackground: true });
    } catch (thrown) {
      if (!Failure.is(thrown, 'cancelled')) log.failure('Asking for jobs', thrown);
    } finally {
      this.#watched.delete(workspaceFolder);
    }
  }

  #tell({ job }: JobEntry): void {
    const name = vscode.l10n.t("The job of '{0}' on {1}", job.runName, job.backend);
    const goesOn = job.runKind === 'pipeline' && job.state === 'completed';
    const action = goesOn ? vscode.l10n.t('Resume Run') : vscode.l10n.t('Open Result');
    const message =
      job.state === 'completed'
        ? vscode.l10n.t('{0} has completed.', name)
        : vscode.l10n.t('{0} has ended: {1}.', name, job.message ?? job.state);
    const show = job.state === 'failed' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    show(message, action)
      .then((choice) => {
        const command = goesOn ? commandIds.resumeRun : commandIds.openRun;
        return choice === action ? vscode.commands.executeCommand(command, job.runId) : undefined;
      })
      .then(undefined, (thrown: unknown) => this.#options.log.failure('Telling of a job', thrown));
  }
}
