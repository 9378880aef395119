import type { Condition, Operation } from './circuit.ts';
import { expressionBits, expressionsOf } from './classicalTraversal.ts';
import { bodiesOf } from './operationBodies.ts';

/** The qubits an operation acts on, controls first; of one that holds others, those of all of them. Each named once. */
export function operationQubits(operation: Operation): number[] {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return operation.controls.length === 0
        ? [...operation.targets]
        : [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
    case 'measure':
    case 'reset':
      return [operation.qubit];
    case 'barrier':
      return [...operation.qubits];
    case 'conditional':
    case 'switch':
    case 'while':
    case 'assign':
      return [...new Set(bodiesOf(operation).flatMap((body) => body.flatMap(operationQubits)))];
  }
}

/** The classical bits an operation writes or reads, also inside the operations it holds. Each named once. */
export function operationBits(operation: Operation): number[] {
  // Most gates have none, and there are many of them.
  if (operation.kind === 'gate' && operation.parameters.every((angle) => typeof angle === 'number')) return [];
  return [...new Set([...ownBits(operation), ...bodiesOf(operation).flatMap((body) => body.flatMap(operationBits))])];
}

function ownBits(operation: Operation): number[] {
  switch (operation.kind) {
    case 'measure':
      return operation.bit === undefined ? [] : [operation.bit];
    case 'conditional':
    case 'while':
      return conditionBits(operation.condition);
    case 'assign': {
      const { target } = operation;
      const written = target.kind === 'bits' ? target.bits : [];
      return [...written, ...expressionsOf(operation).flatMap(expressionBits)];
    }
    case 'gate':
    case 'switch':
      return expressionsOf(operation).flatMap(expressionBits);
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
    case 'expression':
      return expressionBits(condition.expression);
    case 'not':
      return conditionBits(condition.operand);
    case 'and':
    case 'or':
      return [...conditionBits(condition.left), ...conditionBits(condition.right)];
  }
}
