import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';

/**
 * An upper bound on how entangled a circuit can make its qubits: the binary logarithm of the largest bond dimension an exact
 * matrix product state of the qubits in a row may need, after every single operation.
 *
 * A gate across a cut multiplies the rank there by at most its own (2 for a gate with controls or a rotation, 4 for other
 * two-qubit gates), repeated gates on the same qubits by at most 4 together, and the rank is at most 2 to the number of
 * entangled qubits on the smaller side. Bodies of conditionals and loops count once each.
 * @param order the qubit at each place of the row; in their order unless given
 */
export function bondExponent(operations: readonly Operation[], qubitCount: number, order?: readonly number[]): number {
  const estimate = new BondEstimate(qubitCount, order);
  estimate.add(operations);
  return estimate.largest();
}

class BondEstimate {
  /** By how much the exponent of the cut behind place k is above that of the cut before it, up to now. */
  readonly #steps: Float64Array;
  readonly #entangled: Uint8Array;
  /** The latest gate on several qubits that acted on each qubit. */
  readonly #latest: (RunOfGates | undefined)[];

  /** The place of each qubit. */
  readonly #places: Int32Array;

  constructor(qubitCount: number, order: readonly number[] | undefined) {
    this.#places = Int32Array.from({ length: qubitCount }, (_, qubit) => qubit);
    order?.forEach((qubit, place) => {
      this.#places[qubit] = place;
    });
    this.#steps = new Float64Array(qubitCount);
    this.#entangled = new Uint8Array(qubitCount);
    this.#latest = new Array<RunOfGates | undefined>(qubitCount).fill(undefined);
  }

  add(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.kind === 'gate' || operation.kind === 'unitary') this.#gate(operation);
      else for (const body of bodiesOf(operation)) this.add(body);
    }
  }

  largest(): number {
    const total = this.#entangled.reduce((sum, each) => sum + each, 0);
    let left = 0;
    let exponent = 0;
    let largest = 0;
    this.#steps.forEach((step, cut) => {
      exponent += step;
      left += this.#entangled[cut] ?? 0;
      largest = Math.max(largest, Math.min(exponent, left, total - left));
    });
    return largest;
  }

  #gate(operation: Extract<Operation, { kind: 'gate' | 'unitary' }>): void {
    const qubits = operationQubits(operation).map((qubit) => this.#places[qubit] ?? qubit);
    if (qubits.length < 2) return;
    const first = Math.min(...qubits);
    const last = Math.max(...qubits);
    const width = qubits.length;
    const known = this.#latest[qubits[0] ?? 0];
    const isRepeated = known?.width === width && qubits.every((qubit) => this.#latest[qubit] === known);
    const run = isRepeated ? known : { width, exponent: 0 };
    // A matrix on several qubits has rank at most 4 to the number of qubits on the smaller side of a cut.
    const most = 2 * Math.floor(width / 2);
    const exponent = Math.min(most, run.exponent + exponentOf(operation, most));
    const added = exponent - run.exponent;
    this.#steps[first] = (this.#steps[first] ?? 0) + added;
    this.#steps[last] = (this.#steps[last] ?? 0) - added;
    run.exponent = exponent;
    for (const qubit of qubits) {
      this.#entangled[qubit] = 1;
      this.#latest[qubit] = run;
    }
  }
}

/** Gates one after the other on the same qubits, with nothing else that entangles them in between. */
interface RunOfGates {
  readonly width: number;
  exponent: number;
}

function exponentOf(operation: Extract<Operation, { kind: 'gate' | 'unitary' }>, most: number): number {
  const { controls, targets } = operation;
  // Sum of "controls do not hold" and "controls hold": two products across any cut, where the target is one qubit.
  if (controls.length > 0 && targets.length <= 1) return 1;
  if (operation.kind === 'gate' && controls.length === 0 && /^r(xx|yy|zz)$/.test(operation.gate)) return 1;
  return most;
}
