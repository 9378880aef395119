import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { TruncationReport } from './matrixProduct/matrixProductMethod.ts';
import type { MethodName } from './method/chooseMethod.ts';
import type { OutputValues } from './program/outcomeTally.ts';
import type { BlochVector } from './readout/blochVector.ts';
import type { MomentState } from './readout/momentStates.ts';
import type { ExpectationAnswer } from './readout/stateAnswers.ts';

/** What a simulation gives: the simulator's part of the report of `hybridq simulate`. Plain JSON. */
export interface SimulationResult {
  readonly method: MethodName;
  /** Why this method, as one sentence; and what held it up, if anything did. */
  readonly why: string;
  readonly precision: 'double' | 'single';
  /** There when the kernels round as suits the processor, so that last digits differ from machine to machine. */
  readonly relaxed?: boolean;
  /** The name of the noise model; absent without noise. */
  readonly noise?: string;
  /** The qubit of the noise model's device that each qubit sits on, where it was chosen. */
  readonly layout?: readonly number[];
  readonly qubits: number;
  readonly bits: number;
  readonly shots: number;
  readonly seed: number;
  /**
   * How often each bit string was found. The strings show the outputs of bits where the circuit declares outputs, else
   * its bits (bits never written are 0); if it measures nothing, all its qubits.
   */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * How far off the shares of the counts may be: the largest half-width of their Wilson intervals at one standard error,
   * √(p(1 − p)/shots + 1/(4 shots²))/(1 + 1/shots) with the share as p; absent without shots.
   */
  readonly samplingError?: number;
  /** The bit string of every shot, in order. */
  readonly memory?: readonly string[];
  /** Of the same bit strings as the counts. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Of the probabilities, where they are means over shots that each have a state of their own. */
  readonly probabilityErrors?: Readonly<Record<string, number>>;
  /** Of chosen registers, bits or qubits. */
  readonly marginals?: readonly Marginal[];
  /** Where the circuit has outputs that are no bits: what was returned together, in order of the bit strings. */
  readonly outcomes?: readonly Outcome[];
  /** Real and imaginary parts, index bit j = qubit j. */
  readonly amplitudes?: readonly (readonly [number, number])[];
  /** Of chosen basis states. */
  readonly amplitudesOf?: readonly ChosenAmplitude[];
  readonly expectations?: readonly Expectation[];
  readonly bloch?: readonly QubitState[];
  readonly densityMatrices?: readonly ReducedState[];
  /** With the final state of another circuit: 1 for the same state up to its phase, 0 for one that can be told apart. */
  readonly fidelity?: number;
  /** One shot moment by moment, from the beginning. */
  readonly moments?: readonly MomentState[];
  /** Of a matrix product state: how large its bonds became and what cutting them off has cost. */
  readonly truncation?: TruncationReport;
  /** Bytes of the state in memory. */
  readonly memoryBytes: number;
  /** Milliseconds spent on making the gates ready, on running them, and on reading the final state. */
  readonly timing: { readonly plan: number; readonly simulate: number; readonly sample: number };
  readonly depth: number;
  readonly gates: number;
}

/** The distribution of what was chosen. */
export interface Marginal {
  readonly of: readonly string[];
  readonly probabilities: Readonly<Record<string, number>>;
  /** Of the probabilities, where they are means over shots. */
  readonly standardErrors?: Readonly<Record<string, number>>;
}

/** What some shots returned. */
export interface Outcome {
  readonly bits: string;
  /** The other outputs, by name. */
  readonly values: OutputValues;
  readonly count: number;
  readonly probability?: number;
}

export interface ChosenAmplitude {
  /** As it was asked for. */
  readonly state: string;
  readonly amplitude: readonly [number, number];
}

export interface Expectation extends ExpectationAnswer {
  /** As `parseObservable` reads it. */
  readonly observable: string;
}

export interface QubitState {
  readonly qubit: string;
  readonly vector: BlochVector;
  /** Of its components, where they are means over shots. */
  readonly standardErrors?: BlochVector;
}

export interface ReducedState {
  readonly qubits: readonly string[];
  readonly matrix: ComplexMatrix;
  /** Tr ρ². */
  readonly purity: number;
  /** Von Neumann entropy in bits. */
  readonly entropy: number;
  /** The largest of the real and imaginary parts of entries, where the matrix is a mean over shots. */
  readonly standardError?: number;
}
