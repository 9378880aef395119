import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { removeStatement } from './insertions.ts';
import { mentionTokens } from './navigation.ts';
import type { FileBinding } from './programState.ts';
import type { ProgramSymbol, SymbolKind } from './symbols.ts';

/** In a file with more names that are declared twice, something else is wrong than names. */
const mostRepairs = 64;

/**
 * Adds to names that are declared twice or belong to a library (QAS3004, QAS3005) what can be done about them: rename
 * them where they are used, or remove the second declaration where it says the same, or names a gate the library has.
 */
export function offerOtherNames(binder: Binder): void {
  let remaining = mostRepairs;
  for (const [existing, rivals] of binder.rivals) {
    for (const rival of rivals) {
      if (remaining-- <= 0) return;
      const file = binder.files[rival.place?.file ?? -1];
      if (!file || !rival.place) continue;
      const { name } = rival.place;
      const index = file.diagnostics.findIndex(
        ({ code, range }) => (code === 'QAS3004' || code === 'QAS3005') && range.start === name.start,
      );
      const diagnostic = file.diagnostics[index];
      if (!diagnostic) continue;
      const fixes = [removal(existing, rival, binder), renaming(rival, file, binder)].filter(
        (fix) => fix !== undefined,
      );
      file.diagnostics[index] = { ...diagnostic, fixes };
    }
  }
}

function removal(existing: ProgramSymbol, rival: ProgramSymbol, binder: Binder): DiagnosticFix | undefined {
  const text = sourceOf(rival, binder);
  const { place } = rival;
  if (text === undefined || !place || !isStatement[rival.kind]) return undefined;
  const isSame = existing.place?.declaration !== place.declaration && sourceOf(existing, binder) === text;
  const isOfLibrary = existing.gate?.library !== undefined && rival.kind === 'gate';
  if (!isSame && !isOfLibrary) return undefined;
  const replacements = [removeStatement(binder.files[place.file]?.tree.text ?? '', place.declaration)];
  return isSame
    ? { title: 'Remove the second declaration', replacements, isPreferred: true }
    : { title: 'Remove the definition and use the gate of the library', replacements, isPreferred: false };
}

/** Whether the declaration of a symbol is a statement and not a part of one. */
const isStatement: Record<SymbolKind, boolean> = {
  qubit: true,
  variable: true,
  constant: true,
  input: true,
  output: true,
  alias: true,
  gate: true,
  subroutine: true,
  extern: true,
  'gate-parameter': false,
  'gate-qubit': false,
  parameter: false,
  'loop-variable': false,
  'builtin-constant': false,
  'builtin-function': false,
};

function sourceOf({ place }: ProgramSymbol, { files }: Binder): string | undefined {
  return place && files[place.file]?.tree.text.slice(place.declaration.start, place.declaration.end);
}

function renaming(symbol: ProgramSymbol, file: FileBinding, binder: Binder): DiagnosticFix | undefined {
  const { ends, starts } = file.tree.tokens;
  const free = binder.unusedName(symbol.name);
  const ranges = mentionTokens(file, symbol).map(
    (token): OffsetRange => ({ start: starts[token] ?? 0, end: ends[token] ?? 0 }),
  );
  const replacements = ranges.map((range) => ({ range, newText: free }));
  return { title: `Rename to '${free}'`, replacements, isPreferred: false };
}
