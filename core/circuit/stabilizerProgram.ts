import type { OffsetRange } from '#core/base/textRange.ts';
import type { PauliFactor } from './observable.ts';
import type { StabilizerGateName } from './stabilizerGates.ts';

/**
 * A Clifford circuit together with what a {@link Circuit} has no place for: Pauli noise, a record of all measurements in
 * the order they happen, and the detectors and logical observables that are parities of that record. It says what Stim's
 * format says (C. Gidney, "Stim: a fast stabilizer circuit simulator", 2021), repetitions included. Plain JSON.
 *
 * Qubits start in |0⟩. Probabilities are in [0, 1]; those of the cases of one channel add up to at most 1.
 */
export interface StabilizerProgram {
  readonly qubitCount: number;
  readonly instructions: readonly StabilizerInstruction[];
}

interface Placed {
  /** The piece of the source this came from. */
  readonly source?: OffsetRange;
}

export type StabilizerInstruction = Placed &
  (
    | StabilizerGate
    | FeedbackInstruction
    | ProductMeasurement
    | ConstantResult
    | BasisReset
    | PauliNoise
    | CorrelatedError
    | HeraldedNoise
    | Detector
    | LogicalObservable
    | QubitCoordinates
    | CoordinateShift
    | { readonly kind: 'tick' }
    | Repetition
  );

/** A gate on one group of targets after the other, each as long as the gate is wide. */
export interface StabilizerGate {
  readonly kind: 'gate';
  readonly gate: StabilizerGateName;
  readonly targets: readonly number[];
}

/** A Pauli gate that acts where an earlier measurement was 1. */
export interface FeedbackInstruction {
  readonly kind: 'feedback';
  /** Counted back from the latest entry of the record, which is −1. */
  readonly record: number;
  readonly axis: PauliFactor['axis'];
  readonly qubit: number;
}

/** A product of Pauli matrices on different qubits; `isInverted` for minus the product. */
export interface SignedProduct {
  readonly factors: readonly PauliFactor[];
  readonly isInverted: boolean;
}

/** Measures products one after the other, each into the next entry of the record: 0 for eigenvalue +1. */
export interface ProductMeasurement {
  readonly kind: 'measure';
  readonly products: readonly SignedProduct[];
  /** How likely an entry is the opposite of what was measured, for each product by itself. */
  readonly flipProbability: number;
}

/** Entries of the record that nothing measures. */
export interface ConstantResult {
  readonly kind: 'constant';
  readonly values: readonly (0 | 1)[];
  readonly flipProbability: number;
}

/** Brings qubits into the +1 eigenstate of a Pauli matrix. */
export interface BasisReset {
  readonly kind: 'reset';
  readonly axis: PauliFactor['axis'];
  readonly qubits: readonly number[];
}

/** Which Pauli error befalls one qubit or a pair. */
export type PauliChannel =
  | { readonly kind: 'single'; readonly x: number; readonly y: number; readonly z: number }
  /** Each error that is not the identity with the same probability; `probability` is that of any. */
  | { readonly kind: 'depolarize'; readonly size: 1 | 2; readonly probability: number }
  /** The 15 errors of a pair in the order IX, IY, IZ, XI, XX … ZZ; the first letter acts on the first qubit. */
  | { readonly kind: 'pair'; readonly probabilities: readonly number[] };

/** A channel on one qubit, or pair of qubits, of the targets after the other, independently. */
export interface PauliNoise {
  readonly kind: 'noise';
  readonly channel: PauliChannel;
  readonly targets: readonly number[];
}

/** An error on several qubits together. */
export interface CorrelatedError {
  readonly kind: 'correlated';
  readonly probability: number;
  readonly factors: readonly PauliFactor[];
  /** Possible only where none of the correlated errors just before happened. */
  readonly isElse: boolean;
}

/** Noise that writes into the record, for each qubit, whether it happened. */
export interface HeraldedNoise {
  readonly kind: 'heralded';
  readonly identity: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly qubits: readonly number[];
}

/** A parity of entries of the record that is always the same without noise. */
export interface Detector {
  readonly kind: 'detector';
  /** Counted back from the latest entry, which is −1. */
  readonly records: readonly number[];
  readonly coordinates: readonly number[];
}

/** Adds entries of the record to the parity of a logical observable. */
export interface LogicalObservable {
  readonly kind: 'observable';
  readonly index: number;
  readonly records: readonly number[];
  /** Factors of the operator itself, which are compared with the run without noise and not measured. */
  readonly factors: readonly PauliFactor[];
}

export interface QubitCoordinates {
  readonly kind: 'coordinates';
  readonly qubits: readonly number[];
  readonly coordinates: readonly number[];
}

/** Moves the coordinates of all detectors that follow. */
export interface CoordinateShift {
  readonly kind: 'shift';
  readonly by: readonly number[];
}

export interface Repetition {
  readonly kind: 'repeat';
  readonly count: number;
  readonly body: readonly StabilizerInstruction[];
}

/** How much a program, run once from its beginning to its end, writes. */
export interface StabilizerProgramSize {
  readonly measurements: number;
  readonly detectors: number;
  /** One more than the highest index of an observable. */
  readonly observables: number;
}

export function programSize(instructions: readonly StabilizerInstruction[]): StabilizerProgramSize {
  let [measurements, detectors, observables] = [0, 0, 0];
  for (const instruction of instructions) {
    switch (instruction.kind) {
      case 'measure':
        measurements += instruction.products.length;
        break;
      case 'constant':
        measurements += instruction.values.length;
        break;
      case 'heralded':
        measurements += instruction.qubits.length;
        break;
      case 'detector':
        detectors++;
        break;
      case 'observable':
        observables = Math.max(observables, instruction.index + 1);
        break;
      case 'repeat': {
        const inner = programSize(instruction.body);
        measurements += instruction.count * inner.measurements;
        detectors += instruction.count * inner.detectors;
        observables = Math.max(observables, inner.observables);
        break;
      }
      case 'gate':
      case 'feedback':
      case 'reset':
      case 'noise':
      case 'correlated':
      case 'coordinates':
      case 'shift':
      case 'tick':
        break;
    }
  }
  return { measurements, detectors, observables };
}
