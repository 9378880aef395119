import type { Steps } from '#core/base/steps.ts';
import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { basisName, type GateBasis } from './gateBasis.ts';
import { placedOperation } from './placedOperations.ts';

type Gate = GateOperation | UnitaryOperation;

/** Operations between two pauses. */
const operationsInStep = 2000;

/** Writes gates on two qubits in those of a basis, on single ones in any. What gates without parameters become is kept. */
export class PairTranslator {
  readonly #basis: GateBasis;
  readonly #allows: PairOrder;
  readonly #known = new Map<string, readonly Gate[]>();

  /** @param allows the order in which two qubits may meet */
  constructor(basis: GateBasis, allows: PairOrder) {
    this.#basis = basis;
    this.#allows = allows;
  }

  *translated(operations: readonly Operation[]): Steps<Operation[]> {
    const result: Operation[] = [];
    for (let place = 0; place < operations.length; place++) {
      if (place % operationsInStep === operationsInStep - 1) yield;
      const operation = operations[place];
      if (operation === undefined) continue;
      if (operation.kind !== 'gate' && operation.kind !== 'unitary') {
        result.push(yield* withBodiesInSteps(operation, (body) => this.translated(body)));
        continue;
      }
      const [first = 0, second] = operationQubits(operation);
      if (second === undefined) {
        result.push(operation);
        continue;
      }
      const { source } = operation;
      for (const gate of this.#gates(operation, first, second)) result.push(source ? { ...gate, source } : gate);
    }
    return result;
  }

  #gates(gate: Gate, first: number, second: number): readonly Gate[] {
    if (gate.kind === 'unitary' || gate.parameters.length > 0 || gate.controls.some(({ value }) => value === 0))
      return entanglingGates(gate, this.#basis, this.#allows);
    const forwards = this.#allows(first, second);
    const backwards = this.#allows(second, first);
    const key = `${basisName(gate)} ${String(forwards)} ${String(backwards)}`;
    let known = this.#known.get(key);
    if (!known) {
      const allows: PairOrder = (one) => (one === 0 ? forwards : backwards);
      const { source: _source, ...bare } = gate;
      const there = placedOperation(bare, (qubit) => (qubit === first ? 0 : 1));
      known = entanglingGates(there, this.#basis, allows);
      this.#known.set(key, known);
    }
    return known.map((each) => placedOperation(each, (qubit) => (qubit === 0 ? first : second)));
  }
}
