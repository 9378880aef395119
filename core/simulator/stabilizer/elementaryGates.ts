import type { GateName } from '#core/circuit/circuit.ts';
import {
  type StabilizerGateName,
  stabilizerGateDefinition,
  stabilizerGateNames,
} from '#core/circuit/stabilizerGates.ts';

/** The few gates that tableaus and Pauli frames know; all Clifford gates are sequences of them, up to a global phase. */
export type ElementaryGate = 'x' | 'y' | 'z' | 'h' | 's' | 'sdg' | 'sx' | 'sxdg' | 'cx' | 'cz' | 'swap';

/** A gate on positions among the targets of the gate it is a part of; `second` is that of gates on two qubits. */
export interface ElementaryStep {
  readonly gate: ElementaryGate;
  readonly first: number;
  readonly second: number;
}

const sequences: ReadonlyMap<StabilizerGateName, readonly ElementaryStep[]> = new Map(
  stabilizerGateNames.map((name) => [name, sequenceOf(name)]),
);

/** A named Clifford gate as elementary gates, in the order they act. */
export function elementarySteps(name: StabilizerGateName): readonly ElementaryStep[] {
  return sequences.get(name) ?? [];
}

function sequenceOf(name: StabilizerGateName): ElementaryStep[] {
  return stabilizerGateDefinition(name).steps.flatMap(({ angle = 0, control, gate, targets }) => {
    const [first = 0, second = 0] = control === undefined ? targets : [control, ...targets];
    return partsOf(control === undefined ? gate : controlledName(gate), angle > 0, first, second);
  });
}

function controlledName(gate: GateName): 'cx' | 'cy' | 'cz' {
  return gate === 'x' ? 'cx' : gate === 'y' ? 'cy' : 'cz';
}

/** @param isPositive of rotations by π/2: the sign of the angle */
function partsOf(name: GateName | 'cx' | 'cy' | 'cz', isPositive: boolean, first: number, second: number) {
  const on = (gate: ElementaryGate, place: number): ElementaryStep => ({ gate, first: place, second: place });
  const pair = (gate: ElementaryGate): ElementaryStep => ({ gate, first, second });
  const turn = isPositive ? ('s' as const) : ('sdg' as const);
  // exp(−iπ/4 Z⊗Z) is S on both and CZ, and its inverse with S† instead.
  const turnedPair = [on(turn, first), on(turn, second), pair('cz')];
  switch (name) {
    case 'x':
    case 'y':
    case 'z':
    case 'h':
    case 's':
    case 'sdg':
    case 'sx':
    case 'sxdg':
      return [on(name, first)];
    case 'ry':
      // H takes Z to X and X to Z, and so does a quarter turn about Y, with a sign.
      return isPositive ? [on('z', first), on('h', first)] : [on('h', first), on('z', first)];
    case 'cx':
    case 'cz':
    case 'swap':
      return [pair(name)];
    case 'cy':
      return [on('sdg', second), pair('cx'), on('s', second)];
    case 'iswap':
      return [pair('swap'), pair('cz'), on('s', first), on('s', second)];
    case 'rxx':
      return [on('h', first), on('h', second), ...turnedPair, on('h', first), on('h', second)];
    case 'ryy':
      return [on('sx', first), on('sx', second), ...turnedPair, on('sxdg', first), on('sxdg', second)];
    case 'rzz':
      return turnedPair;
    default:
      return [];
  }
}
