import type { Operation } from './circuit.ts';
import { withBodies } from './operationBodies.ts';

/** An operation on other qubits, with all it holds. @param place the new number of a qubit */
export function placedOperation<Kind extends Operation>(operation: Kind, place: (qubit: number) => number): Kind;
export function placedOperation(operation: Operation, place: (qubit: number) => number): Operation {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return {
        ...operation,
        controls: operation.controls.map((control) => ({ ...control, qubit: place(control.qubit) })),
        targets: operation.targets.map(place),
      };
    case 'measure':
    case 'reset':
      return { ...operation, qubit: place(operation.qubit) };
    case 'barrier':
      return { ...operation, qubits: operation.qubits.map(place) };
    case 'conditional':
    case 'switch':
    case 'while':
      return withBodies(operation, (body) => body.map((inner) => placedOperation(inner, place)));
    case 'assign':
      return operation;
  }
}
