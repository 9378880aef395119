import { describe, expect, test } from 'vitest';
import { matrixToRows } from '#core/learn/matrix.ts';
import { decisionRule } from '#core/pipeline/engine/classScores.ts';
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
