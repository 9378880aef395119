import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { chargeText } from '#core/runs/jobText.ts';
import { isActiveJob } from '#core/runs/runStore.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import { workspaceFolderPaths } from '../app/workspaceFiles.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import type { JobEntry, RunHistory } from '../runs/runHistory.ts';
import { endedRun, type RunService } from '../runs/runService.ts';
import { jobOfNode } from '../views/jobsTree.ts';
import { tellOutcome } from './pipelineCommands.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface JobCommandOptions {
  readonly runs: RunService;
  readonly history: RunHistory;
  readonly panels: PanelHost;
  readonly settings: Settings;
  readonly log: Log;
}

export function registerJobCommands(registrar: CommandRegistrar, options: JobCommandOptions): void {
  const { history, panels } = options;
  registrar.register(commandIds.openJob, async (parameter) => {
    const runId = typeof parameter === 'string' ? parameter : (await chooseJob(parameter, history)).job.runId;
    panels.showRun(runId, false);
  });
  registrar.register(commandIds.cancelJob, async (parameter) => await cancelJob(parameter, options));
  registrar.register(commandIds.retryJob, async (parameter) => await retryJob(parameter, options));
  registrar.register(commandIds.copyJobId, async (parameter) => {
    const { job } = await chooseJob(parameter, history);
    await vscode.env.clipboard.writeText(job.handle ?? job.key);
  });
  registrar.register(commandIds.attachJob, async () => await attachJob(options));
}

async function cancelJob(parameter: unknown, { history, log, runs, settings }: JobCommandOptions): Promise<void> {
  if (!isTrustedFor(vscode.l10n.t('Cancelling a job'), log)) return;
  const { folder, job } = await chooseJob(parameter, history, isActiveJob);
  const cancel = vscode.l10n.t('Cancel Job');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Cancel the job of '{0}' on {1}?", job.runName, job.backend),
    { modal: true, detail: vscode.l10n.t('{0}. What it has run so far may be charged.', job.handle ?? job.key) },
    cancel,
  );
  if (choice !== cancel) return;
  await runs.ask({ kind: 'cancel-job', job: job.key, workspaceFolder: folder, backends: settings.backends() });
  await history.refresh();
}

/** Does the run of a job again; what it costs is asked for before anything is submitted. */
async function retryJob(parameter: unknown, { history }: JobCommandOptions): Promise<void> {
  const { job } = await chooseJob(parameter, history, (each) => !isActiveJob(each));
  await vscode.commands.executeCommand(commandIds.repeatRun, job.runId);
}

async function attachJob(options: JobCommandOptions): Promise<void> {
  if (!isTrustedFor(vscode.l10n.t('Attaching a job'), options.log)) return;
  const { runs, settings } = options;
  const [workspaceFolder] = workspaceFolderPaths();
  if (workspaceFolder === undefined) {
    throw new Failure('not-found', 'A job is kept in a folder, and none is open.', { advice: 'Open a folder first.' });
  }
  const backends = settings.backends();
  const items = Object.entries(backends).map(([label, { adapter }]) => ({ label, description: adapter }));
  if (items.length === 0) {
    throw new Failure('not-found', 'No backend is configured.', { advice: 'Use Hybrid Quantum: Add Backend….' });
  }
  const title = vscode.l10n.t('Attach Job');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Where it was sent') });
  if (chosen === undefined) throw new Failure('cancelled', 'No backend was chosen.');
  const prompt = vscode.l10n.t('The id that {0} gave the job', chosen.label);
  const job = (await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }))?.trim();
  if (job === undefined || job === '') throw new Failure('cancelled', 'No job was given.');
  const request = { kind: 'attach-job', backend: chosen.label, job, workspaceFolder, backends } as const;
  await tellOutcome(endedRun(await runs.perform(vscode.l10n.t('Job {0}', job), request)), options);
}

/** The job a command is about. @throws Failure `not-found`, `cancelled` */
async function chooseJob(
  parameter: unknown,
  history: RunHistory,
  fits: (job: JobEntry['job']) => boolean = () => true,
): Promise<JobEntry> {
  const given = jobOfNode(parameter);
  if (given !== undefined) return given;
  await history.refresh();
  const jobs = history.jobs.filter(({ job }) => fits(job));
  if (jobs.length === 0) throw new Failure('not-found', 'There is no such job in this workspace.');
  const items = jobs.map((entry) => ({
    entry,
    label: `${entry.job.backend}: ${entry.job.runName}`,
    description: [entry.job.state, chargeText(entry.job.charge), entry.job.handle ?? entry.job.key]
      .filter((part) => part !== '')
      .join(' · '),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a job'),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new Failure('cancelled', 'No job was chosen.');
  return chosen.entry;
}
