import fc from 'fast-check';
import type { Control, GateName, GateOperation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';

/**
 * Angles spread over more than a turn in both directions, the multiples of π/4 at which gates are something simpler, and
 * now and then any number: most of those are too small to turn anything.
 */
const angle = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -7_000_000, max: 7_000_000 }).map((value) => value / 1_000_000) },
  { weight: 1, arbitrary: fc.integer({ min: -9, max: 9 }).map((eighths) => (eighths * Math.PI) / 4) },
  { weight: 1, arbitrary: fc.double({ min: -7, max: 7, noNaN: true }) },
);

/** A gate with controls on different qubits of a circuit, up to two unless given. */
export function anyGate(
  qubits: number,
  names: readonly GateName[] = gateNames,
  mostControls = 2,
): fc.Arbitrary<GateOperation> {
  return fc
    .record({
      name: fc.constantFrom(...names.filter((name) => gateTable[name].targets <= qubits)),
      order: fc.shuffledSubarray(
        Array.from({ length: qubits }, (_, qubit) => qubit),
        { minLength: qubits },
      ),
      angles: fc.tuple(angle, angle, angle),
      controls: fc.array(fc.constantFrom<0 | 1>(0, 1), { maxLength: mostControls }),
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
