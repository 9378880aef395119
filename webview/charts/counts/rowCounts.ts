import type { RunResult } from '#core/runs/runRecord.ts';
import { formatNumber } from '../../format/numbers.ts';
import type { ChartTable } from '../saving/chartTable.ts';

export type RowCounts = NonNullable<RunResult['rowCounts']>;

/** Which of the counts of a table are looked at; absent parts are all of them. */
export interface RowChoice {
  /** Its number in the table, counted from 0. */
  readonly row?: number | undefined;
  /** Counted from 0. */
  readonly repeat?: number | undefined;
}

/** The counts of some rows in some repeats, each on its own. */
export function chosenRows(all: RowCounts, { repeat, row }: RowChoice): RowCounts {
  return all.filter((own) => (row ?? own.row) === own.row && (repeat ?? own.repeat) === own.repeat);
}

/** How often each reading was measured in all of these together. */
export function countsTogether(rows: RowCounts): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { counts } of rows)
    for (const [reading, count] of Object.entries(counts)) sums.set(reading, (sums.get(reading) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** The numbers of the rows that have counts, ascending. */
export function rowNumbers(rows: RowCounts): readonly number[] {
  return [...new Set(rows.map(({ row }) => row))].sort((one, other) => one - other);
}

/** What somebody writes for a row: all where it is empty, one that has counts, or a reason why none is meant. */
export type AskedRow =
  | { readonly kind: 'all' }
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * The row that a text means, which counts rows from 1.
 * @param rows those that have counts, ascending
 */
export function askedRow(text: string, rows: readonly number[]): AskedRow {
  const written = text.trim();
  if (written === '') return { kind: 'all' };
  const row = Number(written) - 1;
  if (!/^\d+$/.test(written))
    return { kind: 'unclear', reason: `“${written}” is no number of a row. Write one such as 17.` };
  if (rows.includes(row)) return { kind: 'row', row };
  const below = rows.findLast((each) => each < row);
  const above = rows.find((each) => each > row);
  const near = [below, above].flatMap((each) => (each === undefined ? [] : [formatNumber(each + 1)]));
  const next =
    near.length === 2 ? `The nearest that were are ${near.join(' and ')}.` : `The nearest that was is ${near[0]}.`;
  return { kind: 'unclear', reason: `Row ${written} was not among the test rows. ${next}` };
}

/** A row per repeat, test row and reading; repeats and rows are counted from 1. */
export function rowCountsTable(rows: RowCounts): ChartTable {
  return {
    columns: ['repeat', 'row', 'bits', 'count'],
    rows: rows.flatMap(({ counts, repeat, row }) =>
      byReading(counts).map(([reading, count]) => [repeat + 1, row + 1, reading, count]),
    ),
  };
}

/** Keys that look like numbers come first whatever their place. */
function byReading(counts: Readonly<Record<string, number>>): (readonly [string, number])[] {
  return Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1));
}
