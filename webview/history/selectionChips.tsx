import type { PanelState } from '#core/protocol/panelState.ts';
import { formatSignificant } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { columnOf, filterLabel } from './historyColumns.ts';
import { filterText } from './historyFilters.ts';

type HistoryState = PanelState['history'];

interface SelectionChipsProps {
  readonly state: HistoryState;
  /** The ids of the columns shown, whose headers tell a sort by one of them. */
  readonly columns: readonly string[];
  readonly onState: (change: Partial<HistoryState>) => void;
  /** Opens what the filters are changed in. */
  readonly onFilters: () => void;
}

interface Chip {
  readonly key: string;
  readonly text: string;
  /** What pressing it does, in words. */
  readonly hint: string;
  readonly press: () => void;
  readonly remove: () => void;
}

/**
 * What narrows and orders the table beyond what it shows itself, each with a button that takes it away; nothing where there is
 * nothing. It stands under the table: above it, headers and axes would move away from the pointer that made a sort or range.
 */
export function SelectionChips(props: SelectionChipsProps) {
  const chips = chipsOf(props);
  if (chips.length === 0) return null;
  const clear = () =>
    props.onState({
      ...{ filters: [], brushes: [], onlyChanged: false, thenBy: [], scrollTop: 0 },
      sort: { column: 'created', direction: 'descending' },
    });
  return (
    <div class="history-strip history-selection">
      <ul class="chip-list" aria-label="Filters and sorts">
        {chips.map(({ hint, key, press, remove, text }) => (
          <li class="chip" key={key}>
            <button type="button" class="chip-text" title={hint} onClick={press}>
              {text}
            </button>
            <button type="button" class="chip-remove" aria-label={`Remove ${text}`} title="Remove" onClick={remove}>
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
      <SmallButton label="Clear all of these" text="Clear all" onPress={clear} />
    </div>
  );
}

function chipsOf({ columns, onFilters, onState, state }: SelectionChipsProps): readonly Chip[] {
  const { brushes = [], filters = [], onlyChanged, sort, thenBy = [] } = state;
  const sorts = [sort, ...thenBy];
  const isSeen = thenBy.length === 0 && (sort.column === 'created' || columns.includes(sort.column));
  const setSorts = ([first, ...others]: typeof sorts) =>
    onState({ sort: first ?? { column: 'created', direction: 'descending' }, thenBy: others, scrollTop: 0 });
  return [
    ...filters.map((filter, index) => ({
      key: `filter ${index}`,
      text: filterText(filter),
      hint: 'Change the filter',
      press: onFilters,
      remove: () => onState({ filters: filters.toSpliced(index, 1), scrollTop: 0 }),
    })),
    ...brushes.map(({ column, high, low }) => ({
      key: `range ${column}`,
      text: `${filterLabel(column)} ${formatSignificant(low)} to ${formatSignificant(high)}`,
      hint: 'A range on its axis',
      press: () => onState({ view: 'parallel' }),
      remove: () => onState({ brushes: brushes.filter((brush) => brush.column !== column) }),
    })),
    ...(onlyChanged === true
      ? [
          {
            key: 'changed',
            text: 'Only columns that differ',
            hint: 'Columns in which all runs shown are the same are hidden',
            press: () => onState({ onlyChanged: false }),
            remove: () => onState({ onlyChanged: false }),
          },
        ]
      : []),
    ...(isSeen ? [] : sorts).map(({ column, direction }, index) => ({
      key: `sort ${column}`,
      text: `${index === 0 ? 'By' : 'then by'} ${columnOf(column).label} ${direction === 'ascending' ? '↑' : '↓'}`,
      hint: 'Turn the order round',
      press: () =>
        setSorts(sorts.with(index, { column, direction: direction === 'ascending' ? 'descending' : 'ascending' })),
      remove: () => setSorts(sorts.toSpliced(index, 1)),
    })),
  ];
}
