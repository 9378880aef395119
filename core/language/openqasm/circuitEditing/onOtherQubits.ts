import type { Operation } from '#core/circuit/circuit.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';

/** An operation with other qubits, also in its bodies; those that are exchanged for none stay. */
export function onOtherQubits(operation: Operation, qubits: ReadonlyMap<number, number>): Operation {
  const to = (qubit: number) => qubits.get(qubit) ?? qubit;
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return {
        ...operation,
        controls: operation.controls.map((control) => ({ ...control, qubit: to(control.qubit) })),
        targets: operation.targets.map(to),
      };
    case 'measure':
    case 'reset':
      return { ...operation, qubit: to(operation.qubit) };
    case 'barrier':
      return { ...operation, qubits: operation.qubits.map(to) };
    case 'conditional':
    case 'switch':
    case 'while':
      return withBodies(operation, (body) => body.map((each) => onOtherQubits(each, qubits)));
    case 'assign':
      return operation;
  }
}
