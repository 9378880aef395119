import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { RunnerAnswer } from '#core/protocol/runner.ts';
import type { SuiteProgressView, SuiteRunView } from '#core/protocol/suiteView.ts';
import type { RunState } from '#core/runs/runState.ts';
import { Disposables } from '../app/disposables.ts';
import type { Settings } from '../app/settings.ts';
import { Throttled } from '../app/throttled.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import { type LiveRun, phraseOf } from './liveRun.ts';
import { endedRun, type RunService } from './runService.ts';

/** The shortest time between two tellings of how far a suite is, in milliseconds. */
const tellingInterval = 300;

type Suite = Extract<RunnerAnswer, { kind: 'suite' }>;
type Cell = Suite['cells'][number];

/** A suite that this window runs or has run. */
interface Work {
  progress: SuiteProgressView;
  readonly cancellation: vscode.CancellationTokenSource;
}

/** How the runs of a suite ended. */
export interface SuiteOutcome {
  readonly name: string;
  readonly progress: SuiteProgressView;
}

/** The runs of suites that this window started: so many at once, with how far each is and what came of all. */
export class SuiteRuns extends Disposables {
  readonly #runs: RunService;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #works = new Map<string, Work>();
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  /** Fires when a run of a suite starts, says something or ends. */
  readonly onDidChange = this.#changed.event;
  readonly #telling = this.track(new Throttled(tellingInterval, () => this.#changed.fire()));

  constructor(runs: RunService, settings: Settings, clock: Clock) {
    super();
    this.#runs = runs;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Of the latest time the suite was started in this window. */
  progressOf(file: vscode.Uri): SuiteProgressView | undefined {
    return this.#works.get(file.toString())?.progress;
  }

  /** Ends the runs that are under way, which can be resumed, and begins no more. */
  cancel(file: vscode.Uri): void {
    this.#works.get(file.toString())?.cancellation.cancel();
  }

  /** What a suite is made of. @throws Failure of the file */
  async read(file: vscode.Uri): Promise<Suite> {
    const answer = await this.#runs.ask({ kind: 'suite', file: file.fsPath });
    if (answer.kind === 'suite') return answer;
    throw new Failure('unknown', `The runner answered a suite with '${answer.kind}'.`);
  }

  /**
   * Runs every cell of a suite, under a notification with a way to cancel. A cell that fails does not end the others.
   * @param approved whether the user has agreed to what the runs may cost
   * @throws Failure `conflict` while the suite is running already
   */
  async run(file: vscode.Uri, suite: Suite, approved: boolean): Promise<SuiteOutcome> {
    const key = file.toString();
    if (this.#works.get(key)?.progress.isRunning === true) {
      throw new Failure('conflict', `The suite ${suite.name} is running already.`, {
        advice: 'Wait for it, or cancel it in the Plan tab.',
      });
    }
    const work: Work = {
      progress: { runs: suite.cells.map(waitingRun), isRunning: true },
      cancellation: new vscode.CancellationTokenSource(),
    };
    this.#works.set(key, work);
    this.#changed.fire();
    try {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: suite.name, cancellable: true },
        async (notification, token) => {
          const listening = token.onCancellationRequested(() => work.cancellation.cancel());
          let reported = 0;
          const report = () => {
            const { fraction, message } = phraseOfAll(work.progress);
            notification.report({ message, increment: (fraction - reported) * 100 });
            reported = fraction;
          };
          try {
            await this.#runCells(suite, work, approved, report);
          } finally {
            listening.dispose();
          }
        },
      );
      const { runs } = work.progress;
      work.progress = { ...work.progress, result: await this.#result(suite.cells, runs) };
    } finally {
      work.progress = { ...work.progress, isRunning: false };
      work.cancellation.dispose();
      this.#changed.fire();
    }
    return { name: suite.name, progress: work.progress };
  }

  async #runCells({ cells, parallel }: Suite, work: Work, approved: boolean, report: () => void): Promise<void> {
    let next = 0;
    const change = (index: number, news: Partial<SuiteRunView>) => {
      const runs = work.progress.runs.map((run, at) => (at === index ? { ...run, ...news } : run));
      work.progress = { ...work.progress, runs };
      report();
      this.#telling.request();
    };
    const turn = async () => {
      for (let index = next++; index < cells.length; index = next++) {
        const cell = cells[index];
        if (cell === undefined) return;
        if (work.cancellation.token.isCancellationRequested) change(index, { state: 'cancelled' });
        else change(index, await this.#runCell(cell, work, approved, (news) => change(index, news)));
      }
    };
    await Promise.all(Array.from({ length: parallel }, turn));
  }

  /** How a cell ended. Never rejects: a run that could not begin is one that failed. */
  async #runCell(
    { cell, path }: Cell,
    { cancellation: { token } }: Work,
    approved: boolean,
    change: (news: Partial<SuiteRunView>) => void,
  ): Promise<Partial<SuiteRunView>> {
    const pipeline = vscode.Uri.file(path);
    const { backend, seed } = cell;
    change({ state: 'running' });
    try {
      const { state } = endedRun(
        await this.#runs.execute(
          titleOfCell(cell),
          {
            kind: 'run',
            pipeline: path,
            includePaths: this.#settings.includePaths(pipeline),
            workspaceFolder: storeFolderOf(pipeline),
            options: {
              approved,
              flags: this.#settings.flags(pipeline),
              ...(backend === undefined ? {} : { backend }),
              ...(seed === undefined ? {} : { seed }),
            },
            backends: this.#settings.backends(),
            python: this.#settings.pythonInterpreter(pipeline),
          },
          {
            token,
            recorded: (runId) => change({ runId }),
            report: (live: LiveRun) => change({ fraction: live.fraction, detail: phraseOf(live, this.#clock.now()) }),
          },
        ),
      );
      return { state: endOf(state), detail: '', fraction: 1 };
    } catch (thrown) {
      const failure = Failure.from(thrown);
      return failure.reason === 'cancelled'
        ? { state: 'cancelled', detail: '' }
        : { state: 'failed', detail: describeFailure(failure) };
    }
  }

  async #result(
    cells: readonly Cell[],
    runs: readonly SuiteRunView[],
  ): Promise<NonNullable<SuiteProgressView['result']>> {
    const outcomes = cells.map(({ cell, path }, index) => {
      const { detail = '', runId } = runs[index] ?? {};
      const workspaceFolder = storeFolderOf(vscode.Uri.file(path));
      return runId === undefined
        ? { cell, workspaceFolder, failure: detail === '' ? 'It was not begun.' : detail }
        : { cell, workspaceFolder, runId };
    });
    const answer = await this.#runs.ask({ kind: 'suite-result', outcomes });
    if (answer.kind === 'suite-result') return answer.document;
    throw new Failure('unknown', `The runner answered the result of a suite with '${answer.kind}'.`);
  }
}

function waitingRun({ cell }: Cell): SuiteRunView {
  return { title: titleOfCell(cell), state: 'created', fraction: 0, detail: '' };
}

/** `moons, noisy, seed 2` */
function titleOfCell({ backend, pipeline, seed }: Cell['cell']): string {
  const name = pipeline.replace(/(?:\.hybrid)?\.[^./]+$/, '');
  return [name, ...(backend === undefined ? [] : [backend]), ...(seed === undefined ? [] : [`seed ${seed}`])].join(
    ', ',
  );
}

function endOf(state: string): RunState {
  return state === 'succeeded' || state === 'cancelled' || state === 'stopped' ? state : 'failed';
}

/** How far all of them are together, and what one of them does. */
function phraseOfAll({ runs }: SuiteProgressView): { readonly fraction: number; readonly message: string } {
  const isOver = ({ state }: SuiteRunView) => state !== 'created' && state !== 'running';
  const ended = runs.filter(isOver);
  const current = runs.find(({ state }) => state === 'running');
  const counted = vscode.l10n.t('{0} of {1} runs', ended.length, runs.length);
  return {
    fraction: runs.reduce((sum, run) => sum + (isOver(run) ? 1 : run.fraction), 0) / Math.max(1, runs.length),
    message: current === undefined ? counted : `${counted} · ${current.title}: ${current.detail}`,
  };
}
