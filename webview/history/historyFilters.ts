import type { FilterOperator, HistoryFilter } from '#core/protocol/panelState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type ColumnContext, columnOf, filterLabel, type HistoryColumn } from './historyColumns.ts';

export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  contains: 'contains',
  'contains-not': 'does not contain',
  is: 'is',
  'is-not': 'is not',
  above: 'above',
  'at-least': 'at least',
  below: 'below',
  'at-most': 'at most',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
};

/** The operators that say something about a column, the usual one first. */
export function operatorsOf({ id, kind }: HistoryColumn): readonly FilterOperator[] {
  const emptiness = ['is-empty', 'is-not-empty'] as const;
  const orders = ['above', 'at-least', 'below', 'at-most'] as const;
  if (id === 'starred') return ['is-not-empty', 'is-empty'];
  // What a setting is, only its values tell.
  if (kind === 'number' && !id.startsWith('setting.')) return [...orders, 'is', 'is-not', ...emptiness];
  switch (kind) {
    case 'time':
    case 'duration':
    case 'money':
      return [...orders, ...emptiness];
    case 'number':
      return ['is', 'is-not', ...orders, 'contains', 'contains-not', ...emptiness];
    case 'text':
    case 'list':
      return ['contains', 'contains-not', 'is', 'is-not', ...emptiness];
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

const comparisons = {
  above: (value: number, limit: number) => value > limit,
  'at-least': (value: number, limit: number) => value >= limit,
  below: (value: number, limit: number) => value < limit,
  'at-most': (value: number, limit: number) => value <= limit,
} as const;

/** The filter that only runs with a star pass. */
export const starredFilter: HistoryFilter = { column: 'starred', operator: 'is-not-empty', value: '' };

/** Whether a filter compares with a value that the user gives. */
export function needsValue({ operator }: HistoryFilter): boolean {
  return operator !== 'is-empty' && operator !== 'is-not-empty';
}

/** A filter in words. */
export function filterText(filter: HistoryFilter): string {
  if (filter.column === 'starred') return filter.operator === 'is-empty' ? 'Without a star' : 'Starred';
  const words = `${filterLabel(filter.column)} ${operatorWords[filter.operator]}`;
  return needsValue(filter) ? `${words} ${filter.value.trim() || '…'}` : words;
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
    case 'contains-not':
      return (run) => wanted === '' || !textOf(run).includes(wanted);
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
    case 'at-least':
    case 'below':
    case 'at-most': {
      if (number === undefined) return () => true;
      const passes = comparisons[filter.operator];
      return (run) => {
        const value = column.value(run, context);
        return typeof value === 'number' && passes(value, number);
      };
    }
  }
}
