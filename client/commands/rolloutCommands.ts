import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { commandIds } from '../app/commandIds.ts';
import { isTrustedFor } from '../app/trust.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import { askName, askNote } from './askPerson.ts';
import { choosePipeline, saveIfChanged } from './chooseFile.ts';
import type { CommandRegistrar } from './registerCommand.ts';
import type { ReportCommandOptions } from './reportCommandOptions.ts';

type Decision = Extract<RunnerRequest, { kind: 'decide-rollout' }>['decision'];

const decisions: Readonly<Record<Decision, { readonly title: string; readonly why: string }>> = {
  advanced: { title: 'Advance to the Next Stage', why: 'Why it advances. May be empty.' },
  approved: { title: 'Approve the Stage', why: 'Why, for whoever reads the history. May be empty.' },
  'rolled-back': { title: 'Switch the Quantum Step Off', why: 'Why it is switched off. May be empty.' },
  restored: { title: 'Switch the Quantum Step On', why: 'Why it can be switched on again. May be empty.' },
};

export function registerRolloutCommands(registrar: CommandRegistrar, options: ReportCommandOptions): void {
  const { log, panels } = options;
  registrar.register(commandIds.showRollout, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Reading the rollout'), log)) return;
    const file = await choosePipeline(parameter);
    await saveIfChanged(file);
    panels.showRollout(file);
  });
  registrar.register(commandIds.decideRollout, async (parameter, decision) => {
    if (!isTrustedFor(vscode.l10n.t('Deciding about a rollout'), log)) return undefined;
    const file = await choosePipeline(parameter);
    await saveIfChanged(file);
    return await decideRollout(file, decision, options);
  });
}

/**
 * Asks who decides and why, and keeps the decision beside the pipeline.
 * @returns what was decided, and the stage the pipeline is at afterwards
 * @throws Failure `gate` with what is missing, before anything is asked, when the pipeline may not advance; `cancelled`
 */
async function decideRollout(
  file: vscode.Uri,
  given: unknown,
  { panels, runs }: ReportCommandOptions,
): Promise<{ readonly decision: Decision; readonly stage: string }> {
  const workspaceFolder = storeFolderOf(file);
  const asked = await runs.ask({ kind: 'rollout', pipeline: file.fsPath, workspaceFolder });
  if (asked.kind !== 'rollout') throw new Failure('unknown', `The runner answered a rollout with '${asked.kind}'.`);
  const { report } = asked;
  const decision = await chooseDecision(given, report);
  const { title, why } = decisions[decision];
  requirePossible(decision, report);
  await confirm(decision, report, file);
  const by =
    decision === 'approved'
      ? await chooseApprover(report, title)
      : await askName(
          `${title} (1/2)`,
          vscode.l10n.t('Who decides. The name is kept in the history of the rollout.'),
          vscode.l10n.t('The history needs a name.'),
        );
  const note = await askNote(`${title} (2/2)`, why);
  const answer = await runs.ask({
    kind: 'decide-rollout',
    pipeline: file.fsPath,
    workspaceFolder,
    decision,
    by,
    note,
  });
  if (answer.kind !== 'decided') throw new Failure('unknown', `The runner answered a decision with '${answer.kind}'.`);
  panels.refreshReports();
  return { decision, stage: answer.stage };
}

async function chooseDecision(given: unknown, report: RolloutReport): Promise<Decision> {
  if (given === 'approved' || given === 'advanced' || given === 'rolled-back' || given === 'restored') return given;
  const { next, switchedOff } = report;
  const missing = approvalsMissing(report);
  const state: Readonly<Record<Decision, string>> = {
    advanced: next === undefined ? 'this is the last stage' : `to ${next.stage}${openText(next.obstacles.length)}`,
    approved: missing.length === 0 ? 'no approval is missing' : missing.join(', '),
    'rolled-back': switchedOff === undefined ? '' : 'it is off',
    restored: switchedOff === undefined ? 'it is on' : '',
  };
  const items = (['advanced', 'approved', 'rolled-back', 'restored'] as const).map((decision) => ({
    label: decisions[decision].title,
    description: state[decision],
    decision,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Decide about the rollout of {0}, which is at {1}', report.name, report.stage),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  return chosen.decision;
}

function openText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', which one point keeps it from' : `, which ${count} points keep it from`;
}

/** Says what is missing before anybody has typed a reason. The runner examines it again when it decides. */
function requirePossible(decision: Decision, { next, stage }: RolloutReport): void {
  if (decision !== 'advanced') return;
  if (next === undefined) throw new Failure('conflict', `${stage} is the last stage of this rollout.`);
  if (next.obstacles.length > 0) {
    throw new Failure(
      'gate',
      `The pipeline cannot advance from ${stage} to ${next.stage}: ${next.obstacles.join('; ')}.`,
      {
        advice: 'The Rollout tab shows what every stage still lacks.',
      },
    );
  }
}

/** What changes how the pipeline runs is confirmed; an approval changes nothing by itself. @throws Failure `cancelled` */
async function confirm(decision: Decision, { name, next, stage }: RolloutReport, file: vscode.Uri): Promise<void> {
  const dialogs: Readonly<Record<Decision, { message: string; detail: string; action: string } | undefined>> = {
    approved: undefined,
    advanced: {
      message: vscode.l10n.t('Advance {0} from {1} to {2}?', name, stage, next?.stage ?? ''),
      detail: vscode.l10n.t(
        'This writes the new stage into {0}, and the decision with what was found into the history.',
        basename(file.path),
      ),
      action: vscode.l10n.t('Advance'),
    },
    'rolled-back': {
      message: vscode.l10n.t('Switch the quantum step of {0} off?', name),
      detail: vscode.l10n.t('From now on its runs go on classically, until the step is switched on again.'),
      action: vscode.l10n.t('Switch Off'),
    },
    restored: {
      message: vscode.l10n.t('Switch the quantum step of {0} on?', name),
      detail: vscode.l10n.t('From now on its runs use the quantum step again, as the stage {0} allows.', stage),
      action: vscode.l10n.t('Switch On'),
    },
  };
  const dialog = dialogs[decision];
  if (dialog === undefined) return;
  const { action, detail, message } = dialog;
  const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, action);
  if (choice !== action) throw new Failure('cancelled', 'Nothing was decided.');
}

function approvalsMissing({ stages }: RolloutReport): readonly string[] {
  return stages.find(({ place }) => place === 'current')?.approvalsMissing ?? [];
}

async function chooseApprover(report: RolloutReport, title: string): Promise<string> {
  const missing = approvalsMissing(report);
  if (missing.length === 0) throw new Failure('conflict', `No approval of the stage ${report.stage} is missing.`);
  const chosen = await vscode.window.showQuickPick([...missing], {
    title: `${title} (1/2)`,
    placeHolder: vscode.l10n.t('Who approves'),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was decided.');
  return chosen;
}
