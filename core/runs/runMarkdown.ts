import { changesText } from './changesText.ts';
import { comparisonRows } from './comparisonRows.ts';
import { failedStepText } from './failedStepText.ts';
import { recordTables } from './recordTables.ts';
import type { ContenderResult, MetricSummary, RunRecord, Verdict } from './runRecord.ts';

/** Reports for people, a section for each run: what was run, the comparison, the verdicts, what it took. */
export function exportRunsAsMarkdown(records: readonly RunRecord[]): string {
  return records.map((record) => `${sectionOf(record).join('\n')}\n`).join('\n');
}

/**
 * A report that compares runs of one pipeline on several backends: a row for each model on each backend, so that
 * simulator, emulator and hardware are never mixed, and whether the rows are on the same splits.
 */
export function benchmarkMarkdown(name: string, records: readonly RunRecord[]): string {
  const finished = records.filter(({ result }) => result !== undefined);
  const metrics = [
    ...new Set(finished.flatMap(({ result }) => result?.contenders.flatMap((row) => row.metrics.map((m) => m.name)))),
  ].flatMap((metric) => (metric === undefined ? [] : [metric]));
  const rows = finished.flatMap(({ backend, result }) =>
    comparisonRows(result?.contenders ?? []).map((row) => [
      backend,
      row.kind ?? result?.quantum?.kind ?? 'classical',
      row.title,
      row.contender.role,
      ...metrics.map((metric) => metricText(row.metrics.find((summary) => summary.name === metric))),
      `${Math.round(row.duration)} ms`,
      String(row.shots),
      moneyText(row.cost),
    ]),
  );
  const lines = [`# Benchmark of ${inline(name)}`, ''];
  if (rows.length === 0) lines.push('No run has a result.');
  else {
    lines.push(...table(['backend', 'kind', 'model', 'role', ...metrics, 'time', 'shots', 'cost'], rows), '');
    lines.push(splitsSentence(finished), '', '## Verdicts', '');
    lines.push(
      ...finished.flatMap(({ backend, result }) =>
        (result?.verdicts ?? []).map(
          (verdict) => `- on ${inline(backend)}: ${verdictLine(verdict).replace(/^- /, '')}`,
        ),
      ),
    );
  }
  const failed = records.filter(({ result }) => result === undefined);
  if (failed.length > 0) lines.push('', '## Without a result', '');
  for (const { backend, failure, id, state } of failed)
    lines.push(`- ${inline(backend || id)}: ${state}${failure === undefined ? '' : `, ${inline(failure.message)}`}`);
  lines.push(
    '',
    '## Runs',
    '',
    ...table(
      ['backend', 'run'],
      records.map(({ backend, id }) => [backend, id]),
    ),
  );
  return `${lines.join('\n')}\n`;
}

function splitsSentence(records: readonly RunRecord[]): string {
  const digests = new Set(records.map(({ result }) => result?.splitDigest));
  return digests.size <= 1
    ? 'All rows are on the same splits, so they can be compared.'
    : 'The rows of different backends are on different splits: compare only within a backend.';
}

function sectionOf(record: RunRecord): string[] {
  const { failure, result } = record;
  const lines = [`# ${inline(record.name)}`, '', ...factsOf(record)];
  if (failure !== undefined) {
    const advice = failure.advice === undefined ? '' : ` ${failure.advice}`;
    const where = failedStepText(record);
    lines.push('', '## Why it ended early', '', inline(`${failure.message}${advice}`));
    if (where !== undefined) lines.push('', `It ended in ${inline(where)}.`);
  }
  if (record.decisions !== undefined && record.decisions.length > 0) {
    const rows = record.decisions.map(({ by, choice, message, time, via }) => [
      isoTime(time),
      choice,
      by,
      via,
      message,
    ]);
    lines.push('', '## Decisions', '', ...table(['time', 'answer', 'by', 'via', 'question'], rows));
  }
  const further = recordTables(record).flatMap(({ columns, rows, title }) => [
    '',
    `## ${title}`,
    '',
    ...table(columns, rows),
  ]);
  if (result === undefined) return [...lines, ...further];
  if (result.contenders.length > 0) lines.push('', '## Comparison', '', ...comparison(result.contenders));
  if (result.verdicts.length > 0) lines.push('', '## Verdicts', '', ...result.verdicts.map(verdictLine));
  if (result.quantum !== undefined) lines.push('', '## Quantum step', '', ...quantumTable(result.quantum));
  if (result.confusion !== undefined && result.confusion.classes.length > 0) {
    lines.push('', '## Confusion', '', ...confusionTable(result.confusion));
  }
  if (result.counts !== undefined) lines.push('', '## Counts', '', ...countsTable(result.counts));
  lines.push(...further);
  if (result.fallbacks.length > 0) {
    const rows = result.fallbacks.map(({ from, message, time, to }) => [isoTime(time), from, to, message]);
    lines.push('', '## Fallbacks', '', ...table(['time', 'from', 'to', 'why'], rows));
  }
  if (result.warnings.length > 0)
    lines.push('', '## Warnings', '', ...result.warnings.map((text) => `- ${inline(text)}`));
  return lines;
}

function factsOf(record: RunRecord): string[] {
  const { environment } = record;
  const commit = environment.commit && `${environment.commit}${environment.dirty === true ? ' with changes' : ''}`;
  const facts: (readonly [string, string | undefined])[] = [
    ['run', record.id],
    ['repeats the run', record.parent],
    ['file', record.file],
    ['changed', changesText(record)],
    ['state', record.state],
    ['created', isoTime(record.createdAt)],
    ['ended', record.endedAt === undefined ? undefined : isoTime(record.endedAt)],
    ['backend', record.backend || undefined],
    ['profile of credentials', record.credentialProfile],
    ['tags', record.tags.join(', ') || undefined],
    ['version', `${environment.product}, ${environment.runtime}, ${environment.platform}`],
    ['commit', commit],
    [
      'seeds',
      Object.entries(record.seeds)
        .map(([purpose, seed]) => `${purpose} ${seed}`)
        .join(', ') || undefined,
    ],
    ['splits', record.result?.splitDigest],
    ...Object.entries(record.inputs).map(([path, sha256]) => [`input ${path}`, sha256] as const),
    ...Object.entries(record.attachments ?? {}).map(([name, sha256]) => [`kept ${name}`, sha256] as const),
  ];
  return table(
    ['fact', 'value'],
    facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function comparison(contenders: readonly ContenderResult[]): string[] {
  const metrics = [...new Set(contenders.flatMap((contender) => contender.metrics.map(({ name }) => name)))];
  const rows = comparisonRows(contenders).map(({ contender, cost, duration, kind, metrics: own, shots, title }) => [
    title,
    contender.role,
    kind ?? '–',
    ...metrics.map((name) => metricText(own.find((metric) => metric.name === name))),
    `${Math.round(duration)} ms`,
    String(shots),
    moneyText(cost),
  ]);
  const summaries = contenders.flatMap((contender) => contender.metrics);
  const level = summaries.find(({ interval }) => interval)?.interval?.level;
  const repeats = Math.max(0, ...summaries.map(({ values }) => values.length));
  const note = `Mean over ${repeats} ${repeats === 1 ? 'repeat' : 'repeats'}`;
  return [
    ...table(['contender', 'role', 'ran on', ...metrics, 'time', 'shots', 'cost'], rows),
    '',
    level === undefined ? `${note}.` : `${note}, with the ${Math.round(100 * level)} % interval.`,
  ];
}

function metricText(metric: MetricSummary | undefined): string {
  if (metric === undefined) return '–';
  const { interval, mean } = metric;
  return interval === undefined
    ? mean.toFixed(4)
    : `${mean.toFixed(4)} (${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`;
}

function verdictLine({ against, metric, outcome, text }: Verdict): string {
  const word = { better: 'better', worse: 'worse', 'no-difference-shown': 'no difference shown' }[outcome];
  return `- Against ${inline(against)} by ${inline(metric)}: **${word}**. ${inline(text)}`;
}

function quantumTable(quantum: NonNullable<NonNullable<RunRecord['result']>['quantum']>): string[] {
  const rows = Object.entries(quantum).flatMap(([name, value]) => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
    return name === 'cost' ? [[name, moneyText(quantum.cost)]] : [];
  });
  return table(['quantum step', 'value'], rows);
}

function confusionTable({
  classes,
  counts,
}: {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}) {
  const rows = counts.map((row, index) => [classes[index] ?? '', ...row.map(String)]);
  return table(['actual \\ predicted', ...classes], rows);
}

const mostOutcomes = 32;

function countsTable(counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const rows = entries.slice(0, mostOutcomes).map(([outcome, count]) => [outcome, String(count)]);
  const more = entries.length - rows.length;
  return [...table(['outcome', 'count'], rows), ...(more > 0 ? ['', `And ${more} more outcomes.`] : [])];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(titles), `|${' --- |'.repeat(titles.length)}`, ...rows.map(line)];
}

/** Text of a user inside a line of Markdown: it neither ends the line or the cell nor becomes markup. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\|`*_<>[\]#]/g, String.raw`\$&`);
}

function moneyText({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  return amount === 0 ? '0' : `${amount.toFixed(2)} ${currency}`;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
