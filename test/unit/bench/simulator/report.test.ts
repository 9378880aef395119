import { describe, expect, test } from 'vitest';
import { simulatorReport } from '#bench/simulator/report.ts';
import { measuredRow, ours, peer, times } from './measuredRows.ts';

const context = {
  machine: 'a machine',
  versions: ['qulacs 1'],
  qulacsNote: 'Built.',
  options: { rounds: 3, secondsPerTurn: 0.4, secondsPerRow: 270 },
  planned: 1,
  memory: [],
  emptyMemory: 0,
};

const overQulacs = { area: 'random-qulacs', ours: 'double', peers: ['qulacs'] } as const;

const reportOf = (own: number, its: number, more = {}) =>
  simulatorReport(
    [measuredRow([overQulacs], [times(ours, [own, own, own]), times(peer('qulacs', 'light'), [its, its, its])])],
    { ...context, ...more },
  );

describe('a report', () => {
  test('has a line for the target and one for the row', () => {
    const text = reportOf(1, 4);
    expect(text).toContain(
      '| Random circuits, n = 20–25, double: Qulacs optimised | 1 | 0.25 (0.25–0.25) | 1 | 1 | 0.5 | 1 |',
    );
    expect(text).toContain('| pair | 1 | double | qulacs, light | 0.25 (0.25–0.25) | 0.25 | 1 | 0.5 | ambitious |');
    expect(text).toContain('"Must" is met in 1 of 1 rows, "ambitious" in 1.');
    expect(text).not.toContain('fall short');
  });

  test('says what was tried where a row falls short', () => {
    expect(reportOf(3, 4)).toContain(': pair/1 double 0.75. ');
  });

  test('shows what misses its target', () => {
    const text = reportOf(2, 1);
    expect(text).toContain('| **MISSED** |');
    expect(text).toContain('**pair/1 double 2**');
    expect(text).toContain('"Must" is met in 0 of 1 rows');
  });

  test('says when rows are missing', () => {
    expect(reportOf(1, 1, { planned: 5 })).toContain('**Only 1 of 5 rows are measured.**');
    expect(reportOf(1, 1)).not.toContain('Only');
  });

  test('tells a peer that was given up by a bound', () => {
    const javascript = { area: 'javascript', ours: 'double', peers: ['jsqubits'] } as const;
    const found = [times(ours, [0.1, 0.1, 0.1]), times(peer('jsqubits'), [], { exceeded: 20 })];
    const text = simulatorReport([measuredRow([javascript], found)], context);
    expect(text).toContain('| pair | 1 | double | jsqubits | < 0.005 (0.005–0.005) |  | 0.01 | 0.001 | must |');
    expect(text).toContain('| > 20 s |');
  });

  test('marks a peer that ran once', () => {
    const found = [times(ours, [1, 1, 1]), times(peer('qulacs', 'light'), [9])];
    expect(simulatorReport([measuredRow([overQulacs], found)], context)).toContain('| qulacs, light, one run |');
  });

  test('lists answers that differ', () => {
    const measured = { ...measuredRow([], [times(ours, [1])]), disagreements: ['pair: somebody is wrong.'] };
    const text = simulatorReport([measured], context);
    expect(text).toContain('**Not all agree:**\n\n- pair: somebody is wrong.');
    expect(text).not.toContain('All agree in every row');
  });

  test('compares peaks of memory with the amplitudes', () => {
    const mebibyte = 2 ** 20;
    const memory = [
      {
        qubits: 24,
        precision: 'double',
        layers: 4,
        threads: 2,
        seconds: 1,
        state: 256 * mebibyte,
        peak: 316 * mebibyte,
      },
      { qubits: 20, precision: 'double', layers: 4, threads: 2, seconds: 1, state: 16 * mebibyte, peak: 70 * mebibyte },
      {
        qubits: 24,
        precision: 'double',
        layers: 20,
        threads: 1,
        seconds: 1,
        state: 256 * mebibyte,
        peak: 320 * mebibyte,
      },
    ] as const;
    const text = reportOf(1, 1, { memory, emptyMemory: 50 * mebibyte });
    expect(text).toContain('| 24 | double | 4 | 2 | 1 s | 256 | 316 | 266 | 3.9 % |');
    expect(text).toContain('| 24 | double | 20 | 1 | 1 s | 256 | 320 | 270 | **5.5 %** |');
    expect(text).toContain('| 20 | double | 4 | 2 | 1 s | 16 | 70 | 20 | 25.0 % |');
  });
});
