import { join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { isFinal } from '#core/runs/runState.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import type { RunEntry, RunHistory } from '../runs/runHistory.ts';
import { endedRun, type RunService } from '../runs/runService.ts';
import type { KeptFiles } from '../views/keptFiles.ts';
import { iconOf, runDescription } from '../views/runPresentation.ts';
import { runIdOfNode } from '../views/runsTree.ts';
import { exportRuns } from './exportRuns.ts';
import { agreedTo, type RunOutcome, tellOutcome } from './pipelineCommands.ts';
import { recordedCosts } from './recordedCosts.ts';
import type { CommandRegistrar } from './registerCommand.ts';
import { restoreFile } from './restoreFile.ts';

export interface RunCommandOptions {
  readonly runs: RunService;
  readonly history: RunHistory;
  readonly panels: PanelHost;
  readonly settings: Settings;
  readonly kept: KeptFiles;
  readonly log: Log;
}

export function registerRunCommands(registrar: CommandRegistrar, options: RunCommandOptions): void {
  const { history, panels } = options;
  registrar.register(commandIds.showRuns, async () => {
    // The panel reads what it shows first by itself; nobody waits for all that the views show.
    panels.showHistory();
    await history.refresh();
  });
  registrar.register(commandIds.refreshRuns, async () => await history.refresh());
  registrar.register(commandIds.openRun, async (parameter) => {
    panels.showRun(await chooseRun(parameter, history, () => true, 'There are no runs in this workspace yet.'), false);
  });
  registrar.register(commandIds.cancelRun, async (parameter) => await cancelRun(parameter, options));
  registrar.register(commandIds.resumeRun, async (parameter) => await resumeRun(parameter, options));
  registrar.register(commandIds.repeatRun, async (parameter) => await repeatRun(parameter, options));
  registrar.register(commandIds.exportRuns, async (parameter) => await exportRuns(parameter, history, options.log));
  registrar.register(commandIds.restoreFile, async (parameter) => {
    const runId = await chooseRun(parameter, history, () => true, 'There are no runs in this workspace yet.');
    await restoreFile(runId, options);
  });
  registrar.register(commandIds.deleteRun, async (parameter) => await deleteRun(parameter, options));
}

async function cancelRun(parameter: unknown, { history, runs }: RunCommandOptions): Promise<void> {
  const given = typeof parameter === 'string' ? parameter : runIdOfNode(parameter);
  if (given !== undefined) {
    if (runs.cancel(given)) return;
    await history.refresh();
    const state = history.find(given)?.summary.state;
    if (state !== undefined && isFinal(state)) throw new Failure('conflict', `Run ${given} has already ended.`);
    throw new Failure('conflict', `Run ${given} is not executed by this window.`, {
      advice: 'Cancel it where it was started: in the other window, or with Ctrl+C in the terminal.',
    });
  }
  const { active } = runs;
  const [only] = active;
  if (only === undefined) throw new Failure('not-found', 'Nothing is running in this window.');
  if (active.length === 1) {
    runs.cancelActive(only);
    return;
  }
  const items = active.map((run) => ({ label: run.title, description: run.live.detail, run }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Cancel which run?') });
  if (chosen !== undefined) runs.cancelActive(chosen.run);
}

async function recordedRun(history: RunHistory, runId: string) {
  const found = await history.record(runId);
  if (found === undefined) throw new Failure('not-found', `There is no run ${runId} in this workspace.`);
  return found;
}

async function resumeRun(parameter: unknown, options: RunCommandOptions): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Resuming a run'), options.log)) return undefined;
  const { history, runs, settings } = options;
  const runId = await chooseRun(parameter, history, isResumable, 'There is no run that could be resumed.');
  const found = await recordedRun(history, runId);
  const outcome = endedRun(
    await runs.perform(found.record.name, {
      kind: 'resume',
      runId,
      workspaceFolder: found.folder,
      backends: settings.backends(),
      python: settings.pythonInterpreter(vscode.Uri.file(join(found.folder, found.record.file))),
    }),
  );
  await tellOutcome(outcome, options);
  return outcome;
}

/** Runs a pipeline again with the settings, seeds and files of a recorded run. */
async function repeatRun(parameter: unknown, options: RunCommandOptions): Promise<RunOutcome | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Repeating a run'), options.log)) return undefined;
  const { history, runs, settings } = options;
  const runId = await chooseRun(parameter, history, isRepeatable, 'There is no run to repeat.');
  const found = await recordedRun(history, runId);
  const { folder, record } = found;
  const approved = await agreedTo(record.name, recordedCosts(record));
  const outcome = endedRun(
    await runs.perform(record.name, {
      kind: 'repeat',
      runId,
      workspaceFolder: folder,
      approved,
      backends: settings.backends(),
      python: settings.pythonInterpreter(vscode.Uri.file(join(folder, record.file))),
    }),
  );
  await tellOutcome(outcome, options);
  return outcome;
}

function isRepeatable({ summary }: RunEntry): boolean {
  return isFinal(summary.state);
}

function isResumable({ summary, interrupted }: RunEntry): boolean {
  return interrupted || (isFinal(summary.state) && summary.state !== 'succeeded' && summary.kind === 'pipeline');
}

async function deleteRun(parameter: unknown, { history }: RunCommandOptions): Promise<void> {
  const runId = await chooseRun(parameter, history, () => true, 'There are no runs in this workspace yet.');
  const name = history.find(runId)?.summary.name ?? runId;
  await history.discard([runId]);
  await offerUndo([runId], vscode.l10n.t("The run of '{0}' is deleted.", name), history);
}

/** Says that runs are deleted, and brings them back when the user wants that. */
async function offerUndo(ids: readonly string[], text: string, history: RunHistory): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  if ((await vscode.window.showInformationMessage(text, undo)) === undo) await history.restore(ids);
}

/**
 * The run a command is about: what it was called with or the user's choice.
 * @throws Failure `not-found` with the sentence given when there is none to choose, `cancelled`
 */
async function chooseRun(
  parameter: unknown,
  history: RunHistory,
  fits: (entry: RunEntry) => boolean,
  none: string,
): Promise<string> {
  const given = typeof parameter === 'string' ? parameter : runIdOfNode(parameter);
  if (given !== undefined) return given;
  await history.refresh();
  const entries = history.entries.filter(fits);
  if (entries.length === 0) throw new Failure('not-found', none);
  const now = Date.now();
  const items = entries.map(({ summary, interrupted }) => ({
    id: summary.id,
    label: `$(${iconOf(summary.state, interrupted).icon}) ${summary.name}`,
    description: runDescription(summary, interrupted, now),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a run'),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new Failure('cancelled', 'No run was chosen.');
  return chosen.id;
}
