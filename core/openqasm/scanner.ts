import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Steps } from '#core/base/steps.ts';
import type { Profile } from './analysisOptions.ts';
import { characterClass, classOf, firstSymbolClass, isWordCode } from './characterClass.ts';
import {
  isIdentifierContinue,
  isIdentifierStart,
  isMisplacedInIdentifier,
  nameOfCharacter,
} from './identifierCharacters.ts';
import { detectVersion, type LanguageVersion, supports } from './languageVersion.ts';
import { quoteOf } from './lookalikes.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { extendHash, NameTable, pragmaWord, reservedWordCount } from './nameTable.ts';
import { scanNumber, scanPlainNumber } from './numberScanner.ts';
import { symbolAtOffset } from './punctuation.ts';
import { scanAngledPath, scanBarePath, scanQuoted, scanTypographicQuotes } from './quotedScanner.ts';
import { lineEndAfter, type ScannedToken, widthAt } from './scannedToken.ts';
import { strictFindings } from './strictTokens.ts';
import { firstKeyword, isPulseType, isReservedWord, tokenKind } from './tokenKind.ts';
import { TokenBuffer, type TokenStream } from './tokenStream.ts';
import { scanHashComment, scanUnknown } from './unknownScanner.ts';

/** Splits a text into tokens; never fails. */
export function scan(
  text: string,
  version: LanguageVersion = detectVersion(text),
  profile: Profile = 'default',
): TokenStream {
  return new Scanner(text, version, { profile }).run();
}

/** Splits a text into tokens, so many characters in a step. */
export function* scanInSteps(text: string, version: LanguageVersion, profile: Profile): Steps<TokenStream> {
  const scanner = new Scanner(text, version, { profile });
  for (let limit = charactersOfStep; limit < text.length; limit += charactersOfStep) {
    scanner.scanTo(limit);
    yield;
  }
  return scanner.run();
}

/** A step takes about a millisecond. */
const charactersOfStep = 1 << 16;

/**
 * Splits the body of a calibration into tokens, with places in the whole text. Its words are those of OpenQASM and the
 * types of OpenPulse.
 */
export function scanCalibration(text: string, version: LanguageVersion, start: number, end: number): TokenStream {
  return new Scanner(text.slice(0, end), version, { start, isPulse: true }).run();
}

interface ScannerOptions {
  readonly profile?: Profile;
  /** Where to begin; the beginning of the text unless given. */
  readonly start?: number;
  /** The kind of the token before that, which decides what some characters mean. */
  readonly previousKind?: number;
  /** Numbers for the words of the text that go on with those of an earlier version of it. */
  readonly names?: NameTable;
  /** Whether the types of OpenPulse are words of the text. */
  readonly isPulse?: boolean;
}

/** Reads tokens from a place of a text on. */
export class Scanner {
  readonly diagnostics: Diagnostic[] = [];
  readonly tokens: TokenBuffer;
  /** Gates a file of OpenQASM 2 defines by a name that OpenQASM 3 reserves, by number. */
  readonly reservedGateNames = new Set<number>();
  readonly #text: string;
  readonly #version: LanguageVersion;
  readonly #profile: Profile;
  readonly #names: NameTable;
  readonly #isPulse: boolean;
  #offset: number;
  /** Whether the next `{` opens a calibration body. */
  #calibration = false;
  #openBraces = 0;
  #bracesMatch = true;

  constructor(text: string, version: LanguageVersion, options: ScannerOptions) {
    this.#text = text;
    this.#version = version;
    this.#profile = options.profile ?? 'default';
    this.#names = options.names ?? new NameTable();
    this.#isPulse = options.isPulse ?? false;
    this.#offset = options.start ?? (text.charCodeAt(0) === 0xfeff ? 1 : 0);
    const length = options.names ? 1024 : text.length - this.#offset;
    // A dense circuit has three tokens in five characters.
    this.tokens = new TokenBuffer(Math.ceil(length * 0.65) + 16, options.previousKind);
  }

  /** Where the next token or gap begins. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether every brace that was read has its counterpart among those. */
  get bracesMatch(): boolean {
    return this.#bracesMatch && this.#openBraces === 0;
  }

  /** Whether what comes next does not depend on what was read: the last token ends a statement. */
  get isBetweenStatements(): boolean {
    return !this.#calibration && endsStatement(this.tokens.lastKind);
  }

  run(): TokenStream {
    const text = this.#text;
    this.scanTo(text.length);
    this.#emit(tokenKind.endOfFile, text.length, text.length);
    const { count, kinds, starts, ends, words } = this.tokens;
    if (this.#profile === 'strict-2.0' && this.#version.major === 2) {
      for (const diagnostic of strictFindings({ text, count, kinds, starts, ends })) this.#report(diagnostic);
      this.diagnostics.sort((a, b) => a.range.start - b.range.start);
    }
    return {
      text,
      version: this.#version,
      count,
      kinds: kinds.subarray(0, count),
      starts: starts.subarray(0, count),
      ends: ends.subarray(0, count),
      words: words.subarray(0, count),
      names: this.#names,
      bracesMatch: this.bracesMatch,
      reservedGateNames: this.reservedGateNames,
      diagnostics: this.diagnostics,
    };
  }

  #emit(kind: number, start: number, end: number): void {
    this.tokens.push(kind, start, end, -1);
    this.#offset = end;
  }

  /**
   * Reads tokens that begin before an offset; the last one may reach beyond it. What nearly all characters of a circuit belong to is read right here: white space,
   * words of ASCII letters, plain numbers, and symbols that cannot begin a longer one.
   */
  scanTo(limit: number): void {
    const text = this.#text;
    const names = this.#names;
    const withUnits = this.#version.major === 3;
    const { tokens } = this;
    let { kinds, starts, ends, words, count } = tokens;
    let offset = this.#offset;
    while (offset < limit) {
      const code = text.charCodeAt(offset);
      const what = code < 128 ? (classOf[code] ?? 0) : characterClass.special;
      if (what === characterClass.space) {
        offset++;
        continue;
      }
      let kind = 0;
      let word = -1;
      let end = offset + 1;
      if (what >= firstSymbolClass) {
        kind = what - firstSymbolClass;
      } else if (what === characterClass.digit) {
        const number = scanPlainNumber(text, offset, withUnits);
        if (number !== 0) {
          kind = number > 0 ? tokenKind.integer : tokenKind.float;
          end = number > 0 ? number : -number;
        }
      } else if (what === characterClass.letter) {
        let hash = extendHash(0, code);
        let next = text.charCodeAt(end);
        while (isWordCode[next] === 1) {
          hash = extendHash(hash, next);
          next = text.charCodeAt(++end);
        }
        if (!(next > 127)) {
          word = names.numberOf(text, offset, end, hash);
          if (word >= reservedWordCount && !(next === 46 && kinds[count - 1] === tokenKind.include)) {
            kind = tokenKind.identifier;
          }
        }
      }
      if (kind !== 0 && count < kinds.length) {
        kinds[count] = kind;
        starts[count] = offset;
        ends[count] = end;
        words[count] = word;
        count++;
        offset = end;
      } else {
        tokens.count = count;
        this.#offset = offset;
        if (kind === 0) this.#step(offset, code, what);
        else tokens.grow();
        ({ kinds, starts, ends, words, count } = tokens);
        offset = this.#offset;
      }
    }
    tokens.count = count;
    this.#offset = offset;
  }

  /** Reads a token or comment that is not as plain as most are. */
  #step(start: number, code: number, what: number): void {
    switch (what) {
      case characterClass.letter:
        this.#scanWord(start);
        return;
      case characterClass.digit:
        this.#scanNumber(start);
        return;
      case characterClass.slash: {
        const next = this.#text.charCodeAt(start + 1);
        if (next === 47) this.#offset = lineEndAfter(this.#text, start);
        else if (next === 42) this.#skipBlockComment(start);
        else this.#scanSymbol(start, code);
        return;
      }
      case characterClass.symbol:
        this.#scanSymbol(start, code);
        return;
      default:
        this.#scanSpecial(start, code);
    }
  }

  #skipBlockComment(start: number): void {
    const closer = this.#text.indexOf('*/', start + 2);
    if (closer < 0) {
      this.#report(diagnose('QAS1002', { start, end: start + 2 }, 'block comment', `'*/'`));
      this.#offset = this.#text.length;
    } else {
      this.#offset = closer + 2;
      if (this.#profile === 'strict-2.0' && this.#version.major === 2) {
        this.#report(diagnose('QAS2017', { start, end: start + 2 }, 'A block comment', '3.0', '2.0'));
      }
    }
  }

  #report(diagnostic: Diagnostic): void {
    collectDiagnostic(this.diagnostics, diagnostic);
  }

  /** Reads what begins with a rare character, or with one outside ASCII. */
  #scanSpecial(start: number, code: number): void {
    const text = this.#text;
    if (code === 34 || code === 39) {
      this.#scanQuoted(start);
    } else if (code === 35) {
      this.#scanHash(start);
    } else if (code === 36 && isDigit(text.charCodeAt(start + 1))) {
      let end = start + 2;
      while (isDigit(text.charCodeAt(end))) end++;
      this.#emit(tokenKind.hardwareQubit, start, end);
    } else if (code === 46 && isDigit(text.charCodeAt(start + 1))) {
      this.#scanNumber(start);
    } else if (code === 64 && this.#startsAnnotation(start)) {
      this.#emit(tokenKind.annotation, start, lineEndAfter(text, start));
    } else if (code === 64) {
      this.#emit(tokenKind.at, start, start + 1);
    } else if (code > 127 && isIdentifierStart(text, start)) {
      this.#scanWord(start);
    } else {
      this.#scanUnknown(start);
    }
  }

  #scanWord(start: number): void {
    const text = this.#text;
    let end = start;
    let hash = 0;
    for (;;) {
      const code = text.charCodeAt(end);
      if (code < 128) {
        if (isWordCode[code] === 0) break;
        hash = extendHash(hash, code);
        end++;
      } else if (code > 127 && this.#isInName(end)) {
        hash = extendHash(hash, code);
        end++;
        if (isHighSurrogate(code)) hash = extendHash(hash, text.charCodeAt(end++));
      } else {
        break;
      }
    }
    if (this.tokens.lastKind === tokenKind.include && text.charAt(end) === '.') {
      this.#accept(start, scanBarePath(text, start));
      return;
    }
    const word = this.#names.numberOf(text, start, end, hash);
    const kind = word < reservedWordCount ? this.#reservedKind(word) : tokenKind.identifier;
    if (kind === tokenKind.pragma) {
      this.#emit(kind, start, lineEndAfter(text, end));
      return;
    }
    this.tokens.push(kind, start, end, word);
    this.#offset = end;
  }

  /** Whether a character outside ASCII goes on with a name; reports one that looks so but must not be in it. */
  #isInName(offset: number): boolean {
    const text = this.#text;
    if (isIdentifierStart(text, offset)) return true;
    if (!isMisplacedInIdentifier(text, offset)) return false;
    const range = { start: offset, end: offset + widthAt(text, offset) };
    this.#report(diagnose('QAS1006', range, nameOfCharacter(text, offset)));
    return true;
  }

  /** The kind of a word that some version reserves. */
  #reservedKind(word: number): number {
    if (word === pragmaWord) return this.#version.major === 3 ? tokenKind.pragma : tokenKind.identifier;
    const kind = firstKeyword + word;
    if (this.#isPulse && isPulseType(kind)) return kind;
    if (isReservedWord(kind, this.#version.major)) {
      if (kind === tokenKind.nop && !supports(this.#version, 2)) return tokenKind.identifier;
      if (kind === tokenKind.cal || kind === tokenKind.defcal) this.#calibration = true;
      return kind;
    }
    const previous = this.tokens.lastKind;
    const names = previous === tokenKind.gate || previous === tokenKind.opaque;
    if (names && this.#version.major === 2) this.reservedGateNames.add(word);
    return tokenKind.identifier;
  }

  #scanNumber(start: number): void {
    const number = scanNumber(this.#text, start, this.#version.major === 3);
    if (number.diagnostic) this.#report(number.diagnostic);
    else if (this.#version.major === 2) this.#checkNumberOfVersion2(start, number.end);
    this.#emit(number.kind, start, number.end);
  }

  /** OpenQASM 2 has neither other bases nor separators. */
  #checkNumberOfVersion2(start: number, end: number): void {
    const written = this.#text.slice(start, end);
    if (/^[0-9.]+(?:[eE][-+]?[0-9]+)?$/.test(written)) return;
    this.#report(diagnose('QAS2017', { start, end }, `The number '${written}'`, '3.0', '2.0'));
  }

  #scanQuoted(start: number): void {
    this.#accept(start, scanQuoted(this.#text, start, this.#takesPath()));
  }

  /** Whether the token before is followed by a path or another name in quotes. */
  #takesPath(): boolean {
    const previous = this.tokens.lastKind;
    return previous === tokenKind.include || previous === tokenKind.defcalgrammar;
  }

  #accept(start: number, { diagnostic, end, kind }: ScannedToken): void {
    if (diagnostic) this.#report(diagnostic);
    if (kind === undefined) this.#offset = end;
    else this.#emit(kind, start, end);
  }

  #scanHash(start: number): void {
    if (this.#text.startsWith('#pragma', start) && !isIdentifierContinue(this.#text, start + 7)) {
      this.#emit(tokenKind.pragma, start, lineEndAfter(this.#text, start));
    } else if (this.#text.startsWith('#dim', start) && !isIdentifierContinue(this.#text, start + 4)) {
      this.#emit(tokenKind.dimensions, start, start + 4);
    } else if (this.#isOutsideStatements(start)) {
      this.#accept(start, scanHashComment(this.#text, start));
    } else {
      this.#scanUnknown(start);
    }
  }

  /** Whether no statement has begun before the offset, or the offset is the first of its line. */
  #isOutsideStatements(offset: number): boolean {
    const previous = this.tokens.lastKind;
    if (endsStatement(previous) || previous === tokenKind.endOfFile || previous === tokenKind.leftBrace) return true;
    let before = offset - 1;
    while (this.#text.charCodeAt(before) === 32 || this.#text.charCodeAt(before) === 9) before--;
    const code = this.#text.charCodeAt(before);
    return before < 0 || code === 10 || code === 13;
  }

  /** `@name` begins an annotation, except directly after a gate modifier, where `@` ends the modifier. */
  #startsAnnotation(start: number): boolean {
    if (!isIdentifierStart(this.#text, start + 1) || this.#version.major === 2) return false;
    return !this.tokens.endsWithModifier();
  }

  #scanSymbol(start: number, code: number): void {
    const path =
      code === 60 && this.tokens.lastKind === tokenKind.include ? scanAngledPath(this.#text, start) : undefined;
    if (path) {
      this.#accept(start, path);
      return;
    }
    const symbol = symbolAtOffset(this.#text, start, code);
    if (symbol === 0) {
      this.#scanUnknown(start);
      return;
    }
    const kind = symbol >> 2;
    this.#emit(kind, start, start + (symbol & 3));
    if (kind === tokenKind.leftBrace) {
      this.#openBraces++;
      if (this.#calibration) this.#scanCalibrationBody();
    } else if (kind === tokenKind.rightBrace) {
      if (--this.#openBraces < 0) this.#bracesMatch = false;
    } else if (kind === tokenKind.semicolon) {
      this.#calibration = false;
    }
  }

  #scanUnknown(start: number): void {
    const text = this.#text;
    const quote = quoteOf(text.charAt(start));
    const isQuoted = quote !== undefined;
    this.#accept(
      start,
      isQuoted ? scanTypographicQuotes(text, start, quote, this.#takesPath()) : scanUnknown(text, start),
    );
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

/** Whether a token of the kind is the last of a statement, so that how it was read does not matter to what follows. */
export function endsStatement(kind: number): boolean {
  return (
    kind === tokenKind.semicolon ||
    kind === tokenKind.rightBrace ||
    kind === tokenKind.pragma ||
    kind === tokenKind.annotation
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
