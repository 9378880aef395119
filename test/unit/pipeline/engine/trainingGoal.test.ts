import { describe, expect, test } from 'vitest';
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
      'The loss cross-entropy is not available for numbers in this version.',
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
