import { reservedWordCount } from './nameTable.ts';
import { plainStatementEnd } from './plainStatement.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** The block of a plain branch has at most this many statements. */
const longestBlock = 64;

/**
 * Finds the end of the branch that begins with the token, if it is as circuits with feedback have them by the thousand:
 * the condition is a bit, a register or its comparison with a number, there is no `else`, and what is guarded are plain
 * statements. Like those, it need not be read as long as nobody asks for its node.
 * @returns its last token, or −1 when the branch must be read
 */
export function plainBranchEnd(tokens: TokenStream, first: number): number {
  const { bracesMatch, kinds, version } = tokens;
  if (kinds[first] !== tokenKind.if || kinds[first + 1] !== tokenKind.leftParen) return -1;
  const isVersion2 = version.major === 2;
  const close = conditionEnd(tokens, first + 2, isVersion2);
  if (close < 0) return -1;
  const isBlock = kinds[close + 1] === tokenKind.leftBrace;
  // A wrong brace anywhere may change where blocks end.
  if (isBlock && (isVersion2 || !bracesMatch)) return -1;
  const end = isBlock ? blockEnd(tokens, close + 2) : plainStatementEnd(tokens, close + 1);
  if (end < 0 || mayContinue(tokens, end + 1)) return -1;
  return end;
}

/** The `)` after a plain condition. */
function conditionEnd(tokens: TokenStream, first: number, isVersion2: boolean): number {
  const { kinds, words } = tokens;
  if (kinds[first] !== tokenKind.identifier || (words[first] ?? 0) < reservedWordCount) return -1;
  let token = first + 1;
  if (kinds[token] === tokenKind.leftBracket && !isVersion2) {
    if (kinds[token + 1] !== tokenKind.integer || kinds[token + 2] !== tokenKind.rightBracket) return -1;
    token += 3;
  }
  if (kinds[token] === tokenKind.equalEqual) {
    if (kinds[token + 1] !== tokenKind.integer) return -1;
    token += 2;
  } else if (isVersion2) {
    return -1;
  }
  return kinds[token] === tokenKind.rightParen ? token : -1;
}

/** The `}` after plain statements. */
function blockEnd(tokens: TokenStream, first: number): number {
  let token = first;
  for (let count = 0; count <= longestBlock; count++) {
    if (tokens.kinds[token] === tokenKind.rightBrace) return token;
    const end = plainStatementEnd(tokens, token);
    if (end < 0) return -1;
    token = end + 1;
  }
  return -1;
}

/** Whether an `else` follows, or could still be written. */
function mayContinue({ kinds, words }: TokenStream, next: number): boolean {
  const kind = kinds[next];
  if (kind === tokenKind.else || kind === tokenKind.endOfFile) return true;
  return kind === tokenKind.identifier && (words[next] ?? 0) < reservedWordCount;
}
