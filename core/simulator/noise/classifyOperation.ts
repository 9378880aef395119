import type { Operation } from '#core/circuit/circuit.ts';
import { gateCountName } from '#core/circuit/metrics.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { OperationClass } from './noiseModel.ts';

/** What noise models know operations by. */
export interface ClassifiedOperation {
  readonly class: OperationClass;
  /** Of a gate, with its controls; the label of a gate given by its matrix. */
  readonly name: string;
  /** Controls first. */
  readonly qubits: readonly number[];
}

/** Undefined for what takes no time on a device: global phases, barriers, classical computation, control flow. */
export function classifyOperation(operation: Operation): ClassifiedOperation | undefined {
  switch (operation.kind) {
    case 'gate':
    case 'unitary': {
      const qubits = operationQubits(operation);
      if (qubits.length === 0) return undefined;
      const size = qubits.length === 1 ? 'one-qubit' : qubits.length === 2 ? 'two-qubit' : 'wide';
      return { class: size, name: gateCountName(operation), qubits };
    }
    case 'measure':
    case 'reset':
      return { class: operation.kind, name: operation.kind, qubits: [operation.qubit] };
    case 'barrier':
    case 'assign':
    case 'conditional':
    case 'switch':
    case 'while':
      return undefined;
  }
}
