import { expect, test } from 'vitest';
import { comparisonReportSchema } from '#core/protocol/comparisonView.ts';
import { systemClock } from '#platform/systemClock.ts';
import { comparisonReport } from '#runner/comparisonReport.ts';
import { comparisonFixture } from '#test/support/fixtures/comparison.ts';

test('tells settings, tests, counts, lines of files and calibrations that differ from the first run', async () => {
  const report = await comparisonFixture();
  expect(comparisonReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report.runs.map(({ id, cost, endedAt }) => ({ id, cost, hasEnded: endedAt !== undefined }))).toEqual(
    ['a', 'b', 'c'].map((id) => ({ id, cost: { amount: 0, currency: 'USD' }, hasEnded: true })),
  );
  expect(report.configuration).toEqual([{ path: 'optimise.maxIterations', values: [50, 100, 150] }]);
  const accuracy = report.metrics.find(({ contender, metric }) => contender === 'hybrid' && metric === 'accuracy');
  expect(accuracy?.tests).toMatchObject([
    null,
    { kind: 'paired', outcome: 'worse' },
    { kind: 'untested', why: 'the splits differ' },
  ]);
  expect(report.counts?.outcomes).toEqual(['11', '00', '01']);
  expect(report.counts?.distances[1]?.totalVariation).toBeCloseTo(0.1, 10);
  expect(report.files).toMatchObject([{ path: 'ansatz.qasm', run: 1 }]);
  expect(report.files[0]?.lines.filter(({ kind }) => kind === 'removed' || kind === 'added')).toEqual([
    { kind: 'removed', text: 'rx(pi/2) q[1];' },
    { kind: 'added', text: 'rx(pi/4) q[1];' },
    { kind: 'removed', text: 'cx q[1], q[2];' },
    { kind: 'added', text: 'cz q[1], q[2];' },
  ]);
  expect(report.circuits).toMatchObject([
    { run: 1, title: 'ansatz.qasm', kind: 'drawn', counts: { same: 10, removed: 1, added: 1, changed: 1 } },
    { run: 2, title: 'ansatz.qasm', kind: 'same', operations: 12 },
  ]);
  expect(report.circumstances.map(({ path }) => path)).toEqual(['splits']);
  const [torino, forte] = report.calibration;
  expect(torino?.values.slice(0, 3)).toMatchObject([
    { kind: 'pair', qubits: [0, 1], quantity: 'error', values: [0.004, 0.01, 0.016], isUsed: true },
    { kind: 'qubit', qubits: [1], quantity: 'p01', isUsed: true },
    { kind: 'qubit', qubits: [1], quantity: 'T1', isUsed: true },
  ]);
  expect(torino?.values.slice(3).map(({ isUsed }) => isUsed)).not.toContain(true);
  expect(torino?.snapshots[1]).toEqual({ time: Date.UTC(2026, 7, 21, 10), measuredAt: Date.UTC(2026, 7, 21, 6) });
  expect(torino?.partly).toEqual([{ kind: 'qubit', qubits: [3], isThere: [true, true, false] }]);
  expect(forte).toMatchObject({
    device: 'qpu.forte-1',
    snapshots: [{}, {}, null],
    values: [],
    others: [{ path: 'fidelity.2q.0.mean', values: [0.995, 0.994, null] }],
  });
});

test('compares two to eight runs', async () => {
  const runs = [{ id: 'a', workspaceFolder: '/nowhere' }];
  await expect(comparisonReport({ kind: 'compare-runs', runs }, { clock: systemClock })).rejects.toMatchObject({
    reason: 'invalid-input',
    advice: 'Choose 2 to 8.',
  });
});
