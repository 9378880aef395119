import { expect, test } from 'vitest';
import { fallbackRun, runningRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { backendCaveats, backendText } from '#webview/format/backendWords.ts';

test('a backend is named with its kind, and with those before it', () => {
  expect(backendText(runningRun())).toBe('local');
  expect(backendText(succeededRun())).toBe('local (simulator)');
  expect(backendText(fallbackRun())).toBe('forte-emulator (emulator), after ionq-forte');
});

test('a verdict needs to be read with where it was computed, but for hardware alone', () => {
  const record = fallbackRun();
  const { result } = record;
  if (result?.quantum === undefined) throw new Error('The fixture has no quantum step.');
  expect(backendCaveats(record)).toHaveLength(2);
  const onHardware = { ...result, fallbacks: [], quantum: { ...result.quantum, kind: 'hardware' as const } };
  expect(backendCaveats({ ...record, result: onHardware })).toEqual([]);
  const classical = { ...result, fallbacks: [], quantum: { ...result.quantum, kind: 'classical' as const } };
  expect(backendCaveats({ ...record, result: classical })).toEqual([
    'In the end nothing was computed on a quantum backend.',
  ]);
});
