import { parquetHeader } from 'hyparquet/src/column.js';
import type { Compressors, FileMetaData } from 'hyparquet/src/index.js';
import { largestPage } from './parquetCodecs.ts';

/*
 * Checks of the pages of a Parquet file before it is read: what a page says of itself has to fit in the file and the
 * table. The reader believes what it is told, so that a damaged number would have it fill the memory of the machine.
 */

/** A column of one group of rows. */
interface Chunk {
  readonly unpack: (page: Uint8Array, size: number) => Uint8Array;
  readonly rows: number;
  /** Whether values may be null, so that pages say which are. */
  readonly optional: boolean;
  readonly isBoolean: boolean;
}

/**
 * Checks the pages of some columns of single values.
 * @throws RangeError and others for what does not fit
 */
export function checkPages(
  buffer: ArrayBuffer,
  { row_groups: groups, schema }: FileMetaData,
  columns: ReadonlySet<string>,
  unpackers: Compressors,
): void {
  const optional = new Set(schema.flatMap(({ name, repetition_type: kind }) => (kind === 'OPTIONAL' ? [name] : [])));
  for (const group of groups) {
    for (const { meta_data: column } of group.columns) {
      const [name = ''] = column?.path_in_schema ?? [];
      if (!column || !columns.has(name)) continue;
      const start = Number(column.dictionary_page_offset || column.data_page_offset);
      const bytes = new Uint8Array(buffer, start, Number(column.total_compressed_size));
      checkChunk(bytes, {
        unpack: (page, size) => unpackers[column.codec]?.(page, size) ?? page,
        rows: Number(group.num_rows),
        optional: optional.has(name),
        isBoolean: column.type === 'BOOLEAN',
      });
    }
  }
}

function checkChunk(bytes: Uint8Array, chunk: Chunk): void {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let rows = 0;
  while (rows < chunk.rows) {
    const header = parquetHeader(reader);
    const packed = Number(header.compressed_page_size);
    require(Number(header.uncompressed_page_size) <= largestPage, 'A page is too long.');
    require(packed >= 0 && reader.offset + packed <= bytes.length, 'A page ends behind its column.');
    const page = bytes.subarray(reader.offset, reader.offset + packed);
    reader.offset += packed;
    switch (header.type) {
      case 'DICTIONARY_PAGE':
        checkDictionary(page, Number(header.uncompressed_page_size), header.dictionary_page_header?.num_values, chunk);
        break;
      case 'DATA_PAGE': {
        const { encoding, num_values: values } = header.data_page_header ?? {};
        require(isCount(values, chunk.rows - rows), 'A page holds more values than rows.');
        rows += values;
        const plain = chunk.unpack(page, Number(header.uncompressed_page_size));
        const levels = chunk.optional ? new Runs(plain, 0).prefixed(1, values) : { end: 0, ones: values };
        checkValues(plain, levels.end, encoding, levels.ones, chunk);
        break;
      }
      case 'DATA_PAGE_V2': {
        const described = header.data_page_header_v2;
        const { num_nulls: nulls, num_values: values } = described ?? {};
        require(isCount(values, chunk.rows - rows) && isCount(nulls, values), 'A page holds more values than rows.');
        rows += values;
        const { definition_levels_byte_length: length = 0, repetition_levels_byte_length: before = -1 } =
          described ?? {};
        require(before === 0 && isCount(length, page.length), 'The levels of a page end behind it.');
        if (length > 0) new Runs(page.subarray(0, length), 0).check(1, values);
        const content = page.subarray(length);
        const size = Number(header.uncompressed_page_size) - length;
        const plain = described?.is_compressed === false ? content : chunk.unpack(content, size);
        checkValues(plain, 0, described?.encoding, values - nulls, chunk);
        break;
      }
      default:
        throw new RangeError('A page is of no known kind.');
    }
  }
}

function checkDictionary(page: Uint8Array, size: number, values: number | undefined, { unpack }: Chunk): void {
  const plain = unpack(page, size);
  // Entries take at least a bit each.
  require(isCount(values, 8 * plain.length), 'A dictionary is shorter than it says.');
}

/** Places in a dictionary, and booleans in runs, are checked; other encodings are as long as their bytes. */
function checkValues(
  plain: Uint8Array,
  start: number,
  encoding: string | undefined,
  values: number,
  chunk: Chunk,
): void {
  if (encoding === 'RLE' && chunk.isBoolean) new Runs(plain, start).prefixed(1, values);
  else if (encoding === 'RLE' || encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (values === 0) return;
    const width = plain[start] ?? 255;
    require(width <= 32, 'Places in a dictionary are too wide.');
    if (width > 0) new Runs(plain, start + 1).check(width, values);
  }
}

/** Runs of equal values and of bit-packed ones, as levels and places in dictionaries are written. */
class Runs {
  readonly #bytes: Uint8Array;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  /** Runs behind their length of four bytes; where they end, and how many of the values are 1. */
  prefixed(width: number, values: number): { readonly end: number; readonly ones: number } {
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes.subarray(this.#offset, this.#offset + 4);
    const length = a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24;
    this.#offset += 4;
    const end = this.#offset + length;
    require(end <= this.#bytes.length, 'Runs end behind their page.');
    return { end, ones: this.check(width, values) };
  }

  /** Goes through the runs of so many values; how many of them are 1, where they are a bit wide. */
  check(width: number, values: number): number {
    let seen = 0;
    let ones = 0;
    while (seen < values) {
      const header = this.#varint();
      const left = values - seen;
      if (header % 2 === 1) {
        const groups = (header - 1) / 2;
        require(this.#offset + (groups > 0 ? 1 : 0) <= this.#bytes.length, 'Runs end behind their page.');
        const packed = this.#bytes.subarray(this.#offset, this.#offset + groups * width);
        if (width === 1) ones += onesIn(packed, left);
        this.#offset += groups * width;
        seen += groups * 8;
      } else {
        const count = header / 2;
        require(count <= left, 'A run is longer than its page.');
        if (width === 1 && this.#bytes[this.#offset] === 1) ones += count;
        this.#offset += Math.ceil(width / 8);
        seen += count;
      }
    }
    return ones;
  }

  #varint(): number {
    let value = 0;
    for (let place = 0; place < 5; place++) {
      const byte = this.#bytes[this.#offset++];
      if (byte === undefined) throw new RangeError('Runs end behind their page.');
      value += (byte & 127) * 2 ** (7 * place);
      if (byte < 128) return value;
    }
    throw new RangeError('A run has no length.');
  }
}

/** Of the first `count` bits, the lowest of a byte first. */
function onesIn(bytes: Uint8Array, count: number): number {
  let ones = 0;
  for (let index = 0; index < count && index < 8 * bytes.length; index++)
    ones += ((bytes[index >> 3] as number) >> (index & 7)) & 1;
  return ones;
}

function isCount(value: number | undefined, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= most;
}

function require(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new RangeError(problem);
}
