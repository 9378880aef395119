import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { Column, Table } from '../table.ts';
import { type PythonLiteral, readPythonLiteral } from './pythonLiteral.ts';

/** A number or text within an element: where it begins, and how it is read. */
interface Field {
  readonly name: string;
  readonly offset: number;
  readonly kind: 'number' | 'text';
  readonly size: number;
  read(view: DataView, at: number): number | string;
}

/**
 * Reads a NumPy array file (.npy, versions 1 to 3 of the format): a matrix with a row per row of the table, a vector as one
 * column, both with columns x0, x1, …, or a vector of records with a column per field. Entries are floats of 2, 4 or 8
 * bytes, integers of any width, booleans (0 and 1) or texts, in either byte order; matrices in C or Fortran order. NaN is an
 * empty cell.
 * @throws Failure `invalid-input` for a file that is cut off or no such file, other shapes and types, infinite numbers, and
 * integers that doubles do not hold exactly
 */
export function parseNpyTable(bytes: Uint8Array, path: string): Table {
  const { header, start } = headerOf(bytes, path);
  const shape = header.get('shape');
  if (!isShape(shape)) throw invalid(path, 'its header tells no shape');
  const [rows = 0, width = 1] = shape;
  const described = header.get('descr');
  const fields = fieldsOf(described, path);
  const isRecord = typeof described !== 'string';
  if (shape.length === 0 || shape.length > 2 || (isRecord && shape.length > 1))
    throw new Failure('invalid-input', `${path} holds an array of shape (${shape.join(', ')}), which is no table.`, {
      place: { path },
      advice: 'Save a matrix with a row per sample, or a vector of records.',
    });
  if (rows === 0 || width === 0)
    throw new Failure('invalid-input', `The data file ${path} has no rows or no columns.`, { place: { path } });
  const last = fields.at(-1);
  const size = last ? last.offset + last.size : 0;
  const needed = rows * width * size;
  const found = bytes.length - start;
  if (needed !== found) throw invalid(path, `it holds ${found} bytes of entries where its shape takes ${needed}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, found);
  const isFortran = header.get('fortran_order') === true;
  /** The place of the entry in the file. */
  const at = (row: number, column: number) => size * (isFortran ? column * rows + row : row * width + column);
  const columns = isRecord
    ? fields.map((field) => columnOf(field, field.name, rows, view, (row) => at(row, 0) + field.offset, path))
    : Array.from({ length: width }, (_, column) =>
        columnOf(fields[0] as Field, `x${column}`, rows, view, (row) => at(row, column), path),
      );
  return { path, rowCount: rows, columns };
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function headerOf(bytes: Uint8Array, path: string): { header: ReadonlyMap<string, PythonLiteral>; start: number } {
  if (bytes.length < 10 || magic.some((byte, index) => bytes[index] !== byte))
    throw invalid(path, 'it does not begin like one');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw invalid(path, `its version is ${version}, and versions 1 to 3 are known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = version === 1 ? 10 : 12;
  const length =
    version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Number.POSITIVE_INFINITY : view.getUint32(8, true);
  if (begin + length > bytes.length) throw invalid(path, 'it ends within its header');
  const part = bytes.subarray(begin, begin + length);
  const text = version === 3 ? decodeUtf8(part, path) : latin1(part);
  const header = readPythonLiteral(text);
  if (!(header instanceof Map)) throw invalid(path, 'its header cannot be read');
  return { header, start: begin + length };
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function isShape(value: PythonLiteral | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((length) => typeof length === 'number');
}

function fieldsOf(described: PythonLiteral | undefined, path: string): Field[] {
  if (typeof described === 'string') return [fieldOf('', described, 0, path)];
  if (!Array.isArray(described) || described.length === 0) throw invalid(path, 'its header tells no type');
  const fields: Field[] = [];
  for (const part of described as readonly PythonLiteral[]) {
    const [name, type, ...rest] = Array.isArray(part) ? (part as readonly PythonLiteral[]) : [];
    if (typeof name !== 'string' || typeof type !== 'string' || rest.length > 0)
      throw invalid(path, 'its records have fields that are no single numbers or texts');
    const before = fields.at(-1);
    fields.push(fieldOf(name, type, before ? before.offset + before.size : 0, path));
  }
  const names = fields.map((field) => field.name);
  if (names.includes('') || new Set(names).size < names.length)
    throw invalid(path, 'its records have fields without a name, or two of one name');
  return fields;
}

function fieldOf(name: string, type: string, offset: number, path: string): Field {
  const [, order, code = '', digits = ''] = /^([<>=|]?)([a-zA-Z?])(\d{0,9})$/.exec(type) ?? [];
  const little = order !== '>';
  const size = Number(digits);
  const number = (bytes: number, read: Field['read']): Field => ({ name, offset, kind: 'number', size: bytes, read });
  switch (code + digits) {
    case 'f8':
      return number(8, (view, at) => view.getFloat64(at, little));
    case 'f2':
      return number(2, (view, at) => halfFloat(view.getUint16(at, little)));
    case 'f4':
      return number(4, (view, at) => view.getFloat32(at, little));
    case 'i1':
      return number(1, (view, at) => view.getInt8(at));
    case 'i2':
      return number(2, (view, at) => view.getInt16(at, little));
    case 'i4':
      return number(4, (view, at) => view.getInt32(at, little));
    case 'i8':
      return number(8, (view, at) => exactly(view.getBigInt64(at, little), path));
    case 'u1':
      return number(1, (view, at) => view.getUint8(at));
    case 'u2':
      return number(2, (view, at) => view.getUint16(at, little));
    case 'u4':
      return number(4, (view, at) => view.getUint32(at, little));
    case 'u8':
      return number(8, (view, at) => exactly(view.getBigUint64(at, little), path));
    case 'b1':
    case '?':
      return number(1, (view, at) => Number(view.getUint8(at) !== 0));
    default:
  }
  if (code === 'U' && size > 0)
    return { name, offset, kind: 'text', size: 4 * size, read: (view, at) => wideText(view, at, size, little, path) };
  if (code === 'S' && size > 0)
    return { name, offset, kind: 'text', size, read: (view, at) => narrowText(view, at, size) };
  throw new Failure('invalid-input', `${path} holds entries of the type ${type}, which is not read.`, {
    place: { path },
    advice: 'Save floats of 2, 4 or 8 bytes, integers, booleans or texts: array.astype(float).',
  });
}

/** The value of 16 bits of IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function exactly(value: bigint, path: string): number {
  const number = Number(value);
  if (BigInt(number) === value) return number;
  throw new Failure('invalid-input', `${path} holds ${value}, which is too large to be kept exactly.`, {
    place: { path },
    advice: 'Save identifiers as texts, or numbers as floats.',
  });
}

/** Characters of 4 bytes, filled up with zeros. */
function wideText(view: DataView, at: number, size: number, little: boolean, path: string): string {
  let text = '';
  for (let index = 0; index < size; index++) {
    const code = view.getUint32(at + 4 * index, little);
    if (code > 0x10ffff) throw invalid(path, 'a text in it has a character that does not exist');
    text += String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, '');
}

function narrowText(view: DataView, at: number, size: number): string {
  return latin1(new Uint8Array(view.buffer, view.byteOffset + at, size)).replace(/\0+$/, '');
}

function columnOf(
  field: Field,
  name: string,
  rows: number,
  view: DataView,
  at: (row: number) => number,
  path: string,
): Column {
  if (field.kind === 'text')
    return { name, kind: 'text', values: Array.from({ length: rows }, (_, row) => String(field.read(view, at(row)))) };
  const values = Float64Array.from({ length: rows }, (_, row) => Number(field.read(view, at(row))));
  const bad = values.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  if (bad >= 0)
    throw new Failure('invalid-input', `Row ${bad + 1} of ${path}, column “${name}” is infinite.`, {
      place: { path },
      advice: 'Write NaN for a missing value.',
    });
  return { name, kind: 'number', values };
}

function invalid(path: string, problem: string): Failure {
  return new Failure('invalid-input', `${path} is no NumPy array file that can be read: ${problem}.`, {
    place: { path },
    advice: 'Save the table with numpy.save.',
  });
}
