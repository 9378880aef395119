import { Failure } from '#core/base/failure.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { type Analysis, analyseProgram, type CheckOptions, loadIncludes } from '#core/openqasm/index.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { decodeText } from '#platform/inputFile.ts';
import { circuitIncludes } from './circuitIncludes.ts';

/** A circuit with how long it took to read, in milliseconds. */
export interface LoadedCircuit {
  readonly circuit: Circuit;
  readonly timing: { readonly parse: number; readonly lower: number };
}

/** How a circuit is checked, and in which folders the files it includes are looked for after its own. */
export interface CircuitReading extends CheckOptions {
  readonly includePaths?: readonly string[];
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
 * Reads a circuit file.
 * @param text its unsaved content; read from `files` unless given
 * @throws Failure `not-found`, `unreadable`, `too-large`; `invalid-circuit` with the place of the first error
 */
export async function loadCircuit(
  path: string,
  files: PipelineFiles,
  now: () => number,
  text?: string,
): Promise<LoadedCircuit> {
  const source = text ?? decodeText(await files.read(path), path);
  const readInclude = await loadIncludes(source, path, circuitIncludes(files, []));
  const begun = now();
  const analysis = analyseProgram(source, { path, readInclude, lints: 'off' });
  const parsed = now();
  requireNoErrors(analysis, analysis.diagnostics, path);
  const lowered = lowerProgram(analysis);
  if (!lowered.ok) {
    requireNoErrors(analysis, lowered.error, path);
    throw new Failure('invalid-circuit', 'This program cannot be made into a circuit.', { place: { path } });
  }
  return { circuit: lowered.value, timing: { parse: parsed - begun, lower: now() - parsed } };
}

/**
 * The circuit with values for its inputs.
 * @throws Failure `invalid-input` for an input without a value and a value without an input
 */
export function bindInputs(circuit: Circuit, inputs: Readonly<Record<string, number>>): Circuit {
  const names = circuit.parameters.map(({ name }) => name);
  const unknown = Object.keys(inputs).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Failure('invalid-input', `The circuit has no input ${quoted(unknown)}.`, {
      advice: names.length === 0 ? 'It has no inputs at all.' : `Its inputs are ${names.join(', ')}.`,
    });
  }
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  if (missing.length > 0) {
    throw new Failure('invalid-input', `The circuit needs a value for ${quoted(missing)}.`, {
      advice: 'Give each input as name=value, for example --input theta=pi/2.',
    });
  }
  return bindCircuit(
    circuit,
    names.map((name) => inputs[name] ?? 0),
  );
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
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
