// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useState } from 'preact/hooks';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { DisplayRow } from './displayRows.ts';
import { cellTitle, HistoryCell, RepeatCell } from './historyCell.tsx';
import type { ColumnContext } from './historyColumns.ts';
import { columnSpan, isNumber, type ShownColumn } from './tableColumns.ts';

/** What can be done with a row by pointer; the keyboard reaches the same through the grid. */
export interface RowHandlers {
  /** @param extend whether the rows up to this one are chosen too */
  choose(index: number, extend: boolean): void;
  open(index: number): void;
  toggle(index: number): void;
  star(run: RunRow): void;
  pin(run: RunRow): void;
  remove(run: RunRow): void;
  cancel(run: RunRow): void;
}

interface HistoryRowProps {
  readonly row: DisplayRow;
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly offset: number;
  readonly active: boolean;
  readonly chosen: boolean;
  /** Whether the Result tab shows this run. */
  readonly shown: boolean;
  readonly columns: readonly ShownColumn[];
  readonly context: ColumnContext;
  readonly baseline: RunRow | undefined;
  /** Whether its metric is the best of its file. */
  readonly best: boolean;
  readonly handlers: RowHandlers;
}

export function HistoryRow(props: HistoryRowProps) {
  const { active, chosen, columns, handlers, index, offset, row, shown } = props;
  const [isPointed, setPointed] = useState(false);
  const position = {
    id: `run-row-${index}`,
    'aria-rowindex': index + 2,
    style: { transform: `translateY(${offset}px)` },
  } as const;
  switch (row.kind) {
    case 'group':
      return (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its active row
        <div
          {...position}
          role="row"
          class={`history-row history-run history-group${active ? ' active' : ''}`}
          aria-level={1}
          aria-expanded={row.open}
          onClick={() => handlers.toggle(index)}
        >
          <div role="gridcell" aria-colindex={1} aria-colspan={columns.length + 2} class="cell cell-group">
            <Icon name={row.open ? 'descending' : 'expand'} />
            <span class="run-name">{row.label}</span>
            <span class="run-file">{formatCount(row.count, 'run')}</span>
          </div>
        </div>
      );
    case 'repeat':
      return (
        <div
          {...position}
          role="row"
          class={`history-row history-run history-repeat${active ? ' active' : ''}`}
          aria-level={row.level}
        >
          <div role="gridcell" aria-colindex={1} class="cell" />
          {columns.map((column, at) => (
            <div
              key={column.id}
              role="gridcell"
              aria-colindex={at + 2}
              class={cellClass(column)}
              style={indent(column, row.level)}
            >
              <RepeatCell column={column} repeat={row.repeat} />
            </div>
          ))}
          <div role="gridcell" aria-colindex={columns.length + 2} class="cell" />
        </div>
      );
    case 'run': {
      const { run } = row;
      const isBaseline = run.id === props.baseline?.id;
      // Of all rows there are so many that what is not seen of them is not made.
      const hasTools = active || isPointed;
      return (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its active row
        <div
          {...position}
          role="row"
          class={`history-row history-run${shown ? ' open' : ''}${active ? ' active' : ''}${isBaseline ? ' baseline' : ''}`}
          aria-level={row.level}
          aria-selected={chosen}
          {...(row.open === undefined ? {} : { 'aria-expanded': row.open })}
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
          onClick={(event) => {
            if (event.shiftKey || event.ctrlKey || event.metaKey) handlers.choose(index, event.shiftKey);
            else handlers.open(index);
          }}
        >
          <div role="gridcell" aria-colindex={1} class="cell cell-lead">
            <RowButton
              label={`${chosen ? 'Do not choose' : 'Choose'} ${run.name}`}
              pressed={chosen}
              class="row-choice"
              icon="check"
              onPress={(event) => handlers.choose(index, event.shiftKey)}
            />
            {(hasTools || run.starred === true) && (
              <RowButton
                label={`${run.starred === true ? 'Take the star from' : 'Give a star to'} ${run.name}`}
                pressed={run.starred === true}
                class="row-star"
                icon="star"
                onPress={() => handlers.star(run)}
              />
            )}
          </div>
          {spannedColumns(columns, run, props.context).map(({ at, column, span }) => (
            <div
              key={column.id}
              role="gridcell"
              aria-colindex={at + 2}
              {...(span > 1 ? { 'aria-colspan': span } : {})}
              class={cellClass(column)}
              title={cellTitle(column, run)}
              style={{ ...indent(column, row.level), ...(span > 1 ? { gridColumn: `span ${span}` } : {}) }}
            >
              {column.id === 'name' && row.open !== undefined && (
                <RowButton
                  label={`${row.open ? 'Hide' : 'Show'} the repeats of ${run.name}`}
                  pressed={undefined}
                  class="row-twistie"
                  icon={row.open ? 'descending' : 'expand'}
                  onPress={() => handlers.toggle(index)}
                />
              )}
              <HistoryCell
                column={column}
                run={run}
                context={props.context}
                baseline={props.baseline}
                best={props.best}
              />
            </div>
          ))}
          <div role="gridcell" aria-colindex={columns.length + 2} class="cell cell-actions">
            {(hasTools || isBaseline) && (
              <RowButton
                label={isBaseline ? `Unpin ${run.name}` : `Pin ${run.name} as baseline`}
                pressed={isBaseline}
                class="row-action row-pin"
                icon="pin"
                onPress={() => handlers.pin(run)}
              />
            )}
            {hasTools && <EndButton run={run} handlers={handlers} />}
          </div>
        </div>
      );
    }
  }
}

/** The cells of a run; a cell that takes several columns leaves none for those. */
function spannedColumns(columns: readonly ShownColumn[], run: RunRow, context: ColumnContext) {
  const cells: { readonly column: ShownColumn; readonly at: number; readonly span: number }[] = [];
  for (let at = 0; at < columns.length; ) {
    const column = columns[at];
    const span = columnSpan(columns, at, run, context);
    if (column !== undefined) cells.push({ column, at, span });
    at += span;
  }
  return cells;
}

function cellClass(column: ShownColumn): string {
  const subject = /^[a-z]+$/.test(column.id) ? column.id : 'value';
  return `cell cell-${subject}${isNumber(column) ? ' number' : ''}`;
}

function indent({ id }: ShownColumn, level: number) {
  return id === 'name' && level > 1 ? { paddingInlineStart: `${8 + 16 * (level - 1)}px` } : {};
}

/** Ends a run, or what is left of it. */
function EndButton({ handlers, run }: { readonly run: RunRow; readonly handlers: RowHandlers }) {
  const isOver = isFinal(run.state) || run.interrupted === true;
  return (
    <RowButton
      label={`${isOver ? 'Delete' : 'Cancel'} ${run.name}`}
      pressed={undefined}
      class="row-action"
      icon={isOver ? 'trash' : 'circle-stop'}
      onPress={() => (isOver ? handlers.remove(run) : handlers.cancel(run))}
    />
  );
}

interface RowButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly class: string;
  /** Of a button that stays pressed. */
  readonly pressed: boolean | undefined;
  readonly onPress: (event: MouseEvent) => void;
}

/** For the pointer: the grid has keys for the same. */
function RowButton({ class: className, icon, label, onPress, pressed }: RowButtonProps) {
  return (
    <button
      type="button"
      class={`row-button ${className}`}
      tabIndex={-1}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      // The keyboard stays with the grid: a button is gone once the pointer is elsewhere.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        event.stopPropagation();
        onPress(event);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
