import type { GateName, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { fromDense } from '#core/circuit/matrices/denseMatrix.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';

/**
 * Operations whose gates act on one or two qubits, with controls on 1 only. Wider ones are decomposed; what nothing can
 * observe, identities and phases of the whole state, is left out.
 */
export function expandedOperations(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation): Operation[] =>
    operation.kind === 'gate' || operation.kind === 'unitary'
      ? expanded(operation)
      : [withBodies(operation, expandedOperations)],
  );
}

function expanded(operation: GateOperation | UnitaryOperation): Operation[] {
  if (operation.kind === 'gate' && operation.gate === 'id') return [];
  const qubits = operationQubits(operation);
  if (operation.kind === 'unitary' && qubits.length > 0 && qubits.length <= 2) {
    if (operation.controls.length === 0) return [operation];
    const matrix = operationsMatrix([operation], qubits);
    return matrix
      ? [{ ...operation, label: `c${operation.label}`, matrix: fromDense(matrix), controls: [], targets: qubits }]
      : [];
  }
  return expressIn(operation, { supports: isNarrow }).filter(
    ({ controls, gate }) => gate !== 'gphase' || controls.length > 0,
  );
}

function isNarrow(gate: GateName, controls: number): boolean {
  return gate !== 'gphase' && gate !== 'id' && gateTable[gate].targets + controls <= 2;
}
