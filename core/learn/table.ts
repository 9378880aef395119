import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { Failure } from '#core/base/failure.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';

/** A column of numbers holds NaN where the cell was empty; a column with any other text is a column of texts. */
export type Column =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly string[] };

export interface Table {
  /** The file the table was read from, for messages. */
  readonly path: string;
  readonly rowCount: number;
  readonly columns: readonly Column[];
  /** The zero-based line of the file on which each row ends, where rows are lines. */
  readonly lines?: readonly number[];
}

/** Columns of texts that stand for categories, with their values; the position of a value is its number in a matrix. */
export type Categories = ReadonlyMap<string, readonly string[]>;

export interface ClassLabels {
  /** The names of the classes; a label is an index into this list. */
  readonly classes: readonly string[];
  readonly labels: readonly number[];
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface ParsedRecord {
  readonly cells: readonly string[];
  /** The zero-based line on which the record ends. */
  readonly line: number;
}

/** Reading takes about 50 bytes of memory per character. */
const largestText = 32 * 1024 * 1024;

/** @throws Failure `too-large` above 32 Mi characters */
export function checkTextSize(text: string, path: string): void {
  if (text.length > largestText)
    throw new Failure('too-large', `The data file ${path} has more than ${largestText} characters.`, {
      place: { path },
      advice: 'Sample or aggregate the rows first.',
    });
}

/**
 * Reads comma-separated text (RFC 4180, first line = column names, LF or CRLF, optional byte order mark).
 * Blank lines are skipped; blanks around cells are dropped.
 * @throws Failure `invalid-input` that names the line for an empty file, a missing or repeated column name, a row with
 * too many or too few cells, and a quotation mark that is never closed; `too-large` above 32 Mi characters
 */
export function parseTable(text: string, path: string): Table {
  checkTextSize(text, path);
  const [header, ...rows] = readRecords(text, path);
  if (!header) throw new Failure('invalid-input', `The data file ${path} is empty.`, { place: { path } });
  const names = header.cells;
  checkSeparator(header, rows[0], path);
  checkHeader(names, path);
  if (rows.length === 0)
    throw new Failure('invalid-input', `The data file ${path} has column names but no rows.`, { place: { path } });
  rows.forEach(({ cells, line }, index) => {
    if (cells.length === names.length) return;
    throw new Failure(
      'invalid-input',
      `Row ${index + 1} of ${path} (line ${line + 1}) has ${cells.length} cells, but there are ${names.length} column names.`,
      {
        place: { path, line },
        ...(cells.length > names.length && {
          advice: 'Quote cells that hold commas, and write numbers with a decimal point.',
        }),
      },
    );
  });
  const columns = names.map((name, column) =>
    columnOfTexts(
      name,
      rows.map((row) => row.cells[column] ?? ''),
    ),
  );
  return { path, rowCount: rows.length, columns, lines: rows.map((row) => row.line) };
}

function readRecords(text: string, path: string): ParsedRecord[] {
  const records: ParsedRecord[] = [];
  // The reader counts a line break of two characters inside quotes as two lines.
  let countedTwice = 0;
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        for (const cell of cells) countedTwice += cell.split('\r\n').length - 1;
        records.push({ cells, line: lines - 1 - countedTwice });
        return null;
      },
    });
    return records;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const { lines } = thrown;
    const line = typeof lines === 'number' ? lines - 1 : 0;
    const problem =
      thrown.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quotation mark is never closed'
        : 'a quotation mark stands inside a cell that is not quoted';
    throw new Failure('invalid-input', `The data file ${path} is not valid CSV: ${problem} (line ${line + 1}).`, {
      place: { path, line },
      advice: 'Quote the whole cell and double the quotation marks inside it.',
      cause: thrown,
    });
  }
}

const separators: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
];

/** A file of another separator would be read as one column of texts. */
function checkSeparator({ cells, line }: ParsedRecord, first: ParsedRecord | undefined, path: string): void {
  const [only = '', ...others] = cells;
  if (others.length > 0) return;
  for (const [separator, name] of separators) {
    const isOther = only.includes(separator) && (first === undefined || first.cells.join(',').includes(separator));
    if (!isOther) continue;
    throw new Failure('invalid-input', `The cells of ${path} are separated by ${name}, not by commas.`, {
      place: { path, line },
      advice: 'Save it with commas between cells and points in numbers.',
    });
  }
}

function checkHeader(names: readonly string[], path: string): void {
  const seen = new Set<string>();
  names.forEach((name, index) => {
    const place = { path, line: 0 };
    if (name === '')
      throw new Failure('invalid-input', `Column ${index + 1} of ${path} has no name in the first line.`, { place });
    if (seen.has(name))
      throw new Failure('invalid-input', `Two columns of ${path} are called “${name}”.`, {
        place,
        advice: 'Rename or remove one of them.',
      });
    seen.add(name);
  });
}

/** A column of cells as they are written, '' for an empty one: of numbers when every filled cell is one, else of texts. */
export function columnOfTexts(name: string, cells: readonly string[]): Column {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0 || !filled.every(isNumber)) return { name, kind: 'text', values: cells };
  return {
    name,
    kind: 'number',
    values: Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell))),
  };
}

function isNumber(cell: string): boolean {
  return numberPattern.test(cell) && Number.isFinite(Number(cell));
}

/** @throws Failure `invalid-input` when there is no such column, naming those there are */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = table.columns.map((candidate) => candidate.name).join(', ');
  const isNameless = table.columns.every((candidate) => isNumber(candidate.name));
  throw new Failure('invalid-input', `${table.path} has no column “${name}”.`, {
    place: { path: table.path, line: 0 },
    advice: `Its columns are: ${names}.${isNameless ? ' The first line has to name the columns.' : ''}`,
  });
}

/**
 * The names of the columns a pipeline means by its `features`: the given ones, or with `all-numeric` every column of
 * numbers but the target and the group.
 * @throws Failure `invalid-input` when none is left, or when `all-numeric` meets a column that is mostly numbers (which
 * would otherwise be dropped silently because of a typing error)
 */
export function featureNames(
  table: Table,
  features: readonly string[] | 'all-numeric',
  target?: string,
  group?: string,
): string[] {
  if (features !== 'all-numeric') return [...features];
  const candidates = table.columns.filter(({ name }) => name !== target && name !== group);
  for (const column of candidates) {
    if (column.kind !== 'text') continue;
    const numbers = column.values.filter((cell) => isNumber(cell) || hasDecimalComma(cell)).length;
    if (numbers * 2 > table.rowCount) throw badCell(table, column);
  }
  const names = candidates.filter((column) => column.kind === 'number').map((column) => column.name);
  if (names.length === 0)
    throw new Failure('invalid-input', `${table.path} has no column of numbers to use as a feature.`, {
      place: { path: table.path, line: 0 },
    });
  return names;
}

/**
 * The named columns as a matrix, one row per row of the table.
 * @param empty what an empty cell becomes: an error, or NaN for a step that fills it in
 * @param categories columns of texts that become the positions of their values; empty cells in them are errors
 * @throws Failure `invalid-input` that names row and column of the first cell that is empty or not a number
 */
export function featureMatrix(
  table: Table,
  names: readonly string[],
  empty: 'refused' | 'missing' = 'refused',
  categories: Categories = new Map(),
): Matrix {
  const matrix = zeroMatrix(table.rowCount, names.length);
  names.forEach((name, index) => {
    const column = columnNamed(table, name);
    const values = numbersOf(table, column, categories.get(name));
    values.forEach((value, row) => {
      if (Number.isNaN(value) && empty === 'refused')
        throw cellFailure(table, name, row, 'is empty', 'Fill it in, or begin preprocess with a step impute.');
      matrix.values[row * names.length + index] = value;
    });
  });
  return matrix;
}

function numbersOf(table: Table, column: Column, categories: readonly string[] | undefined): Float64Array {
  if (column.kind === 'number') return column.values;
  if (!categories) throw badCell(table, column);
  const positions = new Map(categories.map((value, position) => [value, position]));
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    const cell = column.values[row] ?? '';
    const position = positions.get(cell);
    if (position !== undefined && cell !== '') return position;
    throw cellFailure(
      table,
      column.name,
      row,
      cell === '' ? 'is empty' : `is “${shorten(cell)}”, which is no category`,
    );
  });
}

/**
 * A column as names of groups.
 * @throws Failure `invalid-input` for an empty cell
 */
export function groupLabels(table: Table, name: string): string[] {
  const column = columnNamed(table, name);
  const names = column.kind === 'text' ? column.values : Array.from(column.values, String);
  const empty = names.findIndex((value) => value === '' || value === 'NaN');
  if (empty >= 0) throw cellFailure(table, name, empty, 'is empty');
  return [...names];
}

function badCell(table: Table, column: Column & { kind: 'text' }): Failure {
  const row = Math.max(
    0,
    column.values.findIndex((cell) => !isNumber(cell)),
  );
  const cell = column.values[row] ?? '';
  return cellFailure(
    table,
    column.name,
    row,
    cell === '' ? 'is empty' : `is “${shorten(cell)}”, which is not a number`,
    adviceOn(cell),
  );
}

/** `1,5` and `1.234,5` */
function hasDecimalComma(cell: string): boolean {
  return /^[+-]?\d+(\.\d{3})*,\d+$/.test(cell);
}

/** What to do about a cell of which it is plain what is meant. */
function adviceOn(cell: string): string | undefined {
  if (hasDecimalComma(cell)) return 'Write numbers with a decimal point, such as 1.5.';
  if (/^(na|n\/a|nan|null|none|nil|missing|unknown|\?|-+|\.)$/i.test(cell))
    return 'Leave the cell of a missing value empty.';
  if (/^[+-]?inf(inity)?$/i.test(cell)) return 'Numbers have to be finite.';
  return undefined;
}

function shorten(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 39)}…` : cell;
}

function cellFailure(table: Table, column: string, row: number, problem: string, advice?: string): Failure {
  const line = table.lines?.[row];
  const where = line === undefined ? '' : ` (line ${line + 1})`;
  const message = `Row ${row + 1} of ${table.path}${where}, column “${column}” ${problem}.`;
  const place = line === undefined ? { path: table.path } : { path: table.path, line };
  return new Failure('invalid-input', message, { place, ...(advice && { advice }) });
}

/**
 * A column as the numbers that rows are to be told.
 * @throws Failure `invalid-input` that names row and column of the first cell that is empty or not a number
 */
export function targetNumbers(table: Table, target: string): number[] {
  const column = columnNamed(table, target);
  if (column.kind === 'text') throw badCell(table, column);
  const numbers = [...column.values];
  const empty = numbers.findIndex(Number.isNaN);
  if (empty >= 0) throw cellFailure(table, target, empty, 'is empty', 'Leave out rows without a target.');
  return numbers;
}

/**
 * A column as class labels. Without a given list the classes are the values found, sorted (numbers by size, texts by
 * code unit).
 * @throws Failure `invalid-input` for an empty cell, a value outside the given classes, or fewer than two classes
 */
export function classLabels(
  table: Table,
  target: string,
  classes?: readonly (string | number | boolean)[],
): ClassLabels {
  const column = columnNamed(table, target);
  const cells =
    column.kind === 'number'
      ? Array.from(column.values, (value) => (Number.isNaN(value) ? '' : String(value)))
      : column.values;
  const names = classes ? classes.map(String) : sortedClasses(column, cells);
  if (new Set(names).size < 2)
    throw new Failure('invalid-input', `The target column “${target}” of ${table.path} needs at least two classes.`, {
      place: { path: table.path, line: 0 },
    });
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const labels = cells.map((cell, row) => {
    const label = indexOf.get(cell);
    if (label !== undefined) return label;
    const problem =
      cell === '' ? 'is empty' : `is “${shorten(cell)}”, which is not one of the classes ${names.join(', ')}`;
    throw cellFailure(table, target, row, problem);
  });
  return { classes: names, labels };
}

function sortedClasses(column: Column, cells: readonly string[]): string[] {
  const distinct = [...new Set(cells)].filter((cell) => cell !== '');
  return column.kind === 'number' ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
}
