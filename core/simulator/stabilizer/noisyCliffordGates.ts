import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { ChannelOperation, NoisyGate } from '../program/circuitNoise.ts';
import type { Computation, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import { CliffordSequence } from './cliffordGates.ts';
import { notPauli } from './frameCircuit.ts';
import type { Tableau } from './tableau.ts';

/** Where random numbers come from: every shot has its own stream. */
export interface Chance {
  stream: RandomStream;
}

/** Clifford gates with Pauli errors between them, which are drawn anew every time they are applied. */
export class NoisyCliffordSequence implements PreparedGates {
  readonly isParametric: boolean;
  readonly #items: readonly (CliffordSequence | ChannelOperation)[];
  readonly #chance: Chance;

  /**
   * @param chance says which errors happen
   * @throws SourceFailure `unsupported` as {@link CliffordSequence}; Failure `unsupported` for noise that is no Pauli noise
   */
  constructor(operations: readonly NoisyGate[], chance: Chance) {
    const items: (CliffordSequence | ChannelOperation)[] = [];
    let waiting: UnitaryGate[] = [];
    const flush = () => {
      if (waiting.length > 0) items.push(new CliffordSequence(waiting));
      waiting = [];
    };
    for (const operation of operations) {
      if (operation.kind !== 'channel') {
        waiting.push(operation);
        continue;
      }
      if (operation.channel.kind === 'kraus') throw notPauli();
      flush();
      items.push(operation);
    }
    flush();
    this.#items = items;
    this.#chance = chance;
    this.isParametric = items.some((item) => item instanceof CliffordSequence && item.isParametric);
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const item of this.#items) if (item instanceof CliffordSequence) item.bind(values, compute);
  }

  applyTo(tableau: Tableau, signal: CancellationSignal): void {
    for (const item of this.#items) {
      if (item instanceof CliffordSequence) item.applyTo(tableau, signal);
      else applyError(tableau, item, this.#chance.stream);
    }
  }
}

function applyError(tableau: Tableau, { channel, qubits }: ChannelOperation, stream: RandomStream): void {
  switch (channel.kind) {
    case 'pauli': {
      let error = drawnIndex(channel.probabilities, stream);
      // Digit j in base 4 is what befalls qubit j.
      for (const qubit of qubits) {
        applyPauli(tableau, qubit, error % 4);
        error = Math.floor(error / 4);
      }
      return;
    }
    case 'depolarising':
      if (stream.uniform() >= channel.probability) return;
      for (const qubit of qubits) applyPauli(tableau, qubit, stream.integerBelow(4));
      return;
    case 'kraus':
      throw notPauli();
  }
}

function drawnIndex(probabilities: Float64Array, stream: RandomStream): number {
  let rest = stream.uniform();
  let drawn = 0;
  for (const [index, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    drawn = index;
    rest -= probability;
    if (rest < 0) break;
  }
  return drawn;
}

/** @param digit 0 for nothing, 1 for X, 2 for Y, 3 for Z */
function applyPauli(tableau: Tableau, qubit: number, digit: number): void {
  if (digit === 1 || digit === 2) tableau.x(qubit);
  if (digit >= 2) tableau.z(qubit);
}
