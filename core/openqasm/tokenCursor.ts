import type { Diagnostic, DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { diagnose } from './messages.ts';
import { pragmaWord } from './nameTable.ts';
import { type NestingDepth, StatementList, StatementParts } from './statementList.ts';
import type { StatementReader } from './statementReader.ts';
import { raiseVersionFix, removalFix } from './syntaxFixes.ts';
import { SyntaxReporter } from './syntaxReporter.ts';
import type { Block, Identifier, MissingExpression } from './syntaxTree.ts';
import { firstKeyword, isReservedWord, startsStatement, tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** What may stand at a place of the text, for completion. */
export type Expectation =
  | 'statement'
  | 'expression'
  | 'value'
  | 'operand'
  | 'gate'
  | 'type'
  | 'name'
  | 'include-path'
  | 'in'
  | 'else'
  | 'case';

/** Statements may nest this deep, and expressions twice as deep; more is reported instead of risking the stack. */
export const nestingLimit = 256;

/** Walks the tokens of a file for the parser. */
export class TokenCursor {
  readonly source: StatementReader;
  readonly tokens: TokenStream;
  readonly expectations = new Set<Expectation>();
  index = 0;
  statementDepth = 0;
  expressionDepth = 0;
  /** Height of the expression parsed last. */
  height = 0;
  /** Whether the condition of an `if` is read, and whether the value of an alias. */
  inCondition = false;
  inAlias = false;
  readonly reporter: SyntaxReporter;
  readonly #kinds: Uint8Array;
  readonly #probe: number;
  /** In a file of OpenQASM 2, the words before this token that only OpenQASM 3 reserves are keywords too. */
  #version3End = 0;

  /** @param probe the token at which to collect expectations; −1 for none */
  constructor(source: StatementReader, probe = -1) {
    this.source = source;
    this.tokens = source.tokens;
    this.reporter = new SyntaxReporter(source);
    this.#kinds = source.tokens.kinds;
    this.#probe = probe;
  }

  get depth(): NestingDepth {
    return { statements: this.statementDepth, expressions: this.expressionDepth };
  }

  get kind(): number {
    return this.kindAt(this.index);
  }

  peek(distance: number): number {
    return this.kindAt(this.index + distance);
  }

  /** The kind of a token as this statement reads it. */
  kindAt(index: number): number {
    const kind = this.#kinds[index] ?? tokenKind.endOfFile;
    return kind === tokenKind.identifier && index < this.#version3End ? this.version3KindAt(index) : kind;
  }

  /** The kind a name has, or in a file of OpenQASM 2 would have, in OpenQASM 3. */
  version3KindAt(index: number): number {
    const word = this.tokens.words[index] ?? -1;
    const kind = firstKeyword + word;
    return word >= 0 && word < pragmaWord && isReservedWord(kind, 3) ? kind : tokenKind.identifier;
  }

  get start(): number {
    return this.tokens.starts[this.index] ?? this.tokens.text.length;
  }

  get end(): number {
    return this.tokens.ends[this.index] ?? this.tokens.text.length;
  }

  /** End of the token before the current one. */
  get previousEnd(): number {
    return this.index === 0 ? 0 : (this.tokens.ends[this.index - 1] ?? 0);
  }

  get atEnd(): boolean {
    return this.kind === tokenKind.endOfFile;
  }

  get isVersion2(): boolean {
    return this.tokens.version.major === 2;
  }

  /** Whether OpenQASM 2 is exactly the language of its paper. */
  get isStrict2(): boolean {
    return this.source.profile === 'strict-2.0' && this.isVersion2;
  }

  /** Whether OpenQASM 3 is exactly the language of its grammar. */
  get isStrict3(): boolean {
    return this.source.profile === 'spec-3.x' && !this.isVersion2;
  }

  textOf(index: number): string {
    return this.tokens.text.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  rangeOf(index: number): OffsetRange {
    return { start: this.tokens.starts[index] ?? 0, end: this.tokens.ends[index] ?? 0 };
  }

  advance(): void {
    if (!this.atEnd) this.index++;
  }

  /** Steps over the current token if it has the kind. */
  take(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.index++;
    return true;
  }

  expecting(expectation: Expectation): void {
    if (this.index === this.#probe) this.expectations.add(expectation);
  }

  /** Whether the token is the first on its line. */
  startsLine(index: number = this.index): boolean {
    if (index === 0) return true;
    const { text, starts, ends } = this.tokens;
    const start = starts[index] ?? text.length;
    for (let offset = ends[index - 1] ?? 0; offset < start; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 10 || code === 13) return true;
    }
    return false;
  }

  /** Whether the current token can only belong to a new statement. */
  startsStatement(): boolean {
    return startsStatement(this.kind);
  }

  /** Whether the current statement cannot be read as it stands. */
  get failed(): boolean {
    return this.reporter.failed;
  }

  /** Reports that the statement cannot be read; false when that is known already. */
  report(diagnostic: Diagnostic): boolean {
    return this.reporter.report(diagnostic, this.#reach(diagnostic));
  }

  /** How far the statement was read when a diagnostic is reported. */
  #reach(diagnostic: Diagnostic): number {
    // What the scanner found in the current token counts when that is what is reported.
    if (diagnostic.range.start === this.start) return this.end;
    return this.startsLine() ? this.previousEnd : this.start;
  }

  /** Reports a mistake whose intention is clear, so that parsing goes on as if it were right; false when it is known. */
  note(diagnostic: Diagnostic): boolean {
    return this.reporter.note(diagnostic);
  }

  /** Marks the statement as unreadable because of what was reported elsewhere. */
  fail(): void {
    this.reporter.failed = true;
  }

  /** Reports that something else was expected at the current token, or after the line before if that is finished. */
  reportExpected(expected: string): void {
    this.report(diagnose('QAS2002', this.errorRange(), expected, this.describe()));
  }

  errorRange(): OffsetRange {
    if (this.atEnd || this.startsLine()) return { start: this.previousEnd, end: this.previousEnd };
    return { start: this.start, end: this.end };
  }

  /** The current token as a message shows it. */
  describe(): string {
    if (this.atEnd) return 'the end of the file';
    const text = this.textOf(this.index);
    return `'${text.length > 24 ? `${text.slice(0, 23)}…` : text}'`;
  }

  /** Reports blocks that nest too deeply and reads nothing after them: their ends cannot be told from others. */
  giveUp(): void {
    this.reporter.giveUp(diagnose('QAS2018', this.rangeOf(this.index), nestingLimit));
    this.index = this.tokens.count - 1;
  }

  /**
   * Reports what the version of the file does not have yet, once for a statement.
   * @param older the repair that says the same in OpenQASM 2
   */
  requires(minor: number, feature: string, range: OffsetRange, older?: DiagnosticFix): void {
    const { major, minor: declared } = this.tokens.version;
    if (major === 3 && declared >= minor) return;
    const diagnostic = diagnose('QAS2017', range, feature, `3.${minor}`, `${major}.${declared}`);
    const raised = this.isStrict2 ? undefined : raiseVersionFix(this.tokens, minor);
    const fixes = [major === 2 ? older : undefined, raised].filter((fix) => fix !== undefined);
    this.reporter.noteVersion(fixes.length > 0 ? { ...diagnostic, fixes } : diagnostic);
  }

  /** Reports a comma before a closing bracket or `;`, which the paper of OpenQASM 2 does not have. */
  trailingComma(comma: OffsetRange): void {
    if (!this.isStrict2) return;
    this.requires(0, 'A comma after the last element', comma, removalFix('Remove the comma', comma));
  }

  /** Makes an identifier of the current token, whatever its kind, and steps over it. */
  takeIdentifier(): Identifier {
    const { start, end, index } = this;
    const name = this.tokens.names.texts[this.tokens.words[index] ?? -1] ?? this.textOf(index);
    this.advance();
    return { kind: 'identifier', start, end, name, token: index };
  }

  missingIdentifier(): Identifier {
    return { kind: 'identifier', start: this.previousEnd, end: this.previousEnd, name: '', token: -1 };
  }

  missingExpression(): MissingExpression {
    return { kind: 'missing', start: this.previousEnd, end: this.previousEnd };
  }

  emptyBlock(): Block {
    const statements = new StatementList(this.source, this.depth, new StatementParts());
    return { kind: 'block', start: this.previousEnd, end: this.previousEnd, statements };
  }

  /** Reads words as the version of the file does, from a new statement on. */
  readAsDeclared(): void {
    this.#version3End = 0;
  }

  /** In a file of OpenQASM 2, reads the words of this statement as OpenQASM 3 does. */
  readAsVersion3(): void {
    let index = this.index;
    while (index < this.tokens.count) {
      const kind = this.#kinds[index];
      if (kind === tokenKind.semicolon || kind === tokenKind.leftBrace || kind === tokenKind.endOfFile) break;
      index++;
    }
    this.#version3End = index;
  }
}
