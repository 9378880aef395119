import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { credentialNameProblem, credentialValueProblem } from './credentialRules.ts';
import type { CredentialStore } from './credentialStore.ts';

/**
 * Asks for a credential and stores it.
 * @param proposedName what the name box holds at first
 * @returns its name
 * @throws Failure `cancelled` when the user backs out
 */
export async function addCredential(store: CredentialStore, proposedName: string): Promise<string> {
  const title = vscode.l10n.t('Add Credential');
  const name = await vscode.window.showInputBox({
    title: `${title} (1/2)`,
    prompt: vscode.l10n.t('A name for the credential. Settings and pipelines refer to it by this name.'),
    value: proposedName,
    ignoreFocusOut: true,
    validateInput: (text) => credentialNameProblem(text.trim()) ?? replacementNotice(store, text.trim()),
  });
  if (name === undefined) throw new Failure('cancelled', 'No credential was added.');
  const value = await vscode.window.showInputBox({
    title: `${title} (2/2)`,
    prompt: vscode.l10n.t(
      "The value of '{0}', such as an API key. It is kept in the editor's secret storage and sent only to the provider.",
      name.trim(),
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: credentialValueProblem,
  });
  if (value === undefined) throw new Failure('cancelled', 'No credential was added.');
  await store.add(name.trim(), value);
  return name.trim();
}

function replacementNotice(store: CredentialStore, name: string): vscode.InputBoxValidationMessage | undefined {
  if (!store.names().includes(name)) return undefined;
  return {
    message: vscode.l10n.t("The value of '{0}' will be replaced.", name),
    severity: vscode.InputBoxValidationSeverity.Info,
  };
}

/**
 * Asks which credential to remove, and whether really.
 * @returns its name
 * @throws Failure `cancelled` when the user backs out, `not-found` when there is none
 */
export async function removeCredential(store: CredentialStore): Promise<string> {
  const names = store.names();
  if (names.length === 0) {
    throw new Failure('not-found', 'There is no credential to remove.', {
      advice: 'One is added with "Hybrid Quantum: Add Credential…".',
    });
  }
  const name = await vscode.window.showQuickPick([...names], { title: vscode.l10n.t('Remove Credential') });
  if (name === undefined) throw new Failure('cancelled', 'No credential was removed.');
  const remove = vscode.l10n.t('Remove');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Remove the credential '{0}'?", name),
    { modal: true, detail: vscode.l10n.t('Backends that use it cannot be reached until it is added again.') },
    remove,
  );
  if (choice !== remove) throw new Failure('cancelled', 'No credential was removed.');
  await store.remove(name);
  return name;
}
