import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { PlanView } from '#core/protocol/planView.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { isCircuitPath, isSuitePath } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { labelOf, storeFolderOf } from '../app/workspaceFiles.ts';
import { circuitPlan } from '../lsp/circuitPlan.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { plannedRun } from '../runs/plannedRun.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import type { SuiteRuns } from '../runs/suiteRuns.ts';
import { otherScorecards } from './otherScorecards.ts';
import { ReportTab } from './reportTab.ts';

export interface ReportSources {
  readonly history: RunHistory;
  readonly runs: RunService;
  readonly settings: Settings;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

type PlanReport = Pick<Extract<PlanView, { kind: 'plan' }>, 'of' | 'document' | 'warnings'>;

/** The Plan tab: of a pipeline or suite by the runner, of a circuit by the language server. */
export class PlanTab extends ReportTab<PlanReport> {
  constructor(sources: ReportSources & { readonly language: LanguageService; readonly suites: SuiteRuns }) {
    const { language, log, runs, send, settings, suites } = sources;
    let shown: { readonly file: string; readonly report: PlanReport } | undefined;
    const show = (file: string, report: PlanReport) => {
      shown = { file, report };
      const { document, of, warnings } = report;
      const progress = of === 'suite' && this.file !== undefined ? suites.progressOf(this.file) : undefined;
      const view = { kind: 'plan' as const, of, file, document, warnings: [...warnings] };
      send({ type: 'plan', view: progress === undefined ? view : { ...view, progress } });
    };
    super({
      log,
      isHarmless: ({ path }) => isCircuitPath(path),
      read: async (file) => {
        if (!isCircuitPath(file.path)) {
          const of = isSuitePath(file.path) ? 'suite' : 'pipeline';
          return { of, ...(await plannedRun(file, { runs, settings })) };
        }
        const { document } = await circuitPlan(await vscode.workspace.openTextDocument(file), language);
        return { of: 'circuit', document, warnings: [] };
      },
      show,
      showProblem: (file, reason) => {
        shown = undefined;
        send({ type: 'plan', view: { kind: 'unavailable', file, reason } });
      },
    });
    this.track(
      suites.onDidChange(() => {
        if (shown !== undefined && this.file !== undefined && shown.file === labelOf(this.file))
          show(shown.file, shown.report);
      }),
    );
  }
}

/** Which versions of a scorecard are compared: a kept one with a later one, or with the scorecard as it is now. */
export interface ComparedVersions {
  readonly against?: string;
  readonly newer?: string;
}

/** A scorecard with the others of the workspace. */
interface ReadScorecard {
  readonly report: ScorecardReport;
  readonly others: Awaited<ReturnType<typeof otherScorecards>>;
}

/** The Scorecard tab, with the kept versions it compares. */
export class ScorecardTab extends ReportTab<ReadScorecard> {
  #compared: ComparedVersions = {};

  constructor({ history, log, runs, send }: ReportSources) {
    super({
      history,
      log,
      read: async (file) => {
        const answer = await runs.ask({
          kind: 'scorecard',
          file: file.fsPath,
          workspaceFolder: storeFolderOf(file),
          ...this.#compared,
        });
        if (answer.kind === 'scorecard')
          return { report: answer.report, others: await otherScorecards(file, runs, log) };
        throw new Failure('unknown', `The runner answered a scorecard with '${answer.kind}'.`);
      },
      show: (file, { others, report }) => {
        const compared = report.difference === undefined ? {} : this.#compared;
        send({ type: 'scorecard', view: { kind: 'scorecard', file, report, others, ...compared } });
      },
      showProblem: (file, reason) => send({ type: 'scorecard', view: { kind: 'unavailable', file, reason } }),
    });
  }

  get compared(): ComparedVersions {
    return this.#compared;
  }

  override show(file: vscode.Uri): void {
    // Versions belong to their file.
    if (file.toString() !== this.file?.toString()) this.#compared = {};
    super.show(file);
  }

  compare(versions: ComparedVersions): void {
    this.#compared = versions;
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
