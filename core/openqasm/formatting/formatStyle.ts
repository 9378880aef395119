/** How a program is laid out. */
export interface FormatStyle {
  /** What a level of nesting is indented by: spaces or a tab. */
  readonly indent: string;
  /** Columns a tab counts for where the width of a line matters. */
  readonly tabWidth: number;
  /** Lists are continued on another line where a line would be longer than this. */
  readonly lineWidth: number;
  /** Whether a file ends with a line end, as it does unless this is false. */
  readonly finalLineEnd: boolean;
}

export const defaultFormatStyle: FormatStyle = { indent: '  ', tabWidth: 2, lineWidth: 120, finalLineEnd: true };

/** Blocks nested deeper than this are indented no further. */
const deepestIndent = 64;

/** The white space that indents by some levels. */
export function indentation(levels: number, { indent }: FormatStyle): string {
  return indent.repeat(Math.min(levels, deepestIndent));
}

/** Columns that {@link indentation} takes. */
export function indentationWidth(levels: number, { indent, tabWidth }: FormatStyle): number {
  const unit = indent === '\t' ? tabWidth : indent.length;
  return unit * Math.min(levels, deepestIndent);
}
