import { type Result, success } from '#core/base/result.ts';
import { definableGates, definableSignature } from '#core/openqasm/gateDefinitions.ts';
import { libraryOf } from '#core/openqasm/gateLibrary.ts';
import type { Analysis, ProgramSymbol } from '#core/openqasm/index.ts';
import { libraryGates } from '#core/openqasm/index.ts';
import type { Refusal } from './circuitGesture.ts';
import { refuse } from './refuse.ts';

/** A gate that can be placed. */
export interface GateChoice {
  readonly name: string;
  /** Names of its parameters. */
  readonly parameters: readonly string[];
  /** Names of its qubits, controls first. */
  readonly qubits: readonly string[];
  /** One line on what it does; absent for gates that the program defines. */
  readonly summary?: string;
  /** The file that placing it includes. */
  readonly include?: string;
  /** Whether placing it defines it, as the library of the version has none of the name. */
  readonly isDefined?: true;
}

/**
 * The gates that can be placed: those the program knows, those of the standard library of its version, and well-known ones
 * that are defined in terms of it.
 */
export function gateChoices(analysis: Analysis): GateChoice[] {
  const known = new Map<string, GateChoice>();
  const library = libraryOf(analysis.version.major);
  const names = [...analysis.globalScope.names.values(), ...analysis.builtins.values()];
  for (const symbol of names) if (isPlaceable(symbol)) known.set(symbol.name, choiceOf(symbol));
  if (!includesLibrary(analysis)) {
    for (const { name, parameters, qubits, summary } of libraryGates(library)) {
      if (!analysis.globalScope.names.has(name) && !known.has(name)) {
        known.set(name, { name, parameters, qubits, summary, include: library });
      }
    }
  }
  for (const name of definableGates(analysis.version.major)) {
    const signature = definableSignature(name, analysis.version.major);
    if (!signature || known.has(name) || analysis.globalScope.names.has(name)) continue;
    const include = includesLibrary(analysis) ? {} : { include: library };
    known.set(name, { name, ...signature, ...include, isDefined: true });
  }
  return [...known.values()];
}

/** The gate of a name as it is to be called. */
export function chosenGate(analysis: Analysis, name: string): Result<GateChoice, Refusal> {
  const found = gateChoices(analysis).find((gate) => gate.name === name);
  if (found) return success(found);
  const taken = analysis.globalScope.names.get(name);
  if (taken?.place)
    return refuse(`'${name}' is no gate in this program.`, taken.place.file === 0 ? taken.place.name : undefined);
  return refuse(`There is no gate '${name}' in this program. Define it in the text, or include a file that does.`);
}

function isPlaceable({ gate, kind }: ProgramSymbol): boolean {
  return kind === 'gate' && gate !== undefined && gate.qubits.length > 0;
}

function choiceOf({ gate, name }: ProgramSymbol): GateChoice {
  const summary = gate?.library?.summary;
  return {
    name,
    parameters: gate?.parameters ?? [],
    qubits: gate?.qubits ?? [],
    ...(summary !== undefined && { summary }),
  };
}

function includesLibrary({ globalScope, version }: Analysis): boolean {
  return libraryGates(libraryOf(version.major)).some(({ name }) => globalScope.names.get(name)?.gate?.library);
}
