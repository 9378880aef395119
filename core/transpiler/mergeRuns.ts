import type { Steps } from '#core/base/steps.ts';
import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { GateBasis } from './gateBasis.ts';
import { basisName } from './gateBasis.ts';
import { isMergeable, OneQubitProduct, rotationGates, rotationOf, translatedOneQubit } from './oneQubitSynthesis.ts';

type Gate = GateOperation | UnitaryOperation;

/** Operations between two pauses. */
const operationsInStep = 5000;

/**
 * Puts neighbouring gates on one qubit together, as the fewest gates of the basis that make the same rotation. It can be
 * asked again about operations that it answered with, and then only looks at runs that have changed since.
 */
export class RunMerger {
  readonly #basis: GateBasis;
  readonly #product = new OneQubitProduct();
  /** Runs that need nothing done, by their first gates. */
  readonly #settled = new WeakMap<Gate, readonly Gate[]>();

  constructor(basis: GateBasis) {
    this.#basis = basis;
  }

  /**
   * Gates with parameters stay as they are, once they are in the basis, and stand between others; runs in the basis that
   * would not become shorter are left alone.
   */
  *merged(operations: readonly Operation[]): Steps<Operation[]> {
    const result: Operation[] = [];
    const pending: (Gate[] | undefined)[] = [];
    const flush = (qubit: number) => {
      const run = pending[qubit];
      if (run) for (const gate of this.#shortenedRun(run, qubit)) result.push(gate);
      pending[qubit] = undefined;
    };
    for (let place = 0; place < operations.length; place++) {
      if (place % operationsInStep === operationsInStep - 1) yield;
      const operation = operations[place];
      if (operation === undefined) continue;
      if ((operation.kind === 'gate' || operation.kind === 'unitary') && isMergeable(operation)) {
        const [qubit = 0] = operation.targets;
        const run = pending[qubit];
        if (run) run.push(operation);
        else pending[qubit] = [operation];
        continue;
      }
      for (const qubit of operationQubits(operation)) flush(qubit);
      if ((operation.kind === 'gate' || operation.kind === 'unitary') && operationQubits(operation).length === 1)
        result.push(...translatedOneQubit(operation, this.#basis));
      else result.push(yield* withBodiesInSteps(operation, (body) => this.merged(body)));
    }
    pending.forEach((_run, qubit) => {
      flush(qubit);
    });
    return result;
  }

  /** The gates of one qubit, those with numbers for angles put together. */
  #shortenedRun(run: readonly Gate[], qubit: number): readonly Gate[] {
    const [first] = run;
    const settled = first && this.#settled.get(first);
    if (settled && settled.length === run.length && settled.every((gate, index) => gate === run[index])) return run;
    const result: Gate[] = [];
    let known: Gate[] = [];
    const finish = () => {
      for (const gate of this.#shortened(known, qubit)) result.push(gate);
      known = [];
    };
    for (const gate of run) {
      if (gate.kind === 'unitary' || gate.parameters.every((angle) => typeof angle === 'number')) {
        known.push(gate);
        continue;
      }
      finish();
      result.push(...translatedOneQubit(gate, this.#basis));
    }
    finish();
    const [begin] = result;
    if (begin) this.#settled.set(begin, result);
    return result;
  }

  #shortened(gates: readonly Gate[], qubit: number): readonly Gate[] {
    if (gates.length === 0) return gates;
    const merged = rotationGates(rotationOf(this.#product.of(gates)), qubit, this.#basis);
    const isInBasis = gates.every((gate) => gate.kind === 'gate' && this.#basis.has(basisName(gate)));
    const plain =
      isInBasis || merged.length <= gates.length
        ? gates
        : gates.flatMap((gate) => translatedOneQubit(gate, this.#basis));
    if (isInBasis ? merged.length >= plain.length : merged.length > plain.length) return plain;
    const source = gates[0]?.source;
    return source === undefined ? merged : merged.map((gate) => ({ ...gate, source }));
  }
}
