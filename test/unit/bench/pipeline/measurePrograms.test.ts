import { expect, test } from 'vitest';
import { metricsOf } from '#bench/pipeline/measurePrograms.ts';

const ours = { subject: 'hybrid-quantum', configuration: 'hybridq run' } as const;
const peer = { subject: 'aer', configuration: 'Aer states' } as const;

test('the metrics of the hybrid pipeline are those that count', () => {
  const contenders = [
    { id: 'logistic-regression', metrics: [{ name: 'accuracy', mean: 0.9 }] },
    {
      id: 'hybrid',
      metrics: [
        { name: 'accuracy', mean: 0.8, standardDeviation: 0 },
        { name: 'log-loss', mean: 0.5 },
      ],
    },
  ];
  const stdout = JSON.stringify({ record: { result: { contenders } }, store: 'runs.db' }, null, 2);
  expect(metricsOf(ours, { code: 0, stdout, stderr: '' })).toEqual({ accuracy: 0.8, 'log-loss': 0.5 });
});

test('those of a peer are in its last line', () => {
  expect(metricsOf(peer, { code: 0, stdout: 'loading\n{"accuracy": 0.75}\n', stderr: '' })).toEqual({ accuracy: 0.75 });
});

test('a program that fails is no measurement, and its last words say why', () => {
  const failed = { code: 1, stdout: '', stderr: 'Traceback\nValueError: no qubits\n' };
  expect(() => metricsOf(peer, failed)).toThrow('The program of aer ended with 1: ValueError: no qubits');
});
