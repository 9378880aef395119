import { UniqueNames } from '../uniqueNames.ts';

const keywords = [
  'False None True and as assert async await break class continue def del elif else except finally for from global if',
  'import in is lambda nonlocal not or pass raise return try while with yield match case type',
].flatMap((line) => line.split(' '));

/** Built-in functions that programs like ours call or readers expect to be what they are. */
const builtins = [
  'abs all any bin bool complex dict enumerate filter float int len list map max min object pow print range repr',
  'reversed round set slice sorted str sum tuple vars zip',
].flatMap((line) => line.split(' '));

/**
 * The names of one Python program.
 * @param used names of modules, functions and variables that the program has anyway
 */
export function pythonNames(used: readonly string[]): UniqueNames {
  const reserved = new Set([...keywords, ...builtins, ...used]);
  return new UniqueNames(reserved, (wanted) => {
    const name = pythonIdentifier(wanted);
    return reserved.has(name) ? `${name}_` : name;
  });
}

/**
 * The nearest identifier to a text, in the form in which Python compares them: normalised by NFKC (the language
 * reference, "Identifiers and keywords").
 */
function pythonIdentifier(wanted: string): string {
  const cleaned = wanted
    .normalize('NFKC')
    .replaceAll(/[^\p{XID_Continue}]+/gu, '_')
    .replace(/(?<=[^_])_+$/u, '');
  // Two leading underscores would be mangled in a class, and one alone is what Python programs throw away.
  const named = cleaned.replace(/^__+/u, '_');
  if (named === '' || named === '_') return 'unnamed';
  return /^[\p{XID_Start}_]/u.test(named) ? named : `_${named}`;
}

/** A string literal. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
