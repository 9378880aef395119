import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import { credentialNameProblem, credentialValueProblem, profileNameProblem } from './credentialRules.ts';
import type { CredentialEntry, CredentialStore } from './credentialStore.ts';
import { type KnownService, knownServices, serviceOf } from './knownServices.ts';

/**
 * Asks for a credential and stores its value.
 * @param proposedName what the name box holds at first
 * @param profile the active one unless given
 * @returns its name
 * @throws Failure `cancelled` when the user backs out
 */
export async function addCredential(
  store: CredentialStore,
  proposedName: string,
  profile = store.profile,
): Promise<string> {
  const title = withProfile(vscode.l10n.t('Add Credential'), profile);
  const name = await chosenName(`${title} (1/2)`, store, proposedName, profile);
  const value = await askValue(`${title} (2/2)`, name);
  await store.add(name, value, profile);
  return name;
}

/**
 * Asks for the value of a credential, with a way to the page where its service gives one.
 * @throws Failure `cancelled` when the user backs out
 */
export async function askValue(title: string, name: string): Promise<string> {
  const box = vscode.window.createInputBox();
  box.title = title;
  box.prompt = vscode.l10n.t(
    "The value of '{0}', such as an API key. It is kept in the editor's secret storage and sent only to the provider.",
    name,
  );
  box.password = true;
  box.ignoreFocusOut = true;
  const service = serviceOf(name);
  if (service !== undefined) box.buttons = [pageButton(service)];
  try {
    return await new Promise<string>((resolve, reject) => {
      box.onDidChangeValue(() => {
        box.validationMessage = undefined;
      });
      box.onDidAccept(() => {
        box.validationMessage = credentialValueProblem(box.value);
        if (box.validationMessage === undefined) resolve(box.value);
      });
      box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(service?.page ?? '', true)));
      box.onDidHide(() => reject(new Failure('cancelled', 'No value was given.')));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

function pageButton({ title }: KnownService): vscode.QuickInputButton {
  return {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open the page of {0} that has it', title),
  };
}

interface NameItem extends vscode.QuickPickItem {
  readonly name: string;
}

/** A name that is typed, or that of a service. */
async function chosenName(title: string, store: CredentialStore, proposed: string, profile: string): Promise<string> {
  const pick = vscode.window.createQuickPick<NameItem>();
  pick.title = vscode.l10n.t('{0}: A name for the credential', title);
  pick.placeholder = vscode.l10n.t('Settings and pipelines refer to it by this name.');
  pick.ignoreFocusOut = true;
  pick.value = proposed;
  const notice = (name: string) =>
    store.has(name, profile) ? { detail: vscode.l10n.t("The value of '{0}' will be replaced.", name) } : {};
  const services = knownServices.map(
    ({ name, title: service, value }): NameItem => ({
      name,
      label: name,
      description: `${service}: ${value}`,
      ...notice(name),
    }),
  );
  const offer = () => {
    const typed = pick.value.trim();
    const problem = typed === '' ? undefined : credentialNameProblem(typed);
    const isService = knownServices.some(({ name }) => name === typed);
    const own: NameItem = {
      name: typed,
      label: typed,
      alwaysShow: true,
      ...(problem === undefined ? notice(typed) : { detail: problem }),
    };
    pick.items = typed === '' || isService ? services : [...services, own];
  };
  try {
    return await new Promise<string>((resolve, reject) => {
      pick.onDidChangeValue(offer);
      pick.onDidAccept(() => {
        const typed = pick.value.trim();
        const active = pick.activeItems[0]?.name;
        // The list may still be that of what was typed before.
        const name = active?.includes(typed) ? active : typed;
        if (credentialNameProblem(name) === undefined) resolve(name);
      });
      pick.onDidHide(() => reject(new Failure('cancelled', 'No credential was added.')));
      offer();
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/**
 * Asks which value is meant.
 * @param details what is said of each
 * @throws Failure `cancelled` when the user backs out, `not-found` when there is none
 */
export async function chooseCredential(
  store: CredentialStore,
  title: string,
  details: (entry: CredentialEntry) => string,
): Promise<CredentialEntry> {
  const entries = store.entries();
  if (entries.length === 0) {
    throw new Failure('not-found', 'There are no credentials.', {
      advice: 'One is added with "Hybrid Quantum: Add Credential…".',
    });
  }
  const items = entries.map((entry) => ({
    entry,
    label: entry.name,
    ...(entry.profile === defaultProfile ? {} : { description: entry.profile }),
    detail: details(entry),
  }));
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen === undefined) throw new Failure('cancelled', 'No credential was chosen.');
  return chosen.entry;
}

/** Asks whether a value is really to be removed, and removes it. @throws Failure `cancelled` when the user backs out */
export async function removeCredential(store: CredentialStore, { name, profile }: CredentialEntry): Promise<void> {
  const remove = vscode.l10n.t('Remove');
  const question =
    profile === defaultProfile
      ? vscode.l10n.t("Remove the credential '{0}'?", name)
      : vscode.l10n.t("Remove the credential '{0}' of the profile '{1}'?", name, profile);
  const choice = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: vscode.l10n.t('Backends that use it cannot be reached until it is added again.') },
    remove,
  );
  if (choice !== remove) throw new Failure('cancelled', 'No credential was removed.');
  await store.remove(name, profile);
}

/**
 * Asks which profile is to be active.
 * @throws Failure `cancelled` when the user backs out
 */
export async function chooseProfile(store: CredentialStore): Promise<string> {
  const title = vscode.l10n.t('Credential Profile');
  const another = vscode.l10n.t('Another profile…');
  const items = store.profiles().map((profile) => ({
    label: profile,
    ...(profile === store.profile ? { description: vscode.l10n.t('active') } : {}),
    detail: namesIn(store, profile),
  }));
  const chosen = await vscode.window.showQuickPick([...items, { label: another }], {
    title,
    placeHolder: vscode.l10n.t('The account that backends are reached with'),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'The profile was not changed.');
  if (chosen.label !== another) return chosen.label;
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('A name for the profile, such as production. Its credentials are added next.'),
    ignoreFocusOut: true,
    validateInput: (text) => profileNameProblem(text.trim()),
  });
  if (name === undefined) throw new Failure('cancelled', 'The profile was not changed.');
  return name.trim();
}

function namesIn(store: CredentialStore, profile: string): string {
  const names = store.entries().flatMap((entry) => (entry.profile === profile ? [entry.name] : []));
  return names.length === 0 ? vscode.l10n.t('no credentials') : names.join(', ');
}

/** A title that says of which profile something is, unless it is the default one. */
export function withProfile(title: string, profile: string): string {
  return profile === defaultProfile ? title : `${title} · ${profile}`;
}
