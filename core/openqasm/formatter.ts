import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Layout, readGap, renderGap } from './gap.ts';
import { scan } from './scanner.ts';
import { isKeyword, isTypeKeyword, tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/**
 * The changes that format a program: one statement a line, two spaces a level, spacing by the grammar. Only white space
 * changes; tokens, comments and text that is no token stay, also in a program with mistakes. Formatting a formatted
 * program changes nothing.
 * @param range only white space that lies in this range is changed
 */
export function formatProgram(text: string, range: OffsetRange = { start: 0, end: text.length }): TextReplacement[] {
  const tokens = scan(text);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const layouts = new LayoutPlanner(tokens).plan();
  const edits: TextReplacement[] = [];
  const textStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = token === 0 ? textStart : (tokens.ends[token - 1] ?? 0);
    const end = tokens.starts[token] ?? text.length;
    const layout = layouts[token];
    // White space after an unclosed brace may belong to a calibration, which is not ours to change.
    const before = token === 0 ? tokenKind.endOfFile : tokens.kinds[token - 1];
    const isCutOff = before === tokenKind.leftBrace || before === tokenKind.calibrationBody;
    if ((layout?.kind === 'end' && isCutOff) || isUnclosedString(tokens, token - 1)) continue;
    if (!layout || start < range.start || end > range.end) continue;
    const gap = readGap(text, start, end);
    if (!gap) continue;
    const newText = renderGap(gap, layout, lineEnd);
    if (newText !== text.slice(start, end)) edits.push({ range: { start, end }, newText });
  }
  return edits;
}

/** Whether the token is a string that only the end of its line ends. */
function isUnclosedString({ text, kinds, starts, ends }: TokenStream, token: number): boolean {
  const kind = kinds[token];
  if (kind !== tokenKind.string && kind !== tokenKind.bitString) return false;
  const quoted = text.slice(starts[token], ends[token]);
  return quoted.length < 2 || !quoted.endsWith(quoted.charAt(0));
}

type Bracket = 'paren' | 'bracket' | 'set' | 'block' | 'line-block';

/** Decides for every token what stands before it. */
class LayoutPlanner {
  readonly #tokens: TokenStream;
  readonly #oneLine: ReadonlySet<number>;
  readonly #open: Bracket[] = [];
  readonly #layouts: Layout[] = [];
  #previous: number = tokenKind.endOfFile;
  /** How many blocks are open that indent what is in them. */
  #depth = 0;
  #previousIsUnary = false;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    this.#oneLine = oneLineBlocks(tokens);
  }

  plan(): readonly Layout[] {
    for (let token = 0; token < this.#tokens.count; token++) {
      const kind = this.#kindAt(token);
      this.#layouts.push(this.#before(token, kind));
      this.#enter(token, kind);
    }
    return this.#layouts;
  }

  #kindAt(token: number): number {
    return this.#tokens.kinds[token] ?? tokenKind.endOfFile;
  }

  get #innermost(): Bracket | undefined {
    return this.#open.at(-1);
  }

  #before(token: number, kind: number): Layout {
    if (token === 0) return { kind: 'start', isEmpty: kind === tokenKind.endOfFile };
    if (kind === tokenKind.endOfFile) return { kind: 'end' };
    const isClosing = kind === tokenKind.rightBrace;
    const indent = this.#depth - (isClosing && this.#innermost === 'block' ? 1 : 0);
    if (this.#breaksBefore(kind)) {
      const tight = this.#previous === tokenKind.leftBrace || (isClosing && this.#innermost === 'block');
      return { kind: 'break', indent, commentIndent: this.#depth, blankLine: !tight };
    }
    const space = this.#spaceBefore(token, kind) ? ' ' : '';
    const joins = this.#joins(token, kind);
    return { kind: 'inline', space, indent: indent + (isClosing ? 0 : 1), keepBreak: !joins };
  }

  /** Whether the token starts a line of its own. */
  #breaksBefore(kind: number): boolean {
    const previous = this.#previous;
    if (previous === tokenKind.pragma || previous === tokenKind.annotation) return true;
    if (kind === tokenKind.calibrationBody || previous === tokenKind.calibrationBody) return false;
    const innermost = this.#innermost;
    if (kind === tokenKind.rightBrace && innermost === 'block') return previous !== tokenKind.leftBrace;
    if (innermost === 'line-block') return false;
    if (innermost !== undefined && innermost !== 'block') return false;
    if (previous === tokenKind.semicolon) return kind !== tokenKind.semicolon;
    if (previous === tokenKind.leftBrace) return kind !== tokenKind.rightBrace;
    if (previous === tokenKind.rightBrace && this.#closedBlock) {
      return kind !== tokenKind.else && kind !== tokenKind.semicolon && kind !== tokenKind.comma;
    }
    return false;
  }

  /** Whether the last closing brace ended a block and not a set. */
  #closedBlock = false;

  /** Whether the token follows on the line of the one before, wherever it stands: `{`, `else`. */
  #joins(token: number, kind: number): boolean {
    if (kind === tokenKind.leftBrace) return this.#isBlock(token);
    if (kind === tokenKind.else) return this.#previous === tokenKind.rightBrace;
    return kind === tokenKind.rightBrace && this.#innermost !== 'set';
  }

  #isBlock(token: number): boolean {
    const previous = this.#kindAt(token - 1);
    switch (previous) {
      case tokenKind.equals:
      case tokenKind.in:
      case tokenKind.leftBracket:
        return false;
      case tokenKind.leftParen:
        return this.#kindAt(token - 2) === tokenKind.durationof;
      default: {
        const innermost = this.#innermost;
        return innermost === undefined || innermost === 'block' || innermost === 'line-block';
      }
    }
  }

  #enter(token: number, kind: number): void {
    this.#previousIsUnary = isUnary(kind, this.#previous);
    switch (kind) {
      case tokenKind.leftParen:
        this.#open.push('paren');
        break;
      case tokenKind.leftBracket:
        this.#open.push('bracket');
        break;
      case tokenKind.leftBrace:
        this.#openBrace(token);
        break;
      case tokenKind.rightParen:
      case tokenKind.rightBracket:
        if (this.#innermost === 'paren' || this.#innermost === 'bracket') this.#open.pop();
        break;
      case tokenKind.rightBrace:
        this.#closeBrace();
        break;
      case tokenKind.semicolon:
        // A bracket that is still open at the end of a statement was never closed.
        while (this.#innermost === 'paren' || this.#innermost === 'bracket' || this.#innermost === 'set')
          this.#open.pop();
        break;
    }
    this.#previous = kind;
  }

  #openBrace(token: number): void {
    const bracket = this.#isBlock(token) ? (this.#oneLine.has(token) ? 'line-block' : 'block') : 'set';
    if (bracket === 'block') this.#depth++;
    this.#open.push(bracket);
  }

  #closeBrace(): void {
    while (this.#innermost === 'paren' || this.#innermost === 'bracket') this.#open.pop();
    const closed = this.#open.pop();
    if (closed === 'block') this.#depth--;
    this.#closedBlock = closed !== 'set';
  }

  #spaceBefore(token: number, kind: number): boolean {
    const previous = this.#previous;
    if (kind === tokenKind.calibrationBody || previous === tokenKind.calibrationBody) return false;
    if (this.#wouldMerge(token)) return true;
    if (kind === tokenKind.semicolon || kind === tokenKind.comma) return false;
    if (previous === tokenKind.leftParen || previous === tokenKind.leftBracket) return false;
    if (kind === tokenKind.rightParen || kind === tokenKind.rightBracket) return false;
    if (previous === tokenKind.leftBrace && kind === tokenKind.rightBrace) return false;
    if (this.#innermost === 'set' && (previous === tokenKind.leftBrace || kind === tokenKind.rightBrace)) {
      return previous === tokenKind.rightBrace && kind !== tokenKind.rightBrace;
    }
    if (this.#previousIsUnary) return false;
    const inBrackets = this.#innermost === 'paren' || this.#innermost === 'bracket';
    if (kind === tokenKind.colon) return false;
    if (previous === tokenKind.colon) return !inBrackets;
    if (isTight(previous, this.#tokens)) return false;
    if (kind === tokenKind.leftParen) return !callsOrConverts(previous);
    if (kind === tokenKind.leftBracket) return !takesBrackets(previous);
    return !isTight(kind, this.#tokens);
  }

  /** Whether the token and the one before it would be read as something else without white space between them. */
  #wouldMerge(token: number): boolean {
    const { text, starts, ends } = this.#tokens;
    const left = text.charAt((ends[token - 1] ?? 1) - 1);
    const right = text.charAt(starts[token] ?? 0);
    const isWord = (character: string) => /[\p{L}\p{N}_.$"'µ]/u.test(character);
    return (isWord(left) && isWord(right)) || merging.has(left + right) || right === '@' || left === '@';
  }
}

/** Pairs of characters that are one token, or begin a comment, when nothing stands between them. */
const merging: ReadonlySet<string> = new Set(
  '** ++ -> << >> <= >= == != && || += -= *= /= %= &= |= ^= ~= // /*'.split(' '),
);

/** Multiplication binds visibly: `pi/2`, `2*theta + 1`. */
function isTight(kind: number, tokens: TokenStream): boolean {
  switch (kind) {
    case tokenKind.star:
    case tokenKind.slash:
    case tokenKind.percent:
    case tokenKind.power:
      return true;
    default:
      return kind === tokenKind.caret && tokens.version.major === 2;
  }
}

/** Whether `-`, `!` or `~` after the token before it stands before its only operand. */
function isUnary(kind: number, previous: number): boolean {
  if (kind === tokenKind.exclamation || kind === tokenKind.tilde) return true;
  if (kind !== tokenKind.minus) return false;
  const isOperand =
    (previous >= tokenKind.identifier && previous <= tokenKind.badNumber) ||
    previous === tokenKind.rightParen ||
    previous === tokenKind.rightBracket ||
    previous === tokenKind.rightBrace ||
    previous === tokenKind.true ||
    previous === tokenKind.false;
  return !isOperand;
}

/** Whether a parenthesis after the token belongs to it: a call, a conversion, the argument of a modifier. */
function callsOrConverts(previous: number): boolean {
  switch (previous) {
    case tokenKind.identifier:
    case tokenKind.badNumber:
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
    case tokenKind.gphase:
    case tokenKind.pow:
    case tokenKind.ctrl:
    case tokenKind.negctrl:
    case tokenKind.inv:
    case tokenKind.durationof:
      return true;
    default:
      return isTypeKeyword(previous);
  }
}

/** Whether a bracket after the token belongs to it: an index, a size, a duration. */
function takesBrackets(previous: number): boolean {
  switch (previous) {
    case tokenKind.identifier:
    case tokenKind.badNumber:
    case tokenKind.hardwareQubit:
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
    case tokenKind.rightBrace:
    case tokenKind.qubit:
    case tokenKind.qreg:
    case tokenKind.creg:
    case tokenKind.delay:
    case tokenKind.box:
      return true;
    default:
      return isKeyword(previous) && isTypeKeyword(previous);
  }
}

/** Opening braces of blocks that are written on one line and hold at most one statement; they may stay so. */
function oneLineBlocks(tokens: TokenStream): ReadonlySet<number> {
  const { text, kinds, starts, ends, count } = tokens;
  const blocks = new Set<number>();
  const open: { token: number; breaks: number; statements: number }[] = [];
  let breaks = 0;
  let statements = 0;
  for (let token = 0; token < count; token++) {
    if (token > 0 && /[\r\n]/.test(text.slice(ends[token - 1], starts[token]))) breaks++;
    const kind = kinds[token];
    if (kind === tokenKind.calibrationBody && /[\r\n]/.test(text.slice(starts[token], ends[token]))) breaks++;
    if (kind === tokenKind.semicolon) statements++;
    if (kind === tokenKind.leftBrace) open.push({ token, breaks, statements });
    if (kind !== tokenKind.rightBrace) continue;
    const opener = open.pop();
    if (opener && opener.breaks === breaks && statements - opener.statements <= 1) blocks.add(opener.token);
  }
  return blocks;
}
