import type { Circuit, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { type CalibrationSnapshot, numberOf } from '#core/circuit/device/calibrationSnapshot.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { basisName } from './gateBasis.ts';

/**
 * How likely the operations of a device go wrong, of its calibration: the average infidelity of a gate, and the mean of
 * both ways of misreading a qubit. What was not measured is undefined.
 */
export class DeviceErrors {
  readonly #qubits = new Map<number, number>();
  readonly #readouts = new Map<number, number>();
  readonly #pairs = new Map<string, number>();
  readonly #gates = new Map<string, number>();
  readonly #virtual: ReadonlySet<string>;

  constructor({ edges = [], gates = [], qubits, virtualGates = [] }: CalibrationSnapshot) {
    for (const { error, p01, p10, qubit } of qubits) {
      if (error !== undefined) this.#qubits.set(qubit, numberOf(error));
      const misreadings = [p01, p10].flatMap((each) => (each === undefined ? [] : [numberOf(each)]));
      const sum = misreadings.reduce((total, each) => total + each, 0);
      if (misreadings.length > 0) this.#readouts.set(qubit, sum / misreadings.length);
    }
    for (const { error, qubits: pair } of edges)
      if (error !== undefined) this.#pairs.set(unordered(pair), numberOf(error));
    for (const { error, gate, qubits: own } of gates)
      if (error !== undefined) this.#gates.set(`${gate} ${unordered(own)}`, numberOf(error));
    this.#virtual = new Set(virtualGates);
  }

  /** Of a gate by its name in a basis on one or two qubits, in either order. */
  gate(name: string, qubits: readonly number[]): number | undefined {
    const [first = 0] = qubits;
    if (this.#virtual.has(name)) return 0;
    const own = this.#gates.get(`${name} ${unordered(qubits)}`);
    return own ?? (qubits.length === 1 ? this.#qubits.get(first) : this.pair(first, qubits[1] ?? 0));
  }

  /** Of the gate between two qubits that is not named. */
  pair(one: number, other: number): number | undefined {
    return this.#pairs.get(unordered([one, other]));
  }

  readout(qubit: number): number | undefined {
    return this.#readouts.get(qubit);
  }
}

function unordered(qubits: readonly number[]): string {
  return [...qubits].sort((left, right) => left - right).join();
}

/**
 * How likely nothing goes wrong in a circuit on the qubits of a device: the product of 1 − error over its gates and of
 * 1 − (P(1|0) + P(0|1))/2 over its measurements. Idle qubits, crosstalk and errors that undo each other are left out. Of
 * bodies the worst counts, of loops one pass. Undefined where the calibration tells no error of any of its operations.
 */
export function estimatedFidelity(
  { operations }: Pick<Circuit, 'operations'>,
  errors: DeviceErrors,
): number | undefined {
  return productOf(operations, errors);
}

function productOf(operations: readonly Operation[], errors: DeviceErrors): number | undefined {
  let product: number | undefined;
  for (const operation of operations) {
    const factor = fidelityOf(operation, errors);
    if (factor !== undefined) product = (product ?? 1) * factor;
  }
  return product;
}

function fidelityOf(operation: Operation, errors: DeviceErrors): number | undefined {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return complement(gateError(operation, errors));
    case 'measure':
      return complement(errors.readout(operation.qubit));
    case 'conditional':
    case 'switch':
    case 'while': {
      const known = bodiesOf(operation).flatMap((body) => productOf(body, errors) ?? []);
      return known.length === 0 ? undefined : Math.min(...known);
    }
    case 'reset':
    case 'barrier':
    case 'assign':
      return undefined;
  }
}

function gateError(operation: GateOperation | UnitaryOperation, errors: DeviceErrors): number | undefined {
  const qubits = operationQubits(operation);
  return qubits.length === 0 || qubits.length > 2 ? undefined : errors.gate(basisName(operation), qubits);
}

function complement(error: number | undefined): number | undefined {
  return error === undefined ? undefined : 1 - error;
}
