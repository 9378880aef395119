import * as vscode from 'vscode';
import { commandIds } from '../app/commandIds.ts';
import { isTrustedFor } from '../app/trust.ts';
import { plannedRun } from '../runs/plannedRun.ts';
import type { SuiteRuns } from '../runs/suiteRuns.ts';
import { chooseSuite, saveIfChanged } from './chooseFile.ts';
import { agreedTo, type PipelineCommandOptions } from './pipelineCommands.ts';
import { paidCells } from './planCost.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface SuiteCommandOptions extends PipelineCommandOptions {
  readonly suites: SuiteRuns;
}

export function registerSuiteCommand(registrar: CommandRegistrar, options: SuiteCommandOptions): void {
  registrar.register(commandIds.runSuite, async (parameter) => await runSuite(parameter, options));
}

/**
 * Runs every pipeline of a suite on its backends with its seeds, after the user has agreed to what all of it may cost; the Plan
 * tab shows how far each run is, and at its end the table of results.
 * @returns in which state each run ended
 */
async function runSuite(parameter: unknown, options: SuiteCommandOptions): Promise<readonly string[] | undefined> {
  const { history, log, panels, suites } = options;
  if (!isTrustedFor(vscode.l10n.t('Running a suite'), log)) return undefined;
  const file = await chooseSuite(parameter);
  await saveIfChanged(file);
  const suite = await suites.read(file);
  for (const path of new Set(suite.cells.map(({ path }) => path))) await saveIfChanged(vscode.Uri.file(path));
  const approved = await agreed(file, suite.name, options);
  panels.showPlan(file);
  const { name, progress } = await suites.run(file, suite, approved);
  await history.refresh();
  const states = progress.runs.map(({ state }) => state);
  const succeeded = states.filter((state) => state === 'succeeded').length;
  log.info(`Suite ${name}: ${states.join(', ')}`);
  const said = vscode.l10n.t('{0}: {1} of {2} runs succeeded.', name, succeeded, states.length);
  const show = vscode.l10n.t('Show Result');
  const shown =
    succeeded === states.length
      ? vscode.window.showInformationMessage(said, show)
      : vscode.window.showWarningMessage(said, show);
  // Not awaited: the command has ended, whenever the user looks at the message.
  shown.then((choice) => {
    if (choice !== undefined) panels.showPlan(file);
  });
  return states;
}

/**
 * Whether the user has agreed to what the runs may cost. A suite that cannot be planned as a whole is left to its runs, each of
 * which asks for itself.
 * @throws Failure `cancelled` when the user does not agree
 */
async function agreed(file: vscode.Uri, name: string, options: SuiteCommandOptions): Promise<boolean> {
  let paid: readonly string[];
  try {
    paid = paidCells((await plannedRun(file, options)).plan);
  } catch (thrown) {
    options.log.failure(`Planning ${name}`, thrown);
    return false;
  }
  return await agreedTo(name, paid);
}
