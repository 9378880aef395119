import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import type { ComplexMatrix, GateOperation } from '../circuit.ts';
import { eulerAngles } from '../eulerAngles.ts';
import { cosineSine } from '../matrices/cosineSine.ts';
import {
  adjoint,
  block,
  type DenseMatrix,
  fromDense,
  identityMatrix,
  largestEntry,
  product,
  scaledRows,
  sum,
  toDense,
} from '../matrices/denseMatrix.ts';
import { unitaryEigen } from '../matrices/unitaryEigen.ts';
import { multiplexedRotation } from './multiplexedRotation.ts';
import { tidyAngle } from './tidyAngle.ts';

/** Entries below this count as zero when a matrix is looked at for structure. */
const zero = 1e-13;

/**
 * A unitary matrix as gates: `u`, `ry`, `rz` on single qubits, CX (`x` with one control) and at most one `gphase`, which
 * comes first. Equal to the matrix to some 10⁻¹³ per entry, global phase included.
 *
 * One qubit is written by its Euler angles, more by the quantum Shannon decomposition (V. Shende, S. Bullock,
 * I. Markov, "Synthesis of quantum logic circuits", 2006); parts that do nothing are left out.
 * @param targets bit j of a matrix index is `targets[j]`
 */
export function unitaryGates(matrix: ComplexMatrix, targets: readonly number[]): GateOperation[] {
  const synthesis = new Synthesis();
  synthesis.write(toDense(matrix), targets);
  const { gates, phase } = synthesis;
  return Math.abs(phase) < 1e-14
    ? gates
    : [{ kind: 'gate', gate: 'gphase', parameters: [phase], controls: [], targets: [] }, ...gates];
}

class Synthesis {
  readonly gates: GateOperation[] = [];
  #phase = 0;

  /** In (−π, π]. */
  get phase(): number {
    return tidyAngle(this.#phase);
  }

  write(unitary: DenseMatrix, targets: readonly number[]): void {
    const scalar = scalarPhase(unitary);
    if (scalar !== undefined) {
      this.#phase += scalar;
      return;
    }
    const [only] = targets;
    if (targets.length === 1 && only !== undefined) {
      this.#writeOneQubit(unitary, only);
      return;
    }
    const half = unitary.dimension / 2;
    const [lowerLeft, upperLeft] = [block(unitary, half, half, 0), block(unitary, half, 0, 0)];
    if (largestEntry(lowerLeft) < zero) {
      this.#writeMultiplexed(upperLeft, block(unitary, half, half, half), targets);
      return;
    }
    const selectors = targets.slice(0, -1);
    const top = targets.at(-1) ?? 0;
    const { angles, left, right } = cosineSine(unitary);
    this.#writeMultiplexed(right[0], right[1], targets);
    this.gates.push(
      ...multiplexedRotation(
        'ry',
        angles.map((angle) => 2 * angle),
        selectors,
        top,
      ),
    );
    this.#writeMultiplexed(left[0], left[1], targets);
  }

  #writeOneQubit(unitary: DenseMatrix, target: number): void {
    const { lambda, phase, phi, theta } = eulerAngles(fromDense(unitary).values);
    this.#phase += phase;
    const shared = { kind: 'gate', controls: [], targets: [target] } as const;
    if (Math.abs(theta) < 1e-14) {
      // u(0, φ, λ) is a phase, and rz one up to a global phase.
      const turn = tidyAngle(phi + lambda);
      this.#phase += turn / 2;
      this.gates.push({ ...shared, gate: 'rz', parameters: [turn] });
    } else {
      this.gates.push({ ...shared, gate: 'u', parameters: [theta, phi, lambda].map(tidyAngle) });
    }
  }

  /** `zeroBlock` where the last target is 0, `oneBlock` where it is 1. */
  #writeMultiplexed(zeroBlock: DenseMatrix, oneBlock: DenseMatrix, targets: readonly number[]): void {
    const selectors = targets.slice(0, -1);
    const difference = sum(zeroBlock, scaled(oneBlock, -1));
    if (largestEntry(difference) < zero) {
      this.write(zeroBlock, selectors);
      return;
    }
    // A B† = V D² V†, and then A = V D W, B = V D† W with W = D V† B.
    const { phases, vectors } = unitaryEigen(product(zeroBlock, adjoint(oneBlock)));
    const halves = phases.map((phase) => phase / 2);
    const first = scaledRows(product(adjoint(vectors), oneBlock), halves.map(cosineOf), halves.map(sineOf));
    this.write(first, selectors);
    const top = targets.at(-1) ?? 0;
    this.gates.push(
      ...multiplexedRotation(
        'rz',
        phases.map((phase) => -phase),
        selectors,
        top,
      ),
    );
    this.write(vectors, selectors);
  }
}

/** The phase of a multiple of the identity; undefined for other matrices. */
function scalarPhase(unitary: DenseMatrix): number | undefined {
  const [re, im] = [unitary.re[0] ?? 0, unitary.im[0] ?? 0];
  const n = unitary.dimension;
  const wanted = scaledRows(identityMatrix(n), new Float64Array(n).fill(re), new Float64Array(n).fill(im));
  return largestEntry(sum(unitary, scaled(wanted, -1))) < zero ? phaseOf(re, im) : undefined;
}

function scaled({ dimension, re, im }: DenseMatrix, factor: number): DenseMatrix {
  return { dimension, re: re.map((value) => factor * value), im: im.map((value) => factor * value) };
}
