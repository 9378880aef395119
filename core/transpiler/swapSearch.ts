import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { CouplingMap } from './couplingMap.ts';

/** Something that is done to a circuit, as routing sees it. */
export interface RoutingStep {
  /** What orders it: steps that share a wire stay in order. */
  readonly wires: readonly (number | string)[];
  /** Two qubits of the circuit that have to be coupled for it. */
  readonly pair?: readonly [number, number];
}

export type RoutedStep =
  | { readonly kind: 'step'; readonly index: number }
  /** Exchanges two qubits of the device. */
  | { readonly kind: 'swap'; readonly qubits: readonly [number, number] };

/** Pairs that come soon after the front and already weigh on the choice of a swap. */
const lookAhead = 20;
const lookAheadWeight = 0.5;

/** A qubit that was just swapped is a little worse, so that swaps spread over the device. */
const decayStep = 0.001;
const decayLength = 5;

/**
 * Orders steps and puts swaps between them so that every pair is coupled when its turn comes (G. Li, Y. Ding, Y. Xie,
 * "Tackling the qubit mapping problem for NISQ-era quantum devices", 2019). Where the search makes no headway, the first
 * pair is brought together on a shortest way.
 * @param positions the qubit of the device that each qubit of the circuit is on; changed to where they end
 * @throws Failure `invalid-circuit` when no way of couplings leads from one qubit of a pair to the other
 */
export function routedSteps(
  steps: readonly RoutingStep[],
  positions: number[],
  coupling: CouplingMap,
  random: RandomStream,
): RoutedStep[] {
  return new SwapSearch(steps, positions, coupling, random).run();
}

class SwapSearch {
  readonly #steps: readonly RoutingStep[];
  readonly #positions: number[];
  readonly #coupling: CouplingMap;
  readonly #random: RandomStream;
  readonly #successors: readonly (readonly number[])[];
  readonly #waitsFor: Int32Array;
  readonly #result: RoutedStep[] = [];
  /** The qubit of the circuit on each qubit of the device, −1 for none. */
  readonly #occupants: Int32Array;
  readonly #decay: Float64Array;
  #front: number[] = [];

  constructor(steps: readonly RoutingStep[], positions: number[], coupling: CouplingMap, random: RandomStream) {
    this.#steps = steps;
    this.#positions = positions;
    this.#coupling = coupling;
    this.#random = random;
    const { successors, waitsFor } = dependencies(steps);
    this.#successors = successors;
    this.#waitsFor = waitsFor;
    this.#occupants = new Int32Array(coupling.qubitCount).fill(-1);
    positions.forEach((device, qubit) => {
      this.#occupants[device] = qubit;
    });
    this.#decay = new Float64Array(coupling.qubitCount);
  }

  run(): RoutedStep[] {
    this.#advance(this.#steps.flatMap((_, index) => (this.#waitsFor[index] === 0 ? [index] : [])));
    const patience = Math.max(10, 2 * this.#coupling.qubitCount);
    let idle = 0;
    while (this.#front.length > 0) {
      if (idle >= patience) this.#force();
      else this.#swap(...this.#bestSwap());
      idle++;
      if (idle % decayLength === 0) this.#decay.fill(0);
      const before = this.#result.length;
      const ready = this.#front;
      this.#front = [];
      this.#advance(ready);
      if (this.#result.length > before) {
        idle = 0;
        this.#decay.fill(0);
      }
    }
    return this.#result;
  }

  /** Does every step that can be done, and keeps pairs that are apart. */
  #advance(ready: readonly number[]): void {
    const queue = [...ready];
    for (let head = 0; head < queue.length; head++) {
      const index = queue[head] ?? 0;
      const { pair } = this.#steps[index] ?? {};
      if (pair && !this.#coupling.areCoupled(this.#at(pair[0]), this.#at(pair[1]))) {
        if (!Number.isFinite(this.#coupling.distance(this.#at(pair[0]), this.#at(pair[1])))) throw this.#apart(pair);
        this.#front.push(index);
        continue;
      }
      this.#result.push({ kind: 'step', index });
      for (const next of this.#successors[index] ?? []) {
        const left = (this.#waitsFor[next] ?? 0) - 1;
        this.#waitsFor[next] = left;
        if (left === 0) queue.push(next);
      }
    }
    this.#front.sort((left, right) => left - right);
  }

  #at(qubit: number): number {
    return this.#positions[qubit] ?? 0;
  }

  #apart([one, other]: readonly [number, number]): Failure {
    return new Failure(
      'invalid-circuit',
      `Qubits ${one} and ${other} of the circuit are on qubits ${this.#at(one)} and ${this.#at(other)} of the device, which no couplings connect.`,
      { advice: 'Give a layout on qubits that are connected, or use a higher level.' },
    );
  }

  #swap(one: number, other: number): void {
    const [first, second] = [this.#occupants[one] ?? -1, this.#occupants[other] ?? -1];
    if (first >= 0) this.#positions[first] = other;
    if (second >= 0) this.#positions[second] = one;
    this.#occupants[one] = second;
    this.#occupants[other] = first;
    this.#decay[one] = (this.#decay[one] ?? 0) + decayStep;
    this.#decay[other] = (this.#decay[other] ?? 0) + decayStep;
    this.#result.push({ kind: 'swap', qubits: [one, other] });
  }

  /** Brings the first pair together. */
  #force(): void {
    const pair = this.#steps[this.#front[0] ?? 0]?.pair;
    const way = pair && this.#coupling.path(this.#at(pair[0]), this.#at(pair[1]));
    if (!pair || !way) return;
    for (let index = 0; index + 2 < way.length; index++) this.#swap(way[index] ?? 0, way[index + 1] ?? 0);
  }

  #bestSwap(): readonly [number, number] {
    const front = this.#pairsOf(this.#front);
    const later = this.#pairsOf(this.#comingPairs());
    let best: (readonly [number, number])[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (const swap of this.#candidates(front)) {
      const decay = 1 + Math.max(this.#decay[swap[0]] ?? 0, this.#decay[swap[1]] ?? 0);
      const cost =
        decay *
        (this.#distances(front, swap) / front.length +
          (later.length === 0 ? 0 : (lookAheadWeight * this.#distances(later, swap)) / later.length));
      if (cost < least - 1e-9) {
        best = [swap];
        least = cost;
      } else if (cost < least + 1e-9) best.push(swap);
    }
    const choice = best[best.length > 1 ? this.#random.integerBelow(best.length) : 0];
    if (!choice) throw new RangeError('A pair that is apart has neighbours to swap with.');
    return choice;
  }

  /** Couplings of the qubits of pairs, each once. */
  #candidates(front: readonly (readonly [number, number])[]): (readonly [number, number])[] {
    const seen = new Set<number>();
    const result: (readonly [number, number])[] = [];
    for (const qubit of front.flat()) {
      for (const other of this.#coupling.neighbours(qubit)) {
        const [low, high] = qubit < other ? [qubit, other] : [other, qubit];
        const key = low * this.#coupling.qubitCount + high;
        if (seen.has(key)) continue;
        seen.add(key);
        result.push([low, high]);
      }
    }
    return result;
  }

  /** Where the pairs of some steps are on the device. */
  #pairsOf(indices: readonly number[]): (readonly [number, number])[] {
    return indices.flatMap((index) => {
      const pair = this.#steps[index]?.pair;
      return pair ? [[this.#at(pair[0]), this.#at(pair[1])] as const] : [];
    });
  }

  /** The next pairs behind the front. */
  #comingPairs(): number[] {
    const found: number[] = [];
    const seen = new Set<number>(this.#front);
    const queue = [...this.#front];
    for (let head = 0; head < queue.length && found.length < lookAhead; head++) {
      for (const next of this.#successors[queue[head] ?? 0] ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
        if (this.#steps[next]?.pair && found.length < lookAhead) found.push(next);
      }
    }
    return found;
  }

  /** The sum of the distances of pairs, were two qubits exchanged. */
  #distances(pairs: readonly (readonly [number, number])[], [one, other]: readonly [number, number]): number {
    const moved = (qubit: number) => (qubit === one ? other : qubit === other ? one : qubit);
    let sum = 0;
    for (const [first, second] of pairs) sum += this.#coupling.distance(moved(first), moved(second));
    return sum;
  }
}

function dependencies(steps: readonly RoutingStep[]): { successors: number[][]; waitsFor: Int32Array } {
  const successors: number[][] = steps.map(() => []);
  const waitsFor = new Int32Array(steps.length);
  const last = new Map<number | string, number>();
  steps.forEach(({ wires }, index) => {
    for (const before of new Set(wires.flatMap((wire) => last.get(wire) ?? []))) {
      successors[before]?.push(index);
      waitsFor[index] = (waitsFor[index] ?? 0) + 1;
    }
    for (const wire of wires) last.set(wire, index);
  });
  return { successors, waitsFor };
}
