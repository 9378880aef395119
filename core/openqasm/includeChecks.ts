import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { libraryGates, libraryOf } from './gateLibrary.ts';
import { diagnose, withFix, withRelated, withSeverity } from './messages.ts';

/** Reports the library of the other version; changing it is obvious only when the proper one has every gate in use. */
export function reportImproperLibraries(binder: Binder): void {
  const { major } = binder.version;
  const proper = libraryOf(major);
  for (const [library, place] of binder.libraries) {
    if (library === proper) continue;
    binder.file = place.file;
    const found = diagnose('QAS8005', place, library, major, proper);
    const diagnostic = major === 3 && binder.options.profile === 'spec-3.x' ? withSeverity(found, 'error') : found;
    if (binder.libraries.has(proper)) {
      binder.report(diagnostic);
      continue;
    }
    const properNames = new Set(libraryGates(proper).map(({ name }) => name));
    const isPreferred = binder.symbols.every(
      ({ gate, id, name }) => !gate?.library || (binder.uses[id] ?? 0) === 0 || properNames.has(name),
    );
    const range = { start: place.start + 1, end: place.end - 1 };
    const replacements = [{ range, newText: proper }];
    binder.report(withFix(diagnostic, { title: `Change to "${proper}"`, replacements, isPreferred }));
  }
}

/**
 * Reports the include of a file with errors, which is an error too; from the innermost file outwards. It points at the
 * first error, and on to where that one points.
 */
export function reportBrokenFiles(binder: Binder): void {
  for (const { path, diagnostics, includedAs } of binder.files.toReversed()) {
    const [first, ...more] = includedAs ? errorsOf(diagnostics) : [];
    if (!includedAs || !first) continue;
    const why = more.length === 0 ? 'the file has an error' : `the file has ${more.length + 1} errors`;
    binder.file = includedAs.file;
    const { start, end } = includedAs;
    const request = binder.text.slice(start + 1, end - 1);
    const related = [
      { message: `${first.code}: ${first.message}`, range: first.range, path },
      ...(first.code === 'QAS8001' ? (first.related ?? []).map((place) => ({ path, ...place })) : []),
    ];
    binder.report(withRelated(diagnose('QAS8001', { start, end }, request, why), related));
  }
}

/** The errors of a file in order of place. */
function errorsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
