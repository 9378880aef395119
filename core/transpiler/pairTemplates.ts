import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { fromDense } from '#core/circuit/matrices/denseMatrix.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import { basisName, type GateBasis } from './gateBasis.ts';
import { OneQubitProduct, rotationGates, rotationOf } from './oneQubitSynthesis.ts';

type Gate = GateOperation | UnitaryOperation;

/** What a gate on qubits 0 and 1 becomes on a device. */
export interface PairTemplate {
  /** One gate for each qubit, undefined for none, in no basis yet. */
  readonly before: readonly [UnitaryOperation | undefined, UnitaryOperation | undefined];
  /** From the first gate on both qubits to the last, all in the basis. */
  readonly inside: readonly Gate[];
  readonly behind: readonly [UnitaryOperation | undefined, UnitaryOperation | undefined];
}

/** Keeps what gates without parameters become on a device, for each order in which their qubits may meet. */
export class PairTemplates {
  readonly #basis: GateBasis;
  readonly #allows: PairOrder;
  readonly #product = new OneQubitProduct();
  readonly #known = new Map<string, PairTemplate>();

  constructor(basis: GateBasis, allows: PairOrder) {
    this.#basis = basis;
    this.#allows = allows;
  }

  /** Undefined for gates that are not always the same. */
  of(gate: Gate, first: number, second: number): PairTemplate | undefined {
    if (gate.kind === 'unitary' ? gate.label !== 'ecr' : gate.parameters.length > 0) return undefined;
    if (gate.controls.some(({ value }) => value === 0)) return undefined;
    const forwards = this.#allows(first, second);
    const backwards = this.#allows(second, first);
    const key = `${basisName(gate)} ${forwards ? 1 : 0}${backwards ? 1 : 0}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { source: _source, ...bare } = gate;
    const there = onPair(bare, (qubit) => (qubit === first ? 0 : 1));
    const made = this.#template(entanglingGates(there, this.#basis, (one) => (one === 0 ? forwards : backwards)));
    this.#known.set(key, made);
    return made;
  }

  #template(gates: readonly Gate[]): PairTemplate {
    const isPair = (gate: Gate) => operationQubits(gate).length === 2;
    const [begin, end] = [gates.findIndex(isPair), gates.findLastIndex(isPair)];
    const inside: Gate[] = [];
    let pending: Gate[] = [];
    const flush = () => {
      for (const qubit of [0, 1]) {
        const own = pending.filter(({ targets }) => targets[0] === qubit);
        if (own.length > 0) inside.push(...rotationGates(rotationOf(this.#product.of(own)), qubit, this.#basis));
      }
      pending = [];
    };
    for (const gate of gates.slice(begin, end + 1)) {
      if (!isPair(gate)) {
        pending.push(gate);
        continue;
      }
      flush();
      inside.push(gate);
    }
    return {
      before: this.#both(begin < 0 ? gates : gates.slice(0, begin)),
      inside,
      behind: this.#both(begin < 0 ? [] : gates.slice(end + 1)),
    };
  }

  #both(gates: readonly Gate[]): readonly [UnitaryOperation | undefined, UnitaryOperation | undefined] {
    return [this.#one(gates, 0), this.#one(gates, 1)];
  }

  #one(gates: readonly Gate[], qubit: number): UnitaryOperation | undefined {
    const own = gates.filter(({ targets }) => targets[0] === qubit);
    if (own.length === 0) return undefined;
    const matrix = fromDense(this.#product.of(own));
    return { kind: 'unitary', label: 'turn', matrix, controls: [], targets: [qubit] };
  }
}

/** A gate on other qubits. */
export function onPair<Kind extends Gate>(gate: Kind, place: (qubit: number) => number): Kind {
  return {
    ...gate,
    controls:
      gate.controls.length === 0
        ? gate.controls
        : gate.controls.map(({ qubit, value }) => ({ qubit: place(qubit), value })),
    targets: gate.targets.map(place),
  };
}
