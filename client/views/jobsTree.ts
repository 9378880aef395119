import * as vscode from 'vscode';
import type { Clock } from '#core/base/clock.ts';
import { durationText } from '#core/base/shownValues.ts';
import { ageText, chargeText, sizeText, waitText } from '#core/runs/jobText.ts';
import { isActiveJob, type StoredJob } from '#core/runs/runStore.ts';
import { commandIds, viewIds } from '../app/commandIds.ts';
import { Disposables } from '../app/disposables.ts';
import type { Settings } from '../app/settings.ts';
import { FollowWhileVisible, visibilityOf } from '../runs/followWhileVisible.ts';
import type { JobEntry, RunHistory } from '../runs/runHistory.ts';

type GroupNode = { readonly kind: 'jobs'; readonly active: boolean };
type JobNode = { readonly kind: 'job'; readonly entry: JobEntry };
type Node = GroupNode | JobNode;

/** The job behind a tree item that a command was called with. */
export function jobOfNode(node: unknown): JobEntry | undefined {
  if (typeof node !== 'object' || node === null || !('kind' in node) || node.kind !== 'job') return undefined;
  return (node as JobNode).entry;
}

/** The Jobs view: what providers were sent, as far as it was heard of. It follows the store only while it is visible. */
export class JobsTree extends Disposables implements vscode.TreeDataProvider<Node> {
  readonly #history: RunHistory;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #view: vscode.TreeView<Node>;
  readonly #changed = this.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: RunHistory, settings: Settings, clock: Clock) {
    super();
    this.#history = history;
    this.#settings = settings;
    this.#clock = clock;
    this.#view = this.track(vscode.window.createTreeView(viewIds.jobs, { treeDataProvider: this }));
    this.track(history.onDidChange(() => this.#show()));
    this.track(new FollowWhileVisible(history, visibilityOf(this.#view)));
  }

  getChildren(node?: Node): Node[] {
    const { jobs } = this.#history;
    if (node === undefined) {
      return [true, false].flatMap((active): Node[] =>
        jobs.some(({ job }) => isActiveJob(job) === active) ? [{ kind: 'jobs', active }] : [],
      );
    }
    if (node.kind === 'job') return [];
    return jobs.filter(({ job }) => isActiveJob(job) === node.active).map((entry) => ({ kind: 'job', entry }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'job') return this.#jobItem(node.entry);
    const title = node.active ? vscode.l10n.t('Active') : vscode.l10n.t('Ended');
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `jobs:${node.active}`;
    return item;
  }

  #show(): void {
    const active = this.#history.jobs.filter(({ job }) => isActiveJob(job));
    this.#view.badge =
      active.length === 0
        ? undefined
        : {
            value: active.length,
            tooltip:
              active.length === 1
                ? vscode.l10n.t('1 job at a provider')
                : vscode.l10n.t('{0} jobs at providers', active.length),
          };
    this.#view.description = this.#spendingPhrase();
    this.#changed.fire(undefined);
  }

  /** `12.42 USD of 100 USD this month`, each currency by itself. */
  #spendingPhrase(): string {
    const limits = this.#settings.shownBudgets();
    const { spent } = this.#history;
    const unspent = limits.filter((limit) => !spent.some(({ currency }) => currency === limit.currency));
    const shown = [...spent, ...unspent.map(({ currency }) => ({ amount: 0, currency }))];
    const sums = shown.map(({ amount, currency }) => {
      const sum = `${amount.toFixed(2)} ${currency}`;
      const limit = limits.find((each) => each.currency === currency);
      return limit === undefined ? sum : vscode.l10n.t('{0} of {1}', sum, limit.amount.toFixed(2));
    });
    return sums.length === 0 ? '' : vscode.l10n.t('{0} this month', sums.join(' + '));
  }

  #jobItem({ folder, job }: JobEntry): vscode.TreeItem {
    const item = new vscode.TreeItem(`${job.backend}: ${job.runName}`, vscode.TreeItemCollapsibleState.None);
    const { color, icon } = iconOf(job);
    item.id = `${folder}:${job.key}`;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    const texts = [job.state, waitText(job), chargeText(job.charge), ageText(job, this.#clock.now()), job.device ?? ''];
    const parts = texts.filter((part) => part !== '');
    item.description = parts.join(' · ');
    item.tooltip = this.#tooltip(job);
    item.contextValue = `job.${isActiveJob(job) ? 'active' : 'ended'}`;
    item.accessibilityInformation = { label: [job.backend, job.runName, ...parts].join(', ') };
    item.command = { command: commandIds.openJob, title: vscode.l10n.t('Open Result'), arguments: [job.runId] };
    return item;
  }

  #tooltip(job: JobEntry['job']): vscode.MarkdownString {
    const { charge } = job;
    const lines: [string, string][] = [
      [vscode.l10n.t('State'), job.message === undefined ? job.state : `${job.state}: ${job.message}`],
      [vscode.l10n.t('Waits'), waitText(job)],
      [vscode.l10n.t('Backend'), job.device === undefined ? job.backend : `${job.backend} (${job.device})`],
      [vscode.l10n.t('Size'), sizeText(job)],
      [vscode.l10n.t('Submitted'), new Date(job.submittedAt).toLocaleString()],
      [
        vscode.l10n.t('Last heard of'),
        job.seenAt === undefined
          ? ''
          : vscode.l10n.t('{0} ago', durationText(Math.max(0, this.#clock.now() - job.seenAt))),
      ],
      [vscode.l10n.t('Cost'), chargeText(charge)],
      [vscode.l10n.t('Price'), charge === undefined ? '' : `${charge.arithmetic}; ${charge.asOf}, ${charge.source}`],
      [vscode.l10n.t('Run'), `${job.runName} ${job.runId}`],
      [vscode.l10n.t('Job'), job.handle ?? job.key],
    ];
    const tooltip = new vscode.MarkdownString();
    for (const [name, value] of lines) {
      if (value !== '') tooltip.appendText(`${name}: ${value}`).appendMarkdown('  \n');
    }
    return tooltip;
  }
}

/** The word of the state stands beside it. */
function iconOf({ state }: StoredJob): { readonly icon: string; readonly color?: string } {
  switch (state) {
    case 'submitting':
      return { icon: 'cloud-upload' };
    case 'queued':
      return { icon: 'watch' };
    case 'running':
      return { icon: 'loading~spin' };
    case 'completed':
      return { icon: 'pass', color: 'testing.iconPassed' };
    case 'failed':
      return { icon: 'error', color: 'testing.iconFailed' };
    case 'cancelled':
      return { icon: 'circle-slash', color: 'testing.iconSkipped' };
  }
}
