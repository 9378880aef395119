import { join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { templateSummary } from '#platform/projectTemplates.ts';
import { commandIds } from '../app/commandIds.ts';
import { isPipelinePath, isSuitePath } from '../app/documentKinds.ts';
import type { CommandRegistrar } from './registerCommand.ts';

interface Template {
  readonly name: string;
  readonly folder: vscode.Uri;
  readonly summary: string;
}

/** What somebody begins with who has never seen a pipeline. */
const beginnerTemplate = 'iris-classifier';

export function registerProjectCommands(registrar: CommandRegistrar, extensionUri: vscode.Uri): void {
  registrar.register(commandIds.newProject, async () => await newProject(vscode.Uri.joinPath(extensionUri, 'samples')));
}

async function newProject(templatesFolder: vscode.Uri): Promise<string> {
  const template = await chooseTemplate(await templatesIn(templatesFolder));
  const parent = await chooseParent();
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Project'),
    prompt: vscode.l10n.t('Name of the new folder in {0}', parent.fsPath),
    value: template.name,
    ignoreFocusOut: true,
    validateInput: folderNameProblem,
  });
  if (name === undefined) throw new Failure('cancelled', 'No project was made.');
  const target = vscode.Uri.joinPath(parent, name.trim());
  if (await exists(target)) {
    throw new Failure('conflict', `${target.fsPath} already exists.`, { advice: 'Choose another name.' });
  }
  await copyProject(template.folder, target);
  await open(target);
  return target.fsPath;
}

async function templatesIn(folder: vscode.Uri): Promise<readonly Template[]> {
  const names = (await vscode.workspace.fs.readDirectory(folder))
    .filter(([name, type]) => type === vscode.FileType.Directory && !name.startsWith('.'))
    .map(([name]) => name);
  return await Promise.all(
    names.map(async (name) => {
      const template = vscode.Uri.joinPath(folder, name);
      const readme = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(template, 'README.md'));
      return { name, folder: template, summary: templateSummary(new TextDecoder().decode(readme)) };
    }),
  );
}

async function chooseTemplate(templates: readonly Template[]): Promise<Template> {
  const items = beginnerFirst(templates).map((template) => ({
    label: template.name,
    detail: template.summary,
    template,
    ...(template.name === beginnerTemplate ? { description: vscode.l10n.t('to begin with') } : {}),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New Project from Template'),
    placeHolder: vscode.l10n.t('Template'),
    matchOnDetail: true,
  });
  if (chosen === undefined) throw new Failure('cancelled', 'No template was chosen.');
  return chosen.template;
}

/** The template that explains itself, which the walkthrough and the guide follow, and then the others by name. */
function beginnerFirst(templates: readonly Template[]): readonly Template[] {
  const rank = ({ name }: Template) => (name === beginnerTemplate ? 0 : 1);
  return [...templates].sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

async function chooseParent(): Promise<vscode.Uri> {
  const [workspaceFolder] = vscode.workspace.workspaceFolders ?? [];
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Where to Make the Project'),
    openLabel: vscode.l10n.t('Make Project Here'),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    ...(workspaceFolder === undefined ? {} : { defaultUri: workspaceFolder.uri }),
  });
  const [folder] = chosen ?? [];
  if (folder === undefined) throw new Failure('cancelled', 'No folder was chosen.');
  return folder;
}

function folderNameProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return vscode.l10n.t('A folder needs a name.');
  if (/[\\/:*?"<>|]/.test(trimmed) || trimmed === '.' || trimmed === '..') {
    return vscode.l10n.t('This cannot be the name of a folder.');
  }
  return undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (thrown) {
    if (thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound') return false;
    throw thrown;
  }
}

/** Copies the files of a template, without hidden ones such as the runs somebody made in it. */
async function copyProject(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    if (name.startsWith('.')) continue;
    const source = vscode.Uri.joinPath(from, name);
    const target = vscode.Uri.joinPath(to, name);
    if (type === vscode.FileType.Directory) await copyProject(source, target);
    else await vscode.workspace.fs.copy(source, target, { overwrite: false });
  }
}

/** Shows the new project: its suite, or else its pipeline, if it lies in this workspace, otherwise its folder. */
async function open(project: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(project) === undefined) {
    await vscode.commands.executeCommand('vscode.openFolder', project, {
      forceNewWindow: vscode.workspace.workspaceFolders !== undefined,
    });
    return;
  }
  const files = await vscode.workspace.fs.readDirectory(project);
  const paths = files.map(([name]) => join('/', name)).sort();
  const first = paths.find(isSuitePath) ?? paths.find(isPipelinePath);
  if (first !== undefined)
    await vscode.window.showTextDocument(vscode.Uri.joinPath(project, first), { preview: false });
}
