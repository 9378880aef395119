import type { Table } from '../table.ts';

/** One generated row: its features, and the class as a text or a number. */
export interface GeneratedRow {
  readonly features: readonly number[];
  readonly label: string;
}

/** The column of the class in every generated table. */
const labelColumn = 'label';

/** A table of generated rows: the named features, then the class in the column `label`. */
export function generatedTable(name: string, features: readonly string[], rows: readonly GeneratedRow[]): Table {
  return {
    path: name,
    rowCount: rows.length,
    columns: [
      ...features.map((feature, index) => ({
        name: feature,
        kind: 'number' as const,
        values: Float64Array.from(rows, (row) => row.features[index] ?? 0),
      })),
      { name: labelColumn, kind: 'text' as const, values: rows.map((row) => row.label) },
    ],
  };
}

/** x0, x1, … */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `x${index}`);
}
