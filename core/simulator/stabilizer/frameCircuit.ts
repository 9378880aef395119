import { Failure } from '#core/base/failure.ts';
import { isRunTimeAngle } from '#core/circuit/angle.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit, ConditionalOperation, MeasureOperation, Operation } from '#core/circuit/circuit.ts';
import { guardOf, type MeasurementGuard, parityOf } from '#core/circuit/export/measurementGuard.ts';
import { switchConditions } from '#core/circuit/export/switchConditions.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationBits } from '#core/circuit/operationQubits.ts';
import type { PauliChannel, StabilizerInstruction, StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { recogniseClifford, recognisePaulis } from '#core/circuit/synthesis/recogniseClifford.ts';
import type { Channel } from '../noise/channel.ts';
import type { ReadoutError } from '../noise/noiseModel.ts';
import type { ChannelOperation, CircuitNoise, NoisyOperation } from '../program/circuitNoise.ts';
import { noiseless } from '../program/compileProgram.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import { notClifford } from './cliffordGates.ts';

/** A circuit as a stabilizer program, whose shots Pauli frames sample. */
export interface FrameCircuit {
  readonly program: StabilizerProgram;
  /** Which entry of the record each bit holds at the end; of a circuit that measures nothing, each qubit. */
  readonly held: readonly { readonly bit: number; readonly record: number }[];
  /** Entries that are misread after all, with different probabilities for 0 and 1. */
  readonly misread: readonly { readonly record: number; readonly error: ReadoutError }[];
  /** What is computed of the bits at the end of the circuit. */
  readonly computation: readonly Operation[];
}

/**
 * A bound circuit with its noise as a stabilizer program.
 * @returns undefined when something depends on the run in a way that Pauli frames cannot follow: anything but Pauli gates
 * under a parity of measured bits, loops, values computed before the last gate
 * @throws SourceFailure `unsupported` for a gate that is no Clifford gate; Failure `unsupported` for noise that is no Pauli
 * noise
 */
export function frameCircuit(circuit: Circuit, noise: CircuitNoise = noiseless): FrameCircuit | undefined {
  const { operations } = circuit;
  const end = operations.findLastIndex(isQuantum) + 1;
  const translation = new Translation(circuit, noise);
  return translation.translate(operations.slice(0, end), operations.slice(end));
}

function isQuantum(operation: Operation): boolean {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
    case 'measure':
    case 'reset':
      return true;
    case 'barrier':
    case 'assign':
      return false;
    case 'conditional':
    case 'while':
    case 'switch':
      return bodiesOf(operation).some((body) => body.some(isQuantum));
  }
}

/** Thrown where frames cannot follow; caught by the translation. */
class Untranslatable extends Error {}

class Translation {
  readonly #circuit: Circuit;
  readonly #noise: CircuitNoise;
  readonly #instructions: StabilizerInstruction[] = [];
  /** The entry of the record each bit holds. */
  readonly #held = new Map<number, number>();
  readonly #misread: { readonly record: number; readonly error: ReadoutError }[] = [];
  /** Bits that something depends on while the circuit runs. */
  readonly #asked = new Set<number>();
  #records = 0;

  constructor(circuit: Circuit, noise: CircuitNoise) {
    this.#circuit = circuit;
    this.#noise = noise;
    this.#asked = new Set(
      circuit.operations.filter((operation) => operation.kind !== 'measure').flatMap(operationBits),
    );
  }

  translate(operations: readonly Operation[], computation: readonly Operation[]): FrameCircuit | undefined {
    if (this.#noise.correlatedReadout.length > 0) return undefined;
    for (const operation of operations) {
      if (operation.kind !== 'measure') for (const bit of operationBits(operation)) this.#asked.add(bit);
    }
    try {
      this.#all(this.#noise.place(operations, true), undefined);
    } catch (thrown) {
      if (thrown instanceof Untranslatable) return undefined;
      throw thrown;
    }
    if (resultLayout(this.#circuit).shows === 'qubits') {
      this.#held.clear();
      for (let qubit = 0; qubit < this.#circuit.qubitCount; qubit++)
        this.#measure({ kind: 'measure', qubit, bit: qubit });
    }
    return {
      program: { qubitCount: this.#circuit.qubitCount, instructions: this.#instructions },
      held: [...this.#held].map(([bit, record]) => ({ bit, record })),
      misread: this.#misread,
      computation,
    };
  }

  #all(operations: readonly NoisyOperation[], guard: MeasurementGuard | undefined): void {
    for (const operation of operations) this.#one(operation, guard);
  }

  #one(operation: NoisyOperation, guard: MeasurementGuard | undefined): void {
    switch (operation.kind) {
      case 'gate':
      case 'unitary':
        if (guard === undefined) this.#gate(operation);
        else this.#feedback(operation, guard);
        return;
      case 'barrier':
        return;
      case 'conditional':
        this.#conditional(operation, guard);
        return;
      case 'switch':
        for (const inner of switchConditions(operation)) this.#one(inner, guard);
        return;
      case 'channel':
        if (guard !== undefined) throw new Untranslatable();
        this.#channel(operation);
        return;
      case 'measure':
        if (guard !== undefined) throw new Untranslatable();
        this.#measure(operation);
        return;
      case 'reset':
        if (guard !== undefined) throw new Untranslatable();
        this.#instructions.push({ kind: 'reset', axis: 'Z', qubits: [operation.qubit] });
        return;
      case 'while':
      case 'assign':
        throw new Untranslatable();
    }
  }

  #gate(operation: UnitaryGate): void {
    for (const { name, targets } of this.#cliffordOf(operation)) {
      this.#instructions.push({ kind: 'gate', gate: name, targets });
    }
  }

  #cliffordOf(operation: UnitaryGate) {
    if (operation.kind === 'gate' && operation.parameters.some(isRunTimeAngle)) throw new Untranslatable();
    const gates = recogniseClifford(operation);
    if (gates === undefined) throw notClifford(operation);
    return gates;
  }

  #feedback(operation: UnitaryGate, guard: MeasurementGuard): void {
    this.#cliffordOf(operation);
    const paulis = recognisePaulis(operation);
    const parity = parityOf(guard);
    if (paulis === undefined || parity === undefined) throw new Untranslatable();
    for (const { axis, qubit } of paulis) {
      if (parity.inverted) this.#instructions.push({ kind: 'gate', gate: axis, targets: [qubit] });
      for (const measurement of parity.measurements) {
        this.#instructions.push({ kind: 'feedback', record: measurement - this.#records, axis, qubit });
      }
    }
  }

  #conditional({ body, condition, otherwise }: ConditionalOperation, outer: MeasurementGuard | undefined): void {
    const then = guardOf(condition, this.#held, outer);
    const rest = guardOf({ kind: 'not', operand: condition }, this.#held, outer);
    if (then === undefined || rest === undefined) throw new Untranslatable();
    this.#all(this.#noise.place(body, false), then);
    this.#all(this.#noise.place(otherwise, false), rest);
  }

  #measure({ bit, qubit }: MeasureOperation): void {
    const error = this.#noise.readoutError(qubit);
    const isEven = error === undefined || error.p01 === error.p10;
    if (!isEven && bit !== undefined && this.#asked.has(bit)) throw new Untranslatable();
    this.#instructions.push({
      kind: 'measure',
      products: [{ factors: [{ axis: 'Z', qubit }], isInverted: false }],
      flipProbability: isEven ? (error?.p01 ?? 0) : 0,
    });
    if (!isEven) this.#misread.push({ record: this.#records, error });
    if (bit !== undefined) this.#held.set(bit, this.#records);
    this.#records++;
  }

  #channel({ channel, qubits }: ChannelOperation): void {
    if (channel.kind === 'kraus') throw notPauli();
    if (channel.kind === 'depolarising') throw new Untranslatable();
    const found = pauliChannel(channel);
    if (found) {
      this.#instructions.push({ kind: 'noise', channel: found, targets: qubits });
      return;
    }
    // Errors of more than two qubits exclude each other: each is asked for where none before it happened.
    let rest = 1;
    let isElse = false;
    channel.probabilities.forEach((probability, index) => {
      if (index === 0 || probability === 0) return;
      const factors = qubits.flatMap((qubit, place) => {
        const axis = ([undefined, 'X', 'Y', 'Z'] as const)[Math.floor(index / 4 ** place) % 4];
        return axis === undefined ? [] : [{ axis, qubit }];
      });
      this.#instructions.push({ kind: 'correlated', probability: Math.min(1, probability / rest), factors, isElse });
      rest -= probability;
      isElse = true;
    });
  }
}

/** A channel on one or two qubits. Digit j in base 4 of an index is for qubit j, and the first letter of a pair for the first. */
function pauliChannel({ probabilities, qubitCount }: Extract<Channel, { kind: 'pauli' }>): PauliChannel | undefined {
  const of = (index: number) => probabilities[index] ?? 0;
  if (qubitCount === 1) return { kind: 'single', x: of(1), y: of(2), z: of(3) };
  if (qubitCount !== 2) return undefined;
  const pairs = Array.from({ length: 15 }, (_, index) => of((((index + 1) % 4) * 4) | ((index + 1) >> 2)));
  return { kind: 'pair', probabilities: pairs };
}

export function notPauli(): Failure {
  return new Failure(
    'unsupported',
    'The noise of the circuit is more than Pauli errors, which is all that the stabilizer method follows.',
    {
      advice: 'Use the density matrix or trajectories.',
    },
  );
}
