import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { ChannelOperation, NoisyGate } from '../program/circuitNoise.ts';
import type { Computation, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import { CliffordSequence } from './cliffordGates.ts';
import { notPauli } from './frameCircuit.ts';
import type { Tableau } from './tableau.ts';

/** Clifford gates with Pauli errors between them, which are drawn anew every time they are applied. */
export class NoisyCliffordSequence implements PreparedGates {
  readonly isParametric: boolean;
  readonly #items: readonly (CliffordSequence | ChannelOperation)[];
  readonly #stream: RandomStream;

  /**
   * @param stream says which errors happen
   * @throws SourceFailure `unsupported` as {@link CliffordSequence}; Failure `unsupported` for noise that is no Pauli noise
   */
  constructor(operations: readonly NoisyGate[], stream: RandomStream) {
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
    this.#stream = stream;
    this.isParametric = items.some((item) => item instanceof CliffordSequence && item.isParametric);
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const item of this.#items) if (item instanceof CliffordSequence) item.bind(values, compute);
  }

  applyTo(tableau: Tableau, signal: CancellationSignal): void {
    for (const item of this.#items) {
      if (item instanceof CliffordSequence) item.applyTo(tableau, signal);
      else applyError(tableau, item, this.#stream);
    }
  }
}

function applyError(tableau: Tableau, { channel, qubits }: ChannelOperation, stream: RandomStream): void {
  if (channel.kind !== 'pauli') return;
  let rest = stream.uniform();
  let error = 0;
  for (const [index, probability] of channel.probabilities.entries()) {
    if (probability === 0) continue;
    error = index;
    rest -= probability;
    if (rest < 0) break;
  }
  // Digit j in base 4 is what befalls qubit j: nothing, X, Y or Z.
  for (const qubit of qubits) {
    const digit = error % 4;
    if (digit === 1 || digit === 2) tableau.x(qubit);
    if (digit >= 2) tableau.z(qubit);
    error = Math.floor(error / 4);
  }
}
