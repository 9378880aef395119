import * as vscode from 'vscode';
import { CancellationSource } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import { setContextKey } from '../app/contextKeys.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { Throttled } from '../app/throttled.ts';
import { askDecision } from './decisionPrompt.ts';
import { heardFrom, type LiveRun, phraseOf, quietRun } from './liveRun.ts';
import type { PythonOfRequests } from './pythonOfRequests.ts';
import type { RequestListener, RunnerProcess } from './runnerProcess.ts';

/** The shortest time between two reports of progress to the editor, in milliseconds; runs say more than anybody reads. */
const reportInterval = 200;

/** A request to the runner that is under way in this window. */
export interface ActiveRun {
  /** What is run, for people: the name of the file without its endings. */
  readonly title: string;
  /** The id of the run once its record is in the store. */
  readonly runId: string | undefined;
  readonly live: LiveRun;
  readonly isCancelling: boolean;
}

/** Who shows a run that is executed. */
export interface RunWatcher {
  /** Cancels the run. */
  readonly token: vscode.CancellationToken;
  /** Hears the id of the run as soon as its record is in the store. */
  readonly recorded: (runId: string) => void;
  /** Hears what the run has said so far, now and then. */
  readonly report: (live: LiveRun) => void;
}

interface Work extends ActiveRun {
  readonly cancellation: CancellationSource;
}

/** Runs that this window started: shows their progress, tells listeners, cancels them. */
export class RunService extends Disposables {
  readonly #runner: RunnerProcess;
  readonly #python: PythonOfRequests;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #active = new Map<number, Work>();
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  readonly #recorded = this.track(new vscode.EventEmitter<string>());
  /** Fires when a run starts, says something or ends. */
  readonly onDidChange = this.#changed.event;
  readonly #ended = this.track(new vscode.EventEmitter<void>());
  /** Fires when a run has ended in whatever way. */
  readonly onDidEnd = this.#ended.event;
  /** Fires with the id of a run as soon as its record is in the store. */
  readonly onDidRecord = this.#recorded.event;
  #lastKey = 0;
  #wasRunning = false;

  constructor(runner: RunnerProcess, python: PythonOfRequests, log: Log, clock: Clock) {
    super();
    this.#runner = runner;
    this.#python = python;
    this.#log = log;
    this.#clock = clock;
  }

  get active(): readonly ActiveRun[] {
    return [...this.#active.values()];
  }

  /** The run of that id, while this window executes it. */
  find(runId: string): ActiveRun | undefined {
    return this.active.find((run) => run.runId === runId);
  }

  /**
   * Has the runner do something that is kept as a run, under a notification with the current step and a way to cancel.
   * @throws Failure as the runner gives it
   */
  async perform(title: string, request: RunnerRequest): Promise<RunnerAnswer> {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (notification, token) => {
        let reported = 0;
        return await this.execute(title, request, {
          token,
          recorded: (runId) => this.#recorded.fire(runId),
          report: (live) => {
            notification.report({
              message: phraseOf(live, this.#clock.now()),
              increment: (live.fraction - reported) * 100,
            });
            reported = live.fraction;
          },
        });
      },
    );
  }

  /**
   * The same under what its caller shows.
   * @throws Failure as the runner gives it
   */
  async execute(title: string, request: RunnerRequest, { recorded, report, token }: RunWatcher): Promise<RunnerAnswer> {
    const key = ++this.#lastKey;
    const cancellation = new CancellationSource();
    this.#set(key, { title, runId: undefined, live: quietRun, isCancelling: false, cancellation });
    const listening = token.onCancellationRequested(() => this.#cancel(key));
    const reporting = new Throttled(reportInterval, () => {
      report(this.#active.get(key)?.live ?? quietRun);
      this.#tell();
    });
    try {
      return await this.#runner.request(await this.#python.completed(request), cancellation.signal, {
        question: async (question) => await askDecision(title, question),
        recorded: (runId) => {
          this.#change(key, { runId });
          recorded(runId);
        },
        progress: (progress) => {
          if (progress.kind === 'warning' && progress.alert === true)
            void vscode.window.showWarningMessage(`${title}: ${progress.message}`);
          const work = this.#active.get(key);
          if (work !== undefined) this.#active.set(key, { ...work, live: heardFrom(work.live, progress) });
          reporting.request();
        },
      });
    } finally {
      reporting.dispose();
      listening.dispose();
      this.#active.delete(key);
      this.#tell();
      this.#ended.fire();
    }
  }

  /** Asks something of the runner that is no run; shows nothing. @throws Failure as the runner gives it */
  async ask(
    request: RunnerRequest,
    token?: vscode.CancellationToken,
    listener: RequestListener = {},
  ): Promise<RunnerAnswer> {
    const cancellation = new CancellationSource();
    const listening = token?.onCancellationRequested(() => cancellation.cancel());
    try {
      return await this.#runner.request(await this.#python.completed(request), cancellation.signal, listener);
    } finally {
      listening?.dispose();
    }
  }

  /** Cancels a run of this window; false if it has none of that id. */
  cancel(runId: string): boolean {
    for (const [key, work] of this.#active) {
      if (work.runId !== runId) continue;
      this.#cancel(key);
      return true;
    }
    return false;
  }

  /** Cancels a run that may not have an id yet. */
  cancelActive(run: ActiveRun): void {
    for (const [key, work] of this.#active) if (work === run) this.#cancel(key);
  }

  #cancel(key: number): void {
    const work = this.#active.get(key);
    if (work === undefined || work.isCancelling) return;
    this.#log.info(`Cancelling ${work.title}${work.runId === undefined ? '' : ` (${work.runId})`}`);
    this.#change(key, { isCancelling: true });
    work.cancellation.cancel();
  }

  #set(key: number, work: Work): void {
    this.#active.set(key, work);
    this.#tell();
  }

  #change(key: number, change: Partial<ActiveRun>): void {
    const work = this.#active.get(key);
    if (work !== undefined) this.#set(key, { ...work, ...change });
  }

  #tell(): void {
    if (this.isDisposed) return;
    const isRunning = this.#active.size > 0;
    if (isRunning !== this.#wasRunning) setContextKey(this.#log, 'hybridQuantum.running', isRunning);
    this.#wasRunning = isRunning;
    this.#changed.fire();
  }
}

/** The id in an answer that tells how a run ended. @throws Failure `unknown` for an answer to something else */
export function endedRun(answer: RunnerAnswer): { readonly runId: string | undefined; readonly state: string } {
  if (answer.kind === 'run') return answer;
  if (answer.kind === 'simulation') return { runId: answer.runId, state: 'succeeded' };
  throw new Failure('unknown', `The runner answered a run with '${answer.kind}'.`);
}
