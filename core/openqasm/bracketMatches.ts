import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/**
 * The closing bracket of every opening one, by token; −1 where there is none. A parenthesis or bracket reaches neither
 * beyond its statement nor beyond the block or set around it.
 */
export function matchBrackets({ count, kinds }: TokenStream): Int32Array {
  const closers = new Int32Array(count).fill(-1);
  const open: number[] = [];
  for (let token = 0; token < count; token++) {
    switch (kinds[token]) {
      case tokenKind.leftParen:
      case tokenKind.leftBracket:
      case tokenKind.leftBrace:
        open.push(token);
        break;
      case tokenKind.semicolon:
        dropUntilBrace();
        break;
      case tokenKind.rightBrace: {
        dropUntilBrace();
        const opener = open.pop();
        if (opener !== undefined) closers[opener] = token;
        break;
      }
      case tokenKind.rightParen:
        close(tokenKind.leftParen, token);
        break;
      case tokenKind.rightBracket:
        close(tokenKind.leftBracket, token);
        break;
    }
  }
  return closers;

  function dropUntilBrace(): void {
    while (open.length > 0 && kinds[open.at(-1) ?? 0] !== tokenKind.leftBrace) open.pop();
  }

  function close(kind: number, token: number): void {
    for (let depth = open.length - 1; depth >= 0; depth--) {
      const opener = open[depth] ?? 0;
      if (kinds[opener] === tokenKind.leftBrace) return;
      if (kinds[opener] !== kind) continue;
      closers[opener] = token;
      open.length = depth;
      return;
    }
  }
}
