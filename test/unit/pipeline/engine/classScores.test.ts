import { describe, expect, test } from 'vitest';
import { entry, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { decisionRule } from '#core/pipeline/engine/classScores.ts';
import { meanLoss, meanLossSlopes } from '#core/pipeline/engine/loss.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

function decide(measure: string, classes: number, row: readonly number[], bitOrder = 'q0-right'): number[] {
  const quantum = `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { ${measure} } }`;
  const kind = row.length === 4 ? 'probabilities' : 'expectation';
  const pipeline = resolvedPipeline(
    pipelineText({ quantum, interface: `{ output: { kind: ${kind}, bitOrder: ${bitOrder} } }` }),
  );
  const rule = decisionRule(pipeline, classes);
  return (matrixToRows(rule.probabilities([Float64Array.from(row)]))[0] ?? []).map((value) =>
    Number(value.toFixed(12)),
  );
}

describe('decision rules', () => {
  // Index bit 0 is qubit 0: states 00, 01, 10, 11 of q1 q0.
  const states = [0.1, 0.2, 0.3, 0.4];

  test('popcount-mod counts ones', () => {
    expect(decide('decision: popcount-mod', 3, states)).toEqual([0.1, 0.5, 0.4]);
    expect(decide('decision: popcount-mod', 2, states)).toEqual([0.5, 0.5]);
  });

  test('argmax reads the bits as a number, in the order of the interface', () => {
    expect(decide('decision: argmax', 4, states)).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(decide('decision: argmax', 4, states, 'q0-left')).toEqual([0.1, 0.3, 0.2, 0.4]);
    expect(decide('decision: argmax', 3, states)).toEqual([0.5, 0.2, 0.3]);
  });

  test('argmax over observables, one per class', () => {
    expect(decide('observables: [Z0, Z1]', 2, [1, -1])).toEqual([1, 0]);
    expect(decide('observables: [Z0, Z1, XX]', 3, [0, 0, 0])).toEqual(
      [1 / 3, 1 / 3, 1 / 3].map((value) => Number(value.toFixed(12))),
    );
    expect(decide('observables: [Z0, Z1, XX]', 3, [-1, -1, -1]).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
  });

  test('sign: positive is the first class', () => {
    expect(decide('decision: sign', 2, [0.5])).toEqual([0.75, 0.25]);
    expect(decide('decision: sign', 2, [-1])).toEqual([0, 1]);
  });

  test('threshold moves the border and keeps the ends', () => {
    const second = (value: number) => decide('decision: threshold, threshold: 0.2', 2, [value])[1];
    expect(second(1)).toBe(0);
    expect(second(0.6)).toBe(0.5);
    expect(second(-1)).toBe(1);
    expect(second(0.5)).toBeGreaterThan(0.5);
    expect(second(0.7)).toBeLessThan(0.5);
  });

  test('rules for two classes refuse three', () => {
    expect(() => decide('decision: sign', 3, [0])).toThrow('tells two classes apart');
    expect(() => decide('observables: [Z0]', 3, [0])).toThrow('one observable per class');
  });
});

describe('derivatives', () => {
  const ruleOf = (measure: string, classes: number) => {
    const quantum = `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { ${measure} } }`;
    return decisionRule(resolvedPipeline(pipelineText({ quantum })), classes);
  };

  test.each<[string, number, number[]]>([
    ['observables: [Z0, Z1, XX]', 3, [0.3, -0.4, 0.8]],
    ['observables: [Z0, Z1, XX]', 3, [0.3, -1.5, 0.8]],
    ['decision: sign', 2, [0.3]],
    ['decision: threshold, threshold: 0.7', 2, [0.3]],
    ['decision: threshold, threshold: 0.2', 2, [0.3]],
  ])('of class probabilities are their differences: %s', (measure, classes, values) => {
    const { observables, probabilities, slopes } = ruleOf(measure, classes).byObservables;
    const found = slopes(Float64Array.from(values));
    const at = (index: number, step: number) =>
      probabilities([Float64Array.from(values).with(index, (values[index] ?? 0) + step)]);
    expect(observables).toHaveLength(values.length);
    values.forEach((_, index) => {
      const [above, below] = [at(index, 1e-5), at(index, -1e-5)];
      for (let column = 0; column < classes; column++) {
        const difference = (entry(above, 0, column) - entry(below, 0, column)) / 2e-5;
        expect(entry(found, column, index)).toBeCloseTo(difference, 8);
      }
    });
  });

  test.each(['popcount-mod', 'argmax'])('of states are those of one observable for each class: %s', (decision) => {
    const { byObservables, probabilities } = ruleOf(`decision: ${decision}`, 3);
    const states = [0.1, 0.2, 0.3, 0.4];
    const values = byObservables.observables.map(({ terms }) =>
      terms.reduce((sum, { coefficient, factors }) => {
        const signs = states.map((_, state) => (-1) ** factors.filter(({ qubit }) => (state >> qubit) & 1).length);
        const mean = states.reduce((own, probability, state) => own + probability * (signs[state] ?? 0), 0);
        return sum + coefficient * mean;
      }, 0),
    );
    const [direct] = matrixToRows(probabilities([Float64Array.from(states)]));
    const close = direct?.map((value) => expect.closeTo(value, 12));
    expect(values).toEqual(close);
    expect(matrixToRows(byObservables.probabilities([Float64Array.from(values)]))[0]).toEqual(close);
    expect(matrixToRows(byObservables.slopes(Float64Array.from(values)))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test.each(['cross-entropy', 'square'] as const)('of the loss are its differences: %s', (loss) => {
    const rows = [
      [0.2, 0.5, 0.3],
      [0.6, 0.3, 0.1],
      [0, 0.4, 0.6],
    ];
    const labels = [1, 2, 0];
    const slopes = meanLossSlopes(loss, matrixFromRows(rows), labels);
    rows.forEach((row, at) => {
      row.forEach((value, column) => {
        const lossAt = (step: number) =>
          meanLoss(loss, matrixFromRows(rows.with(at, row.with(column, value + step))), labels);
        // A certain error is cut off, and has no slope.
        const step = value === 0 && loss === 'cross-entropy' ? 1e-12 : 1e-6;
        expect(entry(slopes, at, column)).toBeCloseTo((lossAt(step) - lossAt(-step)) / (2 * step), 5);
      });
    });
  });
});
