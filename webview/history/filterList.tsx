import type { HistoryFilter } from '#core/protocol/panelState.ts';
import { Button, Select, TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { ToolBox } from '../ui/toolBox.tsx';
import { columnOf, filterLabel, type HistoryColumn, ownColumns, valueLabel } from './historyColumns.ts';
import { needsValue, operatorsOf, operatorWords } from './historyFilters.ts';

interface FilterListProps {
  readonly filters: readonly HistoryFilter[];
  /** Values of runs that can be filtered by, beside the columns of the page. */
  readonly names: readonly string[];
  readonly onFilters: (filters: HistoryFilter[]) => void;
  readonly onClose: () => void;
}

/** The filters that runs have to pass, all of them, a line each. */
export function FilterList({ filters, names, onClose, onFilters }: FilterListProps) {
  const columns = [
    ...ownColumns.map(({ id, label }) => ({ value: id, label })),
    ...names.map((id) => ({
      value: id,
      label: filterLabel(id),
    })),
  ];
  const add = () => onFilters([...filters, { column: 'name', operator: 'contains', value: '' }]);
  return (
    <ToolBox title="Filters" onClose={onClose}>
      {filters.map((filter, index) => {
        const column = columnOf(filter.column);
        const change = (next: Partial<HistoryFilter>) => onFilters(filters.with(index, { ...filter, ...next }));
        const known = columns.some(({ value }) => value === filter.column);
        return (
          <fieldset class="filter-line" key={index} aria-label={`Filter ${index + 1}`}>
            <Select
              label={`Column of filter ${index + 1}`}
              value={filter.column}
              options={known ? columns : [...columns, { value: filter.column, label: valueLabel(filter.column) }]}
              onSelect={(id) => {
                const operators = operatorsOf(columnOf(id));
                const operator = operators.includes(filter.operator) ? filter.operator : (operators[0] ?? 'contains');
                change({ column: id, operator });
              }}
            />
            <Select
              label={`Comparison of filter ${index + 1}`}
              value={filter.operator}
              options={operatorsOf(column).map((value) => ({ value, label: operatorWords[value] }))}
              onSelect={(operator) => change({ operator })}
            />
            {needsValue(filter) && (
              <TextField
                label={`Value of filter ${index + 1}`}
                placeholder={exampleOf(column)}
                value={filter.value}
                onInput={(value) => change({ value })}
              />
            )}
            <SmallButton
              label={`Remove filter ${index + 1}`}
              text="Remove"
              onPress={() => onFilters(filters.toSpliced(index, 1))}
            />
          </fieldset>
        );
      })}
      <Button label="Add Filter" onPress={add} />
    </ToolBox>
  );
}

function exampleOf({ kind }: HistoryColumn): string {
  switch (kind) {
    case 'time':
      return '2025-11-22';
    case 'duration':
      return 'seconds';
    case 'number':
    case 'money':
      return 'a number';
    case 'text':
    case 'list':
      return 'words';
  }
}
