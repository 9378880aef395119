import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { type LibraryName, libraryGates } from './gateLibrary.ts';
import { diagnose, withRelated } from './messages.ts';
import { createGate, type IncludePlace } from './programState.ts';

/** Makes the gates of a built-in library visible; names that the program has given to something else are reported. */
export function includeLibrary(library: LibraryName, place: OffsetRange, binder: Binder): void {
  binder.revision++;
  binder.libraries.set(library, { file: binder.file, start: place.start, end: place.end });
  for (const gate of libraryGates(library)) {
    const existing = binder.global.names.get(gate.name) ?? binder.builtins.get(gate.name);
    if (!existing || binder.calibrated.has(existing.id)) {
      binder.global.names.set(gate.name, createGate(gate, binder));
    } else if (existing.place && !(gate.redefinable && existing.kind === 'gate')) {
      const isHere = existing.place.file === binder.file;
      const range = isHere ? existing.place.name : place;
      const diagnostic = diagnose('QAS3005', range, gate.name, `a gate of "${library}"`);
      const related = isHere
        ? binder.placeIn(binder.file, place, `"${library}" is included here.`)
        : binder.placeIn(existing.place.file, existing.place.name, `'${gate.name}' is declared here.`);
      binder.report(withRelated(diagnostic, [related]));
    }
  }
}

/** The included library that has a gate, and where it is included. */
export function libraryWith(gate: string, { libraries }: Binder): [LibraryName, IncludePlace] | undefined {
  return [...libraries].find(([library]) => libraryGates(library).some(({ name }) => name === gate));
}

/** Reports the declaration of a name that a gate of an included library has. */
export function reportLibraryName(range: OffsetRange, name: string, binder: Binder): void {
  const [library, place] = libraryWith(name, binder) ?? [];
  const diagnostic = diagnose('QAS3005', range, name, library ? `a gate of "${library}"` : 'a gate of the library');
  const related = library && place && binder.placeIn(place.file, place, `"${library}" is included here.`);
  binder.report(related ? withRelated(diagnostic, [related]) : diagnostic);
}
