import { tokenKind } from './tokenKind.ts';

const symbols: readonly (readonly [string, number])[] = [
  ['**=', tokenKind.compoundAssignment],
  ['<<=', tokenKind.compoundAssignment],
  ['>>=', tokenKind.compoundAssignment],
  ['**', tokenKind.power],
  ['++', tokenKind.concatenate],
  ['->', tokenKind.arrow],
  ['<<', tokenKind.shiftLeft],
  ['>>', tokenKind.shiftRight],
  ['<=', tokenKind.lessEqual],
  ['>=', tokenKind.greaterEqual],
  ['==', tokenKind.equalEqual],
  ['!=', tokenKind.notEqual],
  ['&&', tokenKind.andAnd],
  ['||', tokenKind.orOr],
  ['+=', tokenKind.compoundAssignment],
  ['-=', tokenKind.compoundAssignment],
  ['*=', tokenKind.compoundAssignment],
  ['/=', tokenKind.compoundAssignment],
  ['%=', tokenKind.compoundAssignment],
  ['&=', tokenKind.compoundAssignment],
  ['|=', tokenKind.compoundAssignment],
  ['^=', tokenKind.compoundAssignment],
  ['~=', tokenKind.compoundAssignment],
  ['{', tokenKind.leftBrace],
  ['}', tokenKind.rightBrace],
  ['[', tokenKind.leftBracket],
  [']', tokenKind.rightBracket],
  ['(', tokenKind.leftParen],
  [')', tokenKind.rightParen],
  [',', tokenKind.comma],
  [';', tokenKind.semicolon],
  [':', tokenKind.colon],
  ['@', tokenKind.at],
  ['=', tokenKind.equals],
  ['+', tokenKind.plus],
  ['-', tokenKind.minus],
  ['*', tokenKind.star],
  ['/', tokenKind.slash],
  ['%', tokenKind.percent],
  ['<', tokenKind.less],
  ['>', tokenKind.greater],
  ['&', tokenKind.ampersand],
  ['^', tokenKind.caret],
  ['|', tokenKind.pipe],
  ['!', tokenKind.exclamation],
  ['~', tokenKind.tilde],
];

/** Symbols of two and more characters by the code of the first, longest first. */
const longSymbols: readonly (readonly (readonly [string, number])[])[] = Array.from({ length: 128 }, (_, code) =>
  symbols.filter(([symbol]) => symbol.length > 1 && symbol.charCodeAt(0) === code),
);

/** Token kinds of the symbols of one character by their code; 0 for other characters. */
const shortSymbols: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  return symbols.find(([symbol]) => symbol.length === 1 && symbol.charCodeAt(0) === code)?.[1] ?? 0;
});

/** The codes of characters that cannot begin a longer symbol: brackets, `,` and `;`. */
const isAlone: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => (longSymbols[code]?.length === 0 ? 1 : 0));

/**
 * The kind of the longest symbol at the offset.
 * @returns the kind and the length of the symbol, packed as `kind * 4 + length`; 0 where there is none
 */
export function symbolAtOffset(text: string, offset: number, code: number): number {
  if (code >= 128) return 0;
  if (isAlone[code] === 0) {
    for (const [symbol, kind] of longSymbols[code] ?? [])
      if (text.startsWith(symbol, offset)) return packed(kind, symbol.length);
  }
  const kind = shortSymbols[code] ?? 0;
  return kind === 0 ? 0 : packed(kind, 1);
}

function packed(kind: number, length: number): number {
  return kind * 4 + length;
}
