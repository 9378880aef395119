import type { Operation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { tidyAngle } from '#core/circuit/synthesis/tidyAngle.ts';

/** A rotation by less changes no fidelity by more than 10⁻¹⁵, which is below the rounding of amplitudes. */
const negligible = 1e-7;

/** Without rotations that do nothing anybody could tell, such as the smallest ones of long Fourier transforms. */
export function withoutNegligibleGates(operations: readonly Operation[]): readonly Operation[] {
  return operations
    .filter((operation) => !isNegligible(operation))
    .map((operation) => withBodies(operation, withoutNegligibleGates));
}

function isNegligible(operation: Operation): boolean {
  if (operation.kind !== 'gate' || (gateTable[operation.gate].pauliRotation === undefined && operation.gate !== 'p'))
    return false;
  const [angle] = operation.parameters;
  if (typeof angle !== 'number') return false;
  // With controls a whole turn of a rotation is a phase that can be observed.
  const turns = operation.controls.length === 0 || operation.gate === 'p' ? 1 : 2;
  return Math.abs(tidyAngle(angle / turns) * turns) < negligible;
}
