import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { currentUser } from '#platform/currentUser.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import { isTrustedFor } from '../app/trust.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import type { RunService } from '../runs/runService.ts';
import { choosePipeline, chooseScorecard, saveIfChanged } from './chooseFile.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface ReportCommandOptions {
  readonly runs: RunService;
  readonly panels: PanelHost;
  readonly log: Log;
}

type Decision = Extract<RunnerRequest, { kind: 'decide-rollout' }>['decision'];

const decisions: Readonly<Record<Decision, { readonly title: string; readonly prompt: string }>> = {
  approved: { title: 'Approve the Stage', prompt: 'Why, for whoever reads the history. May be empty.' },
  'rolled-back': { title: 'Switch the Quantum Step Off', prompt: 'Why it is switched off. May be empty.' },
  restored: { title: 'Switch the Quantum Step On', prompt: 'Why it can be switched on again. May be empty.' },
};

export function registerReportCommands(registrar: CommandRegistrar, options: ReportCommandOptions): void {
  const { log, panels } = options;
  registrar.register(commandIds.showScorecard, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Scoring recorded runs'), log)) return;
    const file = await chooseScorecard(parameter);
    await saveIfChanged(file);
    panels.showScorecard(file);
  });
  registrar.register(commandIds.showRollout, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Reading the rollout'), log)) return;
    const file = await choosePipeline(parameter);
    await saveIfChanged(file);
    panels.showRollout(file);
  });
  registrar.register(commandIds.decideRollout, async (parameter, decision) => {
    if (!isTrustedFor(vscode.l10n.t('Deciding about a rollout'), log)) return undefined;
    const file = await choosePipeline(parameter);
    return await decideRollout(file, await chooseDecision(decision), options);
  });
}

/** Asks who decides and why, and keeps the decision beside the pipeline. */
async function decideRollout(
  file: vscode.Uri,
  decision: Decision,
  { panels, runs }: ReportCommandOptions,
): Promise<Decision> {
  await saveIfChanged(file);
  const answer = await runs.ask({ kind: 'rollout', pipeline: file.fsPath, workspaceFolder: storeFolderOf(file) });
  if (answer.kind !== 'rollout') throw new Failure('unknown', `The runner answered a rollout with '${answer.kind}'.`);
  const { prompt, title } = decisions[decision];
  const by = decision === 'approved' ? await chooseApprover(answer.report, title) : await askName(title);
  const note = await vscode.window.showInputBox({ title: `${title} (2/2)`, prompt, ignoreFocusOut: true });
  if (note === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  await runs.ask({ kind: 'decide-rollout', pipeline: file.fsPath, decision, by, note: note.trim() });
  panels.refreshRollout();
  return decision;
}

async function chooseDecision(given: unknown): Promise<Decision> {
  if (given === 'approved' || given === 'rolled-back' || given === 'restored') return given;
  const items = (['approved', 'rolled-back', 'restored'] as const).map((decision) => ({
    label: decisions[decision].title,
    decision,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Decide about the rollout') });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  return chosen.decision;
}

async function chooseApprover({ stage, stages }: RolloutReport, title: string): Promise<string> {
  const missing = stages.find(({ place }) => place === 'current')?.approvalsMissing ?? [];
  if (missing.length === 0) throw new Failure('conflict', `No approval of the stage ${stage} is missing.`);
  const chosen = await vscode.window.showQuickPick([...missing], {
    title: `${title} (1/2)`,
    placeHolder: vscode.l10n.t('Who approves'),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  return chosen;
}

async function askName(title: string): Promise<string> {
  const name = await vscode.window.showInputBox({
    title: `${title} (1/2)`,
    prompt: vscode.l10n.t('Who decides. The name is kept in the history of the rollout.'),
    value: currentUser(),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('The history needs a name.') : undefined),
  });
  if (name === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  return name.trim();
}
