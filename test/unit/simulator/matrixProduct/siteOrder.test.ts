import { describe, expect, test } from 'vitest';
import { siteOrder } from '#core/simulator/matrixProduct/siteOrder.ts';
import { cx, gate, when } from '#test/support/circuitBuilder.ts';

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** The sum of the distances of pairs of qubits. */
function distance(order: readonly number[], pairs: readonly (readonly [number, number])[]): number {
  return pairs.reduce((sum, [a, b]) => sum + Math.abs(order.indexOf(a) - order.indexOf(b)), 0);
}

describe('the order of sites', () => {
  test('is that of the qubits when gates are between neighbours, and when there are none', () => {
    expect(siteOrder(8, [])).toEqual(range(8));
    expect(
      siteOrder(
        8,
        range(7).map((qubit) => cx(qubit, qubit + 1)),
      ),
    ).toEqual(range(8));
  });

  test('follows a line of gates, wherever its qubits are', () => {
    const line = range(50).map((index) => (17 * index) % 50);
    const pairs = range(49).map((index) => [line[index] ?? 0, line[index + 1] ?? 0] as const);
    const order = siteOrder(
      50,
      pairs.map(([a, b]) => cx(a, b)),
    );
    expect([line, line.toReversed()]).toContainEqual(order);
  });

  test('puts the middle of a star into the middle', () => {
    const pairs = range(10).map((qubit) => [10, qubit] as const);
    const order = siteOrder(
      11,
      pairs.map(([a, b]) => cx(a, b)),
    );
    expect(distance(order, pairs)).toBe(2 * (1 + 2 + 3 + 4 + 5));
  });

  test('folds a ladder', () => {
    // Rungs between the two halves: numbered as they are, all rungs are long.
    const pairs = [
      ...range(10).map((index) => [index, index + 10] as const),
      ...range(9).flatMap((index) => [[index, index + 1] as const, [index + 10, index + 11] as const]),
    ];
    const order = siteOrder(
      20,
      pairs.map(([a, b]) => cx(a, b)),
    );
    expect([...order].sort((a, b) => a - b)).toEqual(range(20));
    // Rung by rung: rungs of 1 and rails of 2.
    expect(distance(order, pairs)).toBeLessThanOrEqual(10 + 2 * 18);
  });

  test('counts gates of branches, and neither exchanges nor single qubits', () => {
    expect(siteOrder(3, [when([0], 1, [cx(0, 2), cx(0, 2)]), gate('swap', [0, 1]), gate('h', 1)])).toEqual([1, 0, 2]);
  });
});
