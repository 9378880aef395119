import { expect, test } from 'vitest';
import { parseTable } from '#core/learn/table.ts';
import { exportRunsAsCsv } from '#core/runs/exportRuns.ts';
import { mlflowRun } from '#core/runs/mlflow/mlflowRun.ts';
import { recordTables } from '#core/runs/recordTables.ts';
import { compareRuns } from '#core/runs/runComparison.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import { type RunRecord, runRecordSchema } from '#core/runs/runRecord.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const circuit = { qubits: 2, parameters: 4, depth: 5, gates: 6, twoQubitGates: 1, gateCounts: { cx: 1, ry: 5 } };

/** A run on hardware of which everything is kept. */
function fullRun(): RunRecord {
  const result = exampleResult([0.9, 0.8]);
  const [hybrid, ...others] = result.contenders;
  if (hybrid === undefined) throw new Error('The example has a hybrid pipeline.');
  return exampleRun('b', {
    version: 2,
    parent: 'a',
    state: 'succeeded',
    tags: ['nightly', 'paper'],
    seeds: { root: 7, split: 11 },
    backend: 'ionq',
    configuration: { name: 'example', optimise: { method: 'cobyla', with: { rhobeg: -1 } }, tags: ['nightly'] },
    attachments: { 'calibration/ionq.json': 'c'.repeat(64) },
    estimate: [
      {
        ...{ backend: 'ionq', circuits: 40, shots: 4000, jobs: 20, cost: usd(12.5), arithmetic: '40 circuits × 0.3' },
        ...{ asOf: '2026-05-01', source: 'the pipeline' },
      },
    ],
    jobs: [
      { backend: 'ionq', handle: 'job-0', state: 'failed', submittedAt: 1_700_000_000_000 },
      {
        ...{ backend: 'ionq', handle: 'job-1', state: 'completed', submittedAt: 1_700_000_000_000 },
        ...{ circuits: 8, shots: 100, phases: { queue: 60_000, execute: 1500 }, cost: usd(0.5) },
        calibration: 'c'.repeat(64),
      },
    ],
    result: {
      ...result,
      contenders: [
        {
          ...hybrid,
          circuit,
          parameters: [
            [0.25, -1],
            [0.5, 2],
          ],
          answers: [
            { repeat: 0, value: 4, bits: '0101' },
            { repeat: 1, value: 3, bits: '0111' },
          ],
        },
        ...others,
      ],
      quantum: {
        backend: 'ionq',
        adapter: 'ionq',
        kind: 'hardware',
        version: 'v1',
        ...circuit,
        circuits: 30,
        shots: 3000,
        jobs: 15,
        queueTime: 60_000,
        executionTime: 1500,
        cost: usd(9.75),
        calibration: [{ backend: 'ionq', time: 1_700_000_000_000, sha256: 'c'.repeat(64) }],
      },
      readout: [
        {
          backend: 'ionq',
          time: 1_700_000_000_000,
          method: 'tensored',
          oneNorm: 1.05,
          qubits: [{ p01: 0.02, p10: 0.01 }],
        },
      ],
      steps: [
        {
          ...{ id: 'hybrid', repeat: 0, duration: 1000 },
          parts: [
            { id: 'train', start: 0, duration: 700 },
            { id: 'evaluate', start: 700, duration: 100 },
            { id: 'train', start: 800, duration: 200 },
          ],
        },
        { id: 'hybrid', repeat: 1, duration: 500 },
      ],
    },
  });
}

test('everything that is kept passes the schema of records', () => {
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(fullRun())))).toEqual(fullRun());
});

test('the tables tell the plan beside its use, circuits, answers, jobs and calibrations', () => {
  const tables = new Map(recordTables(fullRun()).map(({ rows, title }) => [title, rows]));
  expect([...tables]).toEqual([
    [
      'Plan and use',
      [
        [
          'planned on ionq, at most',
          '40',
          '4000',
          '20',
          '–',
          '12.50 USD',
          '40 circuits × 0.3; price of 2026-05-01, from the pipeline',
        ],
        ['used, last on ionq', '30', '3000', '15', '1.500 s and 60.000 s waiting', '9.75 USD', ''],
      ],
    ],
    ['Circuits', [['hybrid', '2', '4', '5', '6', '1', '1 cx, 5 ry']]],
    [
      'Answers',
      [
        ['hybrid', '1', '4', '0101'],
        ['hybrid', '2', '3', '0111'],
      ],
    ],
    [
      'Trained parameters',
      [
        ['hybrid', '1', '0.2500 -1.0000'],
        ['hybrid', '2', '0.5000 2.0000'],
      ],
    ],
    [
      'Jobs',
      [
        ['ionq', 'job-0', 'failed', '2023-11-14T22:13:20.000Z', '–', '–', '–', '–'],
        [
          ...['ionq', 'job-1', 'completed', '2023-11-14T22:13:20.000Z', '8 × 100'],
          ...['queue 60.000 s, execute 1.500 s', '0.50 USD', 'c'.repeat(16)],
        ],
      ],
    ],
    ['Calibrations of devices', [['ionq', '2023-11-14T22:13:20.000Z', 'c'.repeat(64)]]],
    ['Misread bits that were corrected', [['ionq', '2023-11-14T22:13:20.000Z', 'tensored', '1.050', '0.0200, 0.0100']]],
    ['Time by step', [['hybrid', '2', '1.500', 'train 0.900, evaluate 0.100']]],
  ]);
});

test('a record of version 1 has no such tables, but is reported and exported', () => {
  const old = exampleRun('a', { state: 'succeeded', result: exampleResult([0.9, 0.8]) });
  expect(old).not.toHaveProperty('version');
  expect(recordTables(old)).toEqual([]);
  expect(exportRunsAsMarkdown([old])).toContain('## Comparison');
  expect(parseTable(exportRunsAsCsv([old]), 'runs.csv').rowCount).toBe(2);
});

test('a report has the tables as sections', () => {
  const report = exportRunsAsMarkdown([fullRun()]);
  for (const { title } of recordTables(fullRun())) expect(report).toContain(`\n## ${title}\n`);
  expect(report).toContain('| hybrid | 1 | 4 | 0101 |');
  expect(report).toContain('| repeats the run | a |');
  const changes = [{ path: 'optimise.maxIterations', before: 100, after: 60 }];
  expect(exportRunsAsMarkdown([{ ...fullRun(), changes }])).toContain('| changed | optimise.maxIterations 100 → 60 |');
});

test('a comparison lists what else differs, and nothing that does not', () => {
  const first = fullRun();
  const second: RunRecord = {
    ...first,
    environment: { ...first.environment, product: '0.2.0' },
    result: first.result && {
      ...first.result,
      ...(first.result.quantum && { quantum: { ...first.result.quantum, cost: usd(8), queueTime: 1 } }),
    },
  };
  expect(compareRuns([first, second]).circumstances).toEqual([
    { path: 'environment.product', values: ['0.1.0', '0.2.0'] },
    { path: 'used.cost', values: [9.75, 8] },
  ]);
  expect(compareRuns([first, first]).circumstances).toEqual([]);
});

test('a CSV file has a line per metric with intervals, settings, seeds, tags and costs', () => {
  const other = exampleRun('c', { configuration: { optimise: { maxIterations: 5 } }, tags: [] });
  const text = exportRunsAsCsv([fullRun(), other]);
  expect(text.endsWith('\r\n')).toBe(true);
  const table = parseTable(text, 'runs.csv');
  const cells = (name: string) => [...(table.columns.find((column) => column.name === name)?.values ?? [])];
  expect(table.rowCount).toBe(3);
  expect(cells('id')).toEqual(['b', 'b', 'c']);
  expect(cells('contender')).toEqual(['hybrid', 'logreg', '']);
  expect(cells('tags')).toEqual(['nightly paper', 'nightly paper', '']);
  expect(cells('values')).toEqual(['0.9 0.8', '0.9 0.8', '']);
  expect(cells('interval_low')[0]).toBeCloseTo(0.83, 12);
  expect(cells('verdict')).toEqual(['', 'no-difference-shown', '']);
  expect(cells('run_cost')).toEqual([9.75, 9.75, Number.NaN]);
  expect(cells('run_cost_planned')).toEqual([12.5, 12.5, Number.NaN]);
  expect(cells('two_qubit_gates')).toEqual([1, Number.NaN, Number.NaN]);
  expect(cells('seed.split')).toEqual([11, 11, Number.NaN]);
  expect(cells('setting.optimise.method')).toEqual(['cobyla', 'cobyla', '']);
  expect(cells('setting.optimise.with.rhobeg')).toEqual([-1, -1, Number.NaN]);
  expect(cells('setting.optimise.maxIterations')).toEqual([Number.NaN, Number.NaN, 5]);
  expect(cells('setting.tags')).toEqual(['["nightly"]', '["nightly"]', '']);
});

test('no cell is a formula to a spreadsheet', () => {
  const run = exampleRun('a', { name: '=HYPERLINK("http://x")', tags: ['-5', '@sum'], file: '+cmd' });
  const [, line = ''] = exportRunsAsCsv([run]).split('\r\n');
  expect(line).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(line).toContain(`,'+cmd,`);
  expect(line).toContain(',-5 @sum,');
});

/** A run that went from hardware to a simulator after its first repeat. */
function mixedRun(): RunRecord {
  const record = fullRun();
  const { result } = record;
  const [hybrid, ...others] = result?.contenders ?? [];
  const [metric] = hybrid?.metrics ?? [];
  if (!result || !hybrid || !metric || !result.quantum) throw new Error('The example has a metric.');
  const part = (kind: 'hardware' | 'simulator', repeat: number, value: number) => ({
    ...{ kind, backends: [kind], repeats: [repeat], duration: 5, shots: 10, cost: usd(1) },
    metrics: [{ ...metric, values: [value], mean: value }],
  });
  const { backend, adapter, kind, version, circuits, shots, jobs, queueTime, executionTime, cost } = result.quantum;
  const used = { backend, adapter, kind, version, circuits, shots, jobs, queueTime, executionTime, cost };
  return {
    ...record,
    result: {
      ...result,
      contenders: [
        { ...hybrid, kind: 'mixed', byKind: [part('hardware', 0, 0.9), part('simulator', 1, 0.8)] },
        ...others.map((row) => ({ ...row, kind: 'classical' as const })),
      ],
      quantum: {
        ...result.quantum,
        backends: [used, { ...used, backend: 'local', kind: 'simulator', queueTime: 0, cost: usd(0) }],
      },
    },
  };
}

test('what ran on hardware and what ran on a simulator are rows of their own in reports and exports', () => {
  const record = mixedRun();
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  const report = exportRunsAsMarkdown([record]);
  expect(report).toMatch(/\| hybrid \| hybrid \| mixed \| 0\.8500 /);
  expect(report).toMatch(/\| hybrid, hardware \(1 repeat\) \| hybrid \| hardware \| 0\.9000 /);
  expect(report).toMatch(/\| hybrid, simulator \(1 repeat\) \| hybrid \| simulator \| 0\.8000 /);
  expect(report).toMatch(/\| logreg \| baseline \| classical \| 0\.8500 /);
  const [, uses = ''] = report.split('## Use by backend');
  expect(uses).toContain('| ionq | hardware | 30 | 3000 | 15 | 1.500 s | 60.000 s | 9.75 USD |');
  expect(uses).toContain('| local | simulator | 30 | 3000 | 15 | 1.500 s | 0.000 s | 0 |');
  const table = parseTable(exportRunsAsCsv([record]), 'runs.csv');
  const cells = (name: string) => [...(table.columns.find((column) => column.name === name)?.values ?? [])];
  expect(cells('contender')).toEqual(['hybrid', 'hybrid', 'hybrid', 'logreg']);
  expect(cells('ran_on')).toEqual(['mixed', 'hardware', 'simulator', 'classical']);
  expect(cells('repeats_of')).toEqual(['all', '1', '2', 'all']);
  expect(cells('mean')).toEqual([0.85, 0.9, 0.8, 0.85].map((mean) => expect.closeTo(mean, 12)));
  expect(mlflowRun(record).metrics).toContainEqual(
    expect.objectContaining({ key: 'hybrid/hardware/accuracy', value: 0.9 }),
  );
});

test('a report says in which step, repeat and part a run ended early', () => {
  const failure = { reason: 'offline', message: 'No network.' } as const;
  const failed = exampleRun('a', { state: 'failed', failure, failedStep: { id: 'hybrid', repeat: 2, part: 'train' } });
  expect(exportRunsAsMarkdown([failed])).toContain('No network.\n\nIt ended in hybrid, repeat 3, train.');
  expect(exportRunsAsCsv([failed])).toContain('"hybrid, repeat 3, train"');
  expect(mlflowRun(failed).tags).toContainEqual({ key: 'hybrid.failed_step', value: 'hybrid, repeat 3, train' });
});
