import { Failure } from '#core/base/failure.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { Log } from '../app/log.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import { ReportTab } from './reportTab.ts';

interface ReportSources {
  readonly history: RunHistory;
  readonly runs: RunService;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

/** The Scorecard tab, with the kept version it compares with. */
export class ScorecardTab extends ReportTab<ScorecardReport> {
  #against: string | undefined;

  constructor({ history, log, runs, send }: ReportSources) {
    super({
      history,
      log,
      read: async (file) => {
        const against = this.#against;
        const answer = await runs.ask({
          kind: 'scorecard',
          file: file.fsPath,
          workspaceFolder: storeFolderOf(file),
          ...(against === undefined ? {} : { against }),
        });
        if (answer.kind === 'scorecard') return answer.report;
        throw new Failure('unknown', `The runner answered a scorecard with '${answer.kind}'.`);
      },
      show: (file, report) => {
        const against = report.difference === undefined ? undefined : this.#against;
        const view = { kind: 'scorecard' as const, file, report };
        send({ type: 'scorecard', view: against === undefined ? view : { ...view, against } });
      },
      showProblem: (file, reason) => send({ type: 'scorecard', view: { kind: 'unavailable', file, reason } }),
    });
  }

  /** Compares with a kept version, or with none. */
  compareWith(version: string | undefined): void {
    this.#against = version;
    if (this.file !== undefined) this.show(this.file);
  }
}

/** The Rollout tab. */
export class RolloutTab extends ReportTab<RolloutReport> {
  constructor({ history, log, runs, send }: ReportSources) {
    super({
      history,
      log,
      read: async (file) => {
        const answer = await runs.ask({
          kind: 'rollout',
          pipeline: file.fsPath,
          workspaceFolder: storeFolderOf(file),
        });
        if (answer.kind === 'rollout') return answer.report;
        throw new Failure('unknown', `The runner answered a rollout with '${answer.kind}'.`);
      },
      show: (file, report) => send({ type: 'rollout', view: { kind: 'rollout', file, report } }),
      showProblem: (file, reason) => send({ type: 'rollout', view: { kind: 'unavailable', file, reason } }),
    });
  }
}
