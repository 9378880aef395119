import type { FilterOperator, HistoryFilter } from '#core/protocol/panelState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type ColumnContext, columnOf, type HistoryColumn } from './historyColumns.ts';

export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  contains: 'contains',
  is: 'is',
  'is-not': 'is not',
  above: 'above',
  below: 'below',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
};

/** The operators that say something about a column, the usual one first. */
export function operatorsOf({ id, kind }: HistoryColumn): readonly FilterOperator[] {
  const emptiness = ['is-empty', 'is-not-empty'] as const;
  // What a setting is, only its values tell.
  if (kind === 'number' && !id.startsWith('setting.')) return ['above', 'below', 'is', 'is-not', ...emptiness];
  switch (kind) {
    case 'time':
    case 'duration':
    case 'money':
      return ['above', 'below', ...emptiness];
    case 'number':
      return ['is', 'is-not', 'above', 'below', 'contains', ...emptiness];
    case 'text':
    case 'list':
      return ['contains', 'is', 'is-not', ...emptiness];
  }
}

/**
 * What a filter compares with, in the units of its column: durations are given in seconds, times as a date
 * (`2025-11-22`, with or without a time of day). Undefined where the value is none.
 */
function comparedNumber({ kind }: HistoryColumn, value: string): number | undefined {
  if (value.trim() === '') return undefined;
  if (kind === 'time') {
    // A date alone would be one of Greenwich.
    const time = Date.parse(/^\s*\d{4}-\d\d-\d\d\s*$/.test(value) ? `${value.trim()}T00:00` : value);
    return Number.isNaN(time) ? undefined : time;
  }
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  return kind === 'duration' ? number * 1000 : number;
}

/** A function that tells whether a run passes; one that compares with no value yet lets all pass. */
export function filterOf(filter: HistoryFilter, context: ColumnContext): (run: RunRow) => boolean {
  const column = columnOf(filter.column);
  const textOf = (run: RunRow) => (column.text?.(run) ?? String(column.value(run, context) ?? '')).toLowerCase();
  const wanted = filter.value.trim().toLowerCase();
  const number = comparedNumber(column, filter.value);
  const isNumber = column.text === undefined && number !== undefined;
  switch (filter.operator) {
    case 'is-empty':
      return (run) => textOf(run) === '';
    case 'is-not-empty':
      return (run) => textOf(run) !== '';
    case 'contains':
      return (run) => textOf(run).includes(wanted);
    case 'is':
    case 'is-not': {
      if (wanted === '') return () => true;
      const is = (run: RunRow) =>
        column.kind === 'list'
          ? (run.tags ?? []).some((tag) => tag.toLowerCase() === wanted)
          : textOf(run) === wanted || (isNumber && column.value(run, context) === number);
      return filter.operator === 'is' ? is : (run) => !is(run);
    }
    case 'above':
    case 'below': {
      if (number === undefined) return () => true;
      const isAbove = filter.operator === 'above';
      return (run) => {
        const value = column.value(run, context);
        return typeof value === 'number' && (isAbove ? value > number : value < number);
      };
    }
  }
}
