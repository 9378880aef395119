import { detectVersion } from './languageVersion.ts';
import { scan } from './scanner.ts';
import { parseStatements } from './statementParser.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';

/**
 * Parses a program of OpenQASM 2 or 3. Never fails: what cannot be read is reported in `diagnostics`, and the tree holds
 * everything that can.
 */
export function parseProgram(text: string): SyntaxTree {
  const version = detectVersion(text);
  const tokens = scan(text, version);
  const cursor = new TokenCursor(tokens);
  const statements = parseStatements(cursor);
  return { text, version, tokens, statements, diagnostics: [...tokens.diagnostics, ...cursor.diagnostics] };
}
