import { useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { ToolBox } from '../ui/toolBox.tsx';
import { columnOf, ownColumns, valueGroup, valueGroups, valueLabel } from './historyColumns.ts';
import type { ShownColumn } from './tableColumns.ts';

interface ColumnChooserProps {
  readonly shown: readonly ShownColumn[];
  /** Values of runs that can be columns. */
  readonly names: readonly string[];
  /** Whether more of them may come. */
  readonly isReading: boolean;
  readonly onlyChanged: boolean;
  readonly onOnlyChanged: (onlyChanged: boolean) => void;
  /** Undefined for the usual columns. */
  readonly onColumns: (columns: readonly ShownColumn[] | undefined) => void;
  readonly onClose: () => void;
}

/** Every column there can be, to be shown or hidden; metrics and settings as they occur in the runs. */
export function ColumnChooser(props: ColumnChooserProps) {
  const { isReading, names, onClose, onColumns, shown } = props;
  const [text, setText] = useState('');
  const ids = new Set(shown.map(({ id }) => id));
  const groups = new Map<string, string[]>([['Run', ownColumns.map(({ id }) => id)]]);
  for (const group of valueGroups)
    groups.set(
      group,
      names.filter((name) => valueGroup(name) === group),
    );
  const words = text.trim().toLowerCase();
  const toggle = (id: string) =>
    onColumns(ids.has(id) ? shown.filter((column) => column.id !== id) : [...shown, shownColumn(id)]);
  return (
    <ToolBox title="Columns" onClose={onClose}>
      <div class="filter-line">
        <TextField
          label="Find a column"
          placeholder="Find a metric or setting"
          value={text}
          icon={<Icon name="filter" />}
          onInput={setText}
        />
        <SmallButton label="Show the usual columns" text="Usual columns" onPress={() => onColumns(undefined)} />
        <label class="column-choice">
          <input
            type="checkbox"
            checked={props.onlyChanged}
            onChange={({ currentTarget }) => props.onOnlyChanged(currentTarget.checked)}
          />
          Only columns that differ
        </label>
        <span class="toolbar-note" role="status">
          {isReading ? 'Reading the values of the runs…' : ''}
        </span>
      </div>
      <div class="column-groups">
        {[...groups].map(([group, members]) => {
          const found = members.filter((id) => `${id} ${labelOf(id)}`.toLowerCase().includes(words));
          return found.length === 0 ? null : (
            <fieldset class="column-group" key={group}>
              <legend>
                {group}{' '}
                {found.some((id) => !ids.has(id)) && (
                  <SmallButton
                    label={`Show all of ${group}`}
                    text="All"
                    onPress={() => onColumns([...shown, ...found.filter((id) => !ids.has(id)).map(shownColumn)])}
                  />
                )}
              </legend>
              {found.map((id) => (
                <label key={id} class="column-choice">
                  <input
                    type="checkbox"
                    checked={ids.has(id)}
                    disabled={ids.has(id) && shown.length === 1}
                    onChange={() => toggle(id)}
                  />
                  {labelOf(id)}
                </label>
              ))}
            </fieldset>
          );
        })}
      </div>
    </ToolBox>
  );
}

function shownColumn(id: string): ShownColumn {
  return { ...columnOf(id), chosenWidth: undefined };
}

function labelOf(id: string): string {
  return ownColumns.find((column) => column.id === id)?.label ?? valueLabel(id);
}
