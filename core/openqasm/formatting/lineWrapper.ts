import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import { type FormatStyle, indentationWidth } from './formatStyle.ts';
import type { Layout } from './gap.ts';

type Inline = Extract<Layout, { kind: 'inline' }>;

/** A place where a line may be broken. */
interface Candidate {
  /** Position among the collected tokens. */
  readonly position: number;
  /** Brackets open there; outer places break first. */
  readonly depth: number;
  /** Column of the token after it. */
  readonly column: number;
}

/**
 * Collects the tokens between two line ends that the layout wants, and breaks lines that are too long after commas, else
 * at operators: at the last one in the fewest brackets that fits.
 */
export class LineWrapper {
  readonly #tokens: TokenStream;
  readonly #style: FormatStyle;
  readonly #write: (token: number, layout: Layout) => void;
  readonly #collected: number[] = [];
  readonly #layouts: Layout[] = [];
  readonly #fixed: boolean[] = [];

  /** @param write takes the layout before each token, in order, but of those that are fixed */
  constructor(tokens: TokenStream, style: FormatStyle, write: (token: number, layout: Layout) => void) {
    this.#tokens = tokens;
    this.#style = style;
    this.#write = write;
  }

  add(token: number, layout: Layout, isFixed: boolean): void {
    if (layout.kind !== 'inline') this.finish();
    this.#collected.push(token);
    this.#layouts.push(layout);
    this.#fixed.push(isFixed);
  }

  finish(): void {
    if (this.#isTooLong()) this.#wrap();
    for (let position = 0; position < this.#collected.length; position++) {
      const token = this.#collected[position];
      const layout = this.#layouts[position];
      if (token !== undefined && layout && !this.#fixed[position]) this.#write(token, layout);
    }
    this.#collected.length = 0;
    this.#layouts.length = 0;
    this.#fixed.length = 0;
  }

  /** Whether the tokens as they stand take more than a line; most do not. */
  #isTooLong(): boolean {
    const [first] = this.#collected;
    const last = this.#collected.at(-1);
    if (first === undefined || last === undefined) return false;
    const { ends, starts } = this.#tokens;
    // Each token may get one space more than it has.
    const widest = (ends[last] ?? 0) - (starts[first] ?? 0) + this.#collected.length;
    return this.#indent(this.#layouts[0]) + widest > this.#style.lineWidth;
  }

  #indent(layout: Layout | undefined): number {
    return layout?.kind === 'break' ? indentationWidth(layout.indent, this.#style) : 0;
  }

  #wrap(): void {
    let column = this.#indent(this.#layouts[0]);
    let depth = 0;
    // Sizes and indices are not torn apart.
    let squares = 0;
    let candidates: Candidate[] = [];
    for (const [position, token] of this.#collected.entries()) {
      const layout = this.#layouts[position];
      const before = this.#collected[position - 1];
      if (before !== undefined && layout?.kind === 'inline') {
        const gap = this.#gapWidth(before, token, layout);
        if (gap === 'break') {
          column = indentationWidth(layout.indent, this.#style);
          candidates = [];
        } else {
          column += gap;
          if (squares === 0 && !this.#fixed[position] && this.#mayBreak(before, token, layout)) {
            // An operator is a place of last resort.
            const isComma = this.#tokens.kinds[before] === tokenKind.comma;
            addCandidate(candidates, { position, depth: isComma ? depth : depth + 1000, column });
          }
        }
      }
      const kind = this.#tokens.kinds[token];
      depth += nesting(kind);
      if (kind === tokenKind.leftBracket) squares++;
      else if (kind === tokenKind.rightBracket) squares--;
      column = this.#columnAfter(token, column);
      while (column > this.#style.lineWidth) {
        const chosen = candidates.shift();
        const broken = chosen && this.#layouts[chosen.position];
        if (!chosen || broken?.kind !== 'inline') break;
        const shift = chosen.column - indentationWidth(broken.indent, this.#style);
        // Another line would begin no further to the left.
        if (shift <= 0) continue;
        this.#layouts[chosen.position] = { ...broken, wrap: true };
        column -= shift;
        candidates = candidates.map((candidate) => ({ ...candidate, column: candidate.column - shift }));
      }
    }
  }

  /** Columns between two tokens; `break` where the author broke the line. */
  #gapWidth(before: number, token: number, layout: Inline): number | 'break' {
    const { ends, starts, text } = this.#tokens;
    const start = ends[before] ?? 0;
    const end = starts[token] ?? start;
    if (end === start || (end - start === 1 && text.charCodeAt(start) === 32)) return layout.space.length;
    const gap = text.slice(start, end);
    if (gap.trim() === '') return layout.keepBreak && /[\r\n]/.test(gap) ? 'break' : layout.space.length;
    return /[\r\n]/.test(gap) ? 'break' : gap.trim().length + 2;
  }

  #columnAfter(token: number, column: number): number {
    const { ends, starts, text } = this.#tokens;
    const start = starts[token] ?? 0;
    const end = ends[token] ?? 0;
    if (this.#tokens.kinds[token] !== tokenKind.calibrationBody) return column + end - start;
    const lineStart = Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf('\r', end - 1)) + 1;
    return lineStart > start ? end - lineStart : column + end - start;
  }

  #mayBreak(before: number, token: number, layout: Inline): boolean {
    const { kinds } = this.#tokens;
    const kind = kinds[token];
    if (kinds[before] === tokenKind.comma) return kind !== tokenKind.semicolon && kind !== tokenKind.rightParen;
    return layout.space === ' ' && isLooseOperator(kind);
  }
}

/** Keeps the candidates in the order in which they are used: fewest brackets first, of these the last one. */
function addCandidate(candidates: Candidate[], added: Candidate): void {
  while (candidates.length > 0 && (candidates.at(-1)?.depth ?? 0) >= added.depth) candidates.pop();
  candidates.push(added);
}

function nesting(kind: number | undefined): number {
  switch (kind) {
    case tokenKind.leftParen:
    case tokenKind.leftBracket:
    case tokenKind.leftBrace:
      return 1;
    case tokenKind.rightParen:
    case tokenKind.rightBracket:
    case tokenKind.rightBrace:
      return -1;
    default:
      return 0;
  }
}

/** Operators that stand between spaces, before which a long expression can go on. */
function isLooseOperator(kind: number | undefined): boolean {
  switch (kind) {
    case tokenKind.plus:
    case tokenKind.minus:
    case tokenKind.concatenate:
    case tokenKind.andAnd:
    case tokenKind.orOr:
    case tokenKind.pipe:
    case tokenKind.ampersand:
      return true;
    default:
      return false;
  }
}
