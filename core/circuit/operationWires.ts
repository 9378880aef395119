import { isRunTimeAngle } from './angle.ts';
import type { Operation } from './circuit.ts';
import { operationBits, operationQubits } from './operationQubits.ts';

/** The qubits (`q3`) and classical bits (`b0`) that an operation acts on or reads, with all it holds. */
export function operationWires(operation: Operation): string[] {
  return [
    ...operationQubits(operation).map((qubit) => `q${qubit}`),
    ...operationBits(operation).map((bit) => `b${bit}`),
  ];
}

/**
 * What operations order each other by, as they must follow each other when they share one: their wires, and one for all
 * that computes.
 */
export function orderingWires(operation: Operation): string[] {
  return [...operationWires(operation), ...(computes(operation) ? ['computation'] : [])];
}

/** Whether an operation reads or writes variables, or may: gates with angles that the run computes, and decisions. */
export function computes(operation: Operation): boolean {
  switch (operation.kind) {
    case 'gate':
      return operation.parameters.some(isRunTimeAngle);
    case 'assign':
    case 'conditional':
    case 'switch':
    case 'while':
      return true;
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
      return false;
  }
}
