import { parseStatements } from './blockParser.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { scanCalibration } from './scanner.ts';
import type { StatementList } from './statementList.ts';
import { StatementReader } from './statementReader.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { TokenCursor } from './tokenCursor.ts';
import type { TokenStream } from './tokenStream.ts';

interface ReadBody {
  readonly tokens: TokenStream;
  readonly statements: StatementList;
}

/**
 * The text between the braces of `cal` and `defcal`, read as OpenPulse when it is asked for (openpulse). The language
 * around it knows only its braces, so nothing in it is ever an error. Ranges of its tokens and nodes are places in the
 * file, but its tokens are numbered by themselves.
 */
export class CalibrationBody {
  /** The range between the braces. */
  readonly start: number;
  readonly end: number;
  readonly #text: string;
  readonly #version: LanguageVersion;
  #read: ReadBody | undefined;

  constructor(text: string, version: LanguageVersion, start: number, end: number) {
    this.#text = text;
    this.#version = version;
    this.start = start;
    this.end = end;
  }

  get tokens(): TokenStream {
    return this.#content.tokens;
  }

  /** Its statements, as far as they can be read. */
  get statements(): StatementList {
    return this.#content.statements;
  }

  get #content(): ReadBody {
    if (!this.#read) {
      const tokens = scanCalibration(this.#text, this.#version, this.start, this.end);
      this.#read = { tokens, statements: parseStatements(new TokenCursor(new StatementReader(tokens))) };
    }
    return this.#read;
  }
}

/** The body of the calibration around an offset of a file. */
export function calibrationBodyAt({ statements }: SyntaxTree, offset: number): CalibrationBody | undefined {
  const statement = statements.at(Math.max(0, statements.indexAt(offset)));
  if (statement?.kind !== 'cal' && statement?.kind !== 'defcal') return undefined;
  const { body } = statement;
  return body && body.start <= offset && offset <= body.end ? body : undefined;
}
