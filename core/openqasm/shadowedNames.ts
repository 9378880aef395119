import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { diagnose, withFix, withRelated } from './messages.ts';
import { findName, type Shadowing } from './scopes.ts';
import type { Scope } from './symbols.ts';

/** Points at names of inner scopes that hide one of an outer scope, which is legal and easily misread (scope). */
export function reportShadowedNames(binder: Binder): void {
  const mentions = mentionsByName(binder);
  for (const shadowing of binder.shadowings) {
    const { outer, symbol } = shadowing;
    if (!symbol.place || !outer.place) continue;
    binder.file = symbol.place.file;
    const isHere = outer.place.file === symbol.place.file;
    const where = isHere ? `at line ${binder.lineOf(outer.place)}` : `in "${binder.shownPath(outer.place.file)}"`;
    const related = binder.placeIn(outer.place.file, outer.place.name, `The other '${outer.name}' is declared here.`);
    const diagnostic = withRelated(diagnose('QAS3009', symbol.place.name, symbol.name, where), [related]);
    const fix = renamingFix(shadowing, mentions.get(symbol.id) ?? []);
    binder.report(fix ? withFix(diagnostic, fix) : diagnostic);
  }
}

/** Where the names that hide others are mentioned, each in the file that declares it, by symbol. */
function mentionsByName({ files, shadowings }: Binder): ReadonlyMap<number, readonly OffsetRange[]> {
  const mentions = new Map<number, OffsetRange[]>(shadowings.map(({ symbol }) => [symbol.id, []]));
  const declaredIn = new Map(shadowings.map(({ symbol }) => [symbol.id, symbol.place?.file]));
  for (const [file, { symbolOfToken, tree }] of files.entries()) {
    if (mentions.size === 0) break;
    const { ends, starts } = tree.tokens;
    for (let token = 0; token < symbolOfToken.length; token++) {
      const symbol = symbolOfToken[token] ?? -1;
      if (declaredIn.get(symbol) !== file) continue;
      mentions.get(symbol)?.push({ start: starts[token] ?? 0, end: ends[token] ?? 0 });
    }
  }
  return mentions;
}

/** Renames the inner name where it is used. */
function renamingFix({ scope, symbol }: Shadowing, mentions: readonly OffsetRange[]): DiagnosticFix | undefined {
  if (mentions.length === 0) return undefined;
  const free = freeName(symbol.name, scope);
  const replacements = mentions.map((range) => ({ range, newText: free }));
  return { title: `Rename the inner '${symbol.name}' to '${free}'`, replacements, isPreferred: false };
}

/** The name with the first number that nothing around the scope or inside it has. */
function freeName(name: string, scope: Shadowing['scope']): string {
  for (let number = 2; ; number++) {
    const free = `${name}${number}`;
    if (!findName(scope, free) && !isDeclaredIn(scope, free)) return free;
  }
}

function isDeclaredIn(scope: Scope, name: string): boolean {
  return scope.names.has(name) || scope.children.some((child) => isDeclaredIn(child, name));
}
