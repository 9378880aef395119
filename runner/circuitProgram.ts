import { Failure } from '#core/base/failure.ts';
import type { LineTable } from '#core/base/textRange.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { importFormatOf } from '#core/circuit/import/importCircuit.ts';
import type { ImportNote } from '#core/circuit/import/importedCircuit.ts';
import type { ImportedProgram } from '#core/circuit/import/stim.ts';
import { entriesOf, lowerEntry, lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { programInputs } from '#core/circuit/lower/programInputs.ts';
import { type Analysis, analyseProgram, type CheckOptions, loadIncludes } from '#core/openqasm/index.ts';
import { NameNotFound } from '#core/pipeline/circuits/nameNotFound.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { decodeText } from '#platform/inputFile.ts';
import { circuitIncludes } from './circuitIncludes.ts';
import { requireInputs } from './circuitInputs.ts';
import { loadImportedCircuit } from './importedFile.ts';

/** A circuit as it was read. */
export interface LoadedCircuit {
  readonly circuit: Circuit;
  /** The stabilizer program of a Stim file, of which the circuit leaves noise and detectors out. */
  readonly program?: ImportedProgram;
  /** How many inputs the program has, whether they have been given values or not. */
  readonly inputCount: number;
  readonly path: string;
  readonly lines: LineTable;
  /** What of a file in another format than OpenQASM the circuit leaves out. */
  readonly notes: readonly ImportNote[];
  /** Milliseconds. */
  readonly timing: { readonly parse: number; readonly lower: number };
}

export interface LoadOptions {
  /** The gate or subroutine that is meant, instead of the whole program. */
  readonly entry?: string | undefined;
  /** The unsaved content of the file. */
  readonly text?: string | undefined;
  /** Folders in which the files it includes are looked for after their own, in order. */
  readonly includePaths?: readonly string[] | undefined;
  /**
   * Values of its inputs by name, each of which must have one then. The program is read with them, so that they may say
   * how often a loop runs; without them inputs are parameters of the circuit.
   */
  readonly inputs?: Readonly<Record<string, number>>;
  /** Whether operations say which calls and loops they belong to, as a drawing wants to know. */
  readonly withGroups?: boolean;
}

/** How a circuit is checked, and in which folders the files it includes are looked for after its own. */
export interface CircuitReading extends CheckOptions {
  readonly includePaths?: readonly string[] | undefined;
}

/** Analyses a program with the files it includes. Never fails because of what they contain. */
export async function analyseCircuit(
  text: string,
  path: string,
  files: PipelineFiles,
  { includePaths = [], ...checks }: CircuitReading = {},
): Promise<Analysis> {
  const readInclude = await loadIncludes(text, path, circuitIncludes(files, includePaths));
  return analyseProgram(text, { ...checks, path, readInclude });
}

/**
 * Reads a circuit file: OpenQASM, or another format by the end of its name.
 * @throws Failure `not-found`, `unreadable`, `too-large`; `invalid-circuit` with the place of the first error;
 * and `NameNotFound` for an entry it does not define; `invalid-input` for an input without a value, a value without an input, and a value that is none of its type
 */
export async function loadCircuit(
  path: string,
  files: PipelineFiles,
  now: () => number,
  { entry, includePaths = [], inputs, text, withGroups = false }: LoadOptions = {},
): Promise<LoadedCircuit> {
  const source = text ?? decodeText(await files.read(path), path);
  const format = importFormatOf(path);
  if (format !== undefined && entry !== undefined) throw new NameNotFound(path, 'gate or subroutine', entry, []);
  if (format !== undefined) return loadImportedCircuit(source, path, format, now, inputs);
  const readInclude = await loadIncludes(source, path, circuitIncludes(files, includePaths));
  const begun = now();
  const analysis = analyseProgram(source, { path, readInclude, lints: 'off' });
  const parsed = now();
  requireNoErrors(analysis, analysis.diagnostics, path);
  const declared = programInputs(analysis);
  if (inputs) requireInputs(declared, inputs);
  const lowered =
    entry === undefined
      ? lowerProgram(analysis, { withGroups, ...(inputs && { inputs: new Map(Object.entries(inputs)) }) })
      : lowerEntry(analysis, requireEntry(analysis, path, entry));
  if (!lowered.ok) {
    requireNoErrors(analysis, lowered.error, path);
    throw new Failure('invalid-circuit', 'This program cannot be made into a circuit.', { place: { path } });
  }
  const timing = { parse: parsed - begun, lower: now() - parsed };
  return { circuit: lowered.value, inputCount: declared.length, path, lines: analysis.lines, notes: [], timing };
}

function requireEntry(analysis: Analysis, path: string, name: string) {
  const entries = entriesOf(analysis);
  const entry = entries.get(name);
  if (entry === undefined) throw new NameNotFound(path, 'gate or subroutine', name, [...entries.keys()]);
  return entry;
}

/** @param diagnostics those of the analysis, or of the lowering, which `hybridq check` does not report */
function requireNoErrors(analysis: Analysis, diagnostics: Analysis['diagnostics'], path: string): void {
  const listed = diagnostics === analysis.diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const { character, line } = analysis.lines.positionAt(first.range.start);
  throw new Failure('invalid-circuit', `${first.code} ${first.message}`, {
    place: { path, line, character },
    ...(errors.length > 1
      ? { advice: `The file has ${errors.length} errors${listed ? '; hybridq check lists all' : ' of this kind'}.` }
      : {}),
  });
}
