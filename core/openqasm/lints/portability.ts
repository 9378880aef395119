import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Binder } from '../binder.ts';
import { insertAfterIncludes } from '../insertions.ts';
import { diagnose, withFix, withSeverity } from '../messages.ts';
import { paperDefinition } from '../paperDefinitions.ts';
import { firstUses } from './firstUses.ts';

/**
 * Gates of `qelib1.inc` that circulating copies have and the paper's has not (arXiv:1707.03429), each at its first use.
 * Who reads strictly does not know them.
 */
export function gatesBeyondPaper(binder: Binder): Diagnostic[] {
  const file = binder.files[0];
  if (!file || !binder.isVersion2) return [];
  const isStrict = binder.options.profile === 'strict-2.0';
  const wanted = binder.symbols
    .filter(({ gate, id }) => gate?.library?.redefinable && (binder.uses[id] ?? 0) > 0)
    .map(({ id }) => id);
  return firstUses(wanted, binder).map(({ range, symbol }) => {
    const diagnostic = diagnose('QAS9007', range, symbol.name);
    const definition = paperDefinition(symbol.name);
    const replacements = [insertAfterIncludes(file.tree, range.start, definition)];
    const title = `Define gate '${symbol.name}' in the file`;
    const found = withFix(diagnostic, { title, replacements, isPreferred: isStrict });
    return isStrict ? withSeverity(found, 'error') : found;
  });
}
