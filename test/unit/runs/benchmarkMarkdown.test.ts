import { expect, test } from 'vitest';
import { benchmarkMarkdown } from '#core/runs/runMarkdown.ts';
import type { QuantumUsage, RunRecord } from '#core/runs/runRecord.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

function runOn(backend: string, kind: QuantumUsage['kind'], splitDigest = 'same'): RunRecord {
  const quantum: QuantumUsage = {
    backend,
    adapter: 'builtin-simulator',
    kind,
    version: '',
    qubits: 2,
    parameters: 4,
    depth: 3,
    gates: 5,
    twoQubitGates: 1,
    circuits: 10,
    shots: 0,
    jobs: 0,
    queueTime: 0,
    executionTime: 0,
    cost: { amount: 0, currency: 'USD' },
  };
  return exampleRun(`run-${backend}`, {
    backend,
    state: 'succeeded',
    result: { ...exampleResult([0.9, 0.94]), quantum, splitDigest },
  });
}

test('every model on every backend has a row of its own, with its kind', () => {
  const report = benchmarkMarkdown('iris', [runOn('exact', 'simulator'), runOn('noisy', 'emulator')]);
  const rows = report.split('\n').filter((line) => /^\| (?:exact|noisy) \| (?:simulator|emulator)/.test(line));
  expect(rows.map((row) => row.split(' | ').slice(0, 4).join(' '))).toEqual([
    '| exact simulator hybrid hybrid',
    '| exact simulator logreg baseline',
    '| noisy emulator hybrid hybrid',
    '| noisy emulator logreg baseline',
  ]);
  expect(report).toContain('on the same splits, so they can be compared');
  expect(report).toContain('- on noisy: Against logreg by accuracy: **no difference shown**. No difference.');
});

test('rows on different splits are not to be compared, and runs without a result say why', () => {
  const failed = exampleRun('c', {
    backend: 'qpu',
    state: 'failed',
    failure: { reason: 'offline', message: 'It is | off.' },
  });
  const report = benchmarkMarkdown('iris', [runOn('a', 'simulator', 'one'), runOn('b', 'simulator', 'two'), failed]);
  expect(report).toContain('compare only within a backend');
  expect(report).toContain('- qpu: failed, It is \\| off.');
  expect(benchmarkMarkdown('iris', [failed])).toContain('No run has a result.');
});
