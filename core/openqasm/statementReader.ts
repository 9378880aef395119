import type { Profile } from './analysisOptions.ts';
import { type BlockRepairs, noRepairs } from './braceRepair.ts';
import { BracketMatches } from './bracketMatches.ts';
import { isLineBreak } from './scannedToken.ts';
import type { NestingDepth, StatementSource } from './statementList.ts';
import { parseStatement } from './statementParser.ts';
import type { Statement } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';
import type { TokenStream } from './tokenStream.ts';

/**
 * What the reading of a statement depends on besides its own tokens. It reads statements of a file again, one at a time;
 * what is wrong with them was reported when the file was parsed.
 */
export class StatementReader implements StatementSource {
  readonly tokens: TokenStream;
  readonly profile: Profile;
  readonly blocks: BlockRepairs;
  readonly #brackets: BracketMatches;
  /** The part of a line last looked at, so that a long line is not searched for its end again and again. */
  #line = { from: -1, end: -1 };

  constructor(tokens: TokenStream, profile: Profile = 'default', blocks: BlockRepairs = noRepairs) {
    this.tokens = tokens;
    this.profile = profile;
    this.blocks = blocks;
    this.#brackets = new BracketMatches(tokens);
  }

  /** The token that closes a bracket; −1 where there is none. */
  closerOf(opener: number): number {
    return this.#brackets.closerOf(opener);
  }

  /** The end of the line that an offset is on. */
  lineEndAt(offset: number): number {
    const { from, end } = this.#line;
    if (offset < from || offset > end) {
      const { text } = this.tokens;
      let found = offset;
      while (found < text.length && found !== from && !isLineBreak(text.charCodeAt(found))) found++;
      this.#line = { from: offset, end: found === from ? end : found };
    }
    return this.#line.end;
  }

  statementAt(firstToken: number, depth: NestingDepth): Statement {
    const cursor = new TokenCursor(this);
    cursor.index = firstToken;
    cursor.statementDepth = depth.statements;
    cursor.expressionDepth = depth.expressions;
    const { start, end } = cursor;
    return parseStatement(cursor) ?? { kind: 'unreadable', start, end };
  }
}
