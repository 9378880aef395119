import {
  type Compressors,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  type SchemaElement,
} from 'hyparquet/src/index.js';
import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { Column, Table } from '../table.ts';
import { isKnownCodec, unpackersOf } from './parquetCodecs.ts';
import { checkPages } from './parquetPages.ts';

/**
 * Reads a Parquet file: a column per column of the file, of numbers (integers of any width, floats of 2, 4 or 8 bytes,
 * decimals) or of texts (strings, with or without a dictionary; true and false; dates and times in ISO 8601, UTC, to the
 * millisecond). Null and NaN are empty cells; a column of nothing else is one of texts. The index that pandas keeps for
 * rows without names is left out. Pages are plain or compressed by any codec but LZO.
 * @throws Failure `invalid-input` for a file that is damaged or no such file, nested columns, other types, infinite
 * numbers and numbers that doubles do not hold exactly; `unsupported` for other compressions and encrypted files;
 * `too-large` above 16 Mi cells
 */
export async function parseParquetTable(bytes: Uint8Array, path: string): Promise<Table> {
  try {
    return await readTable(bytes, path);
  } catch (thrown) {
    throw damaged(thrown, path);
  }
}

/**
 * The names of the columns of {@link parseParquetTable}, from the end of the file alone.
 * @throws Failure as that, but for what is wrong with the rows
 */
export function parquetColumnNames(bytes: Uint8Array, path: string): string[] {
  try {
    return fieldsOf(metadataOf(bytes, path), path).map(({ name }) => name);
  } catch (thrown) {
    throw damaged(thrown, path);
  }
}

/** What a column of the file becomes. */
type FieldKind = 'number' | 'decimal' | 'text' | 'truth' | 'day' | 'time';

interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Digits behind the point, of decimals. */
  readonly scale: number;
}

/** Cells are read as values of their own before they become columns. */
const mostCells = 16 * 1024 * 1024;

async function readTable(bytes: Uint8Array, path: string): Promise<Table> {
  const metadata = metadataOf(bytes, path);
  const fields = fieldsOf(metadata, path);
  const rowCount = rowCountOf(metadata, fields.length, path);
  const unpackers = await unpackersOf(codecsOf(metadata, fields, path));
  const cells = await readCells(bytes, metadata, fields, rowCount, unpackers, path);
  return { path, rowCount, columns: fields.map((field, index) => columnOf(field, cells[index] ?? [], path)) };
}

function metadataOf(bytes: Uint8Array, path: string): FileMetaData {
  const beginning = mark(bytes, 0);
  const end = mark(bytes, Math.max(0, bytes.length - 4));
  if (beginning === 'PARE' || end === 'PARE')
    throw new Failure('unsupported', `The Parquet file ${path} is encrypted.`, {
      place: { path },
      advice: 'Write it without encryption.',
    });
  if (beginning !== 'PAR1') throw invalid(path, 'it does not begin like one');
  if (end !== 'PAR1' || bytes.length < 12) throw invalid(path, 'it does not end like one, so it may be cut off');
  return parquetMetadata(bufferOf(bytes));
}

/** Four characters that tell what a file is. */
function mark(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** A copy where the bytes are a part of something larger. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength, byteOffset } = bytes;
  return buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength
    ? buffer
    : Uint8Array.from(bytes).buffer;
}

/** The index of rows that pandas keeps as a column though nobody named it. */
const unnamedIndex = /^__index_level_\d+__$/;

function fieldsOf({ schema }: FileMetaData, path: string): Field[] {
  const [root, ...elements] = schema;
  if (root?.num_children !== elements.length || elements.some(isNested)) {
    const nested = elements.find(isNested)?.name;
    throw new Failure(
      'invalid-input',
      nested === undefined
        ? `The columns of ${path} are not those of a plain table.`
        : `The column “${nested}” of ${path} holds lists or records, not single values.`,
      { place: { path }, advice: 'Write one column per value.' },
    );
  }
  const names = new Set<string>();
  return elements
    .filter(({ name }) => !unnamedIndex.test(name))
    .map((element) => {
      const { name } = element;
      if (name.trim() === '')
        throw new Failure('invalid-input', `A column of ${path} has no name.`, { place: { path } });
      if (names.has(name))
        throw new Failure('invalid-input', `Two columns of ${path} are called “${name}”.`, {
          place: { path },
          advice: 'Rename or remove one of them.',
        });
      names.add(name);
      const kind = kindOf(element);
      if (kind === undefined)
        throw new Failure(
          'invalid-input',
          `The column “${name}” of ${path} is of the type ${typeText(element)}, which is not read.`,
          {
            place: { path },
            advice: 'Write numbers, texts, true and false, dates or times.',
          },
        );
      return { name, kind, scale: element.scale ?? 0 };
    });
}

function isNested({ num_children: children = 0, repetition_type: repetition }: SchemaElement): boolean {
  return children > 0 || repetition === 'REPEATED';
}

function typeText({ converted_type: converted, logical_type: logical, type }: SchemaElement): string {
  return (logical?.type ?? converted ?? type ?? 'none').toLowerCase().replaceAll('_', ' ');
}

function kindOf({ converted_type: converted, logical_type: logical, type }: SchemaElement): FieldKind | undefined {
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return 'decimal';
  if (logical?.type === 'DATE' || converted === 'DATE') return 'day';
  if (logical?.type === 'TIMESTAMP' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS')
    return 'time';
  switch (type) {
    case 'BOOLEAN':
      return 'truth';
    case 'INT96':
      return 'time';
    case 'INT32':
    case 'INT64': {
      const plain = logical === undefined || logical.type === 'INTEGER' || logical.type === 'NULL';
      return plain && (converted === undefined || /^U?INT_/.test(converted)) ? 'number' : undefined;
    }
    case 'FLOAT':
    case 'DOUBLE':
      return 'number';
    case 'FIXED_LEN_BYTE_ARRAY':
      return logical?.type === 'FLOAT16' ? 'number' : logical?.type === 'UUID' ? 'text' : undefined;
    case 'BYTE_ARRAY': {
      const plain = logical === undefined || logical.type === 'STRING' || logical.type === 'ENUM';
      return plain && (converted === undefined || converted === 'UTF8' || converted === 'ENUM') ? 'text' : undefined;
    }
    default:
      return undefined;
  }
}

function rowCountOf({ num_rows: rows, row_groups: groups }: FileMetaData, columns: number, path: string): number {
  const rowCount = Number(rows);
  if (!(rowCount >= 0) || groups.reduce((sum, group) => sum + Number(group.num_rows), 0) !== rowCount)
    throw invalid(path, 'it does not say how many rows it has');
  if (rowCount === 0 || columns === 0)
    throw new Failure('invalid-input', `The data file ${path} has no rows or no columns.`, { place: { path } });
  if (rowCount * columns > mostCells)
    throw new Failure(
      'too-large',
      `The data file ${path} has ${rowCount} rows of ${columns} columns, more than ${mostCells} cells.`,
      {
        place: { path },
        advice: 'Sample or aggregate the rows first.',
      },
    );
  return rowCount;
}

/** The codecs of the columns that are read. */
function codecsOf({ row_groups: groups }: FileMetaData, fields: readonly Field[], path: string): Set<string> {
  const codecs = new Set<string>();
  const read = new Set(fields.map(({ name }) => name));
  for (const group of groups) {
    for (const { meta_data: column } of group.columns) {
      if (!column || !read.has(column.path_in_schema[0] ?? '')) continue;
      codecs.add(column.codec);
      if (isKnownCodec(column.codec)) continue;
      const codec = String(column.codec).toLowerCase();
      throw new Failure('unsupported', `${path} is compressed by ${codec}, which is not read.`, {
        place: { path },
        advice: 'Write it with the compression snappy or zstd, or none.',
      });
    }
  }
  return codecs;
}

/** By column of `fields`, a value per row. */
async function readCells(
  bytes: Uint8Array,
  metadata: FileMetaData,
  fields: readonly Field[],
  rowCount: number,
  compressors: Compressors,
  path: string,
): Promise<readonly (readonly unknown[])[]> {
  const buffer = bufferOf(bytes);
  const columns = new Map(fields.map(({ name }) => [name, { cells: new Array<unknown>(rowCount), filled: 0 }]));
  checkPages(buffer, metadata, new Set(columns.keys()), compressors);
  let isTooLong = false;
  await parquetRead({
    file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
    metadata,
    columns: [...columns.keys()],
    compressors,
    parsers: { stringFromBytes: (text: Uint8Array | undefined) => text && decodeUtf8(text, path) },
    onChunk: ({ columnData, columnName, rowStart }) => {
      // Whatever is thrown here is heard by nobody.
      const column = columns.get(columnName);
      isTooLong ||= rowStart + columnData.length > rowCount;
      if (!column || isTooLong) return;
      for (let index = 0; index < columnData.length; index++) column.cells[rowStart + index] = columnData[index];
      column.filled += columnData.length;
    },
  });
  const isWhole = [...columns.values()].every(({ filled }) => filled === rowCount);
  if (isTooLong || !isWhole) throw invalid(path, 'its columns do not have the rows it says');
  return Array.from(columns.values(), ({ cells }) => cells);
}

function columnOf({ kind, name, scale }: Field, cells: readonly unknown[], path: string): Column {
  const isEmpty = (cell: unknown) => cell === undefined || cell === null;
  if (cells.every(isEmpty)) return { name, kind: 'text', values: cells.map(() => '') };
  switch (kind) {
    case 'number':
    case 'decimal': {
      const values = Float64Array.from(cells, (cell, row) =>
        isEmpty(cell) ? Number.NaN : numberOf(cell, kind === 'decimal' ? scale : undefined, { name, row, path }),
      );
      return { name, kind: 'number', values };
    }
    case 'text':
    case 'truth':
      return { name, kind: 'text', values: cells.map((cell) => (isEmpty(cell) ? '' : String(cell))) };
    case 'day':
    case 'time':
      return { name, kind: 'text', values: cells.map((cell) => (isEmpty(cell) ? '' : timeText(cell, kind))) };
  }
}

/** Where a value is. */
interface CellPlace {
  readonly name: string;
  readonly row: number;
  readonly path: string;
}

function numberOf(cell: unknown, scale: number | undefined, { name, path, row }: CellPlace): number {
  const where = `Row ${row + 1} of ${path}, column “${name}”`;
  const value = Number(cell);
  if (typeof cell !== 'number' && typeof cell !== 'bigint') throw invalid(path, `column “${name}” holds no numbers`);
  if (Math.abs(value) === Number.POSITIVE_INFINITY)
    throw new Failure('invalid-input', `${where} is infinite.`, {
      place: { path },
      advice: 'Write null or NaN for a missing value.',
    });
  const exact = scale === undefined ? typeof cell !== 'bigint' || BigInt(value) === cell : isExactDecimal(value, scale);
  if (!exact)
    throw new Failure('invalid-input', `${where} is ${cell}, which is too large to be kept exactly.`, {
      place: { path },
      advice: 'Write identifiers as texts, or numbers as doubles.',
    });
  // The decimal was made by a multiplication, which rounds; the nearest number is that of its digits.
  return scale === undefined ? value : Number(value.toFixed(Math.min(100, Math.max(0, scale))));
}

/** Up to 15 digits, decimals are told apart by doubles. */
function isExactDecimal(value: number, scale: number): boolean {
  return Math.abs(value) * 10 ** scale < 1e15;
}

function timeText(cell: unknown, kind: 'day' | 'time'): string {
  if (!(cell instanceof Date)) throw new TypeError('A time is no time.');
  const text = cell.toISOString();
  return kind === 'day' ? text.slice(0, 10) : text;
}

function damaged(thrown: unknown, path: string): Failure {
  if (Failure.is(thrown)) return thrown;
  // The reader tells of damage by errors of all kinds.
  return new Failure('invalid-input', `${path} is no Parquet file that can be read: it is damaged or cut off.`, {
    place: { path },
    advice: 'Write the file anew.',
    cause: thrown,
  });
}

function invalid(path: string, problem: string): Failure {
  return new Failure('invalid-input', `${path} is no Parquet file that can be read: ${problem}.`, {
    place: { path },
    advice: 'Write the file anew, as table.to_parquet of pandas does.',
  });
}
