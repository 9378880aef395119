import { Failure } from '#core/base/failure.ts';

/** A pair of qubits that a two-qubit gate can act on. */
export type Coupling = readonly [number, number];

export interface CouplingMapOptions {
  /** Whether a pair only allows gates with its first qubit first, such as a CX with that control. */
  readonly isDirected?: boolean;
}

/** Which qubits of a device two-qubit gates can act on. */
export class CouplingMap {
  readonly qubitCount: number;
  readonly isDirected: boolean;
  /** Each pair once, or once for each direction where they are directed. */
  readonly couplings: readonly Coupling[];
  readonly #neighbours: readonly (readonly number[])[];
  readonly #allowed: ReadonlySet<number>;
  /** Rows of the distance matrix that were asked for. */
  readonly #distances = new Map<number, Int32Array>();
  #allDistances: Int32Array | undefined;

  /** @throws Failure `invalid-input` for a pair that is none of two different qubits below `qubitCount` */
  constructor(qubitCount: number, couplings: Iterable<Coupling>, { isDirected = false }: CouplingMapOptions = {}) {
    this.qubitCount = qubitCount;
    this.isDirected = isDirected;
    const kept: Coupling[] = [];
    const allowed = new Set<number>();
    const neighbours = Array.from({ length: qubitCount }, () => new Set<number>());
    for (const [one, other] of couplings) {
      for (const qubit of [one, other]) requireQubit(qubit, qubitCount);
      if (one === other) throw new Failure('invalid-input', `Qubit ${one} cannot be coupled with itself.`);
      if (!allowed.has(one * qubitCount + other)) kept.push([one, other]);
      allowed.add(one * qubitCount + other);
      if (!isDirected) allowed.add(other * qubitCount + one);
      neighbours[one]?.add(other);
      neighbours[other]?.add(one);
    }
    this.couplings = kept;
    this.#allowed = allowed;
    this.#neighbours = neighbours.map((set) => [...set].sort((left, right) => left - right));
  }

  /** The qubits coupled with one, in either direction, in increasing order. */
  neighbours(qubit: number): readonly number[] {
    return this.#neighbours[qubit] ?? [];
  }

  /** Whether a gate may act on the pair in this order. */
  allows(first: number, second: number): boolean {
    return this.#allowed.has(first * this.qubitCount + second);
  }

  /** Whether the qubits are coupled, in either direction. */
  areCoupled(one: number, other: number): boolean {
    return this.allows(one, other) || this.allows(other, one);
  }

  /** The least number of couplings between two qubits; infinite where there is no way. */
  distance(one: number, other: number): number {
    const steps = this.#distancesFrom(one)[other] ?? -1;
    return steps < 0 ? Number.POSITIVE_INFINITY : steps;
  }

  /** That of all pairs, those of qubit i from place i · qubitCount on; −1 where there is no way. */
  distances(): Int32Array {
    if (!this.#allDistances) {
      this.#allDistances = new Int32Array(this.qubitCount * this.qubitCount);
      for (let qubit = 0; qubit < this.qubitCount; qubit++)
        this.#allDistances.set(this.#distancesFrom(qubit), qubit * this.qubitCount);
    }
    return this.#allDistances;
  }

  /** A shortest way, both ends included; undefined where there is none. */
  path(from: number, to: number): number[] | undefined {
    const left = this.#distancesFrom(to);
    if ((left[from] ?? -1) < 0) return undefined;
    const way = [from];
    for (let qubit = from; qubit !== to; ) {
      const next = this.neighbours(qubit).find((other) => left[other] === (left[qubit] ?? 0) - 1);
      if (next === undefined) return undefined;
      way.push(next);
      qubit = next;
    }
    return way;
  }

  #distancesFrom(start: number): Int32Array {
    const known = this.#distances.get(start);
    if (known) return known;
    const distances = new Int32Array(this.qubitCount).fill(-1);
    distances[start] = 0;
    const queue = [start];
    for (let head = 0; head < queue.length; head++) {
      const qubit = queue[head] ?? start;
      for (const other of this.neighbours(qubit)) {
        if (distances[other] !== -1) continue;
        distances[other] = (distances[qubit] ?? 0) + 1;
        queue.push(other);
      }
    }
    this.#distances.set(start, distances);
    return distances;
  }
}

/** Each qubit with the next one. */
export function lineCouplings(qubitCount: number): Coupling[] {
  return Array.from({ length: Math.max(0, qubitCount - 1) }, (_, qubit) => [qubit, qubit + 1] as const);
}

/** A line whose ends are coupled. */
export function ringCouplings(qubitCount: number): Coupling[] {
  return qubitCount < 3 ? lineCouplings(qubitCount) : [...lineCouplings(qubitCount), [qubitCount - 1, 0]];
}

/** Rows of qubits, each coupled with those beside, above and below it; numbered row by row. */
export function gridCouplings(rows: number, columns: number): Coupling[] {
  return Array.from({ length: rows * columns }, (_, qubit) => qubit).flatMap((qubit): Coupling[] => [
    ...(qubit % columns < columns - 1 ? [[qubit, qubit + 1] as const] : []),
    ...(qubit < (rows - 1) * columns ? [[qubit, qubit + columns] as const] : []),
  ]);
}

function requireQubit(qubit: number, qubitCount: number): void {
  if (Number.isSafeInteger(qubit) && qubit >= 0 && qubit < qubitCount) return;
  throw new Failure('invalid-input', `A coupling names qubit ${qubit}, and the device has ${qubitCount}.`, {
    advice: 'Qubits of a device are numbered from 0.',
  });
}
