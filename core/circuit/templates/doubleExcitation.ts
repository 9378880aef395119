import type { Circuit, Operation } from '../circuit.ts';
import { TemplateBuilder } from './templateBuilder.ts';

/**
 * Four qubits with two electrons in the first two orbitals, and one rotation by θ between 1100 and 0011 (qubit 0 at the
 * left): cos(θ/2) |1100⟩ − sin(θ/2) |0011⟩. What the ground state of H₂ takes in the Jordan–Wigner form, with spins
 * alternating.
 */
export function doubleExcitation(): Circuit {
  const builder = new TemplateBuilder(4);
  builder.gate('x', [0]);
  builder.gate('x', [1]);
  const theta = builder.parameter('theta');
  // 1100 becomes 1011, so that the two states differ in qubit 0 alone and no other state agrees with them elsewhere.
  for (const target of [1, 2, 3]) builder.controlledX(0, target);
  const circuit = builder.build();
  const rotation: Operation = {
    kind: 'gate',
    gate: 'ry',
    parameters: [theta],
    controls: [
      { qubit: 1, value: 0 },
      { qubit: 2, value: 1 },
      { qubit: 3, value: 1 },
    ],
    targets: [0],
  };
  const entangling = circuit.operations.slice(2);
  return { ...circuit, operations: [...circuit.operations, rotation, ...entangling] };
}
