import type { GateOperation, Operation } from '#core/circuit/circuit.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';

/** Closer than this an angle is none: some millionths of what a device is wrong by. */
const noAngle = 1e-12;

/**
 * The operations with the angles of all RZZ gates in (0, π/2], as devices with fractional gates take them; others are made
 * of these by X and RZ gates, up to the phase of the state. Angles that are not known before the run stay.
 */
export function withAnglesInRange(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) =>
    operation.kind === 'gate' && operation.gate === 'rzz' && operation.controls.length === 0
      ? inRange(operation)
      : [withBodies(operation, withAnglesInRange)],
  );
}

function inRange(gate: GateOperation): GateOperation[] {
  const [angle] = gate.parameters;
  const [first = 0, second = 0] = gate.targets;
  if (typeof angle !== 'number') return [gate];
  // In (−π, π]: a turn more changes the sign of the state.
  const turned = angle - 2 * Math.PI * Math.ceil(angle / (2 * Math.PI) - 0.5);
  const isFar = Math.abs(turned) > Math.PI / 2;
  // RZZ(±π) is a Z on both.
  const rest = isFar ? turned - Math.sign(turned) * Math.PI : turned;
  const flips = isFar ? [rotation(first), rotation(second)] : [];
  if (Math.abs(rest) < noAngle) return flips;
  const small = { ...gate, parameters: [Math.abs(rest)] };
  // An X on one of them turns its sign.
  return [...flips, ...(rest < 0 ? [flip(first), small, flip(first)] : [small])];
}

function rotation(qubit: number): GateOperation {
  return { kind: 'gate', gate: 'rz', parameters: [Math.PI], controls: [], targets: [qubit] };
}

function flip(qubit: number): GateOperation {
  return { kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [qubit] };
}
