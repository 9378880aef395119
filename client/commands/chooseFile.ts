import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import {
  circuitGlob,
  circuitLanguage,
  isCircuitPath,
  isPipelinePath,
  isScorecardPath,
  isSuitePath,
  pipelineGlob,
  plannedGlob,
  scorecardGlob,
  suiteGlob,
} from '../app/documentKinds.ts';
import { labelOf } from '../app/workspaceFiles.ts';

interface Wanted {
  readonly title: string;
  readonly glob: string;
  readonly fits: (uri: vscode.Uri, languageId: string | undefined) => boolean;
  readonly missing: Failure;
}

/** The most files a choice lists. */
const longestList = 500;

/**
 * The pipeline a command is about: what it was called with, the active editor's, or the user's choice.
 * @throws Failure `cancelled` when the user chooses none, `not-found` when there is none to choose
 */
export async function choosePipeline(parameter: unknown): Promise<vscode.Uri> {
  return await choose(parameter, {
    title: vscode.l10n.t('Choose a pipeline'),
    glob: pipelineGlob,
    fits: (uri) => isPipelinePath(uri.path),
    missing: new Failure('not-found', 'There is no pipeline in this workspace.', {
      advice: 'Pipelines are files named *.hybrid.yaml; "Hybrid Quantum: New Project from Template…" makes one.',
    }),
  });
}

/** As {@link choosePipeline}, for what a plan can be made of: pipelines and suites. */
export async function choosePlanned(parameter: unknown): Promise<vscode.Uri> {
  return await choose(parameter, {
    title: vscode.l10n.t('Choose a pipeline or suite'),
    glob: plannedGlob,
    fits: (uri) => isPipelinePath(uri.path) || isSuitePath(uri.path),
    missing: new Failure('not-found', 'There is no pipeline in this workspace.', {
      advice: 'Pipelines are files named *.hybrid.yaml; "Hybrid Quantum: New Project from Template…" makes one.',
    }),
  });
}

/** As {@link choosePipeline}, for suites. */
export async function chooseSuite(parameter: unknown): Promise<vscode.Uri> {
  return await choose(parameter, {
    title: vscode.l10n.t('Choose a suite'),
    glob: suiteGlob,
    fits: (uri) => isSuitePath(uri.path),
    missing: new Failure('not-found', 'There is no suite in this workspace.', {
      advice: 'A suite is a file named *.suite.yaml that lists pipelines, backends and seeds.',
    }),
  });
}

/** As {@link choosePipeline}, for files with a scorecard: pipelines, suites and *.scorecard.yaml files. */
export async function chooseScorecard(parameter: unknown): Promise<vscode.Uri> {
  return await choose(parameter, {
    title: vscode.l10n.t('Choose a file with a scorecard'),
    glob: scorecardGlob,
    fits: (uri) => isScorecardPath(uri.path),
    missing: new Failure('not-found', 'There is no pipeline, suite or scorecard in this workspace.', {
      advice: 'A scorecard is a block of a pipeline or suite, or a file named *.scorecard.yaml.',
    }),
  });
}

/** As {@link choosePipeline}, for circuits. */
export async function chooseCircuit(parameter: unknown): Promise<vscode.Uri> {
  return await choose(parameter, {
    title: vscode.l10n.t('Choose a circuit'),
    glob: circuitGlob,
    fits: (uri, languageId) => languageId === circuitLanguage || isCircuitPath(uri.path),
    missing: new Failure('not-found', 'There is no circuit in this workspace.', {
      advice: 'Circuits are OpenQASM files named *.qasm or *.qasm3.',
    }),
  });
}

async function choose(parameter: unknown, wanted: Wanted): Promise<vscode.Uri> {
  const given = uriOf(parameter);
  if (given !== undefined) return given;
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && wanted.fits(active.uri, active.languageId)) return active.uri;
  const found = await vscode.workspace.findFiles(wanted.glob, '**/{node_modules,.hybrid,.git}/**', longestList);
  const [first] = found;
  if (first === undefined) throw wanted.missing;
  if (found.length === 1) return first;
  const items = found.map((uri) => ({ label: labelOf(uri), uri })).sort((a, b) => (a.label < b.label ? -1 : 1));
  const chosen = await vscode.window.showQuickPick(items, { title: wanted.title });
  if (chosen === undefined) throw new Failure('cancelled', 'Nothing was chosen.');
  return chosen.uri;
}

/** Menus give a Uri, code lenses of the language server its text, tasks and other extensions either. */
function uriOf(parameter: unknown): vscode.Uri | undefined {
  if (parameter instanceof vscode.Uri) return parameter;
  if (typeof parameter === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(parameter)) return vscode.Uri.parse(parameter, true);
  return undefined;
}

/** Saves the file if it is open and changed, as runs read what is on the disk. @throws Failure `cancelled` */
export async function saveIfChanged(file: vscode.Uri): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === file.toString());
  if (open === undefined || !open.isDirty) return;
  if (!(await open.save())) throw new Failure('cancelled', `${labelOf(file)} was not saved.`);
}
