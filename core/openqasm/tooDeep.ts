import { diagnose } from './messages.ts';
import { skipToNextStatement } from './recovery.ts';
import type { MissingExpression } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';

/** Reports an expression that nests too deeply, and skips the rest of its statement. */
export function tooDeep(cursor: TokenCursor): MissingExpression {
  cursor.report(diagnose('QAS2018', cursor.rangeOf(cursor.index), 2 * nestingLimit));
  const missing = cursor.missingExpression();
  skipToNextStatement(cursor);
  cursor.height = 0;
  return missing;
}
