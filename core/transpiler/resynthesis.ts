import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { GateBasis } from './gateBasis.ts';
import { entanglersNeeded, twoQubitGates } from './twoQubitSynthesis.ts';
import { weylDecomposition } from './weylDecomposition.ts';

type Gate = GateOperation | UnitaryOperation;

/** Gates on the same two qubits, one after the other, with nothing else on either in between. */
interface Block {
  readonly qubits: readonly [number, number];
  readonly gates: Gate[];
}

/**
 * Blocks of gates on two qubits made anew where that takes fewer entangling gates. Gates with parameters end a block.
 * @param cost entangling gates of the basis that a gate on two qubits takes
 */
export function resynthesised(
  operations: readonly Operation[],
  basis: GateBasis,
  cost: (gate: Gate) => number,
): Operation[] {
  const result: Operation[] = [];
  const open = new Map<number, Block>();
  const single = new Map<number, Gate[]>();
  const close = (qubit: number) => {
    const block = open.get(qubit);
    if (block) {
      for (const each of block.qubits) open.delete(each);
      result.push(...shorterBlock(block, basis, cost));
    }
    result.push(...(single.get(qubit) ?? []));
    single.delete(qubit);
  };
  for (const operation of operations) {
    const gate = isKnownGate(operation) ? operation : undefined;
    const qubits = operationQubits(operation);
    const [one = 0, other] = qubits;
    if (gate && other === undefined) {
      const block = open.get(one);
      if (block) block.gates.push(gate);
      else single.set(one, [...(single.get(one) ?? []), gate]);
      continue;
    }
    if (gate && other !== undefined && qubits.length === 2) {
      const block = open.get(one);
      if (block && block === open.get(other)) {
        block.gates.push(gate);
        continue;
      }
      const before = [one, other].flatMap((qubit) => {
        if (open.has(qubit)) close(qubit);
        const gates = single.get(qubit) ?? [];
        single.delete(qubit);
        return gates;
      });
      const begun: Block = { qubits: [one, other], gates: [...before, gate] };
      open.set(one, begun);
      open.set(other, begun);
      continue;
    }
    for (const qubit of qubits) close(qubit);
    result.push(withBodies(operation, (body) => resynthesised(body, basis, cost)));
  }
  for (const qubit of [...new Set([...open.keys(), ...single.keys()])].sort((left, right) => left - right))
    close(qubit);
  return result;
}

/** Whether an operation is a gate on at most two qubits whose angles are numbers. */
function isKnownGate(operation: Operation): operation is Gate {
  if (operation.kind === 'unitary') return operationQubits(operation).length <= 2;
  return (
    operation.kind === 'gate' &&
    operation.parameters.every((angle) => typeof angle === 'number') &&
    operationQubits(operation).length <= 2 &&
    operationQubits(operation).length > 0
  );
}

function shorterBlock({ gates, qubits }: Block, basis: GateBasis, cost: (gate: Gate) => number): readonly Gate[] {
  const before = gates.reduce((sum, gate) => sum + (operationQubits(gate).length === 2 ? cost(gate) : 0), 0);
  // One gate already is as short as this decomposition could make it.
  if (before <= 1) return gates;
  const matrix = operationsMatrix(gates, qubits);
  if (!matrix || entanglersNeeded(weylDecomposition(matrix), basis.entangler) >= before) return gates;
  const made = twoQubitGates(matrix, qubits, basis.entangler);
  const source = gates.find((gate) => gate.source !== undefined)?.source;
  return source === undefined ? made : made.map((gate) => ({ ...gate, source }));
}
