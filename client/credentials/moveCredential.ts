import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { type CredentialMoveArguments, credentialMoveSchema } from '#core/protocol/languageServer.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import { credentialNameProblem, freeCredentialName, writableNameProblem } from './credentialRules.ts';
import type { CredentialStore } from './credentialStore.ts';

/**
 * Moves a literal credential of a file into the secret storage, under a name the user confirms, and writes the name in
 * its place. The file is saved, so that the value is not on the disk any more. The value passes nothing but the
 * document and the storage.
 * @param argument of the language server's code action
 * @returns the name
 * @throws Failure `cancelled` when the user backs out, `conflict` when the file has changed meanwhile, `invalid-input`
 * when called with something else
 */
export async function moveCredential(argument: unknown, store: CredentialStore): Promise<string> {
  const parsed = credentialMoveSchema.safeParse(argument);
  if (!parsed.success) {
    throw new Failure('invalid-input', 'A credential is moved from the place where it was found.', {
      advice: 'Use the quick fix of HP180.',
    });
  }
  const move = parsed.data;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(move.uri, true));
  const value = valueIn(document, move);
  const name = await confirmedName(freeCredentialName(move.proposedName, store.names()), store);
  if (valueIn(document, move) !== value) throw changedFile(document);
  // First the storage: whatever happens to the file then, the value is not lost.
  await store.add(name, value);
  const edit = new vscode.WorkspaceEdit();
  for (const { parts, range } of move.replacements) edit.replace(document.uri, rangeOf(range), parts.join(name));
  if (document.version !== move.version || !(await vscode.workspace.applyEdit(edit))) {
    throw new Failure('conflict', `The credential is stored as '${name}', but ${labelOf(document.uri)} has changed.`, {
      advice: `Write { secret: ${name} } in the place of the value.`,
    });
  }
  if (!(await document.save())) {
    throw new Failure('conflict', `${labelOf(document.uri)} names '${name}' now, but could not be saved.`, {
      advice: 'Save it, so that the value is gone from the disk.',
    });
  }
  return name;
}

function valueIn(document: vscode.TextDocument, { value, version }: CredentialMoveArguments): string {
  if (document.version !== version) throw changedFile(document);
  return document.getText(rangeOf(value));
}

function changedFile(document: vscode.TextDocument): Failure {
  return new Failure('conflict', `${labelOf(document.uri)} has changed since the credential was found.`, {
    advice: 'Use the quick fix again.',
  });
}

function rangeOf({ end, start }: CredentialMoveArguments['value']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

async function confirmedName(proposed: string, store: CredentialStore): Promise<string> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Move the Credential to the Secret Storage'),
    prompt: vscode.l10n.t('The name that the file has in its place. Other files can refer to it as well.'),
    value: proposed,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const typed = text.trim();
      if (store.names().includes(typed)) return vscode.l10n.t('There is a credential of this name already.');
      return credentialNameProblem(typed) ?? writableNameProblem(typed);
    },
  });
  if (name === undefined) throw new Failure('cancelled', 'No credential was moved.');
  return name.trim();
}
