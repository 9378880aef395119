import type { GateName, GateOperation, UnitaryOperation } from '../circuit.ts';
import { operationsMatrix } from '../matrices/operationsMatrix.ts';
import type { PauliFactor } from '../observable.ts';
import type { StabilizerGateName } from '../stabilizerGates.ts';
import { cliffordGates } from './cliffordGates.ts';
import { type CliffordTableau, cliffordTableau, pauliOf } from './cliffordTableau.ts';

/** A named Clifford gate with its targets. */
interface NamedClifford {
  readonly name: StabilizerGateName;
  readonly targets: readonly number[];
}

/** Names of gates without angles, by number of controls and name. */
const fixedNames: ReadonlyMap<string, StabilizerGateName> = new Map([
  ['0 id', 'I'],
  ['0 x', 'X'],
  ['0 y', 'Y'],
  ['0 z', 'Z'],
  ['0 h', 'H'],
  ['0 s', 'S'],
  ['0 sdg', 'S_DAG'],
  ['0 sx', 'SQRT_X'],
  ['0 sxdg', 'SQRT_X_DAG'],
  ['0 swap', 'SWAP'],
  ['0 iswap', 'ISWAP'],
  ['1 x', 'CX'],
  ['1 y', 'CY'],
  ['1 z', 'CZ'],
]);

/** Names of rotations by π/2, π and 3π/2; a rotation by π of two qubits is one of each. */
const rotationNames: {
  readonly [Name in GateName]?: readonly [StabilizerGateName, StabilizerGateName, StabilizerGateName];
} = {
  p: ['S', 'Z', 'S_DAG'],
  rz: ['S', 'Z', 'S_DAG'],
  rx: ['SQRT_X', 'X', 'SQRT_X_DAG'],
  ry: ['SQRT_Y', 'Y', 'SQRT_Y_DAG'],
  rxx: ['SQRT_XX', 'X', 'SQRT_XX_DAG'],
  ryy: ['SQRT_YY', 'Y', 'SQRT_YY_DAG'],
  rzz: ['SQRT_ZZ', 'Z', 'SQRT_ZZ_DAG'],
};

/** Wider gates are not looked at as matrices. Those of Clifford circuits act on fewer qubits. */
const widestMatrix = 6;

/**
 * A gate or matrix as named Clifford gates, up to a global phase, whatever its own name is.
 * @returns undefined when it is no Clifford gate
 */
export function recogniseClifford(operation: GateOperation | UnitaryOperation): readonly NamedClifford[] | undefined {
  const known = operation.kind === 'gate' ? namedGate(operation) : undefined;
  if (known) return known;
  const qubits = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
  const tableau = tableauOf(operation, qubits);
  return tableau && cliffordGates(tableau, qubits).flatMap((gate) => namedGate(gate) ?? []);
}

/** The Pauli matrices a gate or matrix amounts to, up to a global phase; undefined when it is more than that. */
export function recognisePaulis(operation: GateOperation | UnitaryOperation): readonly PauliFactor[] | undefined {
  const qubits = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
  const tableau = tableauOf(operation, qubits);
  const pauli = tableau && pauliOf(tableau);
  return (
    pauli &&
    qubits.flatMap((qubit, position) => {
      const [x, z] = [(pauli.x >> position) & 1, (pauli.z >> position) & 1];
      if (x === 0 && z === 0) return [];
      return [{ axis: x === 0 ? ('Z' as const) : z === 0 ? ('X' as const) : ('Y' as const), qubit }];
    })
  );
}

function tableauOf(
  operation: GateOperation | UnitaryOperation,
  qubits: readonly number[],
): CliffordTableau | undefined {
  if (qubits.length > widestMatrix) return undefined;
  const matrix = operationsMatrix([operation], qubits);
  return matrix && cliffordTableau(matrix);
}

function namedGate({ controls, gate, parameters, targets }: GateOperation): readonly NamedClifford[] | undefined {
  if (gate === 'gphase' && controls.length === 0) return [];
  if (controls.some(({ value }) => value === 0)) return undefined;
  const fixed = fixedNames.get(`${controls.length} ${gate}`);
  if (fixed !== undefined) return [{ name: fixed, targets: [...controls.map(({ qubit }) => qubit), ...targets] }];
  const rotations = controls.length === 0 ? rotationNames[gate] : undefined;
  const [angle] = parameters;
  if (rotations === undefined || typeof angle !== 'number') return undefined;
  const quarters = (2 * angle) / Math.PI;
  const count = Math.round(quarters);
  if (Math.abs(quarters - count) > 1e-9) return undefined;
  const turn = ((count % 4) + 4) % 4;
  if (turn === 0) return [];
  const name = rotations[turn - 1] ?? 'I';
  return turn === 2 ? targets.map((target) => ({ name, targets: [target] })) : [{ name, targets }];
}
