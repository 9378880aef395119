/**
 * When each qubit is free, every operation starting as early as its qubits allow. Times are in any unit.
 */
export class QubitClock {
  readonly #free: Float64Array;
  readonly #waits: (qubit: number, wait: number) => void;

  /** @param waits told how long a qubit waits, before what it waits for */
  constructor(qubitCount: number, waits: (qubit: number, wait: number) => void) {
    this.#free = new Float64Array(qubitCount);
    this.#waits = waits;
  }

  /** An operation on qubits that takes this long, after the qubits have waited for each other. */
  advance(qubits: readonly number[], duration: number): void {
    const start = this.wait(qubits);
    for (const qubit of qubits) this.#free[qubit] = start + duration;
  }

  /** Lets qubits wait until all of them are free; returns that time. */
  wait(qubits: readonly number[]): number {
    let start = 0;
    for (const qubit of qubits) start = Math.max(start, this.#free[qubit] ?? 0);
    for (const qubit of qubits) {
      const wait = start - (this.#free[qubit] ?? 0);
      if (wait > 0) this.#waits(qubit, wait);
      this.#free[qubit] = start;
    }
    return start;
  }

  waitForAll(): void {
    this.wait(Array.from(this.#free.keys()));
  }
}
