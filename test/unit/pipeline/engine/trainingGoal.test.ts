import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import type { LearningTarget } from '#core/pipeline/data/learningData.ts';
import type { PreparedRows, PreparedSplit } from '#core/pipeline/engine/preparedSplit.ts';
import { trainingGoal } from '#core/pipeline/engine/trainingGoal.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

function splitOf(target: LearningTarget, targets: readonly number[]): PreparedSplit {
  const features = matrixFromRows(targets.map(() => [0, 0]));
  const rows: PreparedRows = {
    raw: features,
    standardized: features,
    preprocessed: features,
    interface: features,
    tableRows: targets.map((_, row) => row),
    targets,
  };
  return { repeat: 0, train: rows, test: rows, target };
}

const answers = (...values: number[]) => values.map((value) => Float64Array.of(value));
const regression = (rest: Readonly<Record<string, string>> = {}) =>
  resolvedPipeline(pipelineText({ task: 'regression', ...rest }));
const numbers = { kind: 'numbers' } as const;

describe('a circuit trained on numbers', () => {
  test('tells the least and the largest target at the ends of its output', () => {
    const goal = trainingGoal(regression(), 'square', splitOf(numbers, [30, 10, 20]));
    expect(goal.prediction(answers(-1, 0, 0.5, 1))).toEqual({ kind: 'numbers', numbers: [10, 20, 25, 30] });
    expect(goal.loss(answers(1, -1, 0))).toBe(0);
    expect(goal.loss(answers(0, -1, 0.5))).toBeCloseTo((1 + 0 + 0.25) / 3, 12);
  });

  test('uses the range its interface promises', () => {
    const narrow = regression({ interface: '{ output: { kind: expectation, range: [-0.5, 0.5] } }' });
    const goal = trainingGoal(narrow, 'square', splitOf(numbers, [0, 4]));
    expect(goal.prediction(answers(-0.5, 0.25))).toEqual({ kind: 'numbers', numbers: [0, 3] });
  });

  test('tells the one target there is', () => {
    const goal = trainingGoal(regression(), 'square', splitOf(numbers, [7, 7]));
    expect(goal.prediction(answers(-0.3, 0.8))).toEqual({ kind: 'numbers', numbers: [7, 7] });
  });

  test('has no loss but the square', () => {
    expect(() => trainingGoal(regression(), 'cross-entropy', splitOf(numbers, [1, 2]))).toThrow(
      'The loss cross-entropy does not judge numbers.',
    );
  });
});

test.each<[string, LearningTarget, number[]]>([
  ['numbers', numbers, [3, -1, 2.5]],
  ['classes', { kind: 'classes', classes: ['a', 'b'] }, [0, 1, 1]],
])('slopes of the loss of %s are those of finite differences', (_, target, targets) => {
  const sign =
    '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { decision: sign } }';
  const pipeline = target.kind === 'numbers' ? regression() : resolvedPipeline(pipelineText({ quantum: sign }));
  const { byObservables } = trainingGoal(pipeline, 'square', splitOf(target, targets));
  const values = [0.2, -0.7, 0.4];
  const step = 1e-6;
  const lossAt = (row: number, change: number) =>
    byObservables.lossAndSlopes(answers(...values.with(row, (values[row] as number) + change))).loss;
  const expected = values.map((_value, row) => (lossAt(row, step) - lossAt(row, -step)) / (2 * step));
  const found = [...byObservables.lossAndSlopes(answers(...values)).slopes.values];
  expect(found).toHaveLength(3);
  found.forEach((slope, row) => {
    expect(slope).toBeCloseTo(expected[row] as number, 7);
  });
});

describe('the standard error of the loss', () => {
  test('of one expectation value is that of the mean of ±1, times the slope', () => {
    const goal = trainingGoal(regression(), 'square', splitOf(numbers, [0, 1]));
    // Targets are −1 and 1, so the loss is ((m₀ + 1)² + (m₁ − 1)²)/2 with slopes m₀ + 1 and m₁ − 1.
    const variance = (0.5 ** 2 * (1 - 0.25) + 0.2 ** 2 * (1 - 0.64)) / 400;
    expect(goal.standardError(answers(-0.5, 0.8), 400)).toBeCloseTo(Math.sqrt(variance), 12);
    expect(goal.standardError(answers(-1, 1), 400)).toBe(0);
  });

  test('of class probabilities is the spread of losses over repeated measurements', () => {
    const quantum = '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }';
    const pipeline = resolvedPipeline(pipelineText({ quantum }));
    const classes = { kind: 'classes', classes: ['a', 'b', 'c'] } as const;
    const goal = trainingGoal(pipeline, 'cross-entropy', splitOf(classes, [0, 2]));
    const truth = [
      [0.5, 0.2, 0.2, 0.1],
      [0.1, 0.3, 0.2, 0.4],
    ];
    const shots = 1000;
    const stream = RandomStream.seeded(3);
    const measured = () =>
      truth.map((row) => {
        const counts = new Float64Array(4);
        for (let shot = 0; shot < shots; shot++) {
          let rest = stream.uniform();
          let state = 0;
          while (state < 3 && rest >= (row[state] as number)) rest -= row[state++] as number;
          counts[state] = (counts[state] as number) + 1 / shots;
        }
        return counts;
      });
    const losses = Array.from({ length: 400 }, () => goal.loss(measured()));
    const centre = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const spread = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - centre) ** 2, 0) / (losses.length - 1));
    const expected = goal.standardError(
      truth.map((row) => Float64Array.from(row)),
      shots,
    );
    // The standard deviation of 400 losses is known to about 3.5 %.
    expect(Math.abs(spread / expected - 1)).toBeLessThan(0.15);
  });
});
