import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { benchmarkMarkdown } from '#core/runs/runMarkdown.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { commandIds } from '../app/commandIds.ts';
import { isTrustedFor } from '../app/trust.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import { plannedRun } from '../runs/plannedRun.ts';
import { endedRun } from '../runs/runService.ts';
import { choosePipeline, saveIfChanged } from './chooseFile.ts';
import { approve, type PipelineCommandOptions, type RunOutcome, titleOf } from './pipelineCommands.ts';
import { type PlannedBackend, plannedBackends } from './planCost.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export function registerBenchmarkCommand(registrar: CommandRegistrar, options: PipelineCommandOptions): void {
  registrar.register(commandIds.benchmarkPipeline, async (parameter) => await benchmarkPipeline(parameter, options));
}

/**
 * Runs a pipeline with its comparison on each of the chosen backends, one after the other, and shows the rows of all of
 * them side by side.
 * @returns how the runs ended; those after a cancelled one are not begun
 */
async function benchmarkPipeline(
  parameter: unknown,
  options: PipelineCommandOptions,
): Promise<readonly RunOutcome[] | undefined> {
  if (!isTrustedFor(vscode.l10n.t('Benchmarking a pipeline'), options.log)) return undefined;
  const file = await choosePipeline(parameter);
  const workspaceFolder = storeFolderOf(file);
  await saveIfChanged(file);
  const { history, log, reports, runs, settings } = options;
  const chosen = await chooseBackends(plannedBackends((await plannedRun(file, options)).plan));
  const backends = settings.backends();
  const approved = await approve(file, options, (plan) => {
    return plannedBackends(plan).filter(({ name }) => chosen.includes(name));
  });
  const outcomes: RunOutcome[] = [];
  for (const backend of chosen) {
    const answer = await runs.perform(vscode.l10n.t('{0} on {1}', titleOf(file), backend), {
      kind: 'run',
      pipeline: file.fsPath,
      includePaths: settings.includePaths(file),
      workspaceFolder,
      options: { approved, backend, flags: settings.flags(file) },
      backends,
      python: settings.pythonInterpreter(file),
    });
    const outcome = endedRun(answer);
    outcomes.push(outcome);
    if (outcome.state === 'cancelled') break;
  }
  await history.refresh();
  const records = await Promise.all(outcomes.map(async ({ runId = '' }) => (await history.record(runId))?.record));
  const present = records.filter((record): record is RunRecord => record !== undefined);
  log.info(`Benchmark of ${titleOf(file)} on ${chosen.join(', ')}: ${outcomes.map(({ state }) => state).join(', ')}`);
  await reports.showReport(file, benchmarkMarkdown(titleOf(file), present));
  return outcomes;
}

async function chooseBackends(planned: readonly PlannedBackend[]): Promise<readonly string[]> {
  const [only] = planned;
  if (only !== undefined && planned.length === 1) return [only.name];
  const items = planned.map((backend) => ({
    label: backend.name,
    description: backend.isPaid ? `${backend.kind} · ${backend.price}` : backend.kind,
    picked: !backend.isPaid,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Benchmark on which backends?'),
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) throw new Failure('cancelled', 'No backend was chosen.');
  return chosen.map(({ label }) => label);
}
