import { useMemo, useState } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import { formatCount, formatNumber } from '../../format/numbers.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton, Select, TextField } from '../../ui/kit.ts';
import { CountsHistogram } from './countsHistogram.tsx';
import { overlayOfRun } from './countsView.ts';
import { outcomeBits } from './outcomeBits.ts';
import { askedRow, chosenRows, countsTogether, type RowCounts, rowCountsTable, rowNumbers } from './rowCounts.ts';

interface TableCountsProps {
  readonly rowCounts: RowCounts;
  readonly state: PanelState['result'];
  readonly onState: (state: PanelState['result']) => void;
}

/** What the circuit measured for the test rows of a table: for all together, or for one of them, beside all. */
export function TableCounts({ onState, rowCounts, state }: TableCountsProps) {
  const [written, setWritten] = useState('');
  const [askedRepeat, setRepeat] = useState('all');
  const repeats = useMemo(() => [...new Set(rowCounts.map(({ repeat }) => String(repeat)))], [rowCounts]);
  const repeat = repeats.includes(askedRepeat) ? Number(askedRepeat) : undefined;
  const inRepeat = useMemo(() => chosenRows(rowCounts, { repeat }), [rowCounts, repeat]);
  const rows = useMemo(() => rowNumbers(inRepeat), [inRepeat]);
  const asked = askedRow(written, rows);
  const row = asked.kind === 'row' ? asked.row : undefined;
  const shown = useMemo(() => (row === undefined ? inRepeat : chosenRows(inRepeat, { row })), [inRepeat, row]);
  const counts = useMemo(() => countsTogether(shown), [shown]);
  const overlays = useMemo(() => {
    if (row === undefined) return [];
    const together = countsTogether(inRepeat);
    const overlay = overlayOfRun({ name: 'all rows', counts: together }, outcomeBits(Object.keys(together)[0] ?? ''));
    return overlay === undefined ? [] : [{ value: 'all-rows', label: 'All rows together', overlay }];
  }, [inRepeat, row]);
  const beside = (step: 1 | -1) => {
    if (row === undefined) return step === 1 ? rows[0] : rows.at(-1);
    return rows[rows.indexOf(row) + step];
  };
  const move = (step: 1 | -1) => {
    const next = beside(step);
    if (next !== undefined) setWritten(String(next + 1));
  };
  return (
    <CountsHistogram
      result={noExpectation}
      counts={counts}
      state={state}
      onState={onState}
      overlays={overlays}
      otherRuns={noRuns}
      otherCounts={undefined}
      readCounts={readNothing}
      note={noteOf(shown.length, row, repeat)}
      table={() => rowCountsTable(shown)}
    >
      <div class="section-tools">
        <span class="row-field">
          <span aria-hidden="true">Row</span>
          <TextField
            label="Row of the table, such as 17; all test rows when empty"
            value={written}
            placeholder="all"
            onInput={setWritten}
          />
        </span>
        <IconButton
          label="Previous test row"
          icon={<Icon name="previous" />}
          disabled={beside(-1) === undefined}
          onPress={() => move(-1)}
        />
        <IconButton
          label="Next test row"
          icon={<Icon name="next" />}
          disabled={beside(1) === undefined}
          onPress={() => move(1)}
        />
        {repeats.length > 1 && (
          <Select
            label="Repeat of the counts"
            value={repeat === undefined ? 'all' : String(repeat)}
            options={[
              { value: 'all', label: 'All repeats' },
              ...repeats.map((each) => ({ value: each, label: `Repeat ${Number(each) + 1}` })),
            ]}
            onSelect={setRepeat}
          />
        )}
      </div>
      <p class="filter-trouble" role="status">
        {asked.kind === 'unclear' ? asked.reason : ''}
      </p>
    </CountsHistogram>
  );
}

/** What circuits of single rows should give is not computed. */
const noExpectation = {};
const noRuns: readonly never[] = [];
const readNothing = () => {};

function noteOf(measured: number, row: number | undefined, repeat: number | undefined): string {
  if (row === undefined) {
    const where = repeat === undefined ? '' : ` in repeat ${repeat + 1}`;
    return `${formatCount(measured, 'test row')}${where}`;
  }
  const where = repeat === undefined ? formatCount(measured, 'repeat') : `repeat ${repeat + 1}`;
  return `row ${formatNumber(row + 1)}, ${where}`;
}
