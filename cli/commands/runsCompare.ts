import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { type MetricTest, testMetric } from '#core/benchmark/comparedMetrics.ts';
import { compareRuns, type RunComparison, type SettingDifference } from '#core/runs/runComparison.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatOption, workspaceOption } from '../options.ts';
import type { Colours } from '../output/colours.ts';
import { textTable } from '../output/textTable.ts';
import { metricText } from '../output/valueText.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

export function runsCompareCommand(context: CommandContext): Command {
  return new Command('compare')
    .description('what differs between runs, and their results side by side')
    .argument('<ids...>', 'two or more runs; the first is the reference')
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: { readonly format: string; readonly workspace?: string }) => {
      if (wanted.length < 2) {
        throw new Failure('invalid-input', 'A comparison needs at least two runs.', {
          advice: 'Give two or more ids; hybridq runs list shows them.',
        });
      }
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        const records = [];
        for (const name of wanted) {
          const record = await store.get(await findRunId(store, name));
          if (record === undefined) throw new Failure('not-found', `Run ${name} has just been deleted.`);
          records.push(record);
        }
        const comparison = compareRuns(records);
        const tests = testsOf(comparison, records);
        if (options.format === 'json') context.output.write(`${JSON.stringify({ ...comparison, tests }, null, 2)}\n`);
        else context.output.write(`${comparisonText(comparison, tests, context.colours).join('\n')}\n`);
      } finally {
        store.close();
      }
    });
}

/** Of every metric of each run against the first, in the order of the metrics; the first run has none. */
function testsOf({ metrics }: RunComparison, records: readonly RunRecord[]): readonly (readonly MetricTest[])[] {
  const [reference, ...others] = records;
  return reference === undefined
    ? []
    : metrics.map(({ contender, metric }) => others.map((other) => testMetric(reference, other, contender, metric)));
}

function testText(test: MetricTest): string {
  if (test.kind === 'untested') return `not tested: ${test.why}`;
  return `${test.outcome.replaceAll('-', ' ')}, p = ${test.pValue.toPrecision(2)}`;
}

function comparisonText(
  comparison: RunComparison,
  tests: readonly (readonly MetricTest[])[],
  colours: Colours,
): string[] {
  const runs = comparison.runs.map((run) => ({ title: run.id }));
  const section = (title: string, rows: readonly (readonly string[])[], first = '') =>
    rows.length === 0 ? [] : ['', colours.bold(title), ...textTable([{ title: first }, ...runs], rows)];
  const distances = comparison.counts.some((distance, index) => index > 0 && distance !== undefined)
    ? [
        ['total variation', ...comparison.counts.map((distance) => distance?.totalVariation.toFixed(4) ?? '–')],
        ['Hellinger', ...comparison.counts.map((distance) => distance?.hellinger.toFixed(4) ?? '–')],
      ]
    : [];
  const metrics = comparison.metrics.map(({ contender, metric, summaries }) => [
    `${contender} ${metric}`,
    ...summaries.map((summary) => (summary === undefined ? '–' : metricText(summary))),
  ]);
  const lines = [
    ...section('settings that differ', comparison.configuration.map(settingRow)),
    ...section('what else differs', comparison.circumstances.map(settingRow)),
    ...section(
      'files that differ',
      comparison.inputs.map(({ path, values }) => [path, ...values.map((value) => String(value ?? '–').slice(0, 16))]),
    ),
    ...section('metrics', metrics),
    ...section(
      'tests against the first run',
      comparison.metrics.map(({ contender, metric }, index) => [
        `${contender} ${metric}`,
        '–',
        ...(tests[index] ?? []).map(testText),
      ]),
    ),
    ...section('distance of counts from the first run', distances),
  ];
  if (comparison.configuration.length + comparison.inputs.length === 0)
    lines.unshift('', 'Settings and files are the same.');
  return lines.slice(1);
}

function settingRow({ path, values }: SettingDifference): string[] {
  return [path, ...values.map((value) => (value === undefined ? '–' : JSON.stringify(value)))];
}
