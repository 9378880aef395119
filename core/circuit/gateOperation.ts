import type { Angle } from './angle.ts';
import type { Control, GateName, GateOperation } from './circuit.ts';

/**
 * A gate on qubits, without a source.
 * @param controls a number is a control on 1
 */
export function gateOperation(
  gate: GateName,
  parameters: readonly Angle[],
  targets: readonly number[],
  controls: readonly (number | Control)[] = [],
): GateOperation {
  return {
    kind: 'gate',
    gate,
    parameters,
    controls: controls.map(
      (control): Control => (typeof control === 'number' ? { qubit: control, value: 1 } : control),
    ),
    targets,
  };
}
