import { type Angle, parameterAngle } from '../angle.ts';
import type { Circuit, CircuitParameter, Control, GateName, Operation } from '../circuit.ts';

/** Collects the operations and parameters of a circuit template on one register `q`. */
export class TemplateBuilder {
  readonly #qubits: number;
  readonly #operations: Operation[] = [];
  readonly #parameters: CircuitParameter[] = [];

  constructor(qubits: number) {
    this.#qubits = qubits;
  }

  /** The next parameter, named `<prefix>[<how many of that prefix there were>]`. */
  parameter(prefix: string): Angle {
    const count = this.#parameters.filter(({ name }) => name.startsWith(`${prefix}[`)).length;
    this.#parameters.push({ name: `${prefix}[${count}]`, type: 'angle' });
    return parameterAngle(this.#parameters.length - 1);
  }

  gate(gate: GateName, targets: readonly number[], parameters: readonly Angle[] = []): void {
    this.#operations.push({ kind: 'gate', gate, parameters, controls: [], targets });
  }

  controlledGate(
    gate: GateName,
    controls: readonly Control[],
    target: number,
    parameters: readonly Angle[] = [],
  ): void {
    this.#operations.push({ kind: 'gate', gate, parameters, controls, targets: [target] });
  }

  controlledX(control: number, target: number): void {
    this.controlledGate('x', [{ qubit: control, value: 1 }], target);
  }

  onEach(place: (qubit: number) => void): void {
    for (let qubit = 0; qubit < this.#qubits; qubit++) place(qubit);
  }

  build(): Circuit {
    return {
      qubitCount: this.#qubits,
      bitCount: 0,
      qubitRegisters: [{ name: 'q', start: 0, size: this.#qubits }],
      bitRegisters: [],
      parameters: this.#parameters,
      operations: this.#operations,
    };
  }
}
