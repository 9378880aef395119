import type { Analysis } from '../analyseProgram.ts';
import { builtinConstants, builtinFunctions } from '../builtins.ts';
import { builtinGates, isLibrary, libraryGates } from '../gateLibrary.ts';
import type { ProgramSymbol } from '../symbols.ts';
import { keywordsOfVersion3, tokenKind } from '../tokenKind.ts';

/** Functions of OpenQASM 2 that OpenQASM 3 calls something else. */
const renamedFunctions: ReadonlyMap<string, string> = new Map([
  ['ln', 'log'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
]);

/** Gates of `qelib1.inc` that are gates of `stdgates.inc` under another name, or with one more argument. */
const renamedGates: ReadonlyMap<string, string> = new Map([
  ['cu1', 'cp'],
  ['cu3', 'cu'],
  ['u0', 'id'],
  ['CX', 'cx'],
  ['U', 'u3'],
]);

/** How a program of OpenQASM 2 names things once it is one of OpenQASM 3. */
export interface MigratedNames {
  /** New names, by id of the symbol; the others keep theirs. */
  readonly newNames: ReadonlyMap<number, string>;
  /** Whether the program uses `stdgates.inc`; not if it has its own gates of these names instead of a library. */
  readonly usesLibrary: boolean;
  /** Gates of `qelib1.inc` the program uses and `stdgates.inc` does not have, in order of use. */
  readonly missingGates: readonly string[];
  /** What the built-in gates `U` and `CX` of OpenQASM 2 are called, if the program uses them. */
  readonly nameOfU: string | undefined;
  readonly nameOfCX: string | undefined;
}

/** Decides what the names of a program become. */
export function migratedNames(analysis: Analysis): MigratedNames {
  const used = usedSymbols(analysis);
  const standard = new Set(libraryGates('stdgates.inc').map(({ name }) => name));
  const own = analysis.symbols.filter(({ name, place }) => place !== undefined && name !== '');
  const isGlobal = (symbol: ProgramSymbol) => analysis.globalScope.names.get(symbol.name) === symbol;
  const usesBuiltinGates = used.some(({ gate, name }) => gate?.library && (name === 'U' || name === 'CX'));
  const hasOwnGates = own.some((symbol) => isGlobal(symbol) && standard.has(symbol.name));
  const usesLibrary = includesLibrary(analysis) || (usesBuiltinGates && !hasOwnGates);

  const taken = new Set(usesLibrary ? standard : []);
  addWrittenNames(analysis, taken);
  const newNames = new Map<number, string>();
  const missingGates: string[] = [];
  for (const symbol of used) {
    const name = symbol.builtin ? renamedFunctions.get(symbol.name) : undefined;
    if (name !== undefined) newNames.set(symbol.id, name);
    if (!symbol.gate?.library) continue;
    const gate = renamedGates.get(symbol.name);
    if (gate !== undefined) newNames.set(symbol.id, usesLibrary ? gate : freeName(gate, taken));
    else if (!standard.has(symbol.name)) missingGates.push(symbol.name);
  }
  const newlyUsed = new Set(newNames.values());
  for (const symbol of own) {
    const { name } = symbol;
    const clashes = isGlobal(symbol) && usesLibrary ? standard.has(name) : newlyUsed.has(name);
    if (clashes || isReserved(name)) newNames.set(symbol.id, freeName(name, taken));
  }
  const newNameOf = (name: string) => {
    const symbol = used.find((each) => each.gate?.library && each.name === name);
    return symbol && newNames.get(symbol.id);
  };
  return { newNames, usesLibrary, missingGates, nameOfU: newNameOf('U'), nameOfCX: newNameOf('CX') };
}

function includesLibrary({ files }: Analysis): boolean {
  return files.some(({ tree }) => {
    for (const statement of tree.statements) {
      if (statement.kind === 'include' && statement.path && isLibrary(statement.path.text)) return true;
    }
    return false;
  });
}

/** The symbols the program mentions, in order. */
function usedSymbols({ files, symbols }: Analysis): ProgramSymbol[] {
  const ids = new Set<number>();
  for (const { symbolOfToken } of files) for (const id of symbolOfToken) ids.add(id);
  return [...ids].flatMap((id) => symbols[id] ?? []);
}

/** Adds every name that stands in the program. */
function addWrittenNames({ files }: Analysis, names: Set<string>): void {
  for (const { tree } of files) {
    const { count, ends, kinds, starts, text } = tree.tokens;
    for (let token = 0; token < count; token++) {
      if (kinds[token] === tokenKind.identifier) names.add(text.slice(starts[token], ends[token]));
    }
  }
}

const predeclared: ReadonlySet<string> = new Set(
  [...builtinConstants(3), ...builtinFunctions(3), ...builtinGates(3)].map(({ name }) => name),
);

/** Whether OpenQASM 3 has the name for itself. */
function isReserved(name: string): boolean {
  return keywordsOfVersion3.has(name) || predeclared.has(name);
}

/** A name like the wanted one that means nothing yet; it is taken from now on. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name) || isReserved(name)) name += '_';
  taken.add(name);
  return name;
}
