import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { commandIds } from '../app/commandIds.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';
import { isTrustedFor } from '../app/trust.ts';
import {
  addCredential,
  askValue,
  chooseCredential,
  chooseProfile,
  removeCredential,
  withProfile,
} from '../credentials/credentialPrompts.ts';
import type { CredentialEntry, CredentialStore } from '../credentials/credentialStore.ts';
import { askProviders, type CredentialVerdict, testersOf } from '../credentials/credentialTests.ts';
import { serviceOf } from '../credentials/knownServices.ts';
import type { MicrosoftAccounts } from '../credentials/microsoftAccounts.ts';
import { moveCredential } from '../credentials/moveCredential.ts';
import type { RunService } from '../runs/runService.ts';
import { entryOfNode, usePhrase } from '../views/credentialsTree.ts';
import type { CommandRegistrar } from './registerCommand.ts';

export interface CredentialCommandOptions {
  readonly credentials: CredentialStore;
  readonly accounts: MicrosoftAccounts;
  readonly settings: Settings;
  readonly runs: RunService;
  readonly clock: Clock;
  readonly log: Log;
}

export function registerCredentialCommands(registrar: CommandRegistrar, options: CredentialCommandOptions): void {
  const { accounts, clock, credentials, log, settings } = options;
  const chosen = async (parameter: unknown, title: string): Promise<CredentialEntry> =>
    entryOfNode(parameter) ??
    (await chooseCredential(credentials, title, (entry) => usePhrase(credentials.use(entry), clock.now())));
  registrar.register(commandIds.addCredential, async (parameter) => {
    const entry = entryOfNode(parameter);
    const proposed = entry?.name ?? (typeof parameter === 'string' ? parameter : '');
    const name = await addCredential(credentials, proposed, entry?.profile);
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
  registrar.register(commandIds.testCredential, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Testing a credential'), log)) return undefined;
    const entry = await chosen(parameter, vscode.l10n.t('Test Credential'));
    return await testCredential(entry, options);
  });
  registrar.register(commandIds.rotateCredential, async (parameter) => {
    if (!isTrustedFor(vscode.l10n.t('Testing a credential'), log)) return;
    await rotateCredential(await chosen(parameter, vscode.l10n.t('Rotate Credential')), options);
  });
  registrar.register(commandIds.removeCredential, async (parameter) => {
    const entry = await chosen(parameter, vscode.l10n.t('Remove Credential'));
    await removeCredential(credentials, entry);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Credential '{0}' was removed", entry.name), 5000);
  });
  registrar.register(commandIds.chooseProfile, async (parameter) => {
    const profile = typeof parameter === 'string' ? parameter : await chooseProfile(credentials);
    await settings.saveCredentialProfile(profile);
  });
  registrar.register(commandIds.signIn, async () => {
    const account = await accounts.signIn();
    if (account !== undefined)
      vscode.window.setStatusBarMessage(vscode.l10n.t('Signed in to Microsoft as {0}', account), 5000);
  });
  registrar.register(commandIds.signOut, async () => {
    await accounts.signOut();
    vscode.window.setStatusBarMessage(vscode.l10n.t('Hybrid Quantum uses no Microsoft account any more'), 5000);
  });
}

async function testCredential(
  entry: CredentialEntry,
  { credentials, log, runs, settings }: CredentialCommandOptions,
): Promise<readonly CredentialVerdict[]> {
  const testers = testersOf(entry, settings.backends(), credentials.profile);
  if (Object.keys(testers).length === 0) throw nobodyToAsk(entry);
  const verdicts = await askProviders(entry, entry.name, testers, async (request) => await runs.ask(request));
  const ok = verdicts.some((verdict) => verdict.ok);
  await credentials.noteTest(entry, ok);
  const show = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const told = verdicts.map(({ backend, message }) => `${backend}: ${message}`).join(' ');
  show(`${withProfile(entry.name, entry.profile)}. ${told}`).then(undefined, (thrown: unknown) =>
    log.failure('Showing the result of a test', thrown),
  );
  return verdicts;
}

/**
 * Replaces a value once a provider has accepted the new one. The old one stays when none does.
 * @throws Failure `auth` with what the providers said of the new value, `cancelled`
 */
async function rotateCredential(entry: CredentialEntry, options: CredentialCommandOptions): Promise<void> {
  const { credentials, runs, settings } = options;
  const title = withProfile(vscode.l10n.t('Rotate Credential'), entry.profile);
  const value = await askValue(title, entry.name);
  const testers = testersOf(entry, settings.backends(), credentials.profile);
  if (Object.keys(testers).length === 0) await agreeToUntested(entry);
  else {
    const verdicts = await credentials.withTrial(
      value,
      async (trial) =>
        await vscode.window.withProgress(
          { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Testing the new value…') },
          async () => await askProviders(entry, trial, testers, async (request) => await runs.ask(request)),
        ),
    );
    if (!verdicts.some(({ ok }) => ok)) {
      const said = verdicts.map(({ backend, message }) => `${backend}: ${message}`).join(' ');
      throw new Failure('auth', `The new value of '${entry.name}' is not used, and the old one stays. ${said}`);
    }
  }
  await credentials.add(entry.name, value, entry.profile);
  if (Object.keys(testers).length > 0) await credentials.noteTest(entry, true);
  await tellRotated(entry, options);
}

async function tellRotated({ name }: CredentialEntry, { log }: CredentialCommandOptions): Promise<void> {
  const service = serviceOf(name);
  const open = vscode.l10n.t('Open Its Page');
  vscode.window
    .showInformationMessage(
      vscode.l10n.t("'{0}' has its new value. Revoke the old one at its provider.", name),
      ...(service === undefined ? [] : [open]),
    )
    .then(async (choice) => {
      if (choice === open && service !== undefined) await vscode.env.openExternal(vscode.Uri.parse(service.page, true));
    })
    .then(undefined, (thrown: unknown) => log.failure('Telling that a credential was rotated', thrown));
}

async function agreeToUntested({ name }: CredentialEntry): Promise<void> {
  const replace = vscode.l10n.t('Replace Untested');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("No backend uses '{0}', so nobody can be asked whether the new value is accepted.", name),
    { modal: true, detail: vscode.l10n.t('The old value is lost when it is replaced.') },
    replace,
  );
  if (choice !== replace) throw new Failure('cancelled', 'The credential was not rotated.');
}

function nobodyToAsk({ name }: CredentialEntry): Failure {
  return new Failure('not-found', `No backend uses the credential '${name}', so nobody can be asked about it.`, {
    advice: 'Name it as the credential of a backend, with "Hybrid Quantum: Add Backend…".',
  });
}
