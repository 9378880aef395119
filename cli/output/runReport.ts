import { describeFailure, Failure } from '#core/base/failure.ts';
import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import { changesText } from '#core/runs/changesText.ts';
import { comparisonRows } from '#core/runs/comparisonRows.ts';
import { failedStepText } from '#core/runs/failedStepText.ts';
import type { ContenderResult, RunRecord, Verdict } from '#core/runs/runRecord.ts';
import type { Colours } from './colours.ts';
import { textTable } from './textTable.ts';
import { decisionLine, metricText, runDuration } from './valueText.ts';

/** What people read at the end of a run: the comparison, the verdict, what it took. */
export function runReport(record: RunRecord, colours: Colours, now: number): string[] {
  const lines: string[] = [];
  const { failure, result } = record;
  if (result !== undefined && result.contenders.length > 0) {
    lines.push(...comparisonTable(result.contenders, colours), '');
    for (const verdict of result.verdicts) lines.push(verdictLine(verdict, colours));
    if (result.verdicts.length > 0) lines.push('');
  }
  if (result?.counts !== undefined) lines.push(...countsTable(result.counts), '');
  const changed = changesText(record);
  if (changed !== undefined) lines.push(`changed: ${changed}`);
  for (const warning of result?.warnings ?? []) lines.push(colours.yellow(`warning: ${warning}`));
  for (const fallback of result?.fallbacks ?? []) {
    const { attempt, from, message, to } = fallback;
    const what = attempt === undefined ? `fell back from ${from} to ${to}` : `tried ${from} again (attempt ${attempt})`;
    lines.push(colours.yellow(`${what}: ${message}`));
  }
  for (const decision of record.decisions ?? []) lines.push(decisionLine(decision));
  if (failure !== undefined) {
    const { advice, message, reason } = failure;
    lines.push(colours.red(describeFailure(new Failure(reason, message, advice === undefined ? {} : { advice }))));
    const where = failedStepText(record);
    if (where !== undefined) lines.push(`It ended in: ${where}`);
  }
  lines.push(effortLine(record, now));
  return lines;
}

function comparisonTable(contenders: readonly ContenderResult[], colours: Colours): string[] {
  const metrics = [...new Set(contenders.flatMap((contender) => contender.metrics.map((metric) => metric.name)))];
  const repeats = Math.max(0, ...contenders.flatMap((contender) => contender.metrics.map((m) => m.values.length)));
  const level = contenders.flatMap((contender) => contender.metrics).find((metric) => metric.interval)?.interval?.level;
  const rows = comparisonRows(contenders).map(({ contender, cost, duration, metrics: own, title }) => [
    contender.role === 'hybrid' ? colours.bold(title) : title,
    contender.role,
    ...metrics.map((name) => {
      const metric = own.find((candidate) => candidate.name === name);
      return metric === undefined ? '–' : metricText(metric);
    }),
    durationText(duration),
    moneyText(cost),
  ]);
  const columns = [
    { title: 'contender' },
    { title: 'role' },
    ...metrics.map((title) => ({ title })),
    { title: 'time', align: 'right' as const },
    { title: 'cost', align: 'right' as const },
  ];
  const note =
    level === undefined
      ? `mean over ${countText(repeats, 'repeat')}`
      : `mean over ${countText(repeats, 'repeat')} [${Math.round(level * 100)} % interval]`;
  return [...textTable(columns, rows), colours.dim(note)];
}

function verdictLine(verdict: Verdict, colours: Colours): string {
  switch (verdict.outcome) {
    case 'better':
      return `verdict: ${colours.green('better')} than ${verdict.against}. ${verdict.text}`;
    case 'worse':
      return `verdict: ${colours.red('worse')} than ${verdict.against}. ${verdict.text}`;
    case 'no-difference-shown':
      return `verdict: ${colours.cyan('no difference shown')} against ${verdict.against}. ${verdict.text}`;
  }
}

/** The most frequent outcomes. */
function countsTable(counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const shown = entries.slice(0, 16);
  const rows = shown.map(([outcome, count]) => [outcome, String(count), `${((100 * count) / total).toFixed(1)} %`]);
  const table = textTable(
    [{ title: 'outcome' }, { title: 'count', align: 'right' }, { title: 'share', align: 'right' }],
    rows,
  );
  const more = entries.length - shown.length;
  return more > 0 ? [...table, `… and ${countText(more, 'outcome')} more`] : table;
}

function effortLine(record: RunRecord, now: number): string {
  const { quantum } = record.result ?? {};
  const duration = runDuration(record, now);
  const reached = (record.result?.fallbacks ?? []).flatMap(({ attempt, to }) => (attempt === undefined ? [to] : []));
  // A run that failed before its configuration was known has no backend.
  const parts = record.backend === '' ? [] : [`backend ${[record.backend, ...reached].join(', then ')}`];
  if (duration !== undefined) parts.push(`time ${durationText(duration)}`);
  if (quantum !== undefined) {
    parts.push(`${countText(quantum.circuits, 'circuit')}, ${countText(quantum.shots, 'shot')}`);
    parts.push(`cost ${moneyText(quantum.cost)}`);
  }
  return parts.join(' · ');
}
