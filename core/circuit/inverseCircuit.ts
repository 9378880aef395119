import { Failure } from '#core/base/failure.ts';
import type { Circuit, ComplexMatrix, Operation } from './circuit.ts';
import { gateTable } from './gateTable.ts';

/**
 * The circuit that undoes another: its gates inverted, in reverse order, with the same parameters. Barriers stay.
 * @throws Failure `invalid-circuit` when the circuit measures, resets or branches, which nothing undoes
 */
export function inverseCircuit(circuit: Circuit): Circuit {
  return { ...circuit, operations: inverseOperations(circuit.operations) };
}

/**
 * The operations that undo others, in the order they have to be applied.
 * @throws Failure `invalid-circuit` when one of them measures, resets or branches
 */
export function inverseOperations(operations: readonly Operation[]): Operation[] {
  return operations.toReversed().flatMap(inverseOperation);
}

function inverseOperation(operation: Operation): Operation[] {
  switch (operation.kind) {
    case 'gate':
      return gateTable[operation.gate]
        .inverse(operation.parameters)
        .map(({ gate, parameters }) => ({ ...operation, gate, parameters }));
    case 'unitary':
      return [{ ...operation, label: `${operation.label}†`, matrix: conjugateTranspose(operation.matrix) }];
    case 'barrier':
      return [operation];
    case 'measure':
    case 'reset':
    case 'conditional':
    case 'switch':
    case 'while':
    case 'assign':
      throw new Failure('invalid-circuit', `A circuit with a ${operation.kind} operation has no inverse.`);
  }
}

function conjugateTranspose(matrix: ComplexMatrix): ComplexMatrix {
  const { dimension } = matrix;
  const values: number[] = [];
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      const index = 2 * (column * dimension + row);
      values.push(matrix.values[index] ?? 0, -(matrix.values[index + 1] ?? 0));
    }
  }
  return { dimension, values };
}
