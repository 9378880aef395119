import { type CancellationSignal, neverCancelled, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { OutcomeListener, QuantumState } from '../program/quantumState.ts';
import type { ReadableState } from '../readout/readableState.ts';
import { Chain } from './chain.ts';
import { chainAmplitudes } from './chainAmplitudes.ts';
import { chainExpectations } from './chainExpectations.ts';
import { chainOverlap } from './chainOverlap.ts';
import { chainProbabilities } from './chainProbabilities.ts';
import { chainReducedState } from './chainReducedState.ts';
import { sampleChain } from './chainSampling.ts';
import { applyControlledProducts } from './controlledProduct.ts';
import type { GateNode, LocalNode } from './gateNodes.ts';
import type { MatrixProductGates } from './matrixProductGates.ts';
import type { MatrixWorkspace } from './matrixWorkspace.ts';
import { sitesOf } from './siteOrder.ts';
import { type TruncationRecord, type TruncationRule, TruncationTally } from './truncation.ts';

/** Exchanging two neighbours costs about as much more than moving the centre by one site. */
const exchangeCost = 4;

/**
 * How many of the next gates of a qubit count when it is decided where it meets another one, and how much less each.
 */
const foresight = 6;
const patience = 0.6;

const exchange = [
  ...[1, 0, 0, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 0, 1, 0, 0, 0],
  ...[0, 0, 1, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 0, 0, 0, 1, 0],
];

/**
 * The state of qubits as a {@link Chain}. Qubits that a gate brings together stay where they met, so every qubit has a
 * site that changes. Gates that do not depend on each other are applied in an order that moves the centre of the chain
 * little.
 */
export class MatrixProductState implements QuantumState<MatrixProductGates>, ReadableState {
  readonly #chain: Chain;
  readonly #order: readonly number[];
  readonly #tally: TruncationTally;
  /** The qubit of each site. */
  #qubitAt: number[];
  /** The site of each qubit. */
  #siteOf: Int32Array;
  /** That of the gates applied last: measurements between gates take long enough to be cancelled too. */
  #signal: CancellationSignal = neverCancelled;

  /**
   * @param order the qubit of each site in the beginning
   * @param tally told what truncations cost
   */
  constructor(order: readonly number[], workspace: MatrixWorkspace, rule: TruncationRule, tally: TruncationTally) {
    this.#chain = new Chain(order.length, workspace, rule);
    this.#tally = tally;
    this.#order = order;
    this.#qubitAt = [...order];
    this.#siteOf = sitesOf(order);
  }

  /** What truncations have cost so far. */
  get truncation(): TruncationRecord {
    return this.#chain.truncation;
  }

  /** The dimensions of the bonds, from one end of the chain to the other. */
  get bonds(): number[] {
    return this.#chain.bonds;
  }

  clear(): void {
    this.#chain.clear();
    this.#qubitAt = [...this.#order];
    this.#siteOf = sitesOf(this.#order);
  }

  copyFrom(other: MatrixProductState): void {
    this.#chain.copyFrom(other.#chain);
    this.#qubitAt = [...other.#qubitAt];
    this.#siteOf = other.#siteOf.slice();
    this.#signal = other.#signal;
  }

  release(): void {
    this.clear();
  }

  apply(gates: MatrixProductGates, signal: WorkSignal): void {
    this.#signal = signal;
    const [re, im] = gates.phase;
    if (re !== 1 || im !== 0) this.#chain.multiplyPhase(re, im);
    const schedule = new Schedule(gates);
    for (let node = this.#next(schedule); node !== undefined; ) {
      throwIfCancelled(signal);
      signal.report?.(schedule.fractionDone);
      const index = node;
      const operation = gates.nodes[index] as GateNode;
      const [a, b] = operation.wires;
      if (operation.kind === 'controlled') {
        const products = operation.products.map(
          (product) => new Map([...product].map(([wire, gate]) => [this.#siteOf[wire] as number, gate])),
        );
        applyControlledProducts(this.#chain, products, signal);
        node = this.#next(schedule.done(index));
      } else if (a === undefined || b === undefined) {
        this.#chain.applyToSite(this.#siteOf[a ?? 0] as number, operation.matrix);
        node = this.#next(schedule.done(index));
      } else {
        const left = this.#bringTogether(a, b, schedule, signal);
        const matrix = this.#siteOf[a] === left ? operation.matrix : exchanged(operation);
        // The centre stays on the side where it is needed next.
        node = this.#next(schedule.done(index), left);
        const upcoming = node === undefined ? undefined : gates.nodes[node];
        const goesLeft = upcoming?.wires.some((wire) => (this.#siteOf[wire] as number) < left) ?? false;
        this.#chain.applyToPair(left, matrix, goesLeft ? 'left' : 'right', signal);
      }
    }
    this.#rename(gates.wireOf);
    this.#tally.add(this.#chain.truncation);
  }

  probabilityOfOne(qubit: number): number {
    return this.#chain.probabilityOfOne(this.#site(qubit), this.#signal);
  }

  collapse(qubit: number, value: 0 | 1): void {
    this.#chain.project(this.#site(qubit), value, this.#signal);
    this.#tally.add(this.#chain.truncation);
  }

  lower(qubit: number): void {
    this.#chain.applyToSite(this.#site(qubit), [0, 0, 1, 0, 1, 0, 0, 0]);
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: CancellationSignal,
    found: OutcomeListener,
  ): void {
    sampleChain(this.#chain, this.#sites(qubits), shots, stream, signal, found);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    chainProbabilities(this.#chain, this.#sites(qubits), this.#signal, found);
  }

  expectations(observables: readonly PauliSum[], signal: CancellationSignal): Float64Array {
    return chainExpectations(this.#chain, this.#siteOf, observables, signal);
  }

  reducedDensityMatrix(qubits: readonly number[], signal: CancellationSignal): ComplexMatrix {
    return chainReducedState(this.#chain, this.#sites(qubits), signal);
  }

  amplitudes(states: readonly Uint8Array[]): Float64Array {
    return chainAmplitudes(this.#chain, this.#qubitAt, states);
  }

  /**
   * ⟨this|other⟩ with another state of the same method.
   * @throws Failure `cancelled`
   */
  overlap(other: MatrixProductState, signal: CancellationSignal): readonly [re: number, im: number] {
    const aligned = new MatrixProductState(
      other.#order,
      other.#chain.workspace,
      other.#chain.rule,
      new TruncationTally(),
    );
    aligned.copyFrom(other);
    aligned.#arrange(this.#qubitAt, signal);
    return chainOverlap(this.#chain, aligned.#chain, signal);
  }

  fidelity(other: MatrixProductState, signal: CancellationSignal): number {
    const [re, im] = this.overlap(other, signal);
    return re * re + im * im;
  }

  /** The node to apply next: the one that takes the least work from where the centre is. */
  #next(schedule: Schedule, centre = this.#chain.centre): number | undefined {
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const node of schedule.ready) {
      const { kind, wires } = schedule.gates.nodes[node] as GateNode;
      let first = Number.POSITIVE_INFINITY;
      let last = 0;
      for (const wire of wires) {
        const site = this.#siteOf[wire] as number;
        first = Math.min(first, site);
        last = Math.max(last, site);
      }
      const way = Math.max(0, first - centre, centre - last);
      const exchanges = kind === 'local' && wires.length === 2 ? last - first - 1 : 0;
      // One-qubit gates need no centre.
      const cost = wires.length === 1 ? -1 : way + exchangeCost * exchanges;
      if (cost < least || (cost === least && best !== undefined && node < best)) {
        best = node;
        least = cost;
      }
    }
    return best;
  }

  /** Makes two wires neighbours. @returns the left one's site */
  #bringTogether(a: number, b: number, schedule: Schedule, signal: CancellationSignal): number {
    const [left, right] = (this.#siteOf[a] as number) < (this.#siteOf[b] as number) ? [a, b] : [b, a];
    const from = this.#siteOf[left] as number;
    const to = this.#siteOf[right] as number;
    if (to === from + 1) return from;
    let meeting = from;
    let least = Number.POSITIVE_INFINITY;
    for (let place = from; place < to; place++) {
      const cost = this.#futureDistance(left, place, schedule) + this.#futureDistance(right, place + 1, schedule);
      if (cost < least) {
        meeting = place;
        least = cost;
      }
    }
    for (let site = from; site < meeting; site++) this.#exchange(site, 'right', signal);
    for (let site = to - 1; site > meeting; site--) this.#exchange(site, 'left', signal);
    return meeting;
  }

  /** How far the next partners of a wire are from a site, the sooner the more they count. */
  #futureDistance(wire: number, site: number, schedule: Schedule): number {
    let weight = 1;
    let sum = 0;
    for (const partner of schedule.upcoming(wire)) {
      sum += weight * Math.abs((this.#siteOf[partner] as number) - site);
      weight *= patience;
    }
    return sum;
  }

  /** Exchanges the qubits of a site and the next. */
  #exchange(site: number, centreTo: 'left' | 'right', signal: CancellationSignal): void {
    this.#chain.applyToPair(site, exchange, centreTo, signal);
    const qubit = this.#qubitAt[site] as number;
    const other = this.#qubitAt[site + 1] as number;
    this.#place(other, site);
    this.#place(qubit, site + 1);
  }

  /** Moves qubits until they are in an order. */
  #arrange(order: readonly number[], signal: CancellationSignal): void {
    for (const [site, qubit] of order.entries()) {
      for (let place = this.#site(qubit); place > site; place--) this.#exchange(place - 1, 'left', signal);
    }
  }

  /** Takes over that qubits are on other wires, without moving anything. */
  #rename(wireOf: readonly number[]): void {
    const sites = wireOf.map((wire) => this.#site(wire));
    for (const [qubit, site] of sites.entries()) this.#place(qubit, site);
  }

  #place(qubit: number, site: number): void {
    this.#qubitAt[site] = qubit;
    this.#siteOf[qubit] = site;
  }

  #site(qubit: number): number {
    return this.#siteOf[qubit] as number;
  }

  #sites(qubits: readonly number[]): number[] {
    return qubits.map((qubit) => this.#site(qubit));
  }
}

/** Which gates can be applied next, and which are still to come. */
class Schedule {
  readonly gates: MatrixProductGates;
  readonly #waiting: Int32Array;
  readonly #isDone: Uint8Array;
  /** How many of the partners of each wire are done. */
  readonly #met: Int32Array;
  #ready: number[];
  #doneCount = 0;

  constructor(gates: MatrixProductGates) {
    this.gates = gates;
    this.#waiting = gates.predecessorCounts.slice();
    this.#isDone = new Uint8Array(gates.nodes.length);
    this.#met = new Int32Array(gates.partners.length);
    this.#ready = gates.nodes.map((_, index) => index).filter((index) => this.#waiting[index] === 0);
  }

  get ready(): readonly number[] {
    return this.#ready;
  }

  /** From 0 to 1. */
  get fractionDone(): number {
    return this.#doneCount / Math.max(1, this.gates.nodes.length);
  }

  done(node: number): this {
    this.#isDone[node] = 1;
    this.#doneCount++;
    this.#ready = this.#ready.filter((other) => other !== node);
    for (const successor of this.gates.successors[node] ?? []) {
      const waiting = (this.#waiting[successor] as number) - 1;
      this.#waiting[successor] = waiting;
      if (waiting === 0) this.#ready.push(successor);
    }
    return this;
  }

  /** The next partners of a wire after the gate that is ready now. */
  upcoming(wire: number): number[] {
    const partners = this.gates.partners[wire] ?? [];
    let next = this.#met[wire] as number;
    while (next < partners.length && this.#isDone[partners[next]?.node ?? 0] === 1) next++;
    this.#met[wire] = next;
    return partners.slice(next + 1, next + 1 + foresight).map((partner) => partner.wire);
  }
}

/** The matrix of a node on two wires with the wires the other way round. */
function exchanged({ matrix }: LocalNode): Float64Array {
  const result = new Float64Array(32);
  const other = (index: number) => ((index & 1) << 1) | (index >> 1);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const from = 2 * (4 * other(row) + other(column));
      result.set(matrix.subarray(from, from + 2), 2 * (4 * row + column));
    }
  }
  return result;
}
