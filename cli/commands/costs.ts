import { Command, InvalidArgumentError, Option } from 'commander';
import { type LedgerEntry, monthOf, spentOn } from '#core/runs/jobCharge.ts';
import { type LedgerGroup, ledgerGroups, sumLedger } from '#core/runs/ledgerSums.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { timeText } from '../output/valueText.ts';
import { nearestStore, openExistingStore } from '../workspace.ts';

interface CostsOptions {
  readonly by: LedgerGroup | 'job';
  readonly month?: number;
  readonly format: string;
  readonly workspace?: string;
  readonly config?: string;
}

/** `hybridq costs` */
export function costsCommand(context: CommandContext): Command {
  return new Command('costs')
    .description('what jobs of this workspace have cost, from its ledger')
    .addOption(
      new Option('--by <what>', 'what is added up, or every job').choices([...ledgerGroups, 'job']).default('month'),
    )
    .option('--month <month>', 'only this month (UTC), such as 2026-05', parseMonth)
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .option('--config <file>', 'the configuration file')
    .action(async (options: CostsOptions) => {
      const entries = await entriesOf(options, context.folder);
      if (options.format === 'json') {
        const answer = options.by === 'job' ? { entries } : { by: options.by, sums: sumLedger(entries, options.by) };
        context.output.write(`${JSON.stringify(answer, null, 2)}\n`);
        return;
      }
      const { budget } = await readConfiguration(options.config, context);
      const lines = options.by === 'job' ? jobLines(entries) : sumLines(entries, options.by);
      context.output.write(`${[...lines, ...(await budgetLines(budget, options, context))].join('\n')}\n`);
    });
}

async function entriesOf({ month, workspace }: CostsOptions, folder: string): Promise<readonly LedgerEntry[]> {
  if (workspace === undefined && nearestStore(folder) === undefined) return [];
  const { store } = await openExistingStore(workspace, folder);
  try {
    return await store.ledger(month === undefined ? {} : monthOf(month));
  } finally {
    store.close();
  }
}

function sumLines(entries: readonly LedgerEntry[], by: LedgerGroup): readonly string[] {
  const sums = sumLedger(entries, by);
  if (sums.length === 0) return ['Nothing was spent.'];
  const right = { align: 'right' } as const;
  return textTable(
    [
      { title: by },
      { title: 'jobs', ...right },
      { title: 'charged', ...right },
      { title: 'estimated', ...right },
      { title: 'currency' },
    ],
    sums.map(({ charged, currency, estimated, jobs, name }) => [
      name,
      String(jobs),
      amountText(charged),
      amountText(estimated),
      currency,
    ]),
  );
}

function jobLines(entries: readonly LedgerEntry[]): readonly string[] {
  if (entries.length === 0) return ['Nothing was spent.'];
  const titles = ['time', 'run', 'backend', 'profile', 'cost', 'is', 'arithmetic', 'price'];
  return textTable(
    titles.map((title) => ({ title })),
    entries.map((entry) => {
      const spent = spentOn(entry);
      return [
        timeText(entry.time),
        `${entry.runName} ${entry.runId}`,
        entry.backend,
        entry.profile,
        spent === undefined ? '' : `${amountText(spent.amount)} ${spent.currency}`,
        entry.actual === undefined ? 'estimated' : 'charged',
        entry.arithmetic,
        `${entry.asOf}, ${entry.source}`,
      ];
    }),
  );
}

/** How far the budgets of the month are used. */
async function budgetLines(
  budget: Configuration['budget'],
  options: CostsOptions,
  context: CommandContext,
): Promise<readonly string[]> {
  const limits = budget?.monthly ?? [];
  if (limits.length === 0) return [];
  const entries = await entriesOf({ ...options, month: systemClock.now() }, context.folder);
  const lines = limits.map(({ amount, currency }) => {
    const used = entries
      .flatMap((entry) => spentOn(entry) ?? [])
      .reduce((sum, money) => (money.currency === currency ? sum + money.amount : sum), 0);
    return `This month ${amountText(used)} of ${amountText(amount)} ${currency} are spent or out.`;
  });
  return ['', ...lines];
}

function amountText(amount: number): string {
  return amount.toFixed(2);
}

function parseMonth(text: string): number {
  const time = /^\d{4}-\d{2}$/.test(text) ? Date.parse(`${text}-01T00:00:00Z`) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new InvalidArgumentError('Write a year and a month, such as 2026-05.');
}
