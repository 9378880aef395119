import type { Diagnostic } from '#core/base/diagnostic.ts';
import {
  isIdentifierContinue,
  isIdentifierStart,
  isMisplacedInIdentifier,
  nameOfCharacter,
} from './identifierCharacters.ts';
import { detectVersion, type LanguageVersion, supports } from './languageVersion.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { scanNumber } from './numberScanner.ts';
import { keywordsOfVersion2, keywordsOfVersion3, tokenKind } from './tokenKind.ts';

/**
 * The tokens of a text in order, as parallel arrays; the last one is the end of the file. Everything between two tokens
 * (white space, comments, characters that belong to no token) is a gap, so tokens and gaps together are the text.
 */
export interface TokenStream {
  readonly text: string;
  readonly version: LanguageVersion;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** Splits a text into tokens; never fails. */
export function scan(text: string, version: LanguageVersion = detectVersion(text)): TokenStream {
  return new Scanner(text, version).run();
}

const punctuation: readonly (readonly [string, number])[] = [
  ['**=', tokenKind.compoundAssignment],
  ['<<=', tokenKind.compoundAssignment],
  ['>>=', tokenKind.compoundAssignment],
  ['**', tokenKind.power],
  ['++', tokenKind.concatenate],
  ['->', tokenKind.arrow],
  ['<<', tokenKind.shiftLeft],
  ['>>', tokenKind.shiftRight],
  ['<=', tokenKind.lessEqual],
  ['>=', tokenKind.greaterEqual],
  ['==', tokenKind.equalEqual],
  ['!=', tokenKind.notEqual],
  ['&&', tokenKind.andAnd],
  ['||', tokenKind.orOr],
  ['+=', tokenKind.compoundAssignment],
  ['-=', tokenKind.compoundAssignment],
  ['*=', tokenKind.compoundAssignment],
  ['/=', tokenKind.compoundAssignment],
  ['%=', tokenKind.compoundAssignment],
  ['&=', tokenKind.compoundAssignment],
  ['|=', tokenKind.compoundAssignment],
  ['^=', tokenKind.compoundAssignment],
  ['~=', tokenKind.compoundAssignment],
  ['{', tokenKind.leftBrace],
  ['}', tokenKind.rightBrace],
  ['[', tokenKind.leftBracket],
  [']', tokenKind.rightBracket],
  ['(', tokenKind.leftParen],
  [')', tokenKind.rightParen],
  [',', tokenKind.comma],
  [';', tokenKind.semicolon],
  [':', tokenKind.colon],
  ['@', tokenKind.at],
  ['=', tokenKind.equals],
  ['+', tokenKind.plus],
  ['-', tokenKind.minus],
  ['*', tokenKind.star],
  ['/', tokenKind.slash],
  ['%', tokenKind.percent],
  ['<', tokenKind.less],
  ['>', tokenKind.greater],
  ['&', tokenKind.ampersand],
  ['^', tokenKind.caret],
  ['|', tokenKind.pipe],
  ['!', tokenKind.exclamation],
  ['~', tokenKind.tilde],
];

/** Punctuation by first character code, longest first. */
const punctuationOf: readonly (readonly (readonly [string, number])[])[] = Array.from({ length: 128 }, (_, code) =>
  punctuation.filter(([symbol]) => symbol.charCodeAt(0) === code),
);

class Scanner {
  readonly #text: string;
  readonly #version: LanguageVersion;
  readonly #keywords: ReadonlyMap<string, number>;
  #kinds = new Uint8Array(1024);
  #starts = new Uint32Array(1024);
  #ends = new Uint32Array(1024);
  #count = 0;
  #offset = 0;
  /** Whether the next `{` opens a calibration body. */
  #calibration = false;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(text: string, version: LanguageVersion) {
    this.#text = text;
    this.#version = version;
    this.#keywords = version.major === 2 ? keywordsOfVersion2 : keywordsOfVersion3;
  }

  run(): TokenStream {
    const text = this.#text;
    if (text.charCodeAt(0) === 0xfeff) this.#offset = 1;
    while (this.#skipTrivia()) this.#scanToken();
    this.#emit(tokenKind.endOfFile, text.length, text.length);
    return {
      text,
      version: this.#version,
      count: this.#count,
      kinds: this.#kinds.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
      diagnostics: this.#diagnostics,
    };
  }

  #emit(kind: number, start: number, end: number): void {
    if (this.#count === this.#kinds.length) this.#grow();
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
    this.#offset = end;
  }

  #grow(): void {
    const length = this.#kinds.length * 2;
    const kinds = new Uint8Array(length);
    const starts = new Uint32Array(length);
    const ends = new Uint32Array(length);
    kinds.set(this.#kinds);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#kinds = kinds;
    this.#starts = starts;
    this.#ends = ends;
  }

  #previousKind(): number {
    return this.#count === 0 ? tokenKind.endOfFile : (this.#kinds[this.#count - 1] ?? tokenKind.endOfFile);
  }

  /** Moves to the next token. Returns false at the end of the text. */
  #skipTrivia(): boolean {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#offset);
      if (code === 32 || (code >= 9 && code <= 13)) {
        this.#offset++;
      } else if (code === 47 && text.charCodeAt(this.#offset + 1) === 47) {
        this.#offset = this.#lineEnd(this.#offset);
      } else if (code === 47 && text.charCodeAt(this.#offset + 1) === 42) {
        this.#skipBlockComment();
      } else {
        return this.#offset < text.length;
      }
    }
  }

  #skipBlockComment(): void {
    const start = this.#offset;
    const closer = this.#text.indexOf('*/', start + 2);
    if (closer < 0) {
      collectDiagnostic(this.#diagnostics, diagnose('QAS1002', { start, end: start + 2 }, 'block comment', `'*/'`));
      this.#offset = this.#text.length;
    } else {
      this.#offset = closer + 2;
    }
  }

  #lineEnd(from: number): number {
    const text = this.#text;
    let offset = from;
    while (offset < text.length) {
      const code = text.charCodeAt(offset);
      if (code === 10 || code === 13) break;
      offset++;
    }
    return offset;
  }

  #scanToken(): void {
    const text = this.#text;
    const start = this.#offset;
    const code = text.charCodeAt(start);
    if (isIdentifierStart(text, start)) {
      this.#scanWord(start);
    } else if (code >= 48 && code <= 57) {
      this.#scanNumber(start);
    } else if (code === 46 && isDigit(text.charCodeAt(start + 1))) {
      this.#scanNumber(start);
    } else if (code === 34 || code === 39) {
      this.#scanQuoted(start, code);
    } else if (code === 36 && isDigit(text.charCodeAt(start + 1))) {
      let end = start + 2;
      while (isDigit(text.charCodeAt(end))) end++;
      this.#emit(tokenKind.hardwareQubit, start, end);
    } else if (code === 35) {
      this.#scanHash(start);
    } else if (code === 64 && this.#startsAnnotation(start)) {
      this.#emit(tokenKind.annotation, start, this.#lineEnd(start));
    } else {
      this.#scanPunctuation(start, code);
    }
  }

  #scanWord(start: number): void {
    const text = this.#text;
    let end = start + widthAt(text, start);
    for (;;) {
      if (isIdentifierContinue(text, end)) {
        end += widthAt(text, end);
      } else if (isMisplacedInIdentifier(text, end)) {
        const bad = { start: end, end: end + widthAt(text, end) };
        collectDiagnostic(this.#diagnostics, diagnose('QAS1006', bad, nameOfCharacter(text, end)));
        end = bad.end;
      } else {
        break;
      }
    }
    const word = text.slice(start, end);
    const kind = this.#keywordKind(word);
    if (word === 'pragma' && this.#version.major === 3) {
      this.#emit(tokenKind.pragma, start, this.#lineEnd(end));
      return;
    }
    if (kind === tokenKind.cal || kind === tokenKind.defcal) this.#calibration = true;
    this.#emit(kind, start, end);
  }

  #keywordKind(word: string): number {
    const kind = this.#keywords.get(word);
    if (kind === undefined) return tokenKind.identifier;
    if (kind === tokenKind.nop && !supports(this.#version, 2)) return tokenKind.identifier;
    return kind;
  }

  #scanNumber(start: number): void {
    const number = scanNumber(this.#text, start, this.#version.major === 3);
    if (number.diagnostic) collectDiagnostic(this.#diagnostics, number.diagnostic);
    this.#emit(number.kind, start, number.end);
  }

  #scanQuoted(start: number, quote: number): void {
    const text = this.#text;
    const lineEnd = this.#lineEnd(start);
    let end = start + 1;
    while (end < lineEnd && text.charCodeAt(end) !== quote) end++;
    const closed = end < lineEnd;
    if (closed) end++;
    const previous = this.#previousKind();
    const isPath = previous === tokenKind.include || previous === tokenKind.defcalgrammar;
    if (!closed) {
      collectDiagnostic(this.#diagnostics, diagnose('QAS1002', { start, end }, 'string', quote === 34 ? `'"'` : `"'"`));
    } else if (!isPath && quote === 34 && /^"[01](?:_?[01])*"$/.test(text.slice(start, end))) {
      this.#emit(tokenKind.bitString, start, end);
      return;
    } else if (!isPath) {
      collectDiagnostic(this.#diagnostics, diagnose('QAS1007', { start, end }));
    }
    this.#emit(isPath ? tokenKind.string : tokenKind.bitString, start, end);
  }

  #scanHash(start: number): void {
    if (this.#text.startsWith('#pragma', start) && !isIdentifierContinue(this.#text, start + 7)) {
      this.#emit(tokenKind.pragma, start, this.#lineEnd(start));
    } else if (this.#text.startsWith('#dim', start) && !isIdentifierContinue(this.#text, start + 4)) {
      this.#emit(tokenKind.dimensions, start, start + 4);
    } else {
      this.#scanUnknown(start);
    }
  }

  /** `@name` begins an annotation, except directly after a gate modifier, where `@` ends the modifier. */
  #startsAnnotation(start: number): boolean {
    if (!isIdentifierStart(this.#text, start + 1) || this.#version.major === 2) return false;
    const previous = this.#previousKind();
    return !(
      previous === tokenKind.rightParen ||
      previous === tokenKind.inv ||
      previous === tokenKind.ctrl ||
      previous === tokenKind.negctrl ||
      previous === tokenKind.pow
    );
  }

  #scanPunctuation(start: number, code: number): void {
    const candidates = code < 128 ? punctuationOf[code] : undefined;
    for (const [symbol, kind] of candidates ?? []) {
      if (symbol.length > 1 && !this.#text.startsWith(symbol, start)) continue;
      this.#emit(kind, start, start + symbol.length);
      if (kind === tokenKind.semicolon) this.#calibration = false;
      if (kind === tokenKind.leftBrace && this.#calibration) this.#scanCalibrationBody();
      return;
    }
    this.#scanUnknown(start);
  }

  /** One report for a run of characters that belong to no token; they become part of the gap. */
  #scanUnknown(start: number): void {
    const text = this.#text;
    let end = start + widthAt(text, start);
    while (end < text.length && text.charCodeAt(end) > 127 && !isIdentifierStart(text, end)) end += widthAt(text, end);
    collectDiagnostic(this.#diagnostics, diagnose('QAS1001', { start, end }, nameOfCharacter(text, start)));
    this.#offset = end;
  }

  /** The body of `cal` and `defcal` belongs to another grammar: only the balance of braces counts. */
  #scanCalibrationBody(): void {
    const text = this.#text;
    this.#calibration = false;
    const start = this.#offset;
    let depth = 0;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 123) depth++;
      else if (code === 125 && depth-- === 0) break;
    }
    if (end > start) this.#emit(tokenKind.calibrationBody, start, end);
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function widthAt(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}
