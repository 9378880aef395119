import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { pauliFactors, pauliProduct } from '#core/pipeline/circuits/pauliProduct.ts';

describe('observables', () => {
  test('one letter per qubit, qubit 0 at the right or at the left', () => {
    expect(pauliFactors('ZIX', 3, 'q0-right')).toEqual([
      { qubit: 2, axis: 'Z' },
      { qubit: 0, axis: 'X' },
    ]);
    expect(pauliFactors('ZIX', 3, 'q0-left')).toEqual([
      { qubit: 0, axis: 'Z' },
      { qubit: 2, axis: 'X' },
    ]);
    expect(pauliFactors('II', 2, 'q0-left')).toEqual([]);
  });

  test('letters with qubit numbers mean the same in both orders', () => {
    const expected = [
      { qubit: 1, axis: 'Y' },
      { qubit: 3, axis: 'Z' },
    ];
    for (const order of ['q0-left', 'q0-right'] as const)
      for (const text of ['Y1 Z3', 'Y1*Z3', 'Y1  Z3']) expect(pauliFactors(text, 4, order)).toEqual(expected);
  });

  test.each(['', 'Z', 'ZZZ', 'AB', 'Z2', 'Z0 Z0', 'Z-1', 'zz', 'Z0Z1'])('%j does not fit two qubits', (text) => {
    expect(pauliFactors(text, 2, 'q0-right')).toBeUndefined();
    expect(() => pauliProduct(text, 2, 'q0-right')).toThrow(Failure);
  });
});
