import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { pragmaWord } from './nameTable.ts';
import { type NestingDepth, StatementList, StatementParts } from './statementList.ts';
import type { StatementReader } from './statementReader.ts';
import type { Block, Identifier, MissingExpression } from './syntaxTree.ts';
import { firstKeyword, isKeyword, tokenKind } from './tokenKind.ts';
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

const statementStarts = new Set<number>([
  tokenKind.openqasm,
  tokenKind.include,
  tokenKind.defcalgrammar,
  tokenKind.def,
  tokenKind.cal,
  tokenKind.defcal,
  tokenKind.gate,
  tokenKind.extern,
  tokenKind.box,
  tokenKind.let,
  tokenKind.break,
  tokenKind.continue,
  tokenKind.if,
  tokenKind.else,
  tokenKind.end,
  tokenKind.return,
  tokenKind.for,
  tokenKind.while,
  tokenKind.switch,
  tokenKind.case,
  tokenKind.default,
  tokenKind.nop,
  tokenKind.input,
  tokenKind.output,
  tokenKind.const,
  tokenKind.qreg,
  tokenKind.qubit,
  tokenKind.creg,
  tokenKind.bool,
  tokenKind.bit,
  tokenKind.int,
  tokenKind.uint,
  tokenKind.float_,
  tokenKind.angle,
  tokenKind.complex,
  tokenKind.array,
  tokenKind.duration,
  tokenKind.stretch,
  tokenKind.gphase,
  tokenKind.inv,
  tokenKind.pow,
  tokenKind.ctrl,
  tokenKind.negctrl,
  tokenKind.delay,
  tokenKind.reset,
  tokenKind.measure,
  tokenKind.barrier,
  tokenKind.opaque,
  tokenKind.pragma,
  tokenKind.annotation,
]);

/**
 * Walks the tokens of a file for the parser, and keeps what the parser has to say: one syntax error per statement, since
 * the first one usually causes the others.
 */
export class TokenCursor {
  readonly source: StatementReader;
  readonly tokens: TokenStream;
  readonly diagnostics: Diagnostic[] = [];
  readonly expectations = new Set<Expectation>();
  index = 0;
  /** Whether the current statement has a syntax error already. */
  failed = false;
  statementDepth = 0;
  expressionDepth = 0;
  /** Height of the expression parsed last. */
  height = 0;
  readonly #kinds: Uint8Array;
  readonly #probe: number;
  /** In a file of OpenQASM 2, the words before this token that only OpenQASM 3 reserves are keywords too. */
  #version3End = 0;
  #unclosedReported = false;
  #gaveUp = false;

  /** @param probe the token at which to collect expectations; −1 for none */
  constructor(source: StatementReader, probe = -1) {
    this.source = source;
    this.tokens = source.tokens;
    this.#kinds = source.tokens.kinds;
    this.#probe = probe;
  }

  /** Whether some block has no end, so that where it was meant to be must be guessed. */
  get hasUnclosedBrace(): boolean {
    return this.tokens.braceBalance > 0;
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
    return word >= 0 && word < pragmaWord && kind !== tokenKind.opaque ? kind : tokenKind.identifier;
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

  textOf(index: number): string {
    return this.tokens.text.slice(this.tokens.starts[index], this.tokens.ends[index]);
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
    const { text, starts, ends } = this.tokens;
    const start = starts[index] ?? text.length;
    for (let offset = index === 0 ? 0 : (ends[index - 1] ?? 0); offset < start; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 10 || code === 13) return true;
    }
    return index === 0;
  }

  /** Whether the current token can only belong to a new statement. */
  startsStatement(): boolean {
    return statementStarts.has(this.kind);
  }

  /** Reports a syntax error, unless the statement has one already. */
  report(diagnostic: Diagnostic): void {
    if (!this.failed && !this.#gaveUp) collectDiagnostic(this.diagnostics, diagnostic);
    this.failed = true;
  }

  /** Reports blocks that nest too deeply and reads nothing after them: their ends cannot be told from others. */
  giveUp(): void {
    this.report(diagnose('QAS2018', this.rangeOf(this.index), nestingLimit));
    this.#gaveUp = true;
    this.index = this.tokens.count - 1;
  }

  /** Reports a mistake whose intention is clear, so that parsing goes on as if it were right. */
  note(diagnostic: Diagnostic): void {
    if (!this.failed && !this.#gaveUp) collectDiagnostic(this.diagnostics, diagnostic);
  }

  /** Where to show that something else was expected: the current token, or the end of the line if that is finished. */
  errorRange(): OffsetRange {
    if (this.atEnd || this.startsLine()) return { start: this.previousEnd, end: this.previousEnd };
    return { start: this.start, end: this.end };
  }

  reportExpected(expected: string): void {
    this.report(diagnose('QAS2002', this.errorRange(), expected, this.describe()));
  }

  /** The current token as a message shows it. */
  describe(): string {
    if (this.atEnd) return 'the end of the file';
    const text = this.textOf(this.index);
    return `'${text.length > 24 ? `${text.slice(0, 23)}…` : text}'`;
  }

  /** Steps over the closing bracket that belongs to the token `opener`, or reports that it is missing. */
  close(kind: number, opener: number, alternatives: string): void {
    if (this.take(kind) || this.failed) return;
    const isFinished =
      this.atEnd ||
      this.kind === tokenKind.semicolon ||
      this.kind === tokenKind.leftBrace ||
      this.kind === tokenKind.rightBrace ||
      (this.startsLine() && this.startsStatement()) ||
      !this.#closesInStatement();
    if (isFinished) this.report(diagnose('QAS2003', this.rangeOf(opener), 'unclosed', this.textOf(opener)));
    else this.reportExpected(alternatives);
  }

  /** Whether the rest of the statement closes one bracket more than it opens. */
  #closesInStatement(): boolean {
    let depth = 0;
    for (let index = this.index; index < this.tokens.count; index++) {
      switch (this.kindAt(index)) {
        case tokenKind.leftParen:
        case tokenKind.leftBracket:
          depth++;
          break;
        case tokenKind.rightParen:
        case tokenKind.rightBracket:
          if (depth-- === 0) return true;
          break;
        case tokenKind.semicolon:
        case tokenKind.leftBrace:
        case tokenKind.rightBrace:
          return false;
      }
    }
    return false;
  }

  /** Reports a block that the end of the file cuts off; only the innermost, the others follow from it. */
  reportUnclosedBrace(opener: number): void {
    if (this.#unclosedReported || this.#gaveUp) return;
    this.#unclosedReported = true;
    collectDiagnostic(this.diagnostics, diagnose('QAS2003', this.rangeOf(opener), 'unclosed', '{'));
  }

  rangeOf(index: number): OffsetRange {
    return { start: this.tokens.starts[index] ?? 0, end: this.tokens.ends[index] ?? 0 };
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

  /** Reads the name a declaration introduces. */
  declaredName(what: string): Identifier {
    this.expecting('name');
    if (this.kind === tokenKind.identifier || this.kind === tokenKind.badNumber) return this.takeIdentifier();
    if (isKeyword(this.kind) && !this.startsLine()) {
      const major = this.isVersion2 ? 2 : 3;
      this.note(diagnose('QAS2012', this.rangeOf(this.index), this.textOf(this.index), major));
      return this.takeIdentifier();
    }
    this.reportExpected(`the name of ${what}`);
    return this.missingIdentifier();
  }

  /** Ends a statement at its `;`. Without one, reports that and moves to where the next statement may start. */
  finishStatement(construct: string): void {
    if (this.take(tokenKind.semicolon)) return;
    if (!this.failed) {
      const isNextStatement =
        this.atEnd || this.kind === tokenKind.rightBrace || this.startsLine() || this.startsStatement();
      if (isNextStatement) {
        const place = { start: this.previousEnd, end: this.previousEnd };
        this.report(diagnose('QAS2001', place, construct));
        return;
      }
      this.reportExpected(`';' after ${construct}`);
    }
    this.skipToNextStatement();
  }

  /** Skips the rest of a broken statement: past its `;`, or up to a brace or a line that starts a statement. */
  skipToNextStatement(): void {
    let depth = 0;
    const first = this.index;
    while (!this.atEnd) {
      const kind = this.kind;
      if (kind === tokenKind.semicolon) {
        this.advance();
        return;
      }
      if (kind === tokenKind.rightBrace || kind === tokenKind.leftBrace) return;
      const isNew = this.index > first && this.startsLine();
      if (isNew && (this.startsStatement() || (depth === 0 && kind === tokenKind.identifier))) return;
      if (kind === tokenKind.leftParen || kind === tokenKind.leftBracket) depth++;
      else if ((kind === tokenKind.rightParen || kind === tokenKind.rightBracket) && depth > 0) depth--;
      this.advance();
    }
  }

  /** Skips from a broken header to its `{`, if that comes before the statement ends. */
  skipToBody(): void {
    while (!this.atEnd) {
      const kind = this.kind;
      if (kind === tokenKind.leftBrace || kind === tokenKind.rightBrace || kind === tokenKind.semicolon) return;
      if (this.startsLine() && this.startsStatement()) return;
      this.advance();
    }
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
