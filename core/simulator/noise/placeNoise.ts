import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { CircuitNoise, NoisyGate, NoisyOperation } from '../program/circuitNoise.ts';
import { type Channel, composed, isIdentityChannel } from './channel.ts';
import { type ClassifiedOperation, classifyOperation } from './classifyOperation.ts';
import { modelOnLayout } from './deviceLayout.ts';
import { requireKnown } from './missingNoise.ts';
import { type NoiseModel, type OperationNoise, operationNoise, qubitNoise } from './noiseModel.ts';
import { overRotation, wrongSize } from './overRotation.ts';
import { QubitClock } from './qubitClock.ts';
import { depolarising, remainingDepolarising, thermalRelaxation } from './standardChannels.ts';

/**
 * What a noise model does to a circuit. Bodies of conditionals and loops are timed by themselves: everything waits for
 * them to begin and to end.
 * @throws Failure `invalid-input`, `invalid-circuit` where the circuit needs what the model of a device lacks (see
 * {@link requireKnown}) or the layout does not fit; placing throws `invalid-input` where a rule does not fit a gate
 * @param layout the qubit of the model that each qubit of the circuit is; unless given, the one the circuit was fitted to,
 * else the one with the same number
 */
export function circuitNoise(
  given: NoiseModel,
  circuit: Circuit,
  layout: readonly number[] | undefined = circuit.deviceQubits,
): CircuitNoise {
  const model = layout === undefined ? given : modelOnLayout(given, layout, circuit.qubitCount);
  requireKnown(model, circuit);
  const placement = new NoisePlacement(model, circuit.qubitCount);
  return {
    place: (operations, isWhole) => placement.place(operations, isWhole),
    readoutError: (qubit) => qubitNoise(model, qubit).readout,
    correlatedReadout: model.correlatedReadout,
  };
}

/** Whether noise leaves the pure states of a circuit pure, adding no channels. */
export function keepsPure(noise: CircuitNoise, operations: readonly Operation[], isWhole = true): boolean {
  return (
    noise.place(operations, isWhole).every(({ kind }) => kind !== 'channel') &&
    operations.every((operation) => bodiesOf(operation).every((body) => keepsPure(noise, body, false)))
  );
}

class NoisePlacement {
  readonly #model: NoiseModel;
  readonly #qubitCount: number;
  /** What the model says of operations, by name and qubits. */
  readonly #noise = new Map<string, OperationNoise>();
  /** What follows an operation, by what it depends on. */
  readonly #known = new Map<string, readonly NoisyGate[]>();

  constructor(model: NoiseModel, qubitCount: number) {
    this.#model = model;
    this.#qubitCount = qubitCount;
  }

  place(operations: readonly Operation[], isWhole: boolean): readonly NoisyOperation[] {
    const placed: NoisyOperation[] = [];
    const clock = new QubitClock(this.#qubitCount, (qubit, wait) => {
      const channel = this.#idleChannel(qubit, wait);
      if (channel && !isIdentityChannel(channel)) placed.push({ kind: 'channel', channel, qubits: [qubit] });
    });
    const isTimed = this.#model.idle.kind !== 'none';
    for (const operation of operations) {
      const known = classifyOperation(operation);
      if (isTimed) {
        if (known) clock.advance(known.qubits, this.#timeOf(known));
        else if (operation.kind === 'barrier') clock.wait(operation.qubits);
        else if (operationQubits(operation).length > 0) clock.waitForAll();
      }
      placed.push(operation);
      if (known) placed.push(...this.#after(operation, known));
    }
    if (isTimed) clock.waitForAll();
    return isWhole ? withoutLateNoise(placed) : placed;
  }

  #timeOf(known: ClassifiedOperation): number {
    return this.#model.idle.kind === 'moment' ? 1 : (this.#noiseOf(known).duration ?? 0);
  }

  #noiseOf(known: ClassifiedOperation): OperationNoise {
    const key = [known.name, ...known.qubits].join();
    const noise = this.#noise.get(key) ?? operationNoise(this.#model, known);
    this.#noise.set(key, noise);
    return noise;
  }

  #idleChannel(qubit: number, wait: number): Channel | undefined {
    const { idle } = this.#model;
    switch (idle.kind) {
      case 'none':
        return undefined;
      case 'relaxation': {
        const { relaxation } = qubitNoise(this.#model, qubit);
        return relaxation && thermalRelaxation(wait, relaxation);
      }
      case 'moment': {
        let channel = idle.channel;
        for (let moment = 1; moment < wait; moment++) channel = composed(channel, idle.channel);
        return channel;
      }
    }
  }

  #after(operation: Operation, known: ClassifiedOperation): readonly NoisyGate[] {
    if (operation.kind === 'measure') return [];
    const values = operation.kind === 'gate' || operation.kind === 'unitary' ? operation.controls : [];
    const key = [known.name, ...known.qubits, ...values.map(({ value }) => value)].join();
    const found = this.#known.get(key) ?? this.#noiseAfter(operation, known);
    this.#known.set(key, found);
    return found;
  }

  #noiseAfter(operation: Operation, known: ClassifiedOperation): NoisyGate[] {
    const noise = this.#noiseOf(known);
    const { qubits } = known;
    // A reset leaves its qubit as it is meant to be.
    const relaxation = this.#relaxation(known.class === 'reset' ? {} : noise, qubits);
    const after: NoisyGate[] = [];
    if (noise.overRotation && noise.overRotation.angle !== 0) {
      after.push(overRotation(noise.overRotation, operation, known));
    }
    for (const channel of [noise.kraus, noise.pauli, strengthChannel(noise, known, relaxation)]) {
      if (channel === undefined || isIdentityChannel(channel)) continue;
      if (channel.qubitCount !== qubits.length) throw wrongSize(known, channel.qubitCount);
      after.push({ kind: 'channel', channel, qubits });
    }
    relaxation.forEach((channel, place) => {
      if (!isIdentityChannel(channel)) after.push({ kind: 'channel', channel, qubits: [qubits[place] ?? 0] });
    });
    return after;
  }

  /** What happens to the qubits of an operation while it lasts; nothing where they do not relax. */
  #relaxation({ duration = 0 }: OperationNoise, qubits: readonly number[]): Channel[] {
    return qubits.map((qubit) => {
      const { relaxation } = qubitNoise(this.#model, qubit);
      return relaxation && duration > 0 ? thermalRelaxation(duration, relaxation) : depolarising(1, 0);
    });
  }
}

function strengthChannel(
  { strength }: OperationNoise,
  { qubits }: ClassifiedOperation,
  relaxation: readonly Channel[],
): Channel | undefined {
  if (strength === undefined) return undefined;
  const probability =
    strength.kind === 'depolarising' ? strength.probability : remainingDepolarising(strength.rate, relaxation);
  return probability === 0 ? undefined : depolarising(qubits.length, probability);
}

/** Noise on qubits that were measured and are not touched again changes nothing that is read. */
function withoutLateNoise(placed: readonly NoisyOperation[]): NoisyOperation[] {
  /** Where each qubit was measured, if that is the last that happens to it. */
  const measured = new Map<number, number>();
  placed.forEach((operation, index) => {
    if (operation.kind === 'channel' || operation.kind === 'barrier') return;
    for (const qubit of operationQubits(operation)) {
      if (operation.kind === 'measure') measured.set(qubit, index);
      else measured.delete(qubit);
    }
  });
  return placed.filter((operation, index) => {
    if (operation.kind !== 'channel') return true;
    return operation.qubits.some((qubit) => index < (measured.get(qubit) ?? Number.POSITIVE_INFINITY));
  });
}
