import { Failure } from '#core/base/failure.ts';
import { checkTextSize, columnOfTexts, type Table } from '../table.ts';

/** Cells of one column as the text they would have in a CSV file; '' where there is none. */
type TextColumns = Map<string, string[]>;

/**
 * Reads a table from JSON (RFC 8259): a list of objects, one per row, or one object of lists, one per column. Also what
 * pandas writes by default (an object of objects by column and row) and as `split` and `table`, and texts of one object a
 * line. Columns come in the order in which their names first appear; a name that a row lacks, and null, are empty cells;
 * true and false are texts. A column whose filled cells are all numbers, or texts that read as numbers, is one of numbers.
 * @throws Failure `invalid-input` for text that is no JSON, another form, no rows, columns of different lengths, and cells
 * that are lists, objects or numbers beyond the range of doubles; `too-large` above 32 Mi characters
 */
export function parseJsonTable(text: string, path: string): Table {
  checkTextSize(text, path);
  const content = parsed(text, path);
  const columns = columnsOf(content, path);
  const [first] = columns.values();
  if (!first)
    throw new Failure('invalid-input', `The data file ${path} has no columns.`, { place: { path }, advice: forms });
  if (first.length === 0)
    throw new Failure('invalid-input', `The data file ${path} has column names but no rows.`, { place: { path } });
  return {
    path,
    rowCount: first.length,
    columns: Array.from(columns, ([name, cells]) => columnOfTexts(name, cells)),
  };
}

function columnsOf(content: unknown, path: string): TextColumns {
  if (Array.isArray(content)) return columnsOfRows(content, path);
  if (isObject(content)) {
    const { columns, data, schema } = content;
    // pandas: orient='table' and orient='split'.
    if (isObject(schema) && Array.isArray(data)) return columnsOfRows(data, path);
    if (Array.isArray(columns) && Array.isArray(data)) return columnsOfRows(namedRows(columns, data, path), path);
    if (isByColumnAndRow(content)) return columnsOfCells(content, path);
  }
  return columnsOfLists(content, path);
}

/** Rows of cells under the names of their columns. */
function namedRows(names: readonly unknown[], rows: readonly unknown[], path: string): Record<string, unknown>[] {
  return rows.map((row, index) => {
    if (Array.isArray(row) && row.length === names.length)
      return Object.fromEntries(names.map((name, column) => [String(name), row[column] as unknown]));
    throw new Failure('invalid-input', `Row ${index + 1} of ${path} does not have ${names.length} values.`, {
      place: { path },
    });
  });
}

type CellsByRow = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whether every column is an object of cells with the same names of rows. */
function isByColumnAndRow(content: Readonly<Record<string, unknown>>): content is CellsByRow {
  const columns = Object.values(content);
  const [first] = columns;
  if (!isObject(first)) return false;
  const rows = Object.keys(first);
  return columns.every(
    (cells) =>
      isObject(cells) && Object.keys(cells).length === rows.length && rows.every((row) => Object.hasOwn(cells, row)),
  );
}

function columnsOfCells(content: CellsByRow, path: string): TextColumns {
  const rows = Object.keys(Object.values(content)[0] ?? {});
  return columnsOfLists(
    Object.fromEntries(Object.entries(content).map(([name, cells]) => [name, rows.map((row) => cells[row])])),
    path,
  );
}

const forms = 'Write a list of objects ([{"x": 1}, …]) or an object of lists ({"x": [1, …]}).';

function parsed(text: string, path: string): unknown {
  const content = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(content);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const lines = objectsOfLines(content, path);
    if (lines !== undefined) return lines;
    throw new Failure('invalid-input', `The data file ${path} is not valid JSON: ${thrown.message}.`, {
      place: { path },
      cause: thrown,
      ...(/[:[,]\s*-?(NaN|Infinity)\b/.test(content) && { advice: 'JSON has no NaN: write null for a missing value.' }),
    });
  }
}

/**
 * The objects of a text that has one a line (JSON Lines); undefined where its first line is none.
 * @throws Failure `invalid-input` that names the first other line
 */
function objectsOfLines(content: string, path: string): unknown[] | undefined {
  const lines = content.split('\n').flatMap((text, line) => (text.trim() === '' ? [] : [{ line, text }]));
  const rows = lines.map(({ line, text }): { line: number; value: unknown } => {
    try {
      return { line, value: JSON.parse(text) };
    } catch {
      return { line, value: undefined };
    }
  });
  if (rows.length < 2 || !isObject(rows[0]?.value)) return undefined;
  const wrong = rows.find(({ value }) => !isObject(value));
  if (wrong === undefined) return rows.map(({ value }) => value);
  throw new Failure('invalid-input', `Line ${wrong.line + 1} of ${path} is not one object of JSON, as the first is.`, {
    place: { path, line: wrong.line },
    advice: 'Write one object a line, and null for a missing value.',
  });
}

function columnsOfRows(rows: readonly unknown[], path: string): TextColumns {
  if (rows.length === 0)
    throw new Failure('invalid-input', `The data file ${path} is an empty list.`, { place: { path }, advice: forms });
  const columns: TextColumns = new Map();
  rows.forEach((row, index) => {
    if (!isObject(row))
      throw new Failure('invalid-input', `Row ${index + 1} of ${path} is ${kindOf(row)}, not an object.`, {
        place: { path },
        advice: forms,
      });
    for (const [name, value] of Object.entries(row)) {
      let cells = columns.get(name);
      if (!cells) {
        cells = new Array<string>(rows.length).fill('');
        columns.set(checkedName(name, path), cells);
      }
      cells[index] = cellText(value, name, index, path);
    }
  });
  return columns;
}

function columnsOfLists(content: unknown, path: string): TextColumns {
  if (!isObject(content))
    throw new Failure('invalid-input', `The data file ${path} holds ${kindOf(content)}, not a table.`, {
      place: { path },
      advice: forms,
    });
  const columns: TextColumns = new Map();
  let length: number | undefined;
  for (const [name, values] of Object.entries(content)) {
    if (!Array.isArray(values))
      throw new Failure('invalid-input', `The column “${name}” of ${path} is ${kindOf(values)}, not a list.`, {
        place: { path },
        advice: forms,
      });
    length ??= values.length;
    if (values.length !== length)
      throw new Failure(
        'invalid-input',
        `The column “${name}” of ${path} has ${values.length} values, but the columns before it have ${length}.`,
        { place: { path } },
      );
    columns.set(
      checkedName(name, path),
      values.map((value, index) => cellText(value, name, index, path)),
    );
  }
  return columns;
}

function checkedName(name: string, path: string): string {
  if (name.trim() === '') throw new Failure('invalid-input', `A column of ${path} has no name.`, { place: { path } });
  return name;
}

function cellText(value: unknown, name: string, row: number, path: string): string {
  const place = { path };
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      throw new Failure('invalid-input', `Row ${row + 1} of ${path}, column “${name}” is too large a number.`, {
        place,
      });
    default:
      if (value === null) return '';
      throw new Failure('invalid-input', `Row ${row + 1} of ${path}, column “${name}” is ${kindOf(value)}.`, {
        place,
        advice: 'Cells are numbers, texts, true, false or null.',
      });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
