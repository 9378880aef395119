import * as vscode from 'vscode';
import { commandIds } from '../app/commandIds.ts';
import { addCredential, removeCredential } from '../credentials/credentialPrompts.ts';
import type { CredentialStore } from '../credentials/credentialStore.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export function registerCredentialCommands(registrar: CommandRegistrar, credentials: CredentialStore): void {
  registrar.register(commandIds.addCredential, async (parameter) => {
    // Provider names are what most people call their key.
    const proposed = typeof parameter === 'string' ? parameter : 'ionq';
    const name = await addCredential(credentials, proposed);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Credential '{0}' is stored", name), 5000);
  });
  registrar.register(commandIds.removeCredential, async () => {
    const name = await removeCredential(credentials);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Credential '{0}' was removed", name), 5000);
  });
}
