import { fewestCompared, mostCompared } from '#core/protocol/comparisonSize.ts';
import type { HistoryGrouping, HistoryStateFilter, PanelState } from '#core/protocol/panelState.ts';
import type { HistoryView, RunRow } from '../app/panelModel.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { formatMoment } from '../format/times.ts';
import { Icon } from '../ui/icon.tsx';
import { Button, Select, TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { referenceFirst } from './comparedRuns.ts';
import { starredFilter } from './historyFilters.ts';
import type { HistoryActions } from './historyTab.tsx';

/** What is open between the toolbar and the table. */
export type OpenTool = 'none' | 'columns' | 'filters' | 'annotate' | 'again';

const stateOptions: readonly { value: HistoryStateFilter; label: string }[] = [
  { value: 'all', label: 'All states' },
  { value: 'active', label: 'In progress' },
  { value: 'succeeded', label: 'Succeeded' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'stopped', label: 'Stopped' },
];

const groupOptions: readonly { value: HistoryGrouping; label: string }[] = [
  { value: 'none', label: 'No groups' },
  { value: 'name', label: 'By name' },
  { value: 'backend', label: 'By backend' },
  { value: 'file', label: 'By file' },
  { value: 'tag', label: 'By tag' },
  { value: 'state', label: 'By state' },
  { value: 'day', label: 'By day' },
  { value: 'commit', label: 'By commit' },
];

const viewOptions: readonly { value: 'table' | 'parallel' | 'scatter'; label: string }[] = [
  { value: 'table', label: 'Table' },
  { value: 'parallel', label: 'Parallel axes' },
  { value: 'scatter', label: 'Scatter plot' },
];

interface HistoryToolbarProps {
  readonly history: HistoryView;
  /** How many runs pass the filters. */
  readonly shown: number;
  readonly state: PanelState['history'];
  readonly tool: OpenTool;
  readonly baseline: RunRow | undefined;
  readonly chosen: readonly RunRow[];
  /** What was deleted last and can be brought back. */
  readonly deleted: readonly string[];
  /** What was done last and is not to be seen otherwise; empty for nothing. */
  readonly notice: string;
  readonly actions: HistoryActions;
  readonly onState: (change: Partial<PanelState['history']>) => void;
  readonly onTool: (tool: OpenTool) => void;
}

/** What narrows and arranges the table, and what can be done with the runs chosen. */
export function HistoryToolbar(props: HistoryToolbarProps) {
  const { actions, baseline, chosen, deleted, history, notice, onState, onTool, shown, state, tool } = props;
  const filters = state.filters ?? [];
  const others = filters.filter(({ column }) => column !== starredFilter.column);
  const isStarred = others.length < filters.length;
  return (
    <>
      <div class="toolbar">
        <TextField
          label="Filter runs"
          placeholder="Filter by name, file, backend, tag or id"
          value={state.text}
          icon={<Icon name="filter" />}
          onInput={(value) => onState({ text: value, scrollTop: 0 })}
        />
        <Select
          label="State of runs"
          value={state.states}
          options={stateOptions}
          onSelect={(value) => onState({ states: value, scrollTop: 0 })}
        />
        <Select
          label="Groups of runs"
          value={state.groupBy ?? 'none'}
          options={groupOptions}
          onSelect={(value) => onState({ groupBy: value, closedGroups: [], scrollTop: 0 })}
        />
        <Select
          label="View of runs"
          value={state.view === 'parallel' || state.view === 'scatter' ? state.view : 'table'}
          options={viewOptions}
          onSelect={(view) => onState({ view })}
        />
        <button
          type="button"
          class="tool-button"
          aria-pressed={isStarred}
          title="Only runs with a star"
          onClick={() => onState({ filters: isStarred ? others : [...filters, starredFilter], scrollTop: 0 })}
        >
          <Icon name="star" /> Starred
        </button>
        <ToolButton
          text={filters.length === 0 ? 'Filters' : `Filters (${filters.length})`}
          open={tool === 'filters'}
          onPress={() => onTool('filters')}
        />
        <ToolButton text="Columns" open={tool === 'columns'} onPress={() => onTool('columns')} />
        <span class="toolbar-note" role="status">
          {shownCount(shown, history)}
        </span>
        {notice !== '' && (
          <span class="toolbar-note" role="status">
            {notice}
          </span>
        )}
        {deleted.length > 0 && (
          <span class="toolbar-note" role="status">
            {`Deleted ${formatCount(deleted.length, 'run')}. `}
            <SmallButton label="Undo deleting" text="Undo" onPress={() => actions.restoreRuns(deleted)} />
          </span>
        )}
        <span id="history-keys" class="visually-hidden">
          Enter opens the run, Space chooses it, with Shift the arrows choose several, Right and Left open and close
          what is under it, S gives a star, E edits tags and note, B pins the baseline, C compares with the run before,
          Ctrl+C copies, Delete deletes, and the menu key shows what else can be done.
        </span>
      </div>
      {baseline !== undefined && (
        <div class="history-strip">
          <Icon name="pin" />
          <span>
            {`Compared with ${baseline.name}, ${formatMoment(baseline.createdAt, Date.now())}`}
            <span class="run-file">{baseline.id}</span>
          </span>
          <SmallButton label="Unpin the baseline" text="Unpin" onPress={() => onState({ baseline: undefined })} />
        </div>
      )}
      {chosen.length > 0 && (
        <div class="history-strip" role="toolbar" aria-label="Runs chosen">
          <span role="status">{`${formatCount(chosen.length, 'run')} chosen`}</span>
          {chosen.length >= fewestCompared && chosen.length <= mostCompared && (
            <Button
              label="Compare"
              appearance="primary"
              onPress={() => onState({ view: 'comparison', compared: referenceFirst(chosen, baseline) })}
            />
          )}
          <Button label="Tags and Note…" onPress={() => onTool('annotate')} />
          <Button label="Export…" onPress={() => actions.exportRuns(chosen.map(({ id }) => id))} />
          {chosen.length === 1 && <Button label="Run Changed…" onPress={() => onTool('again')} />}
          {chosen.length === 1 && (
            <Button label="Restore File…" onPress={() => actions.restoreFile(chosen[0]?.id ?? '')} />
          )}
          <Button label="Delete" onPress={() => actions.deleteRuns(chosen.map(({ id }) => id))} />
          <Button label="Clear" onPress={() => onState({ chosen: [] })} />
        </div>
      )}
    </>
  );
}

function shownCount(shown: number, history: HistoryView): string {
  const loaded = history.runs.length;
  const of = shown === loaded ? formatCount(shown, 'run') : `${formatNumber(shown)} of ${formatCount(loaded, 'run')}`;
  return history.total > loaded ? `${of}, the newest of ${formatNumber(history.total)}` : of;
}

interface ToolButtonProps {
  readonly text: string;
  readonly open: boolean;
  readonly onPress: () => void;
}

/** Opens and closes something under the toolbar. */
function ToolButton({ onPress, open, text }: ToolButtonProps) {
  return (
    <button type="button" class="tool-button" aria-expanded={open} onClick={onPress}>
      {text}
      <Icon name={open ? 'ascending' : 'descending'} />
    </button>
  );
}
