import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import { principalPower } from '#core/circuit/lower/unitaryPower.ts';
import { unitaryGates } from '#core/circuit/synthesis/unitaryGates.ts';
import { denseUnitary, gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { gate } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

function error(matrix: ComplexMatrix, qubits: number): number {
  const gates = unitaryGates(
    matrix,
    Array.from({ length: qubits }, (_, qubit) => qubit),
  );
  return matrixDistance(operationsUnitary(gates, qubits), matrix.values);
}

/** A matrix that permutes the basis states. */
const permutation = fc
  .shuffledSubarray(
    Array.from({ length: 8 }, (_, state) => state),
    { minLength: 8 },
  )
  .map(permuting);

function permuting(order: readonly number[]): ComplexMatrix {
  const values = new Array<number>(128).fill(0);
  order.forEach((row, column) => {
    values[2 * (row * 8 + column)] = 1;
  });
  return { dimension: 8, values };
}

describe('the gates of a matrix', () => {
  it.each([1, 2, 3])('do what it does, global phase included, on %i qubits', (qubits) => {
    fc.assert(
      fc.property(fc.oneof(denseUnitary(qubits), gateUnitary(qubits)), (matrix) => {
        expect(error(matrix, qubits)).toBeLessThan(1e-12);
      }),
      { numRuns: 150 },
    );
  });

  it.each([4, 5])('do what it does on %i qubits', (qubits) => {
    fc.assert(
      fc.property(fc.oneof(denseUnitary(qubits), gateUnitary(qubits)), (matrix) => {
        expect(error(matrix, qubits)).toBeLessThan(1e-11);
      }),
      { numRuns: 8 },
    );
  });

  it('are found for permutations and almost permutations', () => {
    const small = fc.constantFrom(0, 1e-15, 1e-12, 1e-9, 1e-6);
    fc.assert(
      fc.property(permutation, small, small, (matrix, first, second) => {
        expect(error(matrix, 3)).toBeLessThan(1e-12);
        const close = operationsUnitary(
          [
            ...unitaryGates(matrix, [0, 1, 2]),
            gate('rxx', [0, 2], first),
            gate('ry', 1, second),
            gate('rzz', [1, 2], first),
          ],
          3,
        );
        expect(error({ dimension: 8, values: close }, 3)).toBeLessThan(1e-12);
      }),
      // Eigenvalues within 10⁻¹² of −1.
      { numRuns: 150, examples: [[permuting([1, 6, 3, 4, 5, 2, 7, 0]), 1e-12, 1e-12]] },
    );
  });

  it('make a fractional power a power', () => {
    fc.assert(
      fc.property(gateUnitary(2), fc.constantFrom(2, 3, 4), (matrix, count) => {
        const whole = { kind: 'unitary', label: 'U', matrix, controls: [], targets: [0, 1] } as const;
        const root = principalPower([whole], [0, 1], 1 / count);
        if (root === undefined) throw new Error('There is a root.');
        const gates = unitaryGates(root, [0, 1]);
        const repeated = Array.from({ length: count }, () => gates).flat();
        expect(matrixDistance(operationsUnitary(repeated, 2), matrix.values)).toBeLessThan(1e-10);
      }),
      { numRuns: 100 },
    );
  });
});
