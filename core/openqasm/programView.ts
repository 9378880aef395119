import type { Analysis } from './analyseProgram.ts';
import type { FileBinding } from './programState.ts';
import type { ProgramSymbol, Scope } from './symbols.ts';

/**
 * Whether a file that was analysed by itself may be a part of a program: it has no version statement, and it is named as
 * such or is wrong by itself.
 */
export function mayBePart({ diagnostics, tree }: Analysis, path: string): boolean {
  if (tree.statements.length > 0 && tree.statements.kindAt(0) === 'version') return false;
  return /\.inc$/i.test(path) || diagnostics.some(({ severity }) => severity === 'error');
}

/**
 * A program as one of the files it includes sees it: that file takes the place of the analysed one, with index 0, and
 * the file that was analysed has its index. Names that the program declares only after the include are not there.
 * @param index of the file in `Analysis.files`
 */
export function programSeenFrom(program: Analysis, index: number): Analysis {
  const seen = program.files[index];
  const main = program.files[0];
  if (!seen || !main || index === 0) return program;
  const moved = (file: number) => (file === 0 ? index : file === index ? 0 : file);
  const files = program.files.map(({ includedAs, ...file }) => ({
    ...file,
    includedAs: includedAs && { ...includedAs, file: moved(includedAs.file) },
  }));
  const [first, other] = [files[0], files[index]];
  if (!first || !other) return program;
  files[0] = other;
  files[index] = first;
  const symbols = program.symbols.map((symbol): ProgramSymbol => {
    const { place } = symbol;
    return place ? { ...symbol, place: { ...place, file: moved(place.file) } } : symbol;
  });
  const seenScope = (scope: Scope, parent: Scope | undefined): Scope => {
    const children: Scope[] = [];
    const names = new Map<string, ProgramSymbol>();
    for (const [name, { id }] of scope.names) {
      const symbol = symbols[id];
      if (symbol) names.set(name, symbol);
    }
    const made: Scope = { ...scope, file: moved(scope.file), parent, names, children };
    for (const child of scope.children) children.push(seenScope(child, made));
    return made;
  };
  const global = seenScope(program.globalScope, undefined);
  const known = [...global.names].filter(([, { place }]) => !place || isBefore(place, files));
  return {
    ...program,
    tree: seen.tree,
    lines: seen.lines,
    diagnostics: seen.diagnostics,
    files,
    symbols,
    globalScope: { ...global, file: 0, start: 0, end: seen.tree.text.length, names: new Map(known) },
  };
}

/** Whether a declaration of the global scope is in the file with index 0, or before that file is included. */
function isBefore({ declaration, file }: NonNullable<ProgramSymbol['place']>, files: readonly FileBinding[]): boolean {
  const here = wayTo(0, files);
  const there = [...wayTo(file, files), declaration.start];
  const differs = here.findIndex((offset, step) => offset !== there[step]);
  return differs < 0 || (there[differs] ?? 0) < (here[differs] ?? 0);
}

/** Where the includes are, from the analysed file inwards, by which a file is part of its program. */
function wayTo(file: number, files: readonly FileBinding[]): number[] {
  const way: number[] = [];
  for (let include = files[file]?.includedAs; include; include = files[include.file]?.includedAs) {
    way.unshift(include.start);
  }
  return way;
}
