import * as vscode from 'vscode';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { commandIds, viewIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import { changesBackends, changesCredentialProfile, type Settings } from '../app/settings.ts';
import type { CredentialStore } from '../credentials/credentialStore.ts';
import type { BackendChecks, BackendState } from './backendChecks.ts';
import { describedProfile } from './credentialsTree.ts';

type Node =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'cloud'; readonly id: string; readonly backend: ConfiguredBackend }
  | { readonly kind: 'add' };

/** The runner's name of the embedded simulator. */
export const embeddedBackend = 'local';

/** The id of the backend behind a tree item that a command was called with. */
export function backendIdOfNode(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('kind' in node)) return undefined;
  if (node.kind === 'builtin') return embeddedBackend;
  return node.kind === 'cloud' && 'id' in node && typeof node.id === 'string' ? node.id : undefined;
}

/** The Backends view: the embedded simulator and what the settings configure, with what their last test found. */
export class BackendsTree extends Disposables implements vscode.TreeDataProvider<Node> {
  readonly #settings: Settings;
  readonly #credentials: CredentialStore;
  readonly #checks: BackendChecks;
  readonly #changed = this.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(settings: Settings, credentials: CredentialStore, checks: BackendChecks) {
    super();
    this.#settings = settings;
    this.#credentials = credentials;
    this.#checks = checks;
    const view = this.track(vscode.window.createTreeView(viewIds.backends, { treeDataProvider: this }));
    const refresh = () => {
      view.description = describedProfile(credentials.profile) ?? '';
      this.#changed.fire(undefined);
    };
    refresh();
    this.track(credentials.onDidChange(refresh));
    this.track(checks.onDidChange(refresh));
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (changesBackends(event) || changesCredentialProfile(event)) checks.clear();
      }),
    );
  }

  getChildren(node?: Node): Node[] {
    if (node !== undefined) return [];
    const configured = Object.entries(this.#settings.backends());
    const clouds = configured.map(([id, backend]): Node => ({ kind: 'cloud', id, backend }));
    return [{ kind: 'builtin' }, ...clouds, ...(clouds.length === 0 ? [{ kind: 'add' } as const] : [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'builtin':
        return this.#builtinItem();
      case 'cloud':
        return this.#cloudItem(node.id, node.backend);
      case 'add':
        return addItem();
    }
  }

  #builtinItem(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Embedded simulator'));
    const state = this.#checks.state(embeddedBackend);
    item.id = 'builtin';
    item.description = describe(state) ?? vscode.l10n.t('ready, no account needed');
    item.iconPath = iconOf(state, 'vm');
    item.contextValue = 'backend.builtin';
    item.tooltip = vscode.l10n.t('Runs on this machine. Exact expectation values, seeded shots, no cost.');
    return item;
  }

  #cloudItem(id: string, backend: ConfiguredBackend): vscode.TreeItem {
    const item = new vscode.TreeItem(id);
    const state = this.#checks.state(id);
    const credential = 'credential' in backend ? backend.credential : undefined;
    const pinned = 'credentialProfile' in backend ? backend.credentialProfile : undefined;
    const entry = credential && { name: credential, profile: pinned ?? this.#credentials.profile };
    const hasCredential = !entry || this.#credentials.has(entry.name, entry.profile);
    const place = [backend.adapter, backend.device].filter((part) => part !== undefined).join(' · ');
    item.id = `cloud:${id}`;
    item.contextValue = 'backend.cloud';
    item.description = hasCredential
      ? `${place}${suffix(describe(state))}`
      : vscode.l10n.t("credential '{0}' is missing", credential);
    item.iconPath = hasCredential ? iconOf(state, 'cloud') : warning();
    const tooltip = new vscode.MarkdownString();
    const lines = [
      place,
      ...('endpoint' in backend && backend.endpoint !== undefined ? [backend.endpoint] : []),
      ...(credential === undefined ? [] : [vscode.l10n.t('Credential: {0}', credential)]),
      ...(state.kind === 'tested' ? [state.message] : []),
    ];
    lines.forEach((line, index) => {
      if (index > 0) tooltip.appendMarkdown('  \n');
      tooltip.appendText(line);
    });
    item.tooltip = tooltip;
    if (!hasCredential) {
      item.command = {
        command: commandIds.addCredential,
        title: vscode.l10n.t('Add Credential'),
        arguments: [{ entry }],
      };
    }
    return item;
  }
}

function addItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Add a cloud backend…'));
  item.id = 'add';
  item.iconPath = new vscode.ThemeIcon('add');
  item.command = { command: commandIds.addBackend, title: vscode.l10n.t('Add Backend') };
  return item;
}

function describe(state: BackendState): string | undefined {
  switch (state.kind) {
    case 'untested':
      return undefined;
    case 'testing':
      return vscode.l10n.t('testing…');
    case 'tested':
      return state.ok ? vscode.l10n.t('available') : vscode.l10n.t('not available');
  }
}

function suffix(text: string | undefined): string {
  return text === undefined ? '' : ` · ${text}`;
}

function iconOf(state: BackendState, idle: string): vscode.ThemeIcon {
  switch (state.kind) {
    case 'untested':
      return new vscode.ThemeIcon(idle);
    case 'testing':
      return new vscode.ThemeIcon('loading~spin');
    case 'tested':
      return state.ok ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')) : warning();
  }
}

function warning(): vscode.ThemeIcon {
  return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
