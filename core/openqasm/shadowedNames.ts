import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { diagnose, withFix, withRelated } from './messages.ts';
import { findName, type Shadowing } from './scopes.ts';
import type { Scope } from './symbols.ts';

/** Points at names of inner scopes that hide one of an outer scope, which is legal and easily misread (scope). */
export function reportShadowedNames(binder: Binder): void {
  for (const shadowing of binder.shadowings) {
    const { outer, symbol } = shadowing;
    if (!symbol.place || !outer.place) continue;
    binder.file = symbol.place.file;
    const isHere = outer.place.file === symbol.place.file;
    const where = isHere ? `at line ${binder.lineOf(outer.place)}` : `in "${binder.shownPath(outer.place.file)}"`;
    const related = binder.placeIn(outer.place.file, outer.place.name, `The other '${outer.name}' is declared here.`);
    const diagnostic = withRelated(diagnose('QAS3009', symbol.place.name, symbol.name, where), [related]);
    const fix = renamingFix(shadowing, binder);
    binder.report(fix ? withFix(diagnostic, fix) : diagnostic);
  }
}

/** Renames the inner name where it is used. */
function renamingFix({ scope, symbol }: Shadowing, binder: Binder): DiagnosticFix | undefined {
  const { symbolOfToken, tree } = binder.currentFile;
  const free = freeName(symbol.name, scope);
  const replacements: DiagnosticFix['replacements'][number][] = [];
  for (let token = 0; token < symbolOfToken.length; token++) {
    if (symbolOfToken[token] !== symbol.id) continue;
    const range = { start: tree.tokens.starts[token] ?? 0, end: tree.tokens.ends[token] ?? 0 };
    replacements.push({ range, newText: free });
  }
  return replacements.length === 0
    ? undefined
    : { title: `Rename the inner '${symbol.name}' to '${free}'`, replacements, isPreferred: false };
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
