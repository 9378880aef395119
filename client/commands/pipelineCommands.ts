import { basename } from 'node:path';
import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { changedOptionsSchema } from '#core/protocol/historyMessages.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import { plannedRun } from '../runs/plannedRun.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import { endedRun, type RunService } from '../runs/runService.ts';
import type { ReportDocuments } from '../views/reportDocuments.ts';
import { choosePipeline, choosePlanned, saveIfChanged } from './chooseFile.ts';
import { type PlannedBackend, paidBackends, plannedBackends } from './planCost.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface PipelineCommandOptions {
  readonly runs: RunService;
  readonly history: RunHistory;
  readonly panels: PanelHost;
  readonly reports: ReportDocuments;
  readonly settings: Settings;
  readonly log: Log;
}

/** How a run that a command started ended; what the command resolves to. */
export interface RunOutcome {
  readonly runId: string | undefined;
  readonly state: string;
}

export function registerPipelineCommands(registrar: CommandRegistrar, options: PipelineCommandOptions): void {
  registrar.register(
    commandIds.runPipeline,
    async (parameter, changed) => await runPipeline(parameter, options, changedRun(changed)),
  );
  registrar.register(
    commandIds.runLocked,
    async (parameter) => await runPipeline(parameter, options, { locked: true }),
  );
  registrar.register(commandIds.showPipeline, async (parameter) => {
    options.panels.showPipeline(await choosePipeline(parameter));
  });
  registrar.register(commandIds.planPipeline, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Planning a run'), options.log)) return;
    const file = await choosePlanned(parameter);
    await saveIfChanged(file);
    options.panels.showPlan(file);
  });
}

/** @param changed what is different from how the file says it runs; `locked` where it has to be as its lock file says */
async function runPipeline(
  parameter: unknown,
  options: PipelineCommandOptions,
  changed: Pick<RunOptions, 'backend' | 'locked' | 'quantum' | 'seed' | 'values'> = {},
): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Running a pipeline'), options.log)) return undefined;
  const file = await choosePipeline(parameter);
  const workspaceFolder = storeFolderOf(file);
  await saveIfChanged(file);
  const backends = options.settings.backends();
  const approved = await approve(file, options, plannedBackends, changed);
  const outcome = endedRun(
    await options.runs.perform(titleOf(file), {
      kind: 'run',
      pipeline: file.fsPath,
      includePaths: options.settings.includePaths(file),
      workspaceFolder,
      options: { approved, flags: options.settings.flags(file), ...changed },
      backends,
      python: options.settings.pythonInterpreter(file),
    }),
  );
  await tellOutcome(outcome, options);
  return outcome;
}

/** What a form of the panel gives. */
function changedRun(parameter: unknown): Pick<RunOptions, 'backend' | 'quantum' | 'seed' | 'values'> {
  const read = changedOptionsSchema.safeParse(parameter ?? {});
  if (!read.success) return {};
  const { backend, quantum, seed, values } = read.data;
  return {
    ...(backend === undefined ? {} : { backend }),
    ...(quantum === undefined ? {} : { quantum }),
    ...(seed === undefined ? {} : { seed }),
    ...(values === undefined ? {} : { values }),
  };
}

/**
 * Whether the user has agreed to what the run may cost. Runs that cost nothing need no asking, and a pipeline that
 * cannot even be planned is left to the run, which keeps a record of why.
 * @param meant the backends of a plan that will be used
 * @param changed what is different from how the file says it runs
 * @throws Failure `cancelled` when the user does not agree
 */
export async function approve(
  file: vscode.Uri,
  options: PipelineCommandOptions,
  meant: (plan: unknown) => readonly PlannedBackend[] = plannedBackends,
  changed: RunOptions = {},
): Promise<boolean> {
  let paid: readonly string[];
  try {
    paid = paidBackends(meant((await plannedRun(file, options, changed)).plan));
  } catch (thrown) {
    options.log.failure(`Planning ${titleOf(file)}`, thrown);
    return false;
  }
  return await agreedTo(titleOf(file), paid);
}

/**
 * Whether the user agrees to costs, a line each; nobody is asked where there are none.
 * @throws Failure `cancelled` when the user does not agree
 */
export async function agreedTo(title: string, costs: readonly string[]): Promise<boolean> {
  if (costs.length === 0) return false;
  const run = vscode.l10n.t('Run');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Running '{0}' may cost money. Run it?", title),
    { modal: true, detail: costs.join('\n') },
    run,
  );
  if (choice !== run) throw new Failure('cancelled', 'The run was not started.');
  return true;
}

/** The name of a pipeline or circuit for people: its file name without what all such files end in. */
export function titleOf(file: vscode.Uri): string {
  return basename(file.path).replace(/(?:\.hybrid)?\.[^.]+$/, '');
}

/** Brings the history up to date, and says what the user cannot see in the Result tab. */
export async function tellOutcome(
  outcome: RunOutcome,
  options: Pick<PipelineCommandOptions, 'history' | 'panels' | 'settings'>,
): Promise<void> {
  const { history, panels, settings } = options;
  const { runId } = outcome;
  await history.refresh();
  if (runId === undefined) return;
  const found = await history.record(runId);
  const name = found?.record.name ?? runId;
  if (outcome.state === 'failed' || outcome.state === 'stopped') {
    const failure = found?.record.failure;
    const because =
      failure === undefined
        ? vscode.l10n.t('The Result tab has the details.')
        : describeFailure(
            new Failure(
              failure.reason,
              failure.message,
              failure.advice === undefined ? {} : { advice: failure.advice },
            ),
          );
    const message =
      outcome.state === 'failed'
        ? vscode.l10n.t('{0} failed: {1}', name, because)
        : vscode.l10n.t('{0} was stopped: {1}', name, because);
    offerResult(vscode.window.showErrorMessage(message, showResult()), runId, panels);
  } else if (outcome.state === 'succeeded' && !settings.revealsRuns()) {
    offerResult(
      vscode.window.showInformationMessage(vscode.l10n.t('{0} has finished.', name), showResult()),
      runId,
      panels,
    );
  }
}

function showResult(): string {
  return vscode.l10n.t('Show Result');
}

function offerResult(shown: Thenable<string | undefined>, runId: string, panels: PanelHost): void {
  // Not awaited: the command has ended, whenever the user looks at the message.
  shown.then((choice) => {
    if (choice !== undefined) panels.showRun(runId, false);
  });
}
