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
  /** After the space, or on a new line where there was one and `keepBreak` is set. */
  | { readonly kind: 'inline'; readonly space: '' | ' '; readonly indent: number; readonly keepBreak: boolean };

const piece = /\r\n|[\r\n]|[^\S\r\n]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//y;

/** Reads a gap; undefined when it holds anything but white space and whole comments. */
export function readGap(text: string, start: number, end: number): Gap | undefined {
  const comments: GapComment[] = [];
  const pattern = new RegExp(piece);
  pattern.lastIndex = start;
  let breaks = 0;
  while (pattern.lastIndex < end) {
    const found = pattern.exec(text)?.[0];
    if (found === undefined || pattern.lastIndex > end) return undefined;
    if (found.startsWith('/')) {
      const isLine = found.startsWith('//');
      comments.push({ text: isLine ? found.trimEnd() : found, isLine, breaksBefore: breaks });
      breaks = 0;
    } else if (/^[\r\n]/.test(found)) {
      breaks++;
    }
  }
  return { comments, breaksAfter: breaks };
}

/** Blocks nested deeper than this are indented no further. */
const deepestIndent = 64;

function indentBy(levels: number): string {
  return '  '.repeat(Math.min(levels, deepestIndent));
}

/** The text of a gap in the wanted layout. */
export function renderGap({ comments, breaksAfter }: Gap, layout: Layout, lineEnd: string): string {
  const indent = layout.kind === 'break' || layout.kind === 'inline' ? indentBy(layout.indent) : '';
  const commentIndent = layout.kind === 'break' ? indentBy(layout.commentIndent) : indent;
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
  return result + beforeToken(last, breaksAfter, layout, lineEnd, indent);
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
): string {
  switch (layout.kind) {
    case 'start':
      if (!last) return '';
      if (layout.isEmpty) return lineEnd;
      return last.isLine || breaks > 0 ? lineEnd.repeat(Math.min(2, Math.max(1, breaks))) : ' ';
    case 'end':
      return lineEnd;
    case 'break': {
      if (last && !last.isLine && breaks === 0 && last.breaksBefore > 0) return ' ';
      const blank = breaks > 1 && (layout.blankLine || last !== undefined);
      return lineEnd + (blank ? lineEnd : '') + indent;
    }
    case 'inline':
      if (last?.isLine || (breaks > 0 && (layout.keepBreak || last))) return lineEnd + indent;
      return last ? ' ' : layout.space;
  }
}
