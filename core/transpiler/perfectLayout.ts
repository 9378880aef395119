import type { CouplingMap } from './couplingMap.ts';
import type { Layout } from './initialLayout.ts';

type Pair = readonly [number, number];

/** Placements that are looked at in all; a few ten milliseconds. */
const mostSteps = 60_000;

/**
 * A layout on which every pair is coupled, so that no swap is needed. A search over the ways to lay the graph of the pairs
 * into that of the couplings, which is given up where it takes long.
 * @returns undefined where none was found
 */
export function perfectLayout(pairs: readonly Pair[], qubitCount: number, coupling: CouplingMap): Layout | undefined {
  const partners = Array.from({ length: qubitCount }, () => new Set<number>());
  for (const [one, other] of pairs) {
    partners[one]?.add(other);
    partners[other]?.add(one);
  }
  return new LayoutSearch(partners, coupling).run();
}

class LayoutSearch {
  readonly #partners: readonly ReadonlySet<number>[];
  readonly #coupling: CouplingMap;
  readonly #order: readonly number[];
  /** The qubit of the device for each of the circuit, −1 for none, and whether one of the device is taken. */
  readonly #places: number[];
  readonly #taken: boolean[];
  #steps = 0;

  constructor(partners: readonly ReadonlySet<number>[], coupling: CouplingMap) {
    this.#partners = partners;
    this.#coupling = coupling;
    this.#order = orderOf(partners);
    this.#places = partners.map(() => -1);
    this.#taken = Array.from({ length: coupling.qubitCount }, () => false);
  }

  run(): Layout | undefined {
    if (!this.#hasRoom()) return undefined;
    const [first] = this.#order;
    if (first !== undefined) {
      const starts = this.#byFreedom(first, this.#all());
      const found = starts.some((start) => {
        this.#steps = Math.ceil(mostSteps / starts.length);
        return this.#place(0, first, start);
      });
      if (!found) return undefined;
    }
    // Qubits that meet no other go anywhere.
    const free = this.#all().filter((device) => !this.#taken[device]);
    return this.#places.map((place) => (place >= 0 ? place : (free.shift() ?? 0)));
  }

  /** Whether the device has as many qubits with as many neighbours. */
  #hasRoom(): boolean {
    const wanted = this.#partners.map(({ size }) => size).sort((one, other) => other - one);
    const offered = this.#all()
      .map((device) => this.#coupling.neighbours(device).length)
      .sort((one, other) => other - one);
    return wanted.every((degree, rank) => degree <= (offered[rank] ?? -1));
  }

  /** Puts a qubit somewhere and all behind it in the order. @returns whether that can be, and everything then is in its place */
  #place(at: number, qubit: number, device: number): boolean {
    this.#places[qubit] = device;
    this.#taken[device] = true;
    if (this.#leavesRoom(qubit, device) && this.#descend(at + 1)) return true;
    this.#places[qubit] = -1;
    this.#taken[device] = false;
    return false;
  }

  #descend(at: number): boolean {
    const qubit = this.#order[at];
    if (qubit === undefined) return true;
    for (const device of this.#candidates(qubit)) {
      if (this.#steps-- <= 0) return false;
      if (this.#place(at, qubit, device)) return true;
    }
    return false;
  }

  /** Whether the qubit, and each neighbour that is in its place, still has room for the partners that are not. */
  #leavesRoom(qubit: number, device: number): boolean {
    const hasRoom = (own: number, place: number) => this.#free(place) >= this.#missing(own);
    if (!hasRoom(qubit, device)) return false;
    return this.#places.every(
      (place, own) => place < 0 || !this.#coupling.areCoupled(place, device) || hasRoom(own, place),
    );
  }

  #missing(qubit: number): number {
    let count = 0;
    for (const other of this.#partners[qubit] ?? []) if ((this.#places[other] ?? -1) < 0) count++;
    return count;
  }

  #free(device: number): number {
    return this.#coupling.neighbours(device).reduce((sum, other) => sum + (this.#taken[other] ? 0 : 1), 0);
  }

  #all(): number[] {
    return Array.from({ length: this.#coupling.qubitCount }, (_, device) => device);
  }

  /** Free qubits coupled with the places of all partners. */
  #candidates(qubit: number): readonly number[] {
    const beside = [...(this.#partners[qubit] ?? [])].flatMap((other) => {
      const place = this.#places[other] ?? -1;
      return place < 0 ? [] : [place];
    });
    const [first] = beside;
    const around = first === undefined ? this.#all() : this.#coupling.neighbours(first);
    return this.#byFreedom(
      qubit,
      around.filter(
        (device) => !this.#taken[device] && beside.every((place) => this.#coupling.areCoupled(place, device)),
      ),
    );
  }

  /** Those first that would be hardest to reach later, as long as they are enough. */
  #byFreedom(qubit: number, devices: readonly number[]): number[] {
    const missing = this.#missing(qubit);
    return devices
      .map((device) => [device, this.#free(device)] as const)
      .filter(([, free]) => free >= missing)
      .sort(([, one], [, other]) => one - other)
      .map(([device]) => device);
  }
}

/** Qubits that meet others, each after one that it meets where that can be; pieces begin at an end. */
function orderOf(partners: readonly ReadonlySet<number>[]): number[] {
  const order: number[] = [];
  const met = partners.map(() => 0);
  const left = new Set(partners.flatMap(({ size }, qubit) => (size > 0 ? [qubit] : [])));
  while (left.size > 0) {
    let next: number | undefined;
    const rank = (qubit: number) => [met[qubit] ?? 0, -(partners[qubit]?.size ?? 0)] as const;
    for (const qubit of left) {
      if (next === undefined) {
        next = qubit;
        continue;
      }
      const [own, best] = [rank(qubit), rank(next)];
      if (own[0] > best[0] || (own[0] === best[0] && own[1] > best[1])) next = qubit;
    }
    if (next === undefined) break;
    left.delete(next);
    order.push(next);
    for (const other of partners[next] ?? []) met[other] = (met[other] ?? 0) + 1;
  }
  return order;
}
