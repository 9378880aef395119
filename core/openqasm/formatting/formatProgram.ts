import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { parseProgram } from '../parseProgram.ts';
import type { SyntaxTree } from '../syntaxTree.ts';
import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import { defaultFormatStyle, type FormatStyle, indentation } from './formatStyle.ts';
import { type Layout, readGap, renderGap } from './gap.ts';
import { LayoutPlanner } from './layoutPlanner.ts';
import { LineWrapper } from './lineWrapper.ts';
import { oneLineBlocks } from './oneLineBlocks.ts';
import { type StatementMarks, statementMarks } from './statementMarks.ts';

export interface FormatOptions {
  readonly style?: FormatStyle;
  /** Only white space in this range is changed. */
  readonly range?: OffsetRange;
}

/**
 * The changes that format a program: one statement a line, blocks indented, spacing by the grammar, long lists
 * continued on further lines. Only white space changes; tokens and comments stay, statements with syntax errors keep
 * the white space in them, and so do the bodies of calibrations. While braces do not match, all lines stay. Formatting
 * a formatted program changes nothing. Takes time in proportion to the text.
 */
export function formatProgram(tree: SyntaxTree, options: FormatOptions = {}): TextReplacement[] {
  const edits = new ProgramFormatter(tree, options).run();
  const isBroken = tree.diagnostics.some(({ severity }) => severity === 'error');
  return isBroken && !options.range && edits.length > 0 ? settledEdits(tree, edits, options) : edits;
}

/** In a program with mistakes, where a line ends tells where statements end: formatting goes on until it settles. */
const mostRounds = 8;

function settledEdits(tree: SyntaxTree, edits: readonly TextReplacement[], options: FormatOptions): TextReplacement[] {
  let text = applyReplacements(tree.text, edits);
  for (let round = 1; round < mostRounds; round++) {
    const more = new ProgramFormatter(parseProgram(text, { version: tree.version }), options).run();
    if (more.length === 0) break;
    text = applyReplacements(text, more);
  }
  return whiteSpaceChanges(tree.text, text);
}

/** The changes that make a text of one that differs in white space only. */
function whiteSpaceChanges(before: string, after: string): TextReplacement[] {
  const changes: TextReplacement[] = [];
  for (let start = 0, afterStart = 0; start < before.length || afterStart < after.length; start++, afterStart++) {
    const end = whiteSpaceEnd(before, start);
    const afterEnd = whiteSpaceEnd(after, afterStart);
    const edit = trimmed(before, { start, end }, after.slice(afterStart, afterEnd));
    if (edit) changes.push(edit);
    start = end;
    afterStart = afterEnd;
  }
  return changes;
}

function whiteSpaceEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isWhiteSpace(text, end)) end++;
  return end;
}

function isWhiteSpace(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code <= 32 || code >= 160 ? /\s/.test(text.charAt(offset)) : false;
}

class ProgramFormatter {
  readonly #tokens: TokenStream;
  readonly #marks: StatementMarks;
  readonly #planner: LayoutPlanner;
  readonly #wrapper: LineWrapper;
  readonly #style: FormatStyle;
  readonly #range: OffsetRange;
  readonly #lineEnd: string;
  /** While braces do not match, lines and their indentation tell what belongs to which block. */
  readonly #keepsLines: boolean;
  readonly #edits: TextReplacement[] = [];
  /** Line end and indentation by level, as they stand before most statements. */
  readonly #plainBreaks: string[] = [];

  constructor(tree: SyntaxTree, { range, style = defaultFormatStyle }: FormatOptions) {
    this.#tokens = tree.tokens;
    this.#marks = statementMarks(tree);
    this.#planner = new LayoutPlanner(tree.tokens, this.#marks, oneLineBlocks(tree.tokens, this.#marks, style));
    this.#style = style;
    this.#keepsLines = !tree.tokens.bracesMatch;
    this.#range = range ?? { start: 0, end: tree.text.length };
    this.#lineEnd = tree.text.includes('\r\n') ? '\r\n' : '\n';
    this.#wrapper = new LineWrapper(tree.tokens, style, (token, layout) => this.#write(token, layout));
  }

  run(): TextReplacement[] {
    for (let token = 0; token < this.#tokens.count; token++) {
      const layout = this.#planner.before(token);
      this.#wrapper.add(token, layout, this.#isFixed(token, layout));
    }
    this.#wrapper.finish();
    return this.#edits;
  }

  /** Whether the white space before a token is not ours to change. */
  #isFixed(token: number, layout: Layout): boolean {
    if (this.#marks.isUnreadable(token) || isUnclosedString(this.#tokens, token - 1)) return true;
    const { ends, kinds, starts } = this.#tokens;
    // What directly follows the word is no version number; apart from it, it would be one.
    if (kinds[token - 1] === tokenKind.openqasm && ends[token - 1] === starts[token]) return true;
    // Nor is a number that goes on, as in `3.1.5`.
    if (kinds[token - 2] === tokenKind.openqasm && ends[token - 1] === starts[token]) {
      if (kinds[token] !== tokenKind.semicolon) return true;
    }
    // White space after an unclosed brace may belong to a calibration.
    const before = token === 0 ? tokenKind.endOfFile : this.#tokens.kinds[token - 1];
    return layout.kind === 'end' && (before === tokenKind.leftBrace || before === tokenKind.calibrationBody);
  }

  #write(token: number, layout: Layout): void {
    const { ends, starts, text } = this.#tokens;
    const textStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const start = token === 0 ? textStart : (ends[token - 1] ?? 0);
    const end = starts[token] ?? text.length;
    if (end < this.#range.start || start > this.#range.end || this.#isPlain(layout, start, end)) return;
    const gap = readGap(text, start, end);
    if (!gap) return;
    const newText = renderGap(gap, layout, this.#style, this.#lineEnd);
    if (this.#keepsLines && (hasLineEnd(newText) || hasLineEnd(text.slice(start, end)))) return;
    const edit = trimmed(text, ...this.#changeable({ start, end }, newText));
    if (edit && edit.range.start >= this.#range.start && edit.range.end <= this.#range.end) this.#edits.push(edit);
  }

  /** Of a gap that begins before the range, what indents the line on which it ends. */
  #changeable(gap: OffsetRange, newText: string): [OffsetRange, string] {
    const { text } = this.#tokens;
    if (gap.start >= this.#range.start) return [gap, newText];
    const line = lastLineStart(text.slice(gap.start, gap.end));
    const newLine = lastLineStart(newText);
    if (line === 0 || newLine === 0) return [gap, newText];
    return [{ start: gap.start + line, end: gap.end }, newText.slice(newLine)];
  }

  /** Whether a gap is obviously as it should be. */
  #isPlain(layout: Layout, start: number, end: number): boolean {
    const { text } = this.#tokens;
    if (layout.kind === 'inline') {
      if (layout.wrap) return false;
      return layout.space === '' ? start === end : end - start === 1 && text.charCodeAt(start) === 32;
    }
    if (layout.kind !== 'break') return false;
    this.#plainBreaks[layout.indent] ??= this.#lineEnd + indentation(layout.indent, this.#style);
    const wanted = this.#plainBreaks[layout.indent] ?? '';
    return end - start === wanted.length && text.startsWith(wanted, start);
  }
}

/** Whether the token is a string that only the end of its line ends. */
function isUnclosedString({ text, kinds, starts, ends }: TokenStream, token: number): boolean {
  const kind = kinds[token];
  if (kind !== tokenKind.string && kind !== tokenKind.bitString) return false;
  const quoted = text.slice(starts[token], ends[token]);
  return quoted.length < 2 || !quoted.endsWith(quoted.charAt(0));
}

/** Where the last line of a text begins. */
function lastLineStart(text: string): number {
  return Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
}

function hasLineEnd(text: string): boolean {
  return /[\r\n]/.test(text);
}

/** The replacement without what stays the same at its ends; undefined when nothing changes. */
function trimmed(text: string, { end, start }: OffsetRange, newText: string): TextReplacement | undefined {
  const old = text.slice(start, end);
  if (old === newText) return undefined;
  const shorter = Math.min(old.length, newText.length);
  let before = 0;
  while (before < shorter && old.charCodeAt(before) === newText.charCodeAt(before)) before++;
  let after = 0;
  while (
    after < shorter - before &&
    old.charCodeAt(old.length - 1 - after) === newText.charCodeAt(newText.length - 1 - after)
  ) {
    after++;
  }
  const range = { start: start + before, end: end - after };
  return { range, newText: newText.slice(before, newText.length - after) };
}
