/** The numbers behind a chart. */
export interface ChartTable {
  readonly columns: readonly string[];
  /** A cell per column; undefined where there is nothing to say. */
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

/** As RFC 4180 has it, the names of the columns first; numbers in full. */
export function csvOf({ columns, rows }: ChartTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** A list of objects, a row each; what a row has nothing to say of is left out. */
export function jsonOf({ columns, rows }: ChartTable): string {
  const objects = rows.map((cells) =>
    Object.fromEntries(
      columns.flatMap((column, index) => (cells[index] === undefined ? [] : [[column, cells[index]]])),
    ),
  );
  return `${JSON.stringify(objects, null, 1)}\n`;
}

/** Cells with tabs between them, as spreadsheets take them from the clipboard. */
export function tabbedOf({ columns, rows }: ChartTable): string {
  const clean = (cell: string | number | undefined) =>
    cell === undefined ? '' : String(cell).replaceAll(/[\t\r\n]+/g, ' ');
  return [columns, ...rows].map((cells) => `${cells.map(clean).join('\t')}\n`).join('');
}

function csvCell(cell: string | number | undefined): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
