import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import type { ScoredMeasure } from '#core/runs/scoredScorecard.ts';
import { commandIds } from '../app/commandIds.ts';
import { isTrustedFor } from '../app/trust.ts';
import { storeFolderOf } from '../app/workspaceFiles.ts';
import { askName, askNote } from './askPerson.ts';
import { chooseScorecard, saveIfChanged } from './chooseFile.ts';
import { titleOf } from './pipelineCommands.ts';
import type { CommandRegistrar } from './registerCommand.ts';
import type { ReportCommandOptions } from './reportCommandOptions.ts';

export function registerScorecardCommands(registrar: CommandRegistrar, options: ReportCommandOptions): void {
  const { log, panels } = options;
  const onScorecard = async <T>(parameter: unknown, work: (file: vscode.Uri) => Promise<T>): Promise<T | undefined> => {
    if (!isTrustedFor(vscode.l10n.t('Scoring recorded runs'), log)) return undefined;
    const file = await chooseScorecard(parameter);
    await saveIfChanged(file);
    return await work(file);
  };
  registrar.register(commandIds.showScorecard, async (parameter) => {
    await onScorecard(parameter, async (file) => panels.showScorecard(file));
  });
  registrar.register(commandIds.keepScorecard, async (parameter) => {
    return await onScorecard(parameter, async (file) => await keepScorecard(file, options));
  });
  registrar.register(commandIds.enterMeasure, async (parameter, measure, what) => {
    return await onScorecard(parameter, async (file) => await enterMeasure(file, measure, what, options));
  });
  registrar.register(commandIds.exportScorecard, async (parameter) => {
    return await onScorecard(parameter, async (file) => await exportScorecard(file, options));
  });
}

/** Keeps the scorecard as it is scored now, after showing what it lacks. @returns the path of the version */
async function keepScorecard(file: vscode.Uri, options: ReportCommandOptions): Promise<string> {
  const { scored } = await reportOf(file, options);
  const keep = vscode.l10n.t('Keep');
  const detail = [
    ...scored.remarks,
    vscode.l10n.t('A version that is kept is never changed; the next review gets a new one.'),
  ];
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Keep version {0} of the scorecard of {1}?', scored.version, scored.name),
    { modal: true, detail: detail.join('\n') },
    keep,
  );
  if (choice !== keep) throw new Failure('cancelled', 'The version was not kept.');
  const answer = await options.runs.ask({
    kind: 'keep-scorecard',
    file: file.fsPath,
    workspaceFolder: storeFolderOf(file),
  });
  if (answer.kind !== 'kept-scorecard') throw unexpected(answer.kind);
  options.panels.refreshReports();
  tellPath(vscode.l10n.t('Version {0} is kept.', answer.version), answer.path, options);
  return answer.path;
}

/** Asks for the value of a manual measure, or for a review of it, and writes it into the file of the scorecard. */
async function enterMeasure(
  file: vscode.Uri,
  given: unknown,
  what: unknown,
  options: ReportCommandOptions,
): Promise<string> {
  const { scored } = await reportOf(file, options);
  const measure = await chooseMeasure(given, scored);
  const isReview = what === 'value' || what === 'review' ? what === 'review' : await wantsReview(measure);
  const entry = isReview
    ? { kind: 'review' as const, by: await chooseReviewer(measure, scored) }
    : await askValue(measure);
  const answer = await options.runs.ask({ kind: 'enter-measure', file: file.fsPath, measure: measure.id, entry });
  if (answer.kind !== 'entered') throw unexpected(answer.kind);
  options.panels.refreshReports();
  return measure.id;
}

type Scored = ScorecardReport['scored'];

async function chooseMeasure(given: unknown, { dimensions }: Scored): Promise<ScoredMeasure> {
  const manual = dimensions.flatMap(({ measures }) => measures.filter(({ source }) => source === 'manual'));
  const named = manual.find(({ id }) => id === given);
  if (named !== undefined) return named;
  const [first] = manual;
  if (first === undefined) {
    throw new Failure('not-found', 'All values of this scorecard come from recorded runs.', {
      advice: 'A measure with source: manual takes a value that somebody enters.',
    });
  }
  const items = manual.map((measure) => ({ label: measure.id, description: entryText(measure), measure }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Enter or review which measure?') });
  if (chosen === undefined) throw new Failure('cancelled', 'No measure was chosen.');
  return chosen.measure;
}

function entryText({ entered, value }: ScoredMeasure): string {
  if (entered === undefined) return vscode.l10n.t('no value yet');
  const reviewed =
    entered.reviewedBy === undefined
      ? vscode.l10n.t('not reviewed')
      : vscode.l10n.t('reviewed by {0}', entered.reviewedBy);
  return `${value ?? ''} · ${vscode.l10n.t('entered by {0} on {1}', entered.by, entered.on)} · ${reviewed}`;
}

/** A value that nobody has reviewed is either reviewed or replaced. */
async function wantsReview({ entered, id }: ScoredMeasure): Promise<boolean> {
  if (entered === undefined) return false;
  const review = vscode.l10n.t('Review the Value');
  const chosen = await vscode.window.showQuickPick([review, vscode.l10n.t('Enter Another Value')], { title: id });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was entered.');
  return chosen === review;
}

async function askValue({ better, good, id, red, value }: ScoredMeasure) {
  const title = (step: number) => vscode.l10n.t('Value of {0} ({1}/3)', id, String(step));
  const typed = await vscode.window.showInputBox({
    title: title(1),
    prompt: vscode.l10n.t('{0} is better: good is {1}, red is {2}.', better, String(good), String(red)),
    value: value === undefined ? '' : String(value),
    ignoreFocusOut: true,
    validateInput: (text) => (isNumber(text) ? undefined : vscode.l10n.t('A number, such as 12.5.')),
  });
  if (typed === undefined) throw new Failure('cancelled', 'Nothing was entered.');
  const by = await askName(
    title(2),
    vscode.l10n.t('Who enters it. The name is kept with the value.'),
    vscode.l10n.t('The value needs a name.'),
  );
  const note = await askNote(title(3), vscode.l10n.t('How it was found out. May be empty.'));
  return { kind: 'value' as const, value: Number(typed), by, note };
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

async function chooseReviewer(measure: ScoredMeasure, { reviewers }: Scored): Promise<string> {
  const { entered, id } = measure;
  if (entered === undefined) throw new Failure('conflict', `Nobody has entered a value for ${id} yet.`);
  const names = [...new Set([reviewers.ml, reviewers.platform])].filter((name) => name !== entered.by);
  const chosen = await vscode.window.showQuickPick(names, {
    title: vscode.l10n.t('Who has looked at {0}?', id),
    placeHolder: entryText(measure),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was reviewed.');
  return chosen;
}

/** Asks where to, writes the scorecard as Markdown and opens it. @returns where it was written */
async function exportScorecard(file: vscode.Uri, { panels, runs }: ReportCommandOptions): Promise<string> {
  const answer = await runs.ask({
    kind: 'scorecard-markdown',
    file: file.fsPath,
    workspaceFolder: storeFolderOf(file),
    ...panels.comparedVersions(file),
  });
  if (answer.kind !== 'scorecard-markdown') throw unexpected(answer.kind);
  const name = `${titleOf(file)}.scorecard.${answer.version.replace(/[^\w.-]/g, '_')}.md`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Scorecard'),
    defaultUri: vscode.Uri.file(join(dirname(file.fsPath), name)),
    filters: { Markdown: ['md'] },
  });
  if (target === undefined) throw new Failure('cancelled', 'The scorecard was not exported.');
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(answer.markdown));
  await vscode.window.showTextDocument(target, { viewColumn: vscode.ViewColumn.Beside });
  return target.fsPath;
}

async function reportOf(file: vscode.Uri, { runs }: ReportCommandOptions): Promise<ScorecardReport> {
  const answer = await runs.ask({ kind: 'scorecard', file: file.fsPath, workspaceFolder: storeFolderOf(file) });
  if (answer.kind === 'scorecard') return answer.report;
  throw unexpected(answer.kind);
}

function unexpected(kind: string): Failure {
  return new Failure('unknown', `The runner answered a question about a scorecard with '${kind}'.`);
}

function tellPath(message: string, path: string, { log }: ReportCommandOptions): void {
  const open = vscode.l10n.t('Open File');
  // Not awaited: the command has ended, whenever the user looks at the message.
  vscode.window
    .showInformationMessage(message, open)
    .then((choice) => (choice === open ? vscode.window.showTextDocument(vscode.Uri.file(path)) : undefined))
    .then(undefined, (thrown: unknown) => log.failure('Opening a kept scorecard', thrown));
}
