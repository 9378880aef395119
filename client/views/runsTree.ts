import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { isFinal } from '#core/runs/runState.ts';
import { commandIds, viewIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import { FollowWhileVisible, visibilityOf } from '../runs/followWhileVisible.ts';
import type { RunEntry, RunHistory } from '../runs/runHistory.ts';
import { groupRuns, type RunGroup, type RunGroupId } from './runGroups.ts';
import { durationPhrase, iconOf, metricPhrase, runDescription, spokenRun, stateWord } from './runPresentation.ts';

type RunGroupNode = { readonly kind: 'group'; readonly group: RunGroup<RunEntry> };
export type RunNode = { readonly kind: 'run'; readonly entry: RunEntry };
type Node = RunGroupNode | RunNode;

/** The id of the run behind a tree item that a command was called with. */
export function runIdOfNode(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('kind' in node) || node.kind !== 'run') return undefined;
  return (node as RunNode).entry.summary.id;
}

/** The Runs view: runs by state and day. It follows the store only while it is visible. */
export class RunsTree extends Disposables implements vscode.TreeDataProvider<Node> {
  readonly #history: RunHistory;
  readonly #clock: Clock;
  readonly #view: vscode.TreeView<Node>;
  readonly #changed = this.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: RunHistory, clock: Clock) {
    super();
    this.#history = history;
    this.#clock = clock;
    this.#view = this.track(
      vscode.window.createTreeView(viewIds.runs, { treeDataProvider: this, showCollapseAll: false }),
    );
    this.track(history.onDidChange(() => this.#show()));
    this.track(new FollowWhileVisible(history, visibilityOf(this.#view)));
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      const groups = groupRuns(this.#history.entries, this.#clock.now());
      return groups.map((group) => ({ kind: 'group', group }));
    }
    if (node.kind === 'run') return [];
    return node.group.runs.map((entry) => ({ kind: 'run', entry }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'group' ? groupItem(node.group) : this.#runItem(node.entry);
  }

  #show(): void {
    const active = this.#history.entries.filter(({ summary, interrupted }) => !isFinal(summary.state) && !interrupted);
    this.#view.badge =
      active.length === 0
        ? undefined
        : {
            value: active.length,
            tooltip:
              active.length === 1 ? vscode.l10n.t('1 run at work') : vscode.l10n.t('{0} runs at work', active.length),
          };
    this.#view.message = this.#history.problem ?? '';
    this.#changed.fire(undefined);
  }

  #runItem(entry: RunEntry): vscode.TreeItem {
    const { summary, interrupted, folder } = entry;
    const item = new vscode.TreeItem(summary.name, vscode.TreeItemCollapsibleState.None);
    const { icon, color } = iconOf(summary.state, interrupted);
    item.id = `${folder}:${summary.id}`;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    item.description = runDescription(summary, interrupted, this.#clock.now());
    item.tooltip = tooltipOf(entry);
    item.contextValue = contextValueOf(entry);
    item.accessibilityInformation = { label: spokenRun(summary, interrupted, this.#clock.now()) };
    item.command = { command: commandIds.openRun, title: vscode.l10n.t('Open Run'), arguments: [summary.id] };
    return item;
  }
}

function groupItem(group: RunGroup<RunEntry>): vscode.TreeItem {
  const item = new vscode.TreeItem(groupTitle(group.id), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${group.id}`;
  item.contextValue = 'group';
  return item;
}

function groupTitle(id: RunGroupId): string {
  switch (id) {
    case 'active':
      return vscode.l10n.t('Active');
    case 'interrupted':
      return vscode.l10n.t('Interrupted');
    case 'today':
      return vscode.l10n.t('Today');
    case 'yesterday':
      return vscode.l10n.t('Yesterday');
    case 'week':
      return vscode.l10n.t('Last Seven Days');
    case 'earlier':
      return vscode.l10n.t('Earlier');
  }
}

/** What the menus of the manifest go by. */
function contextValueOf({ summary, interrupted }: RunEntry): string {
  if (interrupted) return 'run.resumable';
  if (!isFinal(summary.state)) return 'run.active';
  if (summary.kind === 'circuit') return 'run.ended';
  return summary.state === 'succeeded' ? 'run.ended.pipeline' : 'run.resumable';
}

function tooltipOf({ summary, interrupted, folder }: RunEntry): vscode.MarkdownString {
  const lines: [string, string | undefined][] = [
    [vscode.l10n.t('State'), stateWord(summary.state, interrupted)],
    [vscode.l10n.t('Step'), summary.step],
    [vscode.l10n.t('Metric'), metricPhrase(summary)],
    [vscode.l10n.t('Backend'), summary.backend],
    [vscode.l10n.t('Started'), new Date(summary.createdAt).toLocaleString()],
    [
      vscode.l10n.t('Duration'),
      summary.endedAt === undefined ? undefined : durationPhrase(summary.endedAt - summary.createdAt),
    ],
    [
      vscode.l10n.t('Cost'),
      summary.cost && summary.cost.amount !== 0 ? `${summary.cost.amount} ${summary.cost.currency}` : undefined,
    ],
    [vscode.l10n.t('File'), summary.file],
    [vscode.l10n.t('Folder'), folder],
    [vscode.l10n.t('Run'), summary.id],
  ];
  const tooltip = new vscode.MarkdownString();
  for (const [name, value] of lines) {
    if (value === undefined) continue;
    tooltip.appendText(`${name}: ${value}`).appendMarkdown('  \n');
  }
  return tooltip;
}
