import { failed, type Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit } from '../circuit.ts';

/** The formats, beside OpenQASM, from which circuits are read. */
export const importFormats = ['quil', 'ionq', 'stim'] as const;

export type ImportFormat = (typeof importFormats)[number];

/** Why a text is not a circuit: a mistake in it, or something the circuit model cannot hold. */
export interface ImportProblem {
  /** A sentence that says what, why and what to do. */
  readonly message: string;
  readonly range: OffsetRange;
}

/**
 * Reads a circuit from the text of another format. Operations know the piece of the text they came from.
 * @returns the problems, in the order of the text, when there is no circuit
 */
export function importCircuit(_text: string, format: ImportFormat): Result<Circuit, readonly ImportProblem[]> {
  return failed([{ message: `Circuits cannot be read from ${format} files yet.`, range: { start: 0, end: 0 } }]);
}
