import { detectVersion, type LanguageVersion } from './languageVersion.ts';
import { scan } from './scanner.ts';
import { parseStatements } from './statementParser.ts';
import { StatementReader } from './statementReader.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';

/**
 * Parses a program of OpenQASM 2 or 3. Never fails: what cannot be read is reported in `diagnostics`, and the tree holds
 * everything that can.
 * @param version the language to read the text as, when the text itself does not decide, as in an included file
 */
export function parseProgram(text: string, version: LanguageVersion = detectVersion(text)): SyntaxTree {
  const tokens = scan(text, version);
  const cursor = new TokenCursor(new StatementReader(tokens));
  const statements = parseStatements(cursor);
  return { text, version, tokens, statements, diagnostics: [...tokens.diagnostics, ...cursor.diagnostics] };
}
