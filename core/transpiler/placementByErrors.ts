import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { CouplingMap } from './couplingMap.ts';
import type { DeviceErrors } from './deviceErrors.ts';

/** Placements that are looked at in all, shared among the qubits the search can begin with. */
const mostSteps = 40_000;

/** A swap is three entangling gates. */
const entanglersOfSwap = 3;

/**
 * Other qubits of the device for a routed circuit, so that it errs less: the pairs that it couples stay coupled, and no
 * swap is added. A search over the ways to lay the graph of its pairs into that of the couplings, which gives up branches
 * that already err more than the best (P. D. Nation and M. Treinish, "Suppressing quantum circuit errors due to system
 * variability", 2023).
 * @param operations on qubits of the device, gates on two only where these are coupled
 * @param used qubits that are in use whether operations act on them or not
 * @returns the new qubit for each in use, or undefined where nothing errs less
 */
export function placementByErrors(
  operations: readonly Operation[],
  used: readonly number[],
  coupling: CouplingMap,
  errors: DeviceErrors,
): ReadonlyMap<number, number> | undefined {
  const uses = new QubitUses(used);
  uses.add(operations);
  return new PlacementSearch(uses, coupling, errors).run();
}

/** How often operations act on qubits and pairs. */
class QubitUses {
  readonly gates = new Map<number, number>();
  readonly readings = new Map<number, number>();
  /** For each qubit those it meets, and how often in entangling gates. */
  readonly meetings = new Map<number, Map<number, number>>();

  constructor(used: readonly number[]) {
    for (const qubit of used) this.#know(qubit);
  }

  add(operations: readonly Operation[]): void {
    for (const operation of operations) {
      for (const body of bodiesOf(operation)) this.add(body);
      const qubits = operationQubits(operation);
      const [one, other] = qubits;
      switch (operation.kind) {
        case 'gate':
        case 'unitary': {
          if (one === undefined) break;
          this.#know(one);
          if (other === undefined) {
            this.gates.set(one, (this.gates.get(one) ?? 0) + 1);
            break;
          }
          this.#know(other);
          const count = operation.kind === 'gate' && operation.gate === 'swap' ? entanglersOfSwap : 1;
          this.#meet(one, other, count);
          this.#meet(other, one, count);
          break;
        }
        case 'measure':
          this.#know(operation.qubit);
          this.readings.set(operation.qubit, (this.readings.get(operation.qubit) ?? 0) + 1);
          break;
        case 'reset':
          this.#know(operation.qubit);
          break;
        case 'barrier':
        case 'conditional':
        case 'switch':
        case 'while':
        case 'assign':
          break;
      }
    }
  }

  /** Qubits so that each, where that can be, meets one before it; the busiest of each piece first. */
  inOrder(): number[] {
    const order: number[] = [];
    const left = new Set([...this.meetings.keys()].sort((one, other) => this.#weight(other) - this.#weight(one)));
    for (const start of left) {
      const queue = [start];
      for (let head = 0; head < queue.length; head++) {
        const qubit = queue[head] ?? start;
        if (!left.delete(qubit)) continue;
        order.push(qubit);
        const others = [...(this.meetings.get(qubit) ?? [])].sort(([, one], [, other]) => other - one);
        queue.push(...others.map(([other]) => other));
      }
    }
    return order;
  }

  #weight(qubit: number): number {
    return [...(this.meetings.get(qubit)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  #know(qubit: number): void {
    if (!this.meetings.has(qubit)) this.meetings.set(qubit, new Map());
  }

  #meet(one: number, other: number, count: number): void {
    const own = this.meetings.get(one);
    own?.set(other, (own.get(other) ?? 0) + count);
  }
}

class PlacementSearch {
  readonly #uses: QubitUses;
  readonly #coupling: CouplingMap;
  readonly #errors: DeviceErrors;
  readonly #order: readonly number[];
  readonly #places = new Map<number, number>();
  readonly #taken = new Set<number>();
  #best: ReadonlyMap<number, number> | undefined;
  #least: number;
  #steps = 0;

  constructor(uses: QubitUses, coupling: CouplingMap, errors: DeviceErrors) {
    this.#uses = uses;
    this.#coupling = coupling;
    this.#errors = errors;
    this.#order = uses.inOrder();
    let own = 0;
    for (const qubit of this.#order) {
      own += this.#cost(qubit, qubit);
      this.#places.set(qubit, qubit);
    }
    this.#places.clear();
    // What is as good as the circuit as it is does not count as better.
    this.#least = own * (1 - 1e-9);
  }

  run(): ReadonlyMap<number, number> | undefined {
    const [first] = this.#order;
    if (first === undefined) return undefined;
    const starts = this.#ranked(first, this.#all());
    starts.forEach(([start, cost]) => {
      this.#steps = Math.ceil(mostSteps / starts.length);
      this.#place(first, start, () => this.#descend(1, cost));
    });
    return this.#best;
  }

  /** Every qubit from one place of the order on. @param cost of those before */
  #descend(at: number, cost: number): void {
    const qubit = this.#order[at];
    if (qubit === undefined) {
      this.#least = cost;
      this.#best = new Map(this.#places);
      return;
    }
    for (const [device, own] of this.#ranked(qubit, this.#candidates(qubit))) {
      if (cost + own >= this.#least || this.#steps-- <= 0) return;
      this.#place(qubit, device, () => this.#descend(at + 1, cost + own));
    }
  }

  #place(qubit: number, device: number, then: () => void): void {
    this.#places.set(qubit, device);
    this.#taken.add(device);
    then();
    this.#places.delete(qubit);
    this.#taken.delete(device);
  }

  #all(): number[] {
    return Array.from({ length: this.#coupling.qubitCount }, (_, device) => device);
  }

  /** Free qubits of the device coupled with the places of all qubits that this one meets. */
  #candidates(qubit: number): readonly number[] {
    const beside = [...(this.#uses.meetings.get(qubit)?.keys() ?? [])].flatMap(
      (other) => this.#places.get(other) ?? [],
    );
    const [first] = beside;
    const around = first === undefined ? this.#all() : this.#coupling.neighbours(first);
    return around.filter(
      (device) => !this.#taken.has(device) && beside.every((place) => this.#coupling.areCoupled(place, device)),
    );
  }

  /** Those that err least first; of equal ones the first. */
  #ranked(qubit: number, devices: readonly number[]): (readonly [number, number])[] {
    return devices
      .map((device) => [device, this.#cost(qubit, device)] as const)
      .filter(([, cost]) => cost < this.#least)
      .sort(([, one], [, other]) => one - other);
  }

  /** The sum of the errors that a qubit adds on a place, with those of the pairs it makes with placed ones. */
  #cost(qubit: number, device: number): number {
    const { gates, meetings, readings } = this.#uses;
    let cost =
      (gates.get(qubit) ?? 0) * (this.#errors.gate('u', [device]) ?? 0) +
      (readings.get(qubit) ?? 0) * (this.#errors.readout(device) ?? 0);
    for (const [other, count] of meetings.get(qubit) ?? []) {
      const place = this.#places.get(other);
      if (place !== undefined) cost += count * (this.#errors.pair(place, device) ?? 0);
    }
    return cost;
  }
}
