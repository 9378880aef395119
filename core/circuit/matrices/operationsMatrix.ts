import type { ComplexMatrix, Operation } from '../circuit.ts';
import { gateMatrix } from '../gateTable.ts';
import { type DenseMatrix, identityMatrix, toDense } from './denseMatrix.ts';

/**
 * The matrix of gates one after the other, bit j of an index being `qubits[j]`.
 * @param qubits all those the operations act on
 * @returns undefined when an operation is no gate or still has a parameter
 */
export function operationsMatrix(operations: readonly Operation[], qubits: readonly number[]): DenseMatrix | undefined {
  const matrix = identityMatrix(2 ** qubits.length);
  const position = new Map(qubits.map((qubit, index) => [qubit, index]));
  for (const operation of operations) {
    if (operation.kind === 'barrier') continue;
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') return undefined;
    const small = operation.kind === 'unitary' ? operation.matrix : numericMatrix(operation);
    if (!small) return undefined;
    const targets = operation.targets.map((qubit) => position.get(qubit) ?? 0);
    let mask = 0;
    let wanted = 0;
    for (const { qubit, value } of operation.controls) {
      const bit = 1 << (position.get(qubit) ?? 0);
      mask |= bit;
      if (value === 1) wanted |= bit;
    }
    multiplyPlaced(matrix, toDense(small), targets, mask, wanted);
  }
  return matrix;
}

function numericMatrix(operation: Extract<Operation, { kind: 'gate' }>): ComplexMatrix | undefined {
  const parameters = operation.parameters.filter((angle) => typeof angle === 'number');
  return parameters.length === operation.parameters.length ? gateMatrix(operation.gate, parameters) : undefined;
}

/**
 * matrix ← small · matrix, where the small matrix acts on some bits of the row index.
 * @param targets bit j of the small matrix's index is bit `targets[j]`
 * @param mask bits of the row index that must have the values `wanted` for it to act
 */
export function multiplyPlaced(
  matrix: DenseMatrix,
  small: DenseMatrix,
  targets: readonly number[],
  mask = 0,
  wanted = 0,
): void {
  const { dimension: n, re, im } = matrix;
  const size = small.dimension;
  const targetMask = targets.reduce((bits, target) => bits | (1 << target), 0);
  for (let base = 0; base < n; base++) {
    if ((base & targetMask) !== 0 || (base & mask) !== wanted) continue;
    const rows = Array.from({ length: size }, (_, local) =>
      targets.reduce((row, target, bit) => row | (((local >> bit) & 1) << target), base),
    );
    for (let column = 0; column < n; column++) {
      const before = rows.map((row) => [re[row * n + column] ?? 0, im[row * n + column] ?? 0] as const);
      rows.forEach((row, local) => {
        let sumRe = 0;
        let sumIm = 0;
        before.forEach(([x, y], other) => {
          const a = small.re[local * size + other] ?? 0;
          const b = small.im[local * size + other] ?? 0;
          sumRe += a * x - b * y;
          sumIm += a * y + b * x;
        });
        re[row * n + column] = sumRe;
        im[row * n + column] = sumIm;
      });
    }
  }
}
