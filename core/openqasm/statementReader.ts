import type { Profile } from './analysisOptions.ts';
import { type BlockRepairs, noRepairs } from './braceRepair.ts';
import { BracketMatches } from './bracketMatches.ts';
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

  statementAt(firstToken: number, depth: NestingDepth): Statement {
    const cursor = new TokenCursor(this);
    cursor.index = firstToken;
    cursor.statementDepth = depth.statements;
    cursor.expressionDepth = depth.expressions;
    const { start, end } = cursor;
    return parseStatement(cursor) ?? { kind: 'unreadable', start, end };
  }
}
