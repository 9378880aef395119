import type { RunRecord } from './runRecord.ts';

/** Where circuits lie among the attachments of a run, as backends got them. */
const folder = 'sent/';
const ending = '.qasm';

/** A circuit of a run that was fitted to a device, as an OpenQASM 3 program. */
export interface SentCircuit {
  readonly backend: string;
  /** Among the attachments of the run. */
  readonly name: string;
  readonly sha256: string;
}

/** What the program that a backend got is called among the attachments of a run. */
export function sentCircuitName(backend: string): string {
  return `${folder}${backend}${ending}`;
}

/** The programs that were fitted to devices, by backend. */
export function sentCircuits({ attachments = {} }: Pick<RunRecord, 'attachments'>): readonly SentCircuit[] {
  return Object.entries(attachments)
    .filter(([name]) => name.startsWith(folder) && name.endsWith(ending))
    .map(([name, sha256]) => ({ backend: name.slice(folder.length, -ending.length), name, sha256 }))
    .sort((one, other) => (one.backend < other.backend ? -1 : 1));
}
