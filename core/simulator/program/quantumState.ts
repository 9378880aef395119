import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import type { ClassicalExpression } from '#core/circuit/classical.ts';
import type { ReadableState } from '../readout/readableState.ts';
import type { NoisyGate } from './circuitNoise.ts';

/**
 * What a method of simulation (state vector, stabilizer, density matrix, …) must offer, so that circuits with
 * measurements, resets and feedback run on it: see {@link runBranches}.
 */
export interface SimulationMethod<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  /** Makes gates ready to be applied many times. */
  prepareGates(operations: readonly UnitaryGate[], options: GateOptions): Gates;
  /** As {@link prepareGates}, with noise; absent where the method cannot hold what noise makes of a state. */
  prepareNoisyGates?(operations: readonly NoisyGate[], options: GateOptions): Gates;
  /** A state |0…0⟩ of its own. @throws Failure `too-large` when it does not fit into memory */
  createState(): State;
  /** How much memory a state takes; for states that grow, the most of those to be expected. */
  readonly stateBytes: number;
}

/** An operation without outcome. */
export type UnitaryGate = GateOperation | UnitaryOperation;

export interface GateOptions {
  /** Leave uncontrolled global phases out, which only amplitudes show. */
  readonly ignoreGlobalPhase?: boolean;
}

/** The value of a classical expression during the run. */
export type Computation = (expression: ClassicalExpression) => number;

/** Gates in the form in which a method applies them. They belong to one thread and one run at a time. */
export interface PreparedGates {
  /** Whether there is something to bind. */
  readonly isParametric: boolean;
  /**
   * Computes all angles anew.
   * @param values one per circuit parameter, in order
   * @param compute needed where an angle depends on the run
   * @throws RunTimeFault when an angle is no finite number
   */
  bind(values: ArrayLike<number>, compute?: Computation): void;
}

/**
 * The state of all qubits while a circuit runs. What it offers of {@link ReadableState} is what results may show besides
 * outcomes.
 */
export interface QuantumState<Gates extends PreparedGates> extends Partial<ReadableState> {
  /** Sets it to |0…0⟩. */
  clear(): void;
  /** Becomes equal to another state of the same method and run. @throws Failure `cancelled` */
  copyFrom(other: this, signal: CancellationSignal): void;
  /** Gives its memory back; the state is not used any more. */
  release(): void;
  /**
   * |⟨a|b⟩|² with a pure state of the same method and run, or ⟨b|ρ|b⟩ of a mixed one; absent where the method compares no
   * states.
   * @throws Failure `cancelled`
   */
  fidelity?(other: this, signal: WorkSignal): number;
  /** @throws Failure `cancelled`; the state is then half done */
  apply(gates: Gates, signal: WorkSignal): void;
  /** The probability of reading 1 from a qubit. @throws Failure `cancelled` */
  probabilityOfOne(qubit: number, signal: CancellationSignal): number;
  /** Projects a qubit on a value found with the given probability, and normalises. @throws Failure `cancelled` */
  collapse(qubit: number, value: 0 | 1, probability: number, signal: CancellationSignal): void;
  /**
   * Mixes what is left where some qubits have each of their values, with a weight for each, and normalises: the state after
   * a reading that is not sure what it has read. Absent where the state is pure.
   * @param weights by value; bit j of an index is `qubits[j]`
   * @param probability of the reading
   * @throws Failure `cancelled`
   */
  condition?(
    qubits: readonly number[],
    weights: readonly number[],
    probability: number,
    signal: CancellationSignal,
  ): void;
  /** Turns a qubit known to be |1⟩ to |0⟩. */
  lower(qubit: number): void;
  /**
   * Reads some qubits `shots` times, each time from the same state, which may be overwritten. Which outcomes are found
   * depends on the state and the stream alone.
   */
  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: WorkSignal,
    found: OutcomeListener,
  ): void;
  /** The probability of each outcome of reading some qubits; outcomes below 10⁻¹⁵, which is rounding, are left out. */
  probabilities(qubits: readonly number[], found: OutcomeListener, signal: WorkSignal): void;
}

/**
 * Told an outcome and how often or how likely it is; no outcome is told twice.
 * @param values of the qubits asked for, in their order; overwritten by the next outcome
 */
export type OutcomeListener = (values: Uint8Array, amount: number) => void;
