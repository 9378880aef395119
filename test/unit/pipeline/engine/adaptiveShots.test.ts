import { describe, expect, test } from 'vitest';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import { widest, withAdaptiveShots } from '#core/pipeline/engine/adaptiveShots.ts';

const probabilities: EvaluationOutput = { kind: 'probabilities' };
const expectation: EvaluationOutput = {
  kind: 'expectations',
  observables: [{ terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'Z' }] }] }],
};
const usage = { circuits: 1, shots: 0, jobs: 1, queueTime: 0, executionTime: 0 };

describe('the half width', () => {
  test('is that of the shots that a confidence needs', () => {
    // Level 0.95, half width 0.02: 2401 shots for a probability of a half, 9604 for an expectation of 0.
    expect(widest([Float64Array.of(0.5)], 2401, probabilities, {})).toBeCloseTo(0.02, 6);
    expect(widest([Float64Array.of(0)], 9604, expectation, {})).toBeCloseTo(0.02, 6);
    // Hoeffding: 2 ln(2/(1 − level))/e² for values from −1 to 1.
    const shots = (2 * Math.log(2 / 0.05)) / 0.02 ** 2;
    expect(widest([Float64Array.of(0.3)], shots, expectation, { rule: 'hoeffding' })).toBeCloseTo(0.02, 12);
  });

  test('is the widest of all values', () => {
    const rows = [Float64Array.of(0.9, 0.1), Float64Array.of(0.6, 0.4)];
    expect(widest(rows, 100, probabilities, {})).toBeCloseTo(
      widest([Float64Array.of(0.6)], 100, probabilities, {}),
      12,
    );
  });

  test.each(['normal', 'wilson'] as const)('is not 0 where all shots agree, by the rule %s', (rule) => {
    // z²/(2 (n + z²)) for a share of 0 or 1.
    const z = 1.959963984540054;
    const wanted = (z * z) / (2 * (100 + z * z));
    for (const share of [0, 1])
      expect(widest([Float64Array.of(share)], 100, probabilities, { rule })).toBeCloseTo(wanted, 9);
  });
});

describe('adaptive shots', () => {
  const asking = async (halfWidth: number, values: readonly number[], max = 4096) => {
    const batches: number[] = [];
    const result = await withAdaptiveShots(
      { halfWidth, of: 'probability' },
      { start: 512, max },
      probabilities,
      async (shots, batch) => {
        batches.push(shots);
        return { rows: [Float64Array.of(values[batch] ?? 0.5)], usage: { ...usage, shots } };
      },
    );
    return { batches, value: result.rows[0]?.[0], shots: result.usage.shots };
  };

  test('double until the confidence is reached', async () => {
    // 0.96/√n ≤ 0.03 takes 1068 shots: 512, 1024, 2048.
    expect(await asking(0.03, [])).toMatchObject({ batches: [512, 512, 1024], shots: 2048 });
    expect((await asking(0.1, [])).batches).toEqual([512]);
  });

  test('go on where a few shots that all agree are not sure enough', async () => {
    // z²/(2 (n + z²)) ≤ 0.002 takes 957 shots.
    expect((await asking(0.002, [0, 0, 0])).batches).toEqual([512, 512]);
  });

  test('stop at their most', async () => {
    expect((await asking(0.001, [], 1500)).batches).toEqual([512, 512, 476]);
  });

  test('give the mean over all shots', async () => {
    const { value } = await asking(0.03, [0.4, 0.6, 0.45]);
    expect(value).toBeCloseTo((512 * 0.4 + 512 * 0.6 + 1024 * 0.45) / 2048, 12);
  });
});
