import { tokenKind } from './tokenKind.ts';

/** What a character can begin. */
export const characterClass = { symbol: 0, space: 1, letter: 2, digit: 3, slash: 4, special: 5 } as const;

/** Characters that are always tokens by themselves have the class of their token kind plus this. */
export const firstSymbolClass = 8;

/** The class of each ASCII character by its code. */
export const classOf: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 32 || (code >= 9 && code <= 13)) return characterClass.space;
  if (code >= 48 && code <= 57) return characterClass.digit;
  if (code === 95 || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return characterClass.letter;
  if (code === 47) return characterClass.slash;
  switch (String.fromCharCode(code)) {
    case '.':
    case '"':
    case "'":
    case '$':
    case '#':
    case '@':
      return characterClass.special;
    case '[':
      return firstSymbolClass + tokenKind.leftBracket;
    case ']':
      return firstSymbolClass + tokenKind.rightBracket;
    case '(':
      return firstSymbolClass + tokenKind.leftParen;
    case ')':
      return firstSymbolClass + tokenKind.rightParen;
    case ',':
      return firstSymbolClass + tokenKind.comma;
    default:
      return characterClass.symbol;
  }
});

/** 1 for the ASCII characters that go on with a name. */
export const isWordCode: Uint8Array = classOf.map((what) =>
  what === characterClass.letter || what === characterClass.digit ? 1 : 0,
);
