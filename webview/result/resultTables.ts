import { comparisonRows } from '#core/runs/comparisonRows.ts';
import type { ContenderResult, TraceEntry, Verdict } from '#core/runs/runRecord.ts';
import type { ChartTable } from '../charts/saving/chartTable.ts';

/** A row per metric and contender, and per kind of backend where repeats ran on several. */
export function comparisonData(contenders: readonly ContenderResult[], verdicts: readonly Verdict[]): ChartTable {
  const columns = [
    ...['contender', 'role', 'kind', 'metric', 'better', 'repeats', 'mean', 'standard deviation'],
    ...['low', 'high', 'level', 'difference of the hybrid', 'difference low', 'difference high', 'p-value', 'outcome'],
    ...['milliseconds', 'shots', 'cost', 'currency'],
  ];
  const rows = comparisonRows(contenders).flatMap((row) =>
    row.metrics.map((metric) => {
      const { contender, cost, duration, kind, repeats, shots } = row;
      const verdict =
        repeats === undefined
          ? verdicts.find(({ against, metric: name }) => against === contender.id && name === metric.name)
          : undefined;
      const { interval, mean, standardDeviation, values } = metric;
      return [
        ...[contender.id, contender.role, kind, metric.name, metric.better, values.length, mean, standardDeviation],
        ...[interval?.low, interval?.high, interval?.level],
        ...[verdict?.difference, verdict?.interval?.low, verdict?.interval?.high, verdict?.pValue, verdict?.outcome],
        ...[duration, shots, cost.amount, cost.currency],
      ];
    }),
  );
  return { columns, rows };
}

/** A row per step of the optimiser; repeats are counted from 1. */
export function traceData(trace: readonly TraceEntry[]): ChartTable {
  return {
    columns: ['repeat', 'iteration', 'loss', 'standard error', 'evaluations', 'elapsed milliseconds'],
    rows: trace.map(({ elapsed, evaluations, iteration, loss, repeat, standardError }) => [
      ...[repeat + 1, iteration, loss, standardError, evaluations, elapsed],
    ]),
  };
}

/** A row per pair of a true and a predicted class. */
export function confusionData(confusion: {
  readonly classes: readonly string[];
  readonly counts: readonly number[][];
}): ChartTable {
  const { classes, counts } = confusion;
  return {
    columns: ['true class', 'predicted class', 'count'],
    rows: counts.flatMap((row, actual) =>
      row.map((count, predicted) => [
        classes[actual] ?? String(actual),
        classes[predicted] ?? String(predicted),
        count,
      ]),
    ),
  };
}

/** A row per step of a run. */
export function stepsData(
  steps: readonly { readonly id: string; readonly repeat?: number | undefined; readonly duration: number }[],
): ChartTable {
  return {
    columns: ['step', 'repeat', 'milliseconds'],
    rows: steps.map(({ duration, id, repeat }) => [id, repeat === undefined ? undefined : repeat + 1, duration]),
  };
}
