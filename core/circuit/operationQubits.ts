import type { Condition, Operation } from './circuit.ts';

/** The qubits an operation acts on, controls first; of a conditional, those of both its branches. Each named once. */
export function operationQubits(operation: Operation): number[] {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
    case 'measure':
    case 'reset':
      return [operation.qubit];
    case 'barrier':
      return [...operation.qubits];
    case 'conditional':
      return [...new Set([...operation.body, ...operation.otherwise].flatMap(operationQubits))];
  }
}

/** The classical bits an operation writes or reads. Each named once. */
export function operationBits(operation: Operation): number[] {
  switch (operation.kind) {
    case 'measure':
      return operation.bit === undefined ? [] : [operation.bit];
    case 'conditional':
      return [
        ...new Set([
          ...conditionBits(operation.condition),
          ...[...operation.body, ...operation.otherwise].flatMap(operationBits),
        ]),
      ];
    case 'gate':
    case 'unitary':
    case 'reset':
    case 'barrier':
      return [];
  }
}

export function conditionBits(condition: Condition): number[] {
  switch (condition.kind) {
    case 'compare':
      return [...condition.bits];
    case 'not':
      return conditionBits(condition.operand);
    case 'and':
    case 'or':
      return [...conditionBits(condition.left), ...conditionBits(condition.right)];
  }
}
