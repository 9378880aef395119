import type { GateOperation } from '#core/circuit/circuit.ts';
import { eulerAngles } from '#core/circuit/eulerAngles.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { adjoint, type DenseMatrix, fromDense, product } from '#core/circuit/matrices/denseMatrix.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import type { Entangler } from './gateBasis.ts';
import { type WeylDecomposition, weylDecomposition } from './weylDecomposition.ts';

/** Coordinates smaller than this do nothing that could be told. */
const negligible = 1e-10;

/** How many entangling gates a unitary with these coordinates needs at least: CX or equivalent ones, or rotations. */
export function entanglersNeeded({ coordinates: [a, b, c] }: WeylDecomposition, entangler: Entangler): number {
  switch (entangler) {
    case 'rzz':
    case 'rxx':
      return [a, b, c].filter((coordinate) => Math.abs(coordinate) > negligible).length;
    case 'cx':
    case 'cz':
    case 'ecr':
      return cxNeeded(a, b, c);
    case 'iswap':
      // An iSWAP is a CZ and a swap, so that two of them do what two CZ do, and three whatever three CZ do after a swap.
      return isSwapLike(a, b, c) ? 1 : cxNeeded(a, b, c) === 1 ? 2 : cxNeeded(a, b, c);
  }
}

/** V. Shende, I. Markov, S. Bullock, "Minimal universal two-qubit controlled-NOT-based circuits", 2004. */
function cxNeeded(a: number, b: number, c: number): number {
  if (Math.abs(c) > negligible) return 3;
  if (b > negligible) return 2;
  if (a <= negligible) return 0;
  return Math.abs(a - Math.PI / 4) <= negligible ? 1 : 2;
}

/** A unitary that an iSWAP makes by itself. */
function isSwapLike(a: number, b: number, c: number): boolean {
  return (
    Math.abs(a - Math.PI / 4) <= negligible && Math.abs(b - Math.PI / 4) <= negligible && Math.abs(c) <= negligible
  );
}

/**
 * A unitary on two qubits by as few entangling gates as it needs, up to the phase of the whole state. Entangling gates
 * come out as `rzz` where the basis turns, as `iswap` where one is enough, else as CX; others as `u` on single qubits.
 * @param unitary bit j of an index is `qubits[j]`
 */
export function twoQubitGates(
  unitary: DenseMatrix,
  qubits: readonly [number, number],
  entangler: Entangler,
): GateOperation[] {
  const wanted = weylDecomposition(unitary);
  const [a, b, c] = wanted.coordinates;
  switch (entangler) {
    case 'rzz':
    case 'rxx':
      return [...locals(wanted.right, qubits), ...rotations([a, b, c], qubits), ...locals(wanted.left, qubits)];
    case 'iswap':
      return byIswap(unitary, wanted, qubits);
    case 'cx':
    case 'cz':
    case 'ecr':
      return byCx(wanted, qubits);
  }
}

/** exp(i(a XX + b YY + c ZZ)). */
function rotations(coordinates: readonly [number, number, number], [one, other]: readonly [number, number]) {
  const before = ['h', 'sx', undefined] as const;
  const after = ['h', 'sxdg', undefined] as const;
  return coordinates.flatMap((coordinate, axis): GateOperation[] => {
    if (Math.abs(coordinate) <= negligible) return [];
    const both = (gate: 'h' | 'sx' | 'sxdg' | undefined) =>
      gate === undefined ? [] : [gateOperation(gate, [], [one]), gateOperation(gate, [], [other])];
    return [...both(before[axis]), gateOperation('rzz', [-2 * coordinate], [one, other]), ...both(after[axis])];
  });
}

function byCx(wanted: WeylDecomposition, qubits: readonly [number, number]): GateOperation[] {
  const [one, other] = qubits;
  const [a, b, c] = wanted.coordinates;
  const cx = gateOperation('x', [], [other], [one]);
  switch (cxNeeded(a, b, c)) {
    case 0:
      return locals([product(wanted.left[0], wanted.right[0]), product(wanted.left[1], wanted.right[1])], qubits);
    case 1:
      return matched(wanted, [cx], qubits);
    case 2:
      // CX takes X on its control to XX, and Z on its target to ZZ.
      return matched(wanted, [cx, rotation('rx', -2 * a, one), rotation('rz', -2 * b, other), cx], qubits);
    default: {
      // F. Vatan and C. Williams, "Optimal quantum circuits for general two-qubit gates", 2004.
      const back = gateOperation('x', [], [one], [other]);
      const turns = [rotation('rz', 2 * c - Math.PI / 2, one), rotation('ry', Math.PI / 2 - 2 * a, other)];
      const last = rotation('ry', Math.PI / 2 - 2 * b, other);
      return matched(wanted, [back, ...turns, cx, last, back], qubits);
    }
  }
}

/**
 * By iSWAP = SWAP · CZ · (S ⊗ S), whose swaps only exchange the qubits of what stands between them: even numbers of them
 * leave none, odd ones leave one.
 */
function byIswap(unitary: DenseMatrix, wanted: WeylDecomposition, qubits: readonly [number, number]): GateOperation[] {
  const [one, other] = qubits;
  const [a, b, c] = wanted.coordinates;
  const iswap = gateOperation('iswap', [], qubits);
  if (isSwapLike(a, b, c)) return matched(wanted, [iswap], qubits);
  switch (cxNeeded(a, b, c)) {
    case 0:
      return byCx(wanted, qubits);
    case 1:
    case 2:
      return matched(wanted, [iswap, rotation('rx', -2 * a, one), rotation('rx', -2 * b, other), iswap], qubits);
    default: {
      const [x, y, z] = weylDecomposition(product(swapMatrix, unitary)).coordinates;
      const h = (qubit: number) => gateOperation('h', [], [qubit]);
      const undo = [one, other].map((qubit) => gateOperation('sdg', [], [qubit]));
      // The three CX of Vatan and Williams by CZ; between the first two the qubits are exchanged.
      const first = [
        h(other),
        rotation('rz', 2 * z - Math.PI / 2, other),
        rotation('ry', Math.PI / 2 - 2 * x, one),
        h(one),
      ];
      const second = [h(other), rotation('ry', Math.PI / 2 - 2 * y, other), h(one)];
      return matched(wanted, [iswap, ...first, ...undo, iswap, ...second, ...undo, iswap], qubits);
    }
  }
}

const swapMatrix: DenseMatrix = {
  dimension: 4,
  re: Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1),
  im: new Float64Array(16),
};

function rotation(gate: 'rx' | 'ry' | 'rz', angle: number, qubit: number): GateOperation {
  return gateOperation(gate, [angle], [qubit]);
}

/** Gates with the coordinates wanted, between those on single qubits that make them equal to what is wanted. */
function matched(
  wanted: WeylDecomposition,
  gates: readonly GateOperation[],
  qubits: readonly [number, number],
): GateOperation[] {
  const matrix = operationsMatrix(gates, qubits);
  if (!matrix) throw new RangeError('Gates that are to be matched have numbers for angles.');
  const found = weylDecomposition(matrix);
  const right = [0, 1].map((bit) => product(adjoint(found.right[bit as 0 | 1]), wanted.right[bit as 0 | 1])) as [
    DenseMatrix,
    DenseMatrix,
  ];
  const left = [0, 1].map((bit) => product(wanted.left[bit as 0 | 1], adjoint(found.left[bit as 0 | 1]))) as [
    DenseMatrix,
    DenseMatrix,
  ];
  return [...locals(right, qubits), ...gates, ...locals(left, qubits)];
}

function locals(matrices: readonly [DenseMatrix, DenseMatrix], qubits: readonly [number, number]): GateOperation[] {
  return matrices.map((matrix, bit) => {
    const { lambda, phi, theta } = eulerAngles(fromDense(matrix).values);
    return gateOperation('u', [theta, phi, lambda], [qubits[bit] ?? 0]);
  });
}
