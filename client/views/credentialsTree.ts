import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import { commandIds, viewIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import { changesBackends, changesCredentialProfile, type Settings } from '../app/settings.ts';
import type { CredentialEntry, CredentialStore, CredentialUse } from '../credentials/credentialStore.ts';
import { usersOf } from '../credentials/credentialTests.ts';
import { serviceOf } from '../credentials/knownServices.ts';
import type { MicrosoftAccounts } from '../credentials/microsoftAccounts.ts';

type Node =
  | { readonly kind: 'value'; readonly entry: CredentialEntry }
  | { readonly kind: 'missing'; readonly entry: CredentialEntry; readonly backends: readonly string[] }
  | { readonly kind: 'microsoft' };

/** The value behind a tree item that a command was called with. */
export function entryOfNode(node: unknown): CredentialEntry | undefined {
  if (typeof node !== 'object' || node === null || !('entry' in node)) return undefined;
  const { entry } = node;
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('profile' in entry)) return undefined;
  const { name, profile } = entry;
  return typeof name === 'string' && typeof profile === 'string' ? { name, profile } : undefined;
}

/** When a value was used and tested, in a phrase. */
export function usePhrase({ tested, used }: CredentialUse, now: number): string {
  const usedPhrase =
    used === undefined ? vscode.l10n.t('never used') : vscode.l10n.t('used {0}', agoPhrase(now - used));
  if (tested === undefined) return usedPhrase;
  const testedPhrase = tested.ok
    ? vscode.l10n.t('accepted {0}', agoPhrase(now - tested.time))
    : vscode.l10n.t('not accepted {0}', agoPhrase(now - tested.time));
  return `${usedPhrase}, ${testedPhrase}`;
}

function agoPhrase(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return vscode.l10n.t('just now');
  if (minutes < 60) return vscode.l10n.t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? vscode.l10n.t('{0} h ago', hours) : vscode.l10n.t('{0} days ago', Math.floor(hours / 24));
}

/** The Credentials view: names, profiles and uses of what the secret storage holds, and what backends lack. */
export class CredentialsTree extends Disposables implements vscode.TreeDataProvider<Node> {
  readonly #settings: Settings;
  readonly #credentials: CredentialStore;
  readonly #accounts: MicrosoftAccounts;
  readonly #clock: Clock;
  readonly #changed = this.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(settings: Settings, credentials: CredentialStore, accounts: MicrosoftAccounts, clock: Clock) {
    super();
    this.#settings = settings;
    this.#credentials = credentials;
    this.#accounts = accounts;
    this.#clock = clock;
    const view = this.track(vscode.window.createTreeView(viewIds.credentials, { treeDataProvider: this }));
    const refresh = () => {
      view.description = describedProfile(credentials.profile) ?? '';
      this.#changed.fire(undefined);
    };
    refresh();
    this.track(credentials.onDidChange(refresh));
    this.track(accounts.onDidChange(refresh));
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (changesBackends(event) || changesCredentialProfile(event)) refresh();
      }),
    );
  }

  getChildren(node?: Node): Node[] {
    if (node !== undefined) return [];
    const values = this.#credentials.entries().map((entry): Node => ({ kind: 'value', entry }));
    return [...values, ...this.#missing(), ...(this.#usesMicrosoft() ? [{ kind: 'microsoft' } as const] : [])];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    switch (node.kind) {
      case 'value':
        return this.#valueItem(node.entry);
      case 'missing':
        return missingItem(node.entry, node.backends);
      case 'microsoft':
        return await this.#microsoftItem();
    }
  }

  /** What backends of the settings name and the profile has no value for. */
  #missing(): Node[] {
    const wanted = new Map<string, { readonly entry: CredentialEntry; readonly backends: string[] }>();
    for (const [id, backend] of Object.entries(this.#settings.backends())) {
      if (!('credential' in backend) || backend.credential === undefined) continue;
      const entry = { name: backend.credential, profile: backend.credentialProfile ?? this.#credentials.profile };
      if (this.#credentials.has(entry.name, entry.profile)) continue;
      const key = `${entry.name}@${entry.profile}`;
      const known = wanted.get(key) ?? { entry, backends: [] };
      known.backends.push(id);
      wanted.set(key, known);
    }
    return [...wanted.values()].map(({ backends, entry }) => ({ kind: 'missing', entry, backends }));
  }

  #usesMicrosoft(): boolean {
    return Object.values(this.#settings.backends()).some(
      (backend) => backend.adapter === 'azure' && backend.credential === undefined,
    );
  }

  #valueItem(entry: CredentialEntry): vscode.TreeItem {
    const { name, profile } = entry;
    const item = new vscode.TreeItem(name);
    const use = this.#credentials.use(entry);
    const phrase = usePhrase(use, this.#clock.now());
    const isActive = profile === this.#credentials.profile;
    item.id = `${name}@${profile}`;
    item.description = profile === defaultProfile ? phrase : `${profile} · ${phrase}`;
    item.contextValue = 'credential.value';
    item.iconPath = use.tested?.ok === false ? warning() : new vscode.ThemeIcon(isActive ? 'key' : 'lock');
    const users = Object.keys(usersOf(entry, this.#settings.backends(), this.#credentials.profile));
    item.tooltip = tooltipOf([
      vscode.l10n.t('Profile: {0}', profile),
      ...(serviceOf(name) === undefined ? [] : [serviceOf(name)?.title ?? '']),
      users.length === 0 ? vscode.l10n.t('No backend uses it now.') : vscode.l10n.t('Used by {0}', users.join(', ')),
      phrase,
    ]);
    return item;
  }

  async #microsoftItem(): Promise<vscode.TreeItem> {
    const account = await this.#accounts.account();
    const item = new vscode.TreeItem(vscode.l10n.t('Microsoft'));
    item.id = 'microsoft';
    item.description = account ?? vscode.l10n.t('not signed in');
    item.contextValue = account === undefined ? 'account.signedOut' : 'account.signedIn';
    item.iconPath = new vscode.ThemeIcon('account');
    if (account === undefined) {
      item.command = { command: commandIds.signIn, title: vscode.l10n.t('Sign In to Microsoft') };
    }
    return item;
  }
}

/** What a view says of the profile beside its title; nothing of the default one. */
export function describedProfile(profile: string): string | undefined {
  return profile === defaultProfile ? undefined : vscode.l10n.t('profile {0}', profile);
}

function missingItem(entry: CredentialEntry, backends: readonly string[]): vscode.TreeItem {
  const item = new vscode.TreeItem(entry.name);
  item.id = `missing:${entry.name}@${entry.profile}`;
  item.description =
    entry.profile === defaultProfile
      ? vscode.l10n.t('missing')
      : vscode.l10n.t("missing in the profile '{0}'", entry.profile);
  item.contextValue = 'credential.missing';
  item.iconPath = warning();
  item.tooltip = tooltipOf([vscode.l10n.t('Used by {0}', backends.join(', '))]);
  item.command = {
    command: commandIds.addCredential,
    title: vscode.l10n.t('Add Credential'),
    arguments: [{ entry }],
  };
  return item;
}

function tooltipOf(lines: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  lines.forEach((line, index) => {
    if (index > 0) tooltip.appendMarkdown('  \n');
    tooltip.appendText(line);
  });
  return tooltip;
}

function warning(): vscode.ThemeIcon {
  return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
