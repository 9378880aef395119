import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { diagnose, withFix, withRelated } from './messages.ts';
import type { HiddenUse } from './scopes.ts';
import type { ProgramSymbol } from './symbols.ts';

/**
 * Reports global variables that the body of a gate or subroutine uses although it sees only constants (scope,
 * "Subroutine and gate scope"); once for each body and name.
 */
export function reportHiddenNames(binder: Binder): void {
  const reported = new Map<unknown, Set<number>>();
  for (const use of binder.hiddenUses) {
    const { body, file, inside, name, symbol } = use;
    const inBody = reported.get(body) ?? new Set();
    reported.set(body, inBody);
    if (inBody.has(symbol.id)) continue;
    inBody.add(symbol.id);
    binder.file = file;
    const related = binder.relatedPlace(symbol, `'${symbol.name}' is declared here.`);
    const fix = constantFix(use, binder);
    const isQubit = symbol.type.kind === 'qubit';
    let diagnostic = diagnose('QAS3006', name, name.name, inside, isQubit);
    if (related) diagnostic = withRelated(diagnostic, [related]);
    binder.report(fix ? withFix(diagnostic, fix) : diagnostic);
  }
}

/** A variable that is given a constant and never another value can be a constant. */
function constantFix({ file, symbol }: HiddenUse, binder: Binder): DiagnosticFix | undefined {
  const { place } = symbol;
  if (!place || place.file !== file || !canBeConstant(symbol, binder)) return undefined;
  const { start } = place.declaration;
  const replacements = [{ range: { start, end: start }, newText: 'const ' }];
  return { title: `Make '${symbol.name}' a constant`, replacements, isPreferred: true };
}

function canBeConstant({ id, kind, type }: ProgramSymbol, binder: Binder): boolean {
  if (kind !== 'variable' || type.kind === 'array') return false;
  return binder.constantInitials.has(id) && !binder.assigned.has(id);
}
