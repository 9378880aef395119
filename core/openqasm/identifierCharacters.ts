const startsName = /^[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Nl}]/u;
const digitOrMark = /^[\p{N}\p{M}]/u;

/** Whether a name can start at the offset: a letter of any script or `_`. */
export function isIdentifierStart(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
  return startsName.test(characterAt(text, offset));
}

/** Whether a name can go on at the offset: as a start, or an ASCII digit. */
export function isIdentifierContinue(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return (code >= 48 && code <= 57) || isIdentifierStart(text, offset);
}

/** Whether the character looks like part of a name but is not allowed in one, such as a superscript digit. */
export function isMisplacedInIdentifier(text: string, offset: number): boolean {
  return text.charCodeAt(offset) > 127 && digitOrMark.test(characterAt(text, offset));
}

/** A character as a message shows it: itself when it is visible, and its code point. */
export function nameOfCharacter(text: string, offset: number): string {
  const character = characterAt(text, offset);
  const codePoint = character.codePointAt(0) ?? 0;
  const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const visible = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
  if (!visible) return code;
  return codePoint < 128 ? `'${character}'` : `'${character}' (${code})`;
}

function characterAt(text: string, offset: number): string {
  const codePoint = text.codePointAt(offset);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}
