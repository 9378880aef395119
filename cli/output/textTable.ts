/** A column of a table; numbers are set flush right. */
export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * Lines of a table with columns as wide as their content, two spaces apart. Colours may already be in the cells: their
 * escape sequences take no room.
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(visibleLength(column.title), ...rows.map((row) => visibleLength(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - visibleLength(cell)));
        return columns[index]?.align === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

/** Number of characters that take room on a terminal. */
function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
  return [...text.replace(/\u001b\[[0-9;]*m/g, '')].length;
}
