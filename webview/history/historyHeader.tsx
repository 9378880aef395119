// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useRef, useState } from 'preact/hooks';
import type { HistorySort } from '#core/protocol/panelState.ts';
import { Icon } from '../ui/icon.tsx';
import { isNumber, type ShownColumn } from './tableColumns.ts';

interface HistoryHeaderProps {
  readonly columns: readonly ShownColumn[];
  readonly sorts: readonly HistorySort[];
  /** @param add whether the runs stay sorted by what they were, and by this column where they are equal */
  readonly onSort: (column: string, add: boolean) => void;
  readonly onMove: (column: string, to: number) => void;
  readonly onResize: (column: string, width: number) => void;
}

/** How far a key makes a column wider or narrower, in pixels. */
const resizeStep = 16;

/**
 * The column headers: one stop in the tab order, the arrows move between them; with Ctrl they move the column, with Alt they
 * make it wider or narrower.
 */
export function HistoryHeader({ columns, sorts, onMove, onResize, onSort }: HistoryHeaderProps) {
  const row = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string>();
  const tabStop = Math.max(
    0,
    columns.findIndex(({ id }) => id === sorts[0]?.column),
  );
  const buttons = () => [...(row.current?.querySelectorAll<HTMLElement>('button.header-button') ?? [])];
  const handleKeys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const all = buttons();
    const current = all.findIndex((button) => button.contains(event.target instanceof Node ? event.target : null));
    const column = columns[current];
    if (column === undefined) return;
    if (event.ctrlKey || event.metaKey) onMove(column.id, current + step);
    else if (event.altKey) onResize(column.id, widthOf(all[current]) + step * resizeStep);
    else all[(current + step + all.length) % all.length]?.focus();
  };
  return (
    <div class="history-header" role="rowgroup">
      <div class="history-row" role="row" aria-rowindex={1} ref={row} onKeyDown={handleKeys}>
        <div role="columnheader" aria-colindex={1} class="cell">
          <span class="visually-hidden">Choice and star</span>
        </div>
        {columns.map((column, index) => {
          const { id, label } = column;
          const at = sorts.findIndex((one) => one.column === id);
          const sort = sorts[at];
          return (
            <div
              key={id}
              data-column={id}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={sort?.direction}
              class={`cell header-cell${isNumber(column) ? ' number' : ''}${dragged === id ? ' dragged' : ''}`}
              onDragOver={(event) => {
                if (dragged !== undefined && dragged !== id) event.preventDefault();
              }}
              onDrop={() => {
                if (dragged !== undefined) onMove(dragged, index);
                setDragged(undefined);
              }}
            >
              <button
                type="button"
                class="header-button"
                tabIndex={index === tabStop ? 0 : -1}
                draggable
                title={`${label}\nClick to sort, with Shift to sort by several. Drag to move. Right-click for more.`}
                onDragStart={() => setDragged(id)}
                onDragEnd={() => setDragged(undefined)}
                onClick={(event) => onSort(id, event.shiftKey)}
              >
                <span class="header-label">{label}</span>
                {sort !== undefined && <Icon name={sort.direction === 'ascending' ? 'ascending' : 'descending'} />}
                {sort !== undefined && sorts.length > 1 && <span class="sort-place">{at + 1}</span>}
              </button>
              <ResizeHandle onResize={(width) => onResize(id, width)} />
            </div>
          );
        })}
        <div role="columnheader" aria-colindex={columns.length + 2} class="cell cell-actions">
          <span class="visually-hidden">Actions</span>
        </div>
      </div>
    </div>
  );
}

function widthOf(button: HTMLElement | undefined): number {
  return button?.closest('[role=columnheader]')?.getBoundingClientRect().width ?? 0;
}

/** The edge of a header, which the pointer drags. */
function ResizeHandle({ onResize }: { readonly onResize: (width: number) => void }) {
  const begun = useRef<{ readonly x: number; readonly width: number }>(undefined);
  return (
    <div
      class="resize-handle"
      aria-hidden="true"
      onPointerDown={(event) => {
        const { width = 0 } = event.currentTarget.parentElement?.getBoundingClientRect() ?? {};
        begun.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (begun.current !== undefined) onResize(begun.current.width + event.clientX - begun.current.x);
      }}
      onPointerUp={() => {
        begun.current = undefined;
      }}
    />
  );
}
