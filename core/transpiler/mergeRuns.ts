import type { Steps } from '#core/base/steps.ts';
import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { basisName, type GateBasis } from './gateBasis.ts';
import { isMergeable, OneQubitProduct, rotationGates, rotationOf, translatedOneQubit } from './oneQubitSynthesis.ts';
import { onPair, PairTemplates } from './pairTemplates.ts';

type Gate = GateOperation | UnitaryOperation;

/** Operations between two pauses. */
const operationsInStep = 2000;

/**
 * Writes circuits in the gates of a device and puts neighbouring gates on one qubit together, as the fewest gates of the
 * basis that make the same rotation.
 */
export class RunMerger {
  readonly #basis: GateBasis;
  readonly #allows: PairOrder;
  readonly #templates: PairTemplates;
  readonly #product = new OneQubitProduct();

  /** @param allows the order in which two qubits may meet */
  constructor(basis: GateBasis, allows: PairOrder) {
    this.#basis = basis;
    this.#allows = allows;
    this.#templates = new PairTemplates(basis, allows);
  }

  /**
   * Gates with parameters stay as they are, once they are in the basis, and stand between others; runs in the basis that
   * would not become shorter are left alone.
   * @param operations with gates on one or two qubits
   */
  *merged(operations: readonly Operation[]): Steps<Operation[]> {
    const result: Operation[] = [];
    const pending: (Gate[] | undefined)[] = [];
    for (let place = 0; place < operations.length; place++) {
      if (place % operationsInStep === operationsInStep - 1) yield;
      const operation = operations[place];
      if (operation === undefined) continue;
      if (operation.kind === 'gate' || operation.kind === 'unitary') {
        this.#write(operation, pending, result);
        continue;
      }
      for (const qubit of operationQubits(operation)) this.#flush(qubit, pending, result);
      result.push(yield* withBodiesInSteps(operation, (body) => this.merged(body)));
    }
    pending.forEach((_run, qubit) => {
      this.#flush(qubit, pending, result);
    });
    return result;
  }

  #write(gate: Gate, pending: (Gate[] | undefined)[], result: Operation[]): void {
    if (isMergeable(gate)) {
      const [qubit = 0] = gate.targets;
      this.#keep(gate, qubit, pending);
      return;
    }
    const [first = 0, second] = operationQubits(gate);
    if (second === undefined) {
      this.#flush(first, pending, result);
      result.push(...translatedOneQubit(gate, this.#basis));
      return;
    }
    const { source } = gate;
    const template = this.#templates.of(gate, first, second);
    if (!template) {
      for (const each of entanglingGates(gate, this.#basis, this.#allows)) {
        const piece = source ? { ...each, source } : each;
        if (operationQubits(piece).length === 2) {
          this.#flush(first, pending, result);
          this.#flush(second, pending, result);
          result.push(piece);
        } else this.#write(piece, pending, result);
      }
      return;
    }
    const { before, behind, inside } = template;
    const place = (qubit: number) => (qubit === 0 ? first : second);
    [first, second].forEach((qubit, index) => {
      const turn = before[index];
      if (turn) this.#keep(source ? { ...turn, source } : turn, qubit, pending);
      if (inside.length > 0) this.#flush(qubit, pending, result);
    });
    for (const each of inside) {
      const placed = onPair(each, place);
      result.push(source ? { ...placed, source } : placed);
    }
    [first, second].forEach((qubit, index) => {
      const turn = behind[index];
      if (turn) this.#keep(source ? { ...turn, source } : turn, qubit, pending);
    });
  }

  #keep(gate: Gate, qubit: number, pending: (Gate[] | undefined)[]): void {
    const run = pending[qubit];
    if (run) run.push(gate);
    else pending[qubit] = [gate];
  }

  #flush(qubit: number, pending: (Gate[] | undefined)[], result: Operation[]): void {
    const run = pending[qubit];
    if (!run) return;
    for (const gate of this.#shortenedRun(run, qubit)) result.push(gate);
    pending[qubit] = undefined;
  }

  /** The gates of one qubit, those with numbers for angles put together. */
  #shortenedRun(run: readonly Gate[], qubit: number): readonly Gate[] {
    if (run.every(isKnown)) return this.#shortened(run, qubit);
    const pieces: Gate[] = [];
    let known: Gate[] = [];
    for (const gate of run) {
      if (isKnown(gate)) {
        known.push(gate);
        continue;
      }
      pieces.push(...this.#shortened(known, qubit), ...translatedOneQubit(gate, this.#basis));
      known = [];
    }
    return [...pieces, ...this.#shortened(known, qubit)];
  }

  #shortened(gates: readonly Gate[], qubit: number): readonly Gate[] {
    if (gates.length === 0) return gates;
    const isInBasis = gates.every((gate) => gate.kind === 'gate' && this.#basis.has(basisName(gate)));
    const [first] = gates;
    // A gate that does something is as short as it can be.
    if (isInBasis && gates.length === 1 && first?.kind === 'gate' && !first.parameters.includes(0)) return gates;
    const merged = rotationGates(rotationOf(this.#product.of(gates)), qubit, this.#basis);
    if (isInBasis && merged.length >= gates.length) return gates;
    if (!isInBasis && merged.length > gates.length && gates.every(({ targets }) => targets[0] === qubit)) {
      const plain = gates.flatMap((gate) => translatedOneQubit(gate, this.#basis));
      if (plain.length < merged.length) return plain;
    }
    const source = gates[0]?.source;
    return source === undefined ? merged : merged.map((gate) => ({ ...gate, source }));
  }
}

function isKnown(gate: Gate): boolean {
  return gate.kind === 'unitary' || gate.parameters.every((angle) => typeof angle === 'number');
}
