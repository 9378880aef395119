import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Profile } from './analysisOptions.ts';
import { parseStatementsInSteps } from './blockParser.ts';
import { noRepairs, repairBraces } from './braceRepair.ts';
import { detectVersion, type LanguageVersion } from './languageVersion.ts';
import { scanInSteps } from './scanner.ts';
import { StatementReader } from './statementReader.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';

export interface ParseOptions {
  /** The language to read the text as, when the text itself does not decide, as in an included file. */
  readonly version?: LanguageVersion;
  /** `default` unless given. */
  readonly profile?: Profile;
}

/**
 * Parses a program of OpenQASM 2 or 3. Never fails: what cannot be read is reported in `diagnostics`, and the tree holds
 * everything that can.
 */
export function parseProgram(text: string, options: ParseOptions = {}): SyntaxTree {
  return doSteps(parseInSteps(text, options));
}

/** The same in steps, between which others can work. */
export function* parseInSteps(text: string, options: ParseOptions = {}): Steps<SyntaxTree> {
  const { profile = 'default', version = detectVersion(text) } = options;
  const scanned = yield* scanInSteps(text, version, profile);
  const { blocks, tokens } = scanned.bracesMatch ? { tokens: scanned, blocks: noRepairs } : repairBraces(scanned);
  const cursor = new TokenCursor(new StatementReader(tokens, profile, blocks));
  const statements = yield* parseStatementsInSteps(cursor);
  const diagnostics = [...tokens.diagnostics, ...cursor.reporter.diagnostics];
  const namesAtParse = tokens.names.texts.length;
  return { text, version, profile, namesAtParse, tokens, statements, diagnostics };
}
