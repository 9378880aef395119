import { dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';

/**
 * The folder whose run store a file belongs to: its workspace folder, or its own folder when it is opened alone.
 * @throws Failure `unsupported` for a file that is on no disk
 */
export function storeFolderOf(file: vscode.Uri): string {
  if (file.scheme !== 'file') {
    throw new Failure('unsupported', `${file.path} is not on a disk, and runs need files on a disk.`, {
      advice: 'Save it to a folder first.',
    });
  }
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : dirname(file.fsPath);
}

/** The folders on disk of this workspace. */
export function workspaceFolderPaths(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** The file that a record of a run in `folder` names. */
export function fileNamed(name: string, folder: string): vscode.Uri {
  return vscode.Uri.file(isAbsolute(name) ? name : join(folder, name));
}

/** A short name for a file wherever it is; {@link uriOfLabel} finds the file again, also after a reload. */
export function labelOf(file: vscode.Uri): string {
  return file.scheme === 'file' ? vscode.workspace.asRelativePath(file) : file.toString();
}

/** The file of a label made by {@link labelOf}, if there is one in this workspace. */
export async function uriOfLabel(label: string): Promise<vscode.Uri | undefined> {
  for (const candidate of candidatesFor(label)) {
    if (await isPresent(candidate)) return candidate;
  }
  return undefined;
}

function candidatesFor(label: string): readonly vscode.Uri[] {
  if (isAbsolute(label)) return [vscode.Uri.file(label)];
  if (/^[a-z][a-z0-9+.-]+:/i.test(label)) return [vscode.Uri.parse(label, true)];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap((folder) => {
    const inFolder = vscode.Uri.joinPath(folder.uri, label);
    // With several folders the label begins with the name of one.
    const prefix = `${folder.name}/`;
    return label.startsWith(prefix)
      ? [vscode.Uri.joinPath(folder.uri, label.slice(prefix.length)), inFolder]
      : [inFolder];
  });
}

/** Whether there is such a file, on the disk or only in an editor. */
export async function isPresent(file: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === file.toString())) return true;
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (thrown) {
    if (thrown instanceof vscode.FileSystemError) return false;
    throw thrown;
  }
}
