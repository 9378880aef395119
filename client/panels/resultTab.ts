import { describeFailure, Failure } from '#core/base/failure.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { JobsOut } from '#core/runs/jobNews.ts';
import { storedJobsOut } from '#core/runs/jobsOut.ts';
import { isFinal } from '#core/runs/runState.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { Throttled } from '../app/throttled.ts';
import { shownSteps } from '../runs/liveRun.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';

/** The shortest time between two views of a run at work, in milliseconds. */
const liveInterval = 300;

/** Shows one run in the panel's Result tab, live while this window executes it. */
export class ResultTab extends Disposables {
  readonly #history: RunHistory;
  readonly #runs: RunService;
  readonly #log: Log;
  readonly #send: (message: HostMessage) => void;
  #runId: string | undefined;
  readonly #updating = this.track(new Throttled(liveInterval, () => void this.#update()));
  #reading = 0;

  constructor(history: RunHistory, runs: RunService, log: Log, send: (message: HostMessage) => void) {
    super();
    this.#history = history;
    this.#runs = runs;
    this.#log = log;
    this.#send = send;
    this.track(history.onDidChange(() => this.#updateSoon()));
    this.track(runs.onDidChange(() => this.#updateSoon()));
  }

  /** The folder whose store has the run. */
  get folder(): string | undefined {
    return this.#history.entries.find(({ summary }) => summary.id === this.#runId)?.folder;
  }

  get runId(): string | undefined {
    return this.#runId;
  }

  show(runId: string): void {
    this.#runId = runId;
    this.#updating.dispose();
    void this.#update();
  }

  /** Forgets the run, as after it was deleted. */
  clear(): void {
    this.#runId = undefined;
    this.#reading++;
    this.#send({ type: 'result', view: { kind: 'none' } });
  }

  #updateSoon(): void {
    if (this.#runId !== undefined) this.#updating.request();
  }

  /** What is known of the jobs of a run that another process executes. */
  #storedJobs(runId: string): JobsOut {
    return storedJobsOut(this.#history.jobs.flatMap(({ job }) => (job.runId === runId ? [job] : [])));
  }

  async #update(): Promise<void> {
    const runId = this.#runId;
    if (runId === undefined) return;
    const reading = ++this.#reading;
    try {
      const found = await this.#history.record(runId);
      if (reading !== this.#reading || this.isDisposed) return;
      if (found === undefined) {
        this.clear();
        return;
      }
      const { record } = found;
      const live = isFinal(record.state) ? undefined : this.#runs.find(runId)?.live;
      const jobs = isFinal(record.state) ? undefined : (live?.jobs ?? this.#storedJobs(runId));
      this.#send({
        type: 'result',
        view: {
          kind: 'run',
          record,
          ...(live === undefined
            ? {}
            : {
                live: {
                  fraction: live.fraction,
                  detail: live.detail,
                  trace: shownSteps(live.trace),
                  warnings: [...live.warnings],
                },
              }),
          ...(jobs === undefined ? {} : { jobs }),
        },
      });
    } catch (thrown) {
      this.#log.failure(`Reading run ${runId}`, thrown);
      if (reading !== this.#reading || this.isDisposed) return;
      const reason = Failure.is(thrown) ? describeFailure(thrown) : 'It could not be read. The log has the details.';
      this.#send({ type: 'result', view: { kind: 'unavailable', id: runId, reason } });
    }
  }
}
