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
  ]);
  expect(report.calibration.map(({ path }) => path)).toEqual(['ibm-torino.content.calibration.values.qubits']);
});

test('compares two to eight runs', async () => {
  const runs = [{ id: 'a', workspaceFolder: '/nowhere' }];
  await expect(comparisonReport({ kind: 'compare-runs', runs }, { clock: systemClock })).rejects.toMatchObject({
    reason: 'invalid-input',
    advice: 'Choose 2 to 8.',
  });
});
