import { hasInteger, type IntegerType } from '#core/base/arithmetic/integers.ts';
import { Failure } from '#core/base/failure.ts';
import type { LineTable } from '#core/base/textRange.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import {
  type Analysis,
  analyseProgram,
  type CheckOptions,
  describeType,
  loadIncludes,
  type ProgramSymbol,
} from '#core/openqasm/index.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { decodeText } from '#platform/inputFile.ts';
import { circuitIncludes } from './circuitIncludes.ts';

/** A circuit as it was read. */
export interface LoadedCircuit {
  readonly circuit: Circuit;
  /** How many inputs the program has, whether they have been given values or not. */
  readonly inputCount: number;
  readonly path: string;
  readonly lines: LineTable;
  /** Milliseconds. */
  readonly timing: { readonly parse: number; readonly lower: number };
}

export interface LoadOptions {
  /** The unsaved content of the file. */
  readonly text?: string | undefined;
  /**
   * Values of its inputs by name, each of which must have one then. The program is read with them, so that they may say
   * how often a loop runs; without them inputs are parameters of the circuit.
   */
  readonly inputs?: Readonly<Record<string, number>>;
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
 * @throws Failure `not-found`, `unreadable`, `too-large`; `invalid-circuit` with the place of the first error;
 * `invalid-input` for an input without a value, a value without an input, and a value that is none of its type
 */
export async function loadCircuit(
  path: string,
  files: PipelineFiles,
  now: () => number,
  { inputs, text }: LoadOptions = {},
): Promise<LoadedCircuit> {
  const source = text ?? decodeText(await files.read(path), path);
  const readInclude = await loadIncludes(source, path, circuitIncludes(files, []));
  const begun = now();
  const analysis = analyseProgram(source, { path, readInclude, lints: 'off' });
  const parsed = now();
  requireNoErrors(analysis, analysis.diagnostics, path);
  const declared = analysis.symbols.filter(({ kind }) => kind === 'input');
  if (inputs) requireInputs(declared, inputs);
  const lowered = lowerProgram(analysis, inputs ? { inputs: new Map(Object.entries(inputs)) } : {});
  if (!lowered.ok) {
    requireNoErrors(analysis, lowered.error, path);
    throw new Failure('invalid-circuit', 'This program cannot be made into a circuit.', { place: { path } });
  }
  const timing = { parse: parsed - begun, lower: now() - parsed };
  return { circuit: lowered.value, inputCount: declared.length, path, lines: analysis.lines, timing };
}

function requireInputs(declared: readonly ProgramSymbol[], inputs: Readonly<Record<string, number>>): void {
  const names = declared.map(({ name }) => name);
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
  for (const { name, type } of declared) {
    const value = inputs[name] ?? 0;
    const problem = problemOf(value, type);
    if (problem !== undefined) {
      throw new Failure(
        'invalid-input',
        `The value of input '${name}' ${problem}, and it is declared as ${describeType(type)}.`,
      );
    }
  }
}

/** Why a number is no value of the type of an input; undefined when it is one. */
function problemOf(value: number, type: ProgramSymbol['type']): string | undefined {
  if (!Number.isFinite(value)) return 'is not a finite number';
  switch (type.kind) {
    case 'int':
    case 'uint':
    case 'bit':
      if (!Number.isInteger(value)) return `is ${value}, which is not a whole number`;
      return hasInteger(BigInt(value), integerType(type)) ? undefined : `is ${value}, which is out of range`;
    case 'bool':
      return value === 0 || value === 1 ? undefined : `is ${value}, which is neither true nor false`;
    default:
      return undefined;
  }
}

function integerType(type: Extract<ProgramSymbol['type'], { kind: 'int' | 'uint' | 'bit' | 'qubit' }>): IntegerType {
  if (!('size' in type)) return type;
  return { kind: 'uint', width: typeof type.size === 'number' ? type.size : 1 };
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
