import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { Steps } from '#core/base/steps.ts';
import type { CouplingMap } from './couplingMap.ts';
import type { RoutingProblem } from './routingProblem.ts';

/** Pairs that come soon after the front and already weigh on the choice of a swap. */
const lookAhead = 20;
const lookAheadWeight = 0.5;

/** A qubit that was just swapped is a little worse, so that swaps spread over the device. */
const decayStep = 0.001;
const decayLength = 5;

/** Of the entangling gates of a swap these are saved where the gate before is on the same pair: both become one block. */
const entanglersOfSwap = 3;
const savedByBlock = 2;
/**
 * How much nearer one pair of the front would have to come for another swap to be as good as one that saves them. No value
 * is the best for every circuit, so that ways differ in it.
 */
const blockBonuses = [0.5, 0.1] as const;

/** Swaps between two pauses. */
const swapsInStep = 500;

export interface Routing {
  /** Steps by their index, and swaps of qubits a and b of a device of n as −1 − (a·n + b), in the order they are done. */
  readonly sequence: readonly number[];
  /** Where each qubit of the circuit ends. */
  readonly positions: readonly number[];
  readonly swaps: number;
  /** About how many entangling gates the swaps take. */
  readonly cost: number;
}

/** The qubits of the device that an entry of a {@link Routing.sequence} exchanges; undefined for a step. */
export function swapOfEntry(entry: number, deviceQubits: number): readonly [number, number] | undefined {
  if (entry >= 0) return undefined;
  const pair = -1 - entry;
  return [Math.floor(pair / deviceQubits), pair % deviceQubits];
}

/**
 * Orders steps and puts swaps between them so that every pair is coupled when its turn comes (G. Li, Y. Ding, Y. Xie,
 * "Tackling the qubit mapping problem for NISQ-era quantum devices", 2019), of equal swaps rather one that makes a block
 * with the gate before. Where the search makes no headway, what it did is taken back, and the nearest pair is brought
 * together on a shortest way. The time for a swap depends on how many pairs are apart at once, not on the circuit's length.
 * @param initial the qubit of the device that each qubit of the circuit is on
 * @param way a number of the way that is tried, from 0 on
 * @throws Failure `invalid-circuit` when no way of couplings leads from one qubit of a pair to the other
 */
export function* routedSteps(
  problem: RoutingProblem,
  initial: readonly number[],
  coupling: CouplingMap,
  random: RandomStream,
  way = 0,
): Steps<Routing> {
  const blockBonus = blockBonuses[way % blockBonuses.length] ?? 0;
  const search = new SwapSearch(problem, initial, coupling, random, blockBonus);
  while (search.swapUntilPause()) yield;
  return search.routing();
}

class SwapSearch {
  readonly #problem: RoutingProblem;
  readonly #coupling: CouplingMap;
  readonly #random: RandomStream;
  readonly #blockBonus: number;
  readonly #size: number;
  readonly #distances: Int32Array;
  /** The qubit of the device for each of the circuit, and the reverse, −1 for none. */
  readonly #positions: Int32Array;
  readonly #occupants: Int32Array;
  readonly #waitsFor: Int32Array;
  readonly #sequence: number[] = [];
  readonly #decay: Float64Array;
  /** With which qubit of the device each was in the latest gate on two, −1 for none. */
  readonly #latest: Int32Array;
  /** Nodes whose pairs are apart, and the partner of each of their qubits, −1 for none. */
  #front: number[] = [];
  readonly #partners: Int32Array;
  /** The ends of the pairs behind the front; those of one qubit are linked, entry i belongs to pair i >> 1. */
  readonly #coming: Int32Array;
  readonly #links: Int32Array;
  readonly #heads: Int32Array;
  #comingCount = 0;
  /** In which search a node was seen. */
  readonly #seen: Int32Array;
  #searches = 0;
  #swaps = 0;
  #blocks = 0;
  /** Swaps since the last step that was done, and where the sequence was then. */
  #idle = 0;
  #kept = 0;
  #blocksKept = 0;

  constructor(
    problem: RoutingProblem,
    initial: readonly number[],
    coupling: CouplingMap,
    random: RandomStream,
    blockBonus: number,
  ) {
    this.#problem = problem;
    this.#blockBonus = blockBonus;
    this.#coupling = coupling;
    this.#random = random;
    this.#size = coupling.qubitCount;
    this.#distances = coupling.distances();
    this.#positions = Int32Array.from(initial);
    this.#occupants = new Int32Array(this.#size).fill(-1);
    initial.forEach((device, qubit) => {
      this.#occupants[device] = qubit;
    });
    this.#waitsFor = problem.waitsFor.slice();
    this.#decay = new Float64Array(this.#size);
    this.#latest = new Int32Array(this.#size).fill(-1);
    this.#partners = new Int32Array(initial.length).fill(-1);
    this.#coming = new Int32Array(2 * lookAhead);
    this.#links = new Int32Array(2 * lookAhead);
    this.#heads = new Int32Array(initial.length).fill(-1);
    this.#seen = new Int32Array(problem.steps.length);
    for (const index of problem.leaders) this.#sequence.push(index);
    const ready: number[] = [];
    this.#waitsFor.forEach((count, node) => {
      if (count === 0) ready.push(node);
    });
    this.#advance(ready);
  }

  /** Goes on for a while. @returns whether anything is left to do */
  swapUntilPause(): boolean {
    const patience = Math.max(10, 2 * this.#size);
    for (let count = 0; count < swapsInStep; count++) {
      if (this.#front.length === 0) return false;
      if (this.#idle >= patience) this.#force();
      else this.#swapBest();
      this.#idle++;
      if (this.#idle % decayLength === 0) this.#decay.fill(0);
      const ready = this.#front.filter((node) => this.#isTogether(node));
      if (ready.length > 0) this.#advance(ready);
    }
    return this.#front.length > 0;
  }

  routing(): Routing {
    return {
      sequence: this.#sequence,
      positions: [...this.#positions],
      swaps: this.#swaps,
      cost: entanglersOfSwap * this.#swaps - savedByBlock * this.#blocks,
    };
  }

  #isTogether(node: number): boolean {
    const { first, second } = this.#problem;
    const [one, other] = [first[node] ?? -1, second[node] ?? -1];
    return one < 0 || this.#distance(this.#at(one), this.#at(other)) === 1;
  }

  /** Does every step that can be done from some nodes on, and keeps pairs that are apart. */
  #advance(ready: readonly number[]): void {
    const { first, followers, second, starts, steps, successors } = this.#problem;
    const queue = [...ready];
    const apart: number[] = [];
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head] ?? 0;
      const [one, other] = [first[node] ?? -1, second[node] ?? -1];
      if (!this.#isTogether(node)) {
        if (this.#distance(this.#at(one), this.#at(other)) < 0) throw this.#apart(one, other);
        apart.push(node);
        continue;
      }
      this.#sequence.push(steps[node] ?? 0);
      for (const index of followers[node] ?? []) this.#sequence.push(index);
      if (one >= 0) {
        this.#partners[one] = -1;
        this.#partners[other] = -1;
        this.#latest[this.#at(one)] = this.#at(other);
        this.#latest[this.#at(other)] = this.#at(one);
      }
      for (let entry = starts[node] ?? 0; entry < (starts[node + 1] ?? 0); entry++) {
        const next = successors[entry] ?? 0;
        const left = (this.#waitsFor[next] ?? 0) - 1;
        this.#waitsFor[next] = left;
        if (left === 0) queue.push(next);
      }
    }
    this.#front = [...this.#front.filter((node) => !ready.includes(node)), ...apart].sort((one, other) => one - other);
    for (const node of apart) {
      this.#partners[first[node] ?? 0] = second[node] ?? 0;
      this.#partners[second[node] ?? 0] = first[node] ?? 0;
    }
    this.#idle = 0;
    this.#kept = this.#sequence.length;
    this.#blocksKept = this.#blocks;
    this.#decay.fill(0);
    this.#lookAhead();
  }

  /** Finds the next pairs behind the front. */
  #lookAhead(): void {
    const { first, second, starts, successors } = this.#problem;
    for (let entry = 0; entry < 2 * this.#comingCount; entry++) this.#heads[this.#coming[entry] ?? 0] = -1;
    this.#comingCount = 0;
    const search = ++this.#searches;
    const queue = [...this.#front];
    for (let head = 0; head < queue.length && this.#comingCount < lookAhead; head++) {
      const node = queue[head] ?? 0;
      for (let entry = starts[node] ?? 0; entry < (starts[node + 1] ?? 0); entry++) {
        const next = successors[entry] ?? 0;
        if (this.#seen[next] === search) continue;
        this.#seen[next] = search;
        queue.push(next);
        const one = first[next] ?? -1;
        if (one >= 0 && this.#comingCount < lookAhead) this.#noteComing(one, second[next] ?? 0);
      }
    }
  }

  #noteComing(one: number, other: number): void {
    const entry = 2 * this.#comingCount++;
    this.#coming[entry] = one;
    this.#coming[entry + 1] = other;
    this.#links[entry] = this.#heads[one] ?? -1;
    this.#heads[one] = entry;
    this.#links[entry + 1] = this.#heads[other] ?? -1;
    this.#heads[other] = entry + 1;
  }

  #at(qubit: number): number {
    return this.#positions[qubit] ?? 0;
  }

  #distance(one: number, other: number): number {
    return this.#distances[one * this.#size + other] ?? -1;
  }

  #apart(one: number, other: number): Failure {
    return new Failure(
      'invalid-circuit',
      `Qubits ${one} and ${other} of the circuit are on qubits ${this.#at(one)} and ${this.#at(other)} of the device, which no couplings connect.`,
      { advice: 'Give a layout on qubits that are connected, or use a higher level.' },
    );
  }

  #swap(one: number, other: number): void {
    this.#exchange(one, other);
    this.#decay[one] = (this.#decay[one] ?? 0) + decayStep;
    this.#decay[other] = (this.#decay[other] ?? 0) + decayStep;
    this.#sequence.push(-1 - (one * this.#size + other));
    this.#swaps++;
    if (this.#makesBlock(one, other)) this.#blocks++;
    this.#latest[one] = other;
    this.#latest[other] = one;
  }

  #exchange(one: number, other: number): void {
    const [first, second] = [this.#occupants[one] ?? -1, this.#occupants[other] ?? -1];
    if (first >= 0) this.#positions[first] = other;
    if (second >= 0) this.#positions[second] = one;
    this.#occupants[one] = second;
    this.#occupants[other] = first;
  }

  #makesBlock(one: number, other: number): boolean {
    return this.#latest[one] === other && this.#latest[other] === one;
  }

  /** Takes back what brought no pair together, and brings the nearest one together. */
  #force(): void {
    while (this.#sequence.length > this.#kept) {
      const swap = swapOfEntry(this.#sequence.pop() ?? 0, this.#size);
      if (swap) this.#exchange(...swap);
      this.#swaps--;
    }
    this.#blocks = this.#blocksKept;
    this.#latest.fill(-1);
    const { first, second } = this.#problem;
    let nearest: readonly [number, number] | undefined;
    for (const node of this.#front) {
      const pair = [this.#at(first[node] ?? 0), this.#at(second[node] ?? 0)] as const;
      if (!nearest || this.#distance(...pair) < this.#distance(...nearest)) nearest = pair;
    }
    const way = nearest && (this.#coupling.path(...nearest) ?? []);
    // Half of the way from each end.
    if (!way) return;
    let [low, high] = [0, way.length - 1];
    while (high - low > 1) {
      this.#swap(way[low] ?? 0, way[low + 1] ?? 0);
      low++;
      if (high - low <= 1) break;
      this.#swap(way[high] ?? 0, way[high - 1] ?? 0);
      high--;
    }
  }

  /** The swap after which pairs are nearest to each other. */
  #swapBest(): void {
    const { first, second } = this.#problem;
    const frontShare = 1 / this.#front.length;
    const laterShare = this.#comingCount === 0 ? 0 : lookAheadWeight / this.#comingCount;
    let base = 0;
    for (const node of this.#front)
      base += frontShare * this.#distance(this.#at(first[node] ?? 0), this.#at(second[node] ?? 0));
    for (let entry = 0; entry < 2 * this.#comingCount; entry += 2)
      base += laterShare * this.#distance(this.#at(this.#coming[entry] ?? 0), this.#at(this.#coming[entry + 1] ?? 0));
    let least = Number.POSITIVE_INFINITY;
    let best: number[] = [];
    for (const node of this.#front) {
      for (let end = 0; end < 2; end++) {
        const qubit = (end === 0 ? first : second)[node] ?? 0;
        const from = this.#at(qubit);
        for (const to of this.#coupling.neighbours(from)) {
          const moved = this.#occupants[to] ?? -1;
          // A coupling between two qubits of the front is met from both.
          if (from > to && moved >= 0 && (this.#partners[moved] ?? -1) >= 0) continue;
          const decay = 1 + Math.max(this.#decay[from] ?? 0, this.#decay[to] ?? 0);
          const nearer =
            frontShare * (this.#frontChange(qubit, from, to) + this.#frontChange(moved, to, from)) +
            laterShare * (this.#laterChange(qubit, from, to) + this.#laterChange(moved, to, from));
          const bonus = this.#makesBlock(from, to) ? this.#blockBonus * frontShare : 0;
          const cost = decay * (base + nearer - bonus);
          if (cost > least + 1e-9) continue;
          if (cost < least - 1e-9) {
            best = [];
            least = cost;
          }
          best.push(from < to ? from * this.#size + to : to * this.#size + from);
        }
      }
    }
    const choice = best[best.length > 1 ? this.#random.integerBelow(best.length) : 0];
    if (choice === undefined) throw new RangeError('A pair that is apart has neighbours to swap with.');
    this.#swap(Math.floor(choice / this.#size), choice % this.#size);
  }

  /** How much farther apart a pair of the front would be, were one of its qubits to move; 0 for other qubits. */
  #frontChange(qubit: number, from: number, to: number): number {
    const partner = qubit < 0 ? -1 : (this.#partners[qubit] ?? -1);
    if (partner < 0) return 0;
    const place = this.#positions[partner] ?? 0;
    return place === to ? 0 : this.#distance(to, place) - this.#distance(from, place);
  }

  /** The same for the pairs behind the front. */
  #laterChange(qubit: number, from: number, to: number): number {
    let change = 0;
    for (let entry = qubit < 0 ? -1 : (this.#heads[qubit] ?? -1); entry >= 0; entry = this.#links[entry] ?? -1) {
      const place = this.#positions[this.#coming[entry ^ 1] ?? 0] ?? 0;
      if (place !== to) change += this.#distance(to, place) - this.#distance(from, place);
    }
    return change;
  }
}
