import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { insertAfterIncludes, removeStatement } from './insertions.ts';
import { libraryWith } from './libraryNames.ts';
import type { IncludePlace } from './programState.ts';
import type { ProgramSymbol, SymbolKind } from './symbols.ts';
import { tokenKind } from './tokenKind.ts';

/**
 * Moves what declares a name before its first use: a declaration to the statement of the use, an include to the others.
 * @param before where the name is used, in the binder's current file
 * @param cause what is declared too late, or where the library is included that has it
 * @returns undefined where it cannot be moved
 */
export function movingFix(
  before: number,
  cause: { readonly symbol: ProgramSymbol } | { readonly library: IncludePlace },
  binder: Binder,
): DiagnosticFix | undefined {
  if ('library' in cause) return includeFix(before, cause.library, binder);
  const { place } = cause.symbol;
  const { text, statements } = binder.currentFile.tree;
  if (!place || place.file !== binder.file || !isMovable(cause.symbol, binder)) return undefined;
  const first = statements.at(Math.max(0, statements.indexAt(before)));
  // A declaration that uses its own name cannot be moved before itself.
  if (!first || first.end > place.declaration.start || !needsOnlyWhatIsBefore(cause.symbol, first.start, binder))
    return undefined;
  const declaration = text.slice(place.declaration.start, place.declaration.end);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return {
    title: `Move the declaration of '${cause.symbol.name}' before its first use`,
    replacements: [
      { range: { start: first.start, end: first.start }, newText: `${declaration}${lineEnd}` },
      removeStatement(text, place.declaration),
    ],
    isPreferred: true,
  };
}

function includeFix(before: number, library: IncludePlace, binder: Binder): DiagnosticFix | undefined {
  const { tree } = binder.currentFile;
  if (library.file !== binder.file || library.start < before) return undefined;
  const statement = tree.statements.at(Math.max(0, tree.statements.indexAt(library.start)));
  if (statement?.kind !== 'include') return undefined;
  const written = tree.text.slice(statement.start, statement.end);
  const replacements = [insertAfterIncludes(tree, before, written), removeStatement(tree.text, statement)];
  return { title: 'Move the include before the first use', replacements, isPreferred: true };
}

const movableKinds: ReadonlySet<SymbolKind> = new Set(['qubit', 'variable', 'constant', 'input', 'gate', 'subroutine']);

/** Whether a symbol is declared by a statement of the program itself, and by nothing else in it. */
function isMovable(symbol: ProgramSymbol, binder: Binder): boolean {
  return movableKinds.has(symbol.kind) && binder.global.names.get(symbol.name) === symbol;
}

/** Whether every name in a declaration means the same before the statement at an offset. */
function needsOnlyWhatIsBefore({ place }: ProgramSymbol, offset: number, binder: Binder): boolean {
  const { symbolOfToken, tree } = binder.currentFile;
  const { kinds, starts } = tree.tokens;
  if (!place) return false;
  const { end, start } = place.declaration;
  for (let token = tree.tokens.count - 1; token >= 0 && (starts[token] ?? 0) >= start; token--) {
    if ((starts[token] ?? 0) >= end || kinds[token] !== tokenKind.identifier) continue;
    const needed = binder.symbols[symbolOfToken[token] ?? -1];
    if (!needed || !isThereBefore(needed, offset, { start, end }, binder)) return false;
  }
  return true;
}

function isThereBefore(
  { gate, kind, name, place }: ProgramSymbol,
  offset: number,
  moved: { readonly start: number; readonly end: number },
  binder: Binder,
): boolean {
  if (gate?.library) {
    const [, library] = libraryWith(name, binder) ?? [];
    return !library || (library.file === binder.file && library.end <= offset);
  }
  if (!place) return true;
  if (place.file !== binder.file) return false;
  if (place.declaration.start >= moved.start && place.declaration.end <= moved.end) return true;
  // A variable may have another value there.
  return place.declaration.end <= offset && kind !== 'variable' && kind !== 'output';
}
