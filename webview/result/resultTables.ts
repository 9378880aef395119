import { comparisonRows } from '#core/runs/comparisonRows.ts';
import type { KernelResult } from '#core/runs/recordedCharts.ts';
import type { ContenderResult, RunResult, TraceEntry, Verdict } from '#core/runs/runRecord.ts';
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

/** A row per contender and pair of a true and a predicted class. */
export function confusionData(
  { classes, counts }: NonNullable<RunResult['confusion']>,
  contenders: readonly ContenderResult[],
): ChartTable {
  const told = contenders.flatMap(({ confusion, id }) => (confusion === undefined ? [] : [{ id, confusion }]));
  const matrices = told.length > 0 ? told : [{ id: 'hybrid', confusion: counts }];
  return {
    columns: ['contender', 'true class', 'predicted class', 'count'],
    rows: matrices.flatMap(({ confusion, id }) =>
      confusion.flatMap((row, actual) =>
        row.map((count, predicted) => [
          ...[id, classes[actual] ?? String(actual), classes[predicted] ?? String(predicted), count],
        ]),
      ),
    ),
  };
}

/** A row per contender, class and false positive rate. */
export function receiverData(contenders: readonly ContenderResult[]): ChartTable {
  return {
    columns: [
      ...['contender', 'class', 'false positive rate', 'true positive rate', 'standard deviation'],
      ...['area', 'area low', 'area high'],
    ],
    rows: contenders.flatMap(({ id, receiver = [] }) =>
      receiver.flatMap(({ area, class: name, rates, spread }) =>
        rates.map((rate, step) => [
          ...[id, name, step / (rates.length - 1), rate, spread[step]],
          ...[area.mean, area.interval?.low, area.interval?.high],
        ]),
      ),
    ),
  };
}

/** A row per contender, metric and repeat; repeats are counted from 1. */
export function repeatsData(contenders: readonly ContenderResult[]): ChartTable {
  return {
    columns: ['contender', 'metric', 'repeat', 'value'],
    rows: contenders.flatMap(({ id, metrics }) =>
      metrics.flatMap(({ name, values }) => values.map((value, repeat) => [id, name, repeat + 1, value])),
    ),
  };
}

/** A row per contender, repeat and test row that was kept; repeats and rows are counted from 1. */
export function predictionsData(contenders: readonly ContenderResult[]): ChartTable {
  return {
    columns: ['contender', 'repeat', 'row', 'true', 'predicted'],
    rows: contenders.flatMap(({ id, predictions = [] }) =>
      predictions.flatMap(({ actual, predicted, repeat, rows }) =>
        rows.map((row, place) => [id, repeat + 1, row + 1, actual[place], predicted[place]]),
      ),
    ),
  };
}

/** A row per pair of cells, each with its class or the targets in it. */
export function kernelData({ cells, values }: KernelResult, classes: readonly string[]): ChartTable {
  const targetOf = (index: number) => {
    const cell = cells[index];
    return cell !== undefined && 'low' in cell ? [cell.low, cell.high] : undefined;
  };
  if (targetOf(0) !== undefined) {
    const columns = ['row', 'column'].flatMap((side) => [
      side,
      `least target of the ${side}`,
      `greatest target of the ${side}`,
    ]);
    return {
      columns: [...columns, 'kernel'],
      rows: values.flatMap((line, row) =>
        line.map((value, column) => [
          ...[row + 1, ...(targetOf(row) ?? [])],
          ...[column + 1, ...(targetOf(column) ?? []), value],
        ]),
      ),
    };
  }
  const nameOf = (index: number) => {
    const cell = cells[index];
    const label = cell !== undefined && 'class' in cell ? cell.class : 0;
    return classes[label] ?? String(label);
  };
  return {
    columns: ['row', 'class of the row', 'column', 'class of the column', 'kernel'],
    rows: values.flatMap((line, row) =>
      line.map((value, column) => [row + 1, nameOf(row), column + 1, nameOf(column), value]),
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
