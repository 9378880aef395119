// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useRef } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import { Icon } from '../ui/icon.tsx';

const columns: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'state', label: 'State' },
  { id: 'name', label: 'Name' },
  { id: 'metric', label: 'Metric' },
  { id: 'verdict', label: 'Hybrid vs. baseline' },
  { id: 'backend', label: 'Backend' },
  { id: 'duration', label: 'Duration' },
  { id: 'cost', label: 'Cost' },
  { id: 'created', label: 'Started' },
];

interface HistoryHeaderProps {
  readonly sort: PanelState['history']['sort'];
  readonly onSort: (column: string) => void;
}

/** The column headers: one stop in the tab order, the arrows move between them. */
export function HistoryHeader({ sort, onSort }: HistoryHeaderProps) {
  const row = useRef<HTMLDivElement>(null);
  const moveFocus = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(row.current?.querySelectorAll('button') ?? [])].filter((button) => button.offsetWidth > 0);
    const current = buttons.findIndex((button) => button.contains(event.target instanceof Node ? event.target : null));
    buttons[(current + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div class="history-header" role="rowgroup">
      <div class="history-row" role="row" aria-rowindex={1} ref={row} onKeyDown={moveFocus}>
        {columns.map(({ id, label }, index) => (
          <div
            key={id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={sort.column === id ? sort.direction : undefined}
            class={`cell cell-${id}`}
          >
            <button type="button" tabIndex={sort.column === id ? 0 : -1} onClick={() => onSort(id)}>
              <span class="header-label">{label}</span>
              {sort.column === id && <Icon name={sort.direction === 'ascending' ? 'ascending' : 'descending'} />}
            </button>
          </div>
        ))}
        <div role="columnheader" aria-colindex={columns.length + 1} class="cell cell-actions">
          <span class="visually-hidden">Actions</span>
        </div>
      </div>
    </div>
  );
}
