import type { NestingDepth, StatementSource } from './statementList.ts';
import { parseStatement } from './statementParser.ts';
import type { Statement } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';
import type { TokenStream } from './tokenStream.ts';

/** Reads statements of a file again, one at a time; what is wrong with them was reported when the file was parsed. */
export class StatementReader implements StatementSource {
  readonly tokens: TokenStream;

  constructor(tokens: TokenStream) {
    this.tokens = tokens;
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
