import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { GradientMethod, GradientRow } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileGradient, gradient } from '#core/simulator/gradient/gradient.ts';
import { blockWidth } from '#core/simulator/smallCircuits/passes.ts';
import { anyPauliSum } from '#test/support/arbitraries/observables.ts';
import { anyParametricCircuit, type BoundParametricCircuit } from '#test/support/arbitraries/parametricCircuits.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();
const observables: PauliSum[] = [
  { terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'Z' }] }] },
  {
    terms: [
      {
        coefficient: 0.5,
        factors: [
          { qubit: 0, axis: 'X' },
          { qubit: 2, axis: 'Y' },
        ],
      },
      {
        coefficient: -1.5,
        factors: [
          { qubit: 1, axis: 'Z' },
          { qubit: 3, axis: 'Z' },
        ],
      },
      { coefficient: 2, factors: [] },
      {
        coefficient: 0.7,
        factors: [
          { qubit: 1, axis: 'Y' },
          { qubit: 2, axis: 'Y' },
          { qubit: 3, axis: 'X' },
        ],
      },
    ],
  },
];

function row({ circuit, values }: BoundParametricCircuit, method: GradientMethod, of = observables): GradientRow {
  const [found] = gradient(circuit, of, [values], { kernels, method }).rows;
  if (found === undefined) throw new Error('No row came back.');
  return found;
}

function expectClose(actual: GradientRow, wanted: GradientRow, tolerance: number): void {
  actual.values.forEach((value, observable) => {
    expect(Math.abs(value - (wanted.values[observable] ?? Number.NaN))).toBeLessThan(1e-11);
  });
  actual.gradients.forEach((own, observable) => {
    own.forEach((value, parameter) => {
      const other = wanted.gradients[observable]?.[parameter] ?? Number.NaN;
      // Angles may grow fast with the parameters, and derivatives with them.
      expect(Math.abs(value - other)).toBeLessThan(tolerance * (1 + Math.abs(other)));
    });
  });
}

describe('gradients of random circuits of all gates with all controls', () => {
  it('are the same by the adjoint method and by parameter shifts', () => {
    fc.assert(
      fc.property(anyParametricCircuit(4), anyPauliSum(4), (bound, sum) => {
        const asked = [...observables, sum];
        expectClose(row(bound, 'adjoint', asked), row(bound, 'parameter-shift', asked), 1e-10);
      }),
      { numRuns: 300 },
    );
  });

  it('are those of finite differences', () => {
    fc.assert(
      fc.property(anyParametricCircuit(4, 8), (bound) => {
        expectClose(row(bound, 'adjoint'), row(bound, 'finite-differences'), 1e-4);
      }),
      { numRuns: 100 },
    );
  });

  it('of diagonal observables are the same beside others', () => {
    fc.assert(
      fc.property(anyParametricCircuit(4), (bound) => {
        const alone = row(bound, 'adjoint', observables.slice(0, 1));
        const [first = new Float64Array()] = row(bound, 'adjoint').gradients;
        alone.gradients[0]?.forEach((value, parameter) => {
          expect(value).toBeCloseTo(first[parameter] ?? Number.NaN, 10);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('of wide circuits, which go through the cache block by block, are the same', () => {
    const width = blockWidth + 2;
    const wide: BoundParametricCircuit[] = fc.sample(anyParametricCircuit(width, 6), { numRuns: 4, seed: 7 });
    const spread = Array.from({ length: width }, (_, qubit) => gate('ry', qubit, qubit + 0.3));
    const joined = Array.from({ length: width - 1 }, (_, qubit) => cx(qubit, qubit + 1));
    for (const { operations, values } of wide) {
      const all = [...spread, ...operations, ...joined, ...spread, ...operations.toReversed()];
      const bound = { circuit: circuit(width, all, { parameters: ['a', 'b', 'c'] }), operations: all, values };
      expectClose(row(bound, 'adjoint'), row(bound, 'parameter-shift'), 1e-10);
    }
  });

  it('of a batch are those of its sets one by one, bit for bit', () => {
    fc.assert(
      fc.property(
        anyParametricCircuit(3),
        fc.array(fc.double({ min: 0.2, max: 1.9, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (bound, others) => {
          const few: PauliSum[] = [observables[0] as PauliSum];
          const sets = [bound.values, others, bound.values];
          const together = compileGradient(bound.circuit, few, { kernels });
          const rows = together.evaluate(sets, neverCancelled);
          together.release();
          expect(rows).toEqual(sets.map((values) => row({ ...bound, values }, 'adjoint', few)));
        },
      ),
      { numRuns: 50 },
    );
  });
});
