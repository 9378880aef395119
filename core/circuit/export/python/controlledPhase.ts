import type { GateOperation } from '../../circuit.ts';

/**
 * A phase under controls as gates that act on a qubit, exactly: on a control that asks for 1 it is a phase gate under the
 * others; where all ask for 0, one is flipped meanwhile. Other gates, and a phase without controls, stay as they are.
 */
export function withoutControlledPhase(operation: GateOperation): readonly GateOperation[] {
  if (operation.gate !== 'gphase' || operation.controls.length === 0) return [operation];
  const chosen = operation.controls.find(({ value }) => value === 1) ?? operation.controls[0];
  if (chosen === undefined) return [operation];
  const controls = operation.controls.filter((control) => control !== chosen);
  const phase: GateOperation = { ...operation, gate: 'p', controls, targets: [chosen.qubit] };
  if (chosen.value === 1) return [phase];
  const flip: GateOperation = { ...operation, gate: 'x', parameters: [], controls: [], targets: [chosen.qubit] };
  return [flip, phase, flip];
}
