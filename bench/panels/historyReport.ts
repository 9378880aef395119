import { spreadOf } from '../simulator/statistics.ts';
import { gestures, type MeasuredTable } from './historyPage.ts';
import type { Figure } from './historyStore.ts';

export interface HistoryReportContext {
  readonly runs: number;
  readonly rounds: number;
  readonly machine: string;
  readonly browser: string;
  readonly versions: readonly string[];
}

/** The report as Markdown. @param tables by the name of the program, ours first; a table for each round */
export function historyReport(
  { opening, store }: { readonly opening: readonly Figure[]; readonly store: readonly Figure[] },
  tables: ReadonlyMap<string, readonly MeasuredTable[]>,
  context: HistoryReportContext,
): string {
  const { browser, machine, rounds, runs, versions } = context;
  const [ours = [], ...others] = tables.values();
  const known = new Set<string>(gestures);
  const alone = [...(ours[0]?.times.keys() ?? [])].filter((what) => !known.has(what));
  return [
    `# A history of ${runs.toLocaleString('en')} runs`,
    '',
    'Written by `node bench/panels/history.ts`. The tables have the same rows and eight columns in the same Chromium, without a',
    `graphics card. Medians over ${rounds} rounds, in each of which all take turns in new pages. Times end with the frame after the`,
    'rows are in the page. Ours include what the panel does beside: checking the messages, state, roles and names of every cell.',
    'AG Grid is a whole grid; table-core, which the experiments table of vscode-dvc is made with, only finds and orders rows, and',
    'the benchmark writes those in view into a plain table. *Memory* is the heap of the page with all rows.',
    '',
    `Machine: ${machine}, ${browser}. Peers: ${versions.join(', ')}.`,
    '',
    `| | ${[...tables.keys()].join(' | ratio | ').replace(' | ratio', '')} | ratio |`,
    `| --- | ---: |${' ---: | ---: |'.repeat(others.length)}`,
    ...gestures.map((gesture) => row(gesture, 'ms', ours, others, ({ times }) => times.get(gesture))),
    row('memory', 'MB', ours, others, ({ megabytes }) => megabytes),
    '',
    '## What only the panel does',
    '',
    '| | |',
    '| --- | ---: |',
    ...alone.map(
      (what) =>
        `| ${what} | ${written(
          medianOf(ours, ({ times }) => times.get(what)),
          'ms',
        )} |`,
    ),
    '',
    '## In the editor',
    '',
    'From the key that picks *Show Run History* until the frame after the first runs are in the panel, in a real VS Code in a',
    'browser, whose window, extension host and panel share the processors; a new panel is a page that this editor loads first.',
    'What it takes for that is measured with a panel whose page is one row of text: no script, style sheet or message.',
    '',
    '| | |',
    '| --- | ---: |',
    ...opening.map(({ unit, value, what }) => `| ${what} | ${written(value, unit)} |`),
    '',
    '## The store, as the extension host asks it',
    '',
    '| | |',
    '| --- | ---: |',
    ...store.map(({ unit, value, what }) => `| ${what} | ${written(value, unit)} |`),
    '',
  ].join('\n');
}

function row(
  what: string,
  unit: Figure['unit'],
  ours: readonly MeasuredTable[],
  others: readonly (readonly MeasuredTable[])[],
  read: (table: MeasuredTable) => number | undefined,
): string {
  const own = medianOf(ours, read);
  const cells = others.map((tables) => {
    const value = medianOf(tables, read);
    return `${written(value, unit)} | ${(value / own).toFixed(1)}×`;
  });
  return `| ${[what, written(own, unit), ...cells].join(' | ')} |`;
}

function medianOf(tables: readonly MeasuredTable[], read: (table: MeasuredTable) => number | undefined): number {
  return spreadOf(tables.map((table) => read(table) ?? Number.NaN))?.median ?? Number.NaN;
}

function written(value: number, unit: Figure['unit']): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toString()} ${unit}`;
}
