import type { OffsetRange } from '#core/base/textRange.ts';

/** A circuit written in another format, and what of it the format cannot say. */
export interface ExportedProgram {
  /** Absent when something essential cannot be expressed; then `omissions` has an error that says what. */
  readonly text?: string;
  readonly omissions: readonly ExportOmission[];
}

/** Something of a circuit that a format cannot say, in the order it was met; one for each place and cause. */
export interface ExportOmission {
  /** `error`: there is no program. `warning`: the program runs but differs, as when a barrier is left out. */
  readonly severity: 'error' | 'warning';
  /** The thing: `A reset in the middle of the circuit`. */
  readonly what: string;
  /** Why, and what to do: `IonQ circuits have only gates; move all measurements to the end`. */
  readonly why: string;
  /** The statement it came from. */
  readonly source?: OffsetRange;
}

/** The formats circuits are exported to. */
export const exportFormats = [
  'qasm2',
  'qasm3',
  'qiskit',
  'cirq',
  'pennylane',
  'braket',
  'quil',
  'ionq',
  'stim',
] as const;

export type ExportFormat = (typeof exportFormats)[number];
