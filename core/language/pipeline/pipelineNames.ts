import type { DocumentHighlight, Location } from 'vscode-languageserver-types';
import { Failure } from '#core/base/failure.ts';
import { yamlText } from '#core/base/yaml/yamlText.ts';
import type { LanguageDocument, RenameSubject } from '../languageService.ts';
import { type NamedPlace, placeAt, placesLike } from './namedPlaces.ts';

/** `DocumentHighlightKind` of the protocol; the types package is used for its types only. */
const highlightKinds = { read: 2, write: 3 } as const;

/** The places of the name at an offset, in the document itself. */
export function namedHighlights(
  document: LanguageDocument,
  places: readonly NamedPlace[],
  offset: number,
): DocumentHighlight[] {
  const found = placeAt(places, offset);
  return (found ? placesLike(places, found) : []).map(({ isDeclaration, range }) => ({
    range: document.lines.rangeAt(range),
    kind: isDeclaration ? highlightKinds.write : highlightKinds.read,
  }));
}

/** Where the name at an offset is declared in the document itself; undefined at its declaration. */
export function namedDeclaration(
  document: LanguageDocument,
  places: readonly NamedPlace[],
  offset: number,
): Location | undefined {
  const found = placeAt(places, offset);
  if (!found || found.isDeclaration) return undefined;
  const declaration = placesLike(places, found).find(({ isDeclaration }) => isDeclaration);
  return declaration && { uri: document.uri, range: document.lines.rangeAt(declaration.range) };
}

/**
 * The name at an offset that can be renamed.
 * @throws Failure `unsupported` for words that the format fixes
 */
export function namedSubject(
  document: LanguageDocument,
  places: readonly NamedPlace[],
  offset: number,
): RenameSubject | undefined {
  const found = placeAt(places, offset);
  if (!found) return undefined;
  requireRenamable(found);
  return { range: document.lines.rangeAt(found.range), placeholder: found.name };
}

/** @throws Failure `unsupported` for words that the format fixes */
export function requireRenamable({ kind, name }: NamedPlace): void {
  if (kind === 'stages') throw new Failure('unsupported', `The stage ${name} has the name that the format gives it.`);
  if (kind === 'metrics') throw new Failure('unsupported', `The metric ${name} has the name that the format gives it.`);
}

/**
 * Whether something may be called so.
 * @param taken the places of the files that would be changed
 * @throws Failure `invalid-input` when the new name is none, `conflict` when it is taken
 */
export function requireFreeName({ kind }: NamedPlace, newName: string, taken: readonly NamedPlace[]): void {
  if (kind === 'people') {
    // Two roles may have one person.
    if (yamlText(newName) !== newName)
      throw new Failure('invalid-input', `'${newName}' is no name that can be written without quotation marks.`);
    return;
  }
  if (!/^[A-Za-z_][\w-]*$/.test(newName))
    throw new Failure('invalid-input', `'${newName}' is no name: write letters, digits, _ and -.`);
  const isReserved = kind === 'backends' && newName === 'classical';
  if (isReserved || taken.some((place) => place.kind === kind && place.isDeclaration && place.name === newName))
    throw new Failure('conflict', `The name ${newName} is taken.`, { advice: 'Choose another one.' });
}
