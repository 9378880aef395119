import { type FormatStyle, indentation } from './formatStyle.ts';

/** The white space and comments between two tokens. */
export interface Gap {
  readonly comments: readonly GapComment[];
  /** Line ends after the last comment. */
  readonly breaksAfter: number;
}

interface GapComment {
  readonly text: string;
  readonly isLine: boolean;
  /** Line ends between it and what stands before it. */
  readonly breaksBefore: number;
}

/** What is wanted before a token. */
export type Layout =
  /** Before the first token, or in a file that has none. */
  | { readonly kind: 'start'; readonly isEmpty: boolean }
  | { readonly kind: 'end' }
  /** On a line of its own, after a blank line if there was one and one is allowed. */
  | {
      readonly kind: 'break';
      readonly indent: number;
      /** Of comments on lines of their own; before a closing brace they belong to the block. */
      readonly commentIndent: number;
      readonly blankLine: boolean;
    }
  /** After the space; on a new line where there was one and `keepBreak` is set, or always with `wrap`. */
  | {
      readonly kind: 'inline';
      readonly space: '' | ' ';
      readonly indent: number;
      readonly keepBreak: boolean;
      readonly wrap?: boolean;
    };

/** Reads a gap; undefined when it holds anything but white space and whole comments. */
export function readGap(text: string, start: number, end: number): Gap | undefined {
  const comments: GapComment[] = [];
  let breaks = 0;
  let offset = start;
  while (offset < end) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) {
      breaks++;
      offset += code === 13 && text.charCodeAt(offset + 1) === 10 ? 2 : 1;
    } else if (code === 47) {
      const isLine = text.charCodeAt(offset + 1) === 47;
      const after = isLine ? endOfLine(text, offset, end) : endOfBlock(text, offset, end);
      if (after === undefined) return undefined;
      const comment = text.slice(offset, after);
      comments.push({ text: isLine ? comment.trimEnd() : comment, isLine, breaksBefore: breaks });
      breaks = 0;
      offset = after;
    } else if (isBlank(code, text, offset)) {
      offset++;
    } else {
      return undefined;
    }
  }
  return { comments, breaksAfter: breaks };
}

function isBlank(code: number, text: string, offset: number): boolean {
  return code === 32 || code === 9 || /\s/.test(text.charAt(offset));
}

function endOfLine(text: string, from: number, limit: number): number {
  let offset = from;
  while (offset < limit && text.charCodeAt(offset) !== 10 && text.charCodeAt(offset) !== 13) offset++;
  return offset;
}

/** After the comment; undefined when it is not closed in the gap, or a slash begins none. */
function endOfBlock(text: string, from: number, limit: number): number | undefined {
  if (text.charCodeAt(from + 1) !== 42) return undefined;
  const closer = text.indexOf('*/', from + 2);
  return closer >= 0 && closer + 2 <= limit ? closer + 2 : undefined;
}

/** The text of a gap in the wanted layout. */
export function renderGap({ comments, breaksAfter }: Gap, layout: Layout, style: FormatStyle, lineEnd: string): string {
  const indent = layout.kind === 'break' || layout.kind === 'inline' ? indentation(layout.indent, style) : '';
  const commentIndent = layout.kind === 'break' ? indentation(layout.commentIndent, style) : indent;
  let result = '';
  comments.forEach((comment, index) => {
    const isFirst = index === 0;
    if (isFirst && layout.kind === 'start') result += comment.text;
    else if (comment.breaksBefore > 0 || comments[index - 1]?.isLine) {
      const blank = comment.breaksBefore > 1 && allowsBlankLine(layout, isFirst);
      result += lineEnd + (blank ? lineEnd : '') + commentIndent + comment.text;
    } else {
      result += ` ${comment.text}`;
    }
  });
  const last = comments.at(-1);
  return result + beforeToken(last, breaksAfter, layout, lineEnd, indent, style);
}

function allowsBlankLine(layout: Layout, isFirst: boolean): boolean {
  switch (layout.kind) {
    case 'start':
    case 'end':
      return true;
    case 'break':
      // The first comment of a block follows its brace directly, the ones after it may be apart.
      return layout.blankLine || !isFirst;
    case 'inline':
      return false;
  }
}

function beforeToken(
  last: GapComment | undefined,
  breaks: number,
  layout: Layout,
  lineEnd: string,
  indent: string,
  { finalLineEnd }: FormatStyle,
): string {
  switch (layout.kind) {
    case 'start':
      if (!last) return '';
      if (layout.isEmpty) return finalLineEnd || breaks > 0 ? lineEnd : '';
      return last.isLine || breaks > 0 ? lineEnd.repeat(Math.min(2, Math.max(1, breaks))) : ' ';
    case 'end':
      return finalLineEnd || breaks > 0 ? lineEnd : '';
    case 'break': {
      if (last && !last.isLine && breaks === 0 && last.breaksBefore > 0) return ' ';
      const blank = breaks > 1 && (layout.blankLine || last !== undefined);
      return lineEnd + (blank ? lineEnd : '') + indent;
    }
    case 'inline': {
      const isBroken = layout.wrap || (breaks > 0 && (layout.keepBreak || last !== undefined));
      if (last?.isLine || isBroken) return lineEnd + indent;
      return last ? ' ' : layout.space;
    }
  }
}
