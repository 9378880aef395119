import type { HistoryFilter, HistorySort, PanelState } from '#core/protocol/panelState.ts';
import type { MenuEntry } from '../ui/menuList.tsx';
import { operatorsOf } from './historyFilters.ts';
import { keptColumns, movedColumn, type ShownColumn } from './tableColumns.ts';

interface ColumnMenuOptions {
  readonly column: ShownColumn;
  readonly columns: readonly ShownColumn[];
  readonly sorts: readonly HistorySort[];
  readonly filters: readonly HistoryFilter[];
  readonly onState: (change: Partial<PanelState['history']>) => void;
  readonly onTool: (tool: 'filters' | 'columns') => void;
}

/** What can be done with a column, for its header. */
export function columnMenu(options: ColumnMenuOptions): readonly MenuEntry[] {
  const { column, columns, filters, onState, onTool, sorts } = options;
  const { id } = column;
  const present = sorts.find((sort) => sort.column === id);
  const sortBy = (direction: HistorySort['direction']) => () =>
    onState({ sort: { column: id, direction }, thenBy: [], scrollTop: 0 });
  const others = sorts.filter((sort) => sort.column !== id);
  const [first = { column: 'created', direction: 'descending' } as const, ...thenBy] = others;
  const own = filters.filter((filter) => filter.column === id);
  return [
    { label: 'Sort Ascending', onChoose: sortBy('ascending') },
    { label: 'Sort Descending', onChoose: sortBy('descending') },
    ...(present === undefined
      ? []
      : [{ label: 'Do Not Sort by It', onChoose: () => onState({ sort: first, thenBy, scrollTop: 0 }) }]),
    {
      label: 'Filter…',
      onChoose: () => {
        const [operator = 'contains'] = operatorsOf(column);
        if (own.length === 0) onState({ filters: [...filters, { column: id, operator, value: '' }] });
        onTool('filters');
      },
    },
    ...(own.length === 0
      ? []
      : [
          {
            label: 'Remove Its Filters',
            onChoose: () => onState({ filters: filters.filter((filter) => filter.column !== id), scrollTop: 0 }),
          },
        ]),
    ...(columns[0]?.id === id
      ? []
      : [{ label: 'Move to the Start', onChoose: () => onState({ columns: movedColumn(columns, id, 0) }) }]),
    ...(columns.length === 1
      ? []
      : [
          { label: 'Hide', onChoose: () => onState({ columns: keptColumns(columns.filter((one) => one !== column)) }) },
        ]),
    { label: 'Columns…', onChoose: () => onTool('columns') },
  ];
}
