import type { Result } from '#core/base/result.ts';
import type { ImportedCircuit, ImportProblem } from './importedCircuit.ts';
import { importIonq } from './ionq.ts';
import { importQuil } from './quil.ts';
import { importStim } from './stim.ts';

/** The formats, beside OpenQASM, from which circuits are read. */
export const importFormats = ['quil', 'ionq', 'stim'] as const;

export type ImportFormat = (typeof importFormats)[number];

const extensions: ReadonlyMap<string, ImportFormat> = new Map([
  ['quil', 'quil'],
  ['json', 'ionq'],
  ['stim', 'stim'],
]);

/** The format of a file by the end of its name, when it is one of these. */
export function importFormatOf(path: string): ImportFormat | undefined {
  return extensions.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

/**
 * Reads a circuit from the text of another format. Never throws because of what the text holds.
 * @returns the problems, in the order of the text, when there is no circuit
 */
export function importCircuit(text: string, format: ImportFormat): Result<ImportedCircuit, readonly ImportProblem[]> {
  switch (format) {
    case 'quil':
      return importQuil(text);
    case 'ionq':
      return importIonq(text);
    case 'stim':
      return importStim(text);
  }
}
