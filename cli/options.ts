import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { angleValue } from '#core/pipeline/schema/angleExpression.ts';
import type { RunChoice } from '#core/runs/runDecision.ts';
import { type InterpreterPlaces, writtenInterpreter } from '#platform/python/writtenInterpreter.ts';

/** Options that several commands share. */

export function formatOption(...choices: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how to print the result').choices([...choices]).default(choices[0]);
}

export function workspaceOption(): Option {
  return new Option('--workspace <folder>', 'the folder whose .hybrid keeps the runs');
}

/** Which account is meant, where a credential has several. */
export function profileOption(): Option {
  return new Option(
    '--profile <name>',
    'the profile of credentials; that of HYBRIDQ_PROFILE or hybridq.json unless given, else default',
  );
}

/** What becomes of a run that would ask, decided beforehand. */
export interface OnExceedOptions {
  readonly onExceed?: RunChoice;
}

export function onExceedOption(): Option {
  return new Option(
    '--on-exceed <choice>',
    'answers what a pipeline asks whose budget or chain says ask; without it a terminal is asked',
  ).choices(['stop', 'fallback', 'continue']);
}

/** Folders in which included files are looked for. */
export interface IncludePathOptions {
  readonly includePath?: readonly string[];
}

export function includePathOption(): Option {
  return new Option(
    '--include-path <folder>',
    'where included files are looked for after their own folder; may be given several times',
  ).argParser((folder: string, before: readonly string[] = []) => [...before, folder]);
}

/** The folders of {@link includePathOption} as absolute paths. */
export function includePathsOf({ includePath = [] }: IncludePathOptions, folder: string): string[] {
  return includePath.map((path) => resolve(folder, path));
}

/** The interpreter for what a pipeline names in Python. */
export interface PythonOptions {
  readonly python?: string;
}

export function pythonOption(): Option {
  return new Option('--python <interpreter>', 'the Python that runs steps and models in Python; python3 unless given');
}

/** The interpreter of {@link pythonOption}: a path is made absolute, a name is looked up on the search path. */
export function pythonOf({ python }: PythonOptions, places: InterpreterPlaces): string | undefined {
  return python === undefined ? undefined : writtenInterpreter(python, places);
}

/** A whole number within bounds. */
export function integerParser(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${smallest} to ${largest}.`);
  };
}

export const parseSeed = integerParser(-(2 ** 31), 2 ** 32 - 1);

/** Values that take the place of those in a pipeline file, by path. */
export function setOption(): Option {
  return new Option(
    '--set <path=value>',
    'replaces a value of the file, which stays as it is, such as optimise.maxIterations=50; repeatable',
  ).argParser(collectValue);
}

function collectValue(text: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new InvalidArgumentError('Write path=value, such as optimise.maxIterations=50.');
  return { ...previous, [path.trim()]: value };
}

/** The runs of a suite differ by what the suite says. */
export function valuesOfSuite(): Failure {
  return new Failure('invalid-input', 'The pipelines of a suite run with the values of their files.', {
    advice: 'Leave out --set, or run a pipeline with it.',
  });
}

/** Values of the inputs of a circuit, by name. */
export function inputOption(): Option {
  return new Option('--input <name=value>', 'the value of an input, such as theta=pi/2; repeatable')
    .argParser(collectInput)
    .default({});
}

function collectInput(text: string, previous: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, name, written] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const value =
    written === 'true' ? 1 : written === 'false' ? 0 : written === undefined ? undefined : angleValue(written);
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Write name=value with a number or an expression of pi, such as theta=pi/2.');
  }
  return { ...previous, [name]: value };
}

export function parseLayout(text: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => /^\d{1,9}$/.test(part))) return parts.map(Number);
  throw new InvalidArgumentError('Give numbers of qubits with commas between them, such as 3,5,7.');
}
