import { expect, test } from 'vitest';
import type { EngineTimes, MeasuredRow } from '#bench/pipeline/measurement.ts';
import { pipelineReport } from '#bench/pipeline/report.ts';
import type { SubjectName } from '#bench/pipeline/rows.ts';

const times = (subject: SubjectName, configuration: string, rounds: number[], remark?: string): EngineTimes => ({
  contestant: { subject, configuration },
  first: 2,
  rounds,
  ...(remark === undefined ? {} : { remark }),
});

const ours = times('hybrid-quantum', 'engine', [0.1, 0.1, 0.2]);

function measured(engine: EngineTimes[], more: Partial<MeasuredRow> = {}): MeasuredRow {
  const contestants = [ours, ...engine].map(({ contestant }) => contestant);
  const row = { name: 'iris', title: 'Iris, 4 qubits', pipeline: '', contestants };
  return { row, engine: [ours, ...engine], programs: [], disagreements: [], ...more };
}

const report = (row: MeasuredRow, isQuick = false) =>
  pipelineReport([row], {
    machine: 'a machine',
    versions: ['qiskit 1'],
    threads: 2,
    options: { rounds: 3, secondsPerTurn: 1, limit: 10 },
    isQuick,
  });

/** The cells of the first line of a report that begins so. */
const cells = (text: string, beginning: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(beginning))
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('a ratio is the median of the rounds with its spread, of the fastest configuration', () => {
  const text = report(measured([times('lightning', 'tapes', [0.6, 0.8, 1]), times('lightning', 'QNode', [5, 5, 5])]));
  expect(cells(text, '| Iris')).toEqual([
    ...['Iris, 4 qubits', '100 ms', 'lightning: tapes', '800 ms', '6× (5×–8×)', '1×', '5×', 'ambitious'],
  ]);
  expect(text).toContain('- lightning: 1× in 1 of 1 rows, 5× in 1; the least ratio is 6×.');
});

test.each([
  [[1.9, 1.9, 3.8], 'must'],
  [[0.09, 0.09, 0.18], '**missed**'],
])('a goal that is met is told: %j', (rounds, verdict) => {
  expect(cells(report(measured([times('aer', 'Aer', rounds)])), '| Iris')?.at(-1)).toBe(verdict);
});

test('a peer without a goal has none', () => {
  const line = cells(report(measured([times('default.qubit', 'broadcast', [1, 1, 1])])), '| Iris');
  expect(line?.slice(-3)).toEqual(['', '', '']);
});

test('who did not run is told with the reason, and so are answers that differ', () => {
  const text = report(
    measured([times('aer', 'Aer', [], 'Simulation failed')], { disagreements: ['iris: qiskit is far away.'] }),
  );
  expect(cells(text, '| Iris')).toContain('did not run');
  expect(cells(text, '| iris | aer')).toEqual(['iris', 'aer: Aer', '2 s', '–', 'Simulation failed']);
  expect(text).toContain('- iris: qiskit is far away.');
  expect(text).not.toContain('All answers agree.');
});

test('whole programs only have to be faster', () => {
  const programs = [times('hybrid-quantum', 'hybridq run', [1]), times('lightning', 'tapes', [3])];
  const [, part = ''] = report(measured([times('lightning', 'tapes', [1, 1, 1])], { programs })).split('## Whole');
  expect(cells(part, '| Iris')).toEqual([
    'Iris, 4 qubits',
    '1 s',
    'lightning: tapes',
    '3 s',
    '3× (3×–3×)',
    '1×',
    '',
    'must',
  ]);
});

test('a quick run says that it is one', () => {
  expect(report(measured([]), true)).toContain('**A quick run');
  expect(report(measured([]))).not.toContain('quick');
});
