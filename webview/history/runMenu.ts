import { mostCompared } from '#core/protocol/comparisonSize.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import type { MenuEntry } from '../ui/menuList.tsx';

/** What can be done with a run, or with those chosen; how is up to whoever shows the menu. */
export interface RunMenuActions {
  open(): void;
  choose(): void;
  compareWithBefore(): void;
  compare(): void;
  star(): void;
  pin(): void;
  annotate(): void;
  runChanged(): void;
  copyValue(): void;
  copyRows(): void;
  copyId(): void;
  exportRuns(): void;
  restoreFile(): void;
  cancel(): void;
  remove(): void;
}

export interface RunMenuSubject {
  readonly run: RunRow;
  /** The runs chosen, where this one is among them; else this one alone. */
  readonly meant: readonly RunRow[];
  readonly isChosen: boolean;
  readonly isBaseline: boolean;
  /** Whether there is an earlier run of the same file. */
  readonly hasBefore: boolean;
  /** The label of the column the menu was opened on. */
  readonly column: string | undefined;
}

/** The entries of the menu of a run: those for it alone only where no others are meant. */
export function runMenu(subject: RunMenuSubject, actions: RunMenuActions): readonly MenuEntry[] {
  const { column, hasBefore, isBaseline, isChosen, meant, run } = subject;
  const single = meant.length === 1;
  const ended = meant.every(({ interrupted, state }) => isFinal(state) || interrupted === true);
  const runs = single ? '' : ` ${meant.length} Runs`;
  const entry = (isShown: boolean, label: string, onChoose: () => void, key?: string): readonly MenuEntry[] =>
    isShown ? [{ label, onChoose, ...(key === undefined ? {} : { key }) }] : [];
  return [
    ...entry(single, 'Open', actions.open, 'Enter'),
    ...entry(true, isChosen ? 'Do Not Choose' : 'Choose', actions.choose, 'Space'),
    ...entry(!single && meant.length <= mostCompared, `Compare${runs}`, actions.compare),
    ...entry(single && hasBefore, 'Compare with the Run Before', actions.compareWithBefore, 'C'),
    ...entry(single, isBaseline ? 'Unpin the Baseline' : 'Pin as Baseline', actions.pin, 'B'),
    ...entry(true, meant.some(({ starred }) => starred !== true) ? `Star${runs}` : `Unstar${runs}`, actions.star, 'S'),
    ...entry(true, 'Tags and Note…', actions.annotate, 'E'),
    ...entry(single, 'Run Changed…', actions.runChanged),
    ...entry(single && column !== undefined, `Copy ${column ?? ''}`, actions.copyValue),
    ...entry(true, single ? 'Copy Row' : `Copy${runs}`, actions.copyRows, 'Ctrl+C'),
    ...entry(single, 'Copy Id', actions.copyId),
    ...entry(true, `Export${runs}…`, actions.exportRuns),
    ...entry(single, 'Restore File…', actions.restoreFile),
    ...entry(single && !isFinal(run.state) && run.interrupted !== true, 'Cancel', actions.cancel),
    ...entry(ended, `Delete${runs}`, actions.remove, 'Delete'),
  ];
}
