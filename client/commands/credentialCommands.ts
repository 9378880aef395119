import * as vscode from 'vscode';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import { addCredential, removeCredential } from '../credentials/credentialPrompts.ts';
import type { CredentialStore } from '../credentials/credentialStore.ts';
import { moveCredential } from '../credentials/moveCredential.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export function registerCredentialCommands(registrar: CommandRegistrar, credentials: CredentialStore, log: Log): void {
  registrar.register(commandIds.addCredential, async (parameter) => {
    // Provider names are what most people call their key.
    const proposed = typeof parameter === 'string' ? parameter : 'ionq';
    const name = await addCredential(credentials, proposed);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Credential '{0}' is stored", name), 5000);
  });
  registrar.register(commandIds.moveCredential, async (parameter) => {
    const name = await moveCredential(parameter, credentials);
    const told = vscode.window.showInformationMessage(
      vscode.l10n.t(
        "The credential is kept as '{0}' in the secret storage, and the file names it. If the file was ever committed or shared, replace the key at its provider.",
        name,
      ),
    );
    told.then(undefined, (thrown: unknown) => log.failure('Telling that a credential was moved', thrown));
    return name;
  });
  registrar.register(commandIds.removeCredential, async () => {
    const name = await removeCredential(credentials);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Credential '{0}' was removed", name), 5000);
  });
}
