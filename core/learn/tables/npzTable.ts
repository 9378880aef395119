import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { Column, Table } from '../table.ts';
import { parseNpyTable } from './npyTable.ts';

/** Whether bytes are those of a ZIP archive, which is what NumPy keeps several arrays in. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * Reads an archive of NumPy arrays (.npz, of `numpy.savez` and `numpy.savez_compressed`): arrays with equally many rows side
 * by side. A vector becomes the column of its name (`y`), a matrix columns X0, X1, … of its name, and records their fields.
 * @throws Failure as {@link parseNpyTable}; `invalid-input` for an archive that is damaged or encrypted, arrays with
 * different numbers of rows, and two columns of one name; `too-large` for an array of more than 512 MB
 */
export async function parseNpzTable(bytes: Uint8Array, path: string): Promise<Table> {
  const columns: Column[] = [];
  let rowCount: number | undefined;
  for (const entry of entriesOf(bytes, path)) {
    if (!entry.name.endsWith('.npy')) continue;
    const name = entry.name.slice(0, -'.npy'.length);
    const content = await contentOf(entry, bytes, path);
    const table = parseNpyTable(content, `${path}, array ${name}`);
    rowCount ??= table.rowCount;
    if (table.rowCount !== rowCount)
      throw new Failure(
        'invalid-input',
        `The array ${name} of ${path} has ${table.rowCount} rows, but the arrays before it have ${rowCount}.`,
        { place: { path }, advice: 'Save arrays with a row per sample.' },
      );
    columns.push(...table.columns.map((column) => ({ ...column, name: columnName(name, column.name, table.columns) })));
  }
  if (rowCount === undefined) throw damaged(path, 'it holds no arrays');
  const names = columns.map((column) => column.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new Failure('invalid-input', `Two columns of ${path} are called “${twice}”.`, {
      place: { path },
      advice: 'Rename one of the arrays.',
    });
  return { path, rowCount, columns };
}

/** A vector has its own name, the columns of a matrix are numbered, and fields of records are names already. */
function columnName(array: string, column: string, all: readonly Column[]): string {
  if (!/^x\d+$/.test(column)) return column;
  return all.length === 1 ? array : `${array}${column.slice(1)}`;
}

interface ArchiveEntry {
  readonly name: string;
  readonly method: number;
  /** Bytes in the archive, and of the array. */
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly start: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const headerSignature = 0x04034b50;
const largestArray = 512 * 1024 * 1024;

/** The files of an archive by its central directory (APPNOTE.TXT 4.3.12 and 4.3.16). */
function entriesOf(bytes: Uint8Array, path: string): ArchiveEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    // A comment may follow, but programs that write arrays write none.
    const end = bytes.length - 22;
    if (end < 0 || view.getUint32(end, true) !== endSignature) throw damaged(path, 'it does not end like an archive');
    const count = view.getUint16(end + 10, true);
    const entries: ArchiveEntry[] = [];
    let at = view.getUint32(end + 16, true);
    for (let left = count; left > 0; left--) {
      if (view.getUint32(at, true) !== entrySignature) throw damaged(path, 'its list of arrays is broken');
      if ((view.getUint16(at + 8, true) & 1) === 1) throw damaged(path, 'it is encrypted');
      const nameLength = view.getUint16(at + 28, true);
      entries.push({
        name: decodeUtf8(bytes.subarray(at + 46, at + 46 + nameLength), path),
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        start: view.getUint32(at + 42, true),
      });
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  } catch (thrown) {
    throw thrown instanceof RangeError ? damaged(path, 'it is cut off') : thrown;
  }
}

async function contentOf(entry: ArchiveEntry, bytes: Uint8Array, path: string): Promise<Uint8Array> {
  const { method, name, packed, size, start } = entry;
  if (size > largestArray)
    throw new Failure('too-large', `The array ${name} of ${path} has ${size} bytes.`, {
      place: { path },
      advice: 'Sample or aggregate the rows first.',
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + 30 > bytes.length || view.getUint32(start, true) !== headerSignature)
    throw damaged(path, `its array ${name} is not where it should be`);
  const begin = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const content = bytes.subarray(begin, begin + packed);
  if (content.length !== packed) throw damaged(path, 'it is cut off');
  if (method === 0) return content;
  if (method !== 8) throw damaged(path, `its array ${name} is packed in a way that is not known`);
  // Needed rarely, and larger than everything else that reads tables.
  const { decompressGzip } = await import('hyparquet-compressors');
  try {
    // Without the header of gzip the bytes are taken for those of DEFLATE alone, as in archives.
    return decompressGzip(content, size);
  } catch (thrown) {
    throw damaged(path, `its array ${name} cannot be unpacked`, thrown);
  }
}

function damaged(path: string, problem: string, cause?: unknown): Failure {
  return new Failure('invalid-input', `${path} is no archive of NumPy arrays that can be read: ${problem}.`, {
    place: { path },
    advice: 'Save the arrays with numpy.savez.',
    cause,
  });
}
