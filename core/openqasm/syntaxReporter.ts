import type { Diagnostic, DiagnosticFix } from '#core/base/diagnostic.ts';
import { collectDiagnostic, diagnosticLimit, withFix } from './messages.ts';
import type { TokenStream } from './tokenStream.ts';

/** The text that is parsed. */
interface ReportedText {
  readonly tokens: TokenStream;
  /** The end of the line that an offset is on. */
  lineEndAt(offset: number): number;
}

/**
 * Collects what the parser has to say. One mistake usually makes several places unreadable, so a statement has one
 * syntax error, which includes those the scanner found in it, and what is left of a broken statement on its line has
 * none at all.
 */
export class SyntaxReporter {
  readonly diagnostics: Diagnostic[] = [];
  /** Whether the current statement cannot be read as it stands. */
  failed = false;
  /** Whether something has been said about the current statement. */
  #spoke = false;
  /** First offset of the current statement. */
  #statementStart = 0;
  /** Up to this offset errors are consequences of one before; −1 when a statement was read well since. */
  #quietEnd = -1;
  /** Up to this offset something that begins no statement is a consequence of what was said before. */
  #leftoverEnd = -1;
  /** How often something was wrong, also where it was not said. */
  #troubles = 0;
  #reportedUnclosed = false;
  /** Whether the rest of the file is not read. */
  #gaveUp = false;
  readonly #source: ReportedText;

  constructor(source: ReportedText) {
    this.#source = source;
  }

  /** How often something was wrong so far. */
  get troubles(): number {
    return this.#troubles;
  }

  /** Where the statement that is being read begins. */
  get statementStart(): number {
    return this.#statementStart;
  }

  /** A statement begins, or goes on after a block in it, such as with `else`. */
  beginStatement(start: number): void {
    this.failed = false;
    this.#spoke = false;
    this.#statementStart = start;
  }

  /**
   * A statement was read. When nothing is wrong in it, what follows has mistakes of its own.
   * @param before `troubles` when it began
   */
  endStatement(before: number): void {
    if (this.#troubles !== before) return;
    this.#quietEnd = -1;
    this.#leftoverEnd = -1;
  }

  /**
   * Reports a block that the end of the file cuts off. Only the innermost is reported, since the others follow from it,
   * and none after a broken statement, which may hide the closing brace.
   */
  reportUnclosed(diagnostic: () => Diagnostic): void {
    if (!this.#reportedUnclosed && this.#leftoverEnd < 0) this.always(diagnostic());
    this.#reportedUnclosed = true;
  }

  /**
   * Reports that the statement cannot be read.
   * @param place the offset up to which it was read
   * @returns whether it was news
   */
  report(diagnostic: Diagnostic, place: number): boolean {
    const isNews = !this.failed && !this.#spoke && this.#isNews(diagnostic) && !this.#hasLexicalError(place);
    if (isNews) collectDiagnostic(this.diagnostics, diagnostic);
    if (!this.failed) this.#quietEnd = this.#source.lineEndAt(Math.max(place, diagnostic.range.start));
    this.#leftoverEnd = this.#quietEnd;
    this.#troubles++;
    this.failed = true;
    this.#spoke = true;
    return isNews;
  }

  /**
   * Reports a mistake whose intention is clear, so that the statement is read as if it were right.
   * @returns whether it was news
   */
  note(diagnostic: Diagnostic): boolean {
    const isNews = !this.failed && this.#isNews(diagnostic);
    if (isNews) collectDiagnostic(this.diagnostics, diagnostic);
    this.#leftoverEnd = this.#source.lineEndAt(diagnostic.range.end);
    this.#troubles++;
    this.#spoke = true;
    return isNews;
  }

  /** Notes what the version lacks, unless something else has been said about the statement. */
  noteVersion(diagnostic: Diagnostic): void {
    if (!this.#spoke && !this.#hasLexicalError(diagnostic.range.end)) this.note(diagnostic);
  }

  /** Whether a place is on the line of something that was wrong, so that it may belong to that. */
  mayBeLeftover(offset: number): boolean {
    return offset <= this.#leftoverEnd;
  }

  /** What was read up to an offset belongs to a broken statement. */
  extendLeftover(offset: number): void {
    this.#leftoverEnd = Math.max(this.#leftoverEnd, this.#source.lineEndAt(offset));
    this.#troubles++;
  }

  /** Reports something that begins no statement, unless it is left from what was said before on its line. */
  reportLeftover(diagnostic: Diagnostic): void {
    if (this.mayBeLeftover(diagnostic.range.start)) this.#spoke = true;
    this.report(diagnostic, diagnostic.range.end);
  }

  /** Adds a way to repair the diagnostic at an index, when one was reported there. */
  repair(index: number, fix: DiagnosticFix): void {
    const diagnostic = this.diagnostics[index];
    if (diagnostic) this.diagnostics[index] = withFix(diagnostic, fix);
  }

  /** Whether nothing that is reported now would be kept. */
  get isFull(): boolean {
    return this.#gaveUp || this.diagnostics.length > diagnosticLimit;
  }

  /** Reports what does not depend on how the statement is read. */
  always(diagnostic: Diagnostic): void {
    if (!this.#gaveUp) collectDiagnostic(this.diagnostics, diagnostic);
  }

  /** Reports that the rest of the file cannot be read, and nothing after it. */
  giveUp(diagnostic: Diagnostic): void {
    this.always(diagnostic);
    this.#gaveUp = true;
    this.failed = true;
  }

  #isNews(diagnostic: Diagnostic): boolean {
    return !this.#gaveUp && Math.min(diagnostic.range.start, this.#statementStart) > this.#quietEnd;
  }

  /** Whether the scanner found an error in the current statement, up to a place in it. */
  #hasLexicalError(place: number): boolean {
    const { diagnostics } = this.#source.tokens;
    let low = 0;
    let high = diagnostics.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((diagnostics[middle]?.range.start ?? 0) < this.#statementStart) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < diagnostics.length; index++) {
      const diagnostic = diagnostics[index];
      if (!diagnostic || diagnostic.range.start > place) return false;
      if (diagnostic.severity === 'error') return true;
    }
    return false;
  }
}
