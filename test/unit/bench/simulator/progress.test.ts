import { expect, test } from 'vitest';
import { estimatedSeconds, remainingSeconds } from '#bench/simulator/progress.ts';
import { rows } from '#bench/simulator/rows.ts';

const options = { rounds: 3, secondsPerTurn: 0.4, secondsPerRow: 270 };

const planned = (name: string, threads = 1) => rows.filter((row) => row.name === name).map((row) => ({ row, threads }));

test('wider rows take longer, and those of two threads shorter', () => {
  const seconds = ['random-20', 'random-22', 'random-24'].map((name) =>
    planned(name).reduce((sum, each) => sum + estimatedSeconds(each, options), 0),
  );
  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  expect(remainingSeconds(planned('random-24', 2), [], options)).toBeLessThan(
    remainingSeconds(planned('random-24', 1), [], options),
  );
});

test('what is left takes longer when what is done took longer than estimated', () => {
  const left = planned('random-22');
  const done = planned('random-20').map((each) => ({ ...each, seconds: 2 * estimatedSeconds(each, options) }));
  const estimated = remainingSeconds(left, [], options);
  const corrected = remainingSeconds(left, done, options);
  expect(corrected).toBeGreaterThan(estimated);
  expect(corrected).toBeLessThan(2 * estimated);
});

test('nothing left takes no time', () => {
  expect(remainingSeconds([], [], options)).toBe(0);
});
