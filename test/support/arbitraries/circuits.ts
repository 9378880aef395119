import fc from 'fast-check';
import type { Control, GateName, GateOperation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';

const angle = fc.double({ min: -7, max: 7, noNaN: true });

/** A gate with up to two controls on different qubits of a circuit. */
export function anyGate(qubits: number, names: readonly GateName[] = gateNames): fc.Arbitrary<GateOperation> {
  return fc
    .record({
      name: fc.constantFrom(...names.filter((name) => gateTable[name].targets <= qubits)),
      order: fc.shuffledSubarray(
        Array.from({ length: qubits }, (_, qubit) => qubit),
        { minLength: qubits },
      ),
      angles: fc.tuple(angle, angle, angle),
      controls: fc.array(fc.constantFrom<0 | 1>(0, 1), { maxLength: 2 }),
    })
    .map(({ angles, controls, name, order }) => {
      const { parameters, targets } = gateTable[name];
      const free = order.slice(targets);
      return {
        kind: 'gate',
        gate: name,
        parameters: angles.slice(0, parameters.length),
        targets: order.slice(0, targets),
        controls: controls.slice(0, free.length).map((value, index): Control => ({ qubit: free[index] ?? 0, value })),
      };
    });
}

export function anyGates(qubits: number, maxLength = 25): fc.Arbitrary<GateOperation[]> {
  return fc.array(anyGate(qubits), { maxLength });
}
