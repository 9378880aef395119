/*
 * Parquet files, written after the description of the format (github.com/apache/parquet-format): Thrift's compact
 * protocol for what describes the file, plain and dictionary pages, RLE of levels, literals of snappy.
 */

/** How values of a column are written: physical type, converted type, and one value. */
interface ColumnType {
  readonly type: number;
  readonly converted?: number;
  readonly length?: number;
  bytes(value: never): readonly number[];
}

function typed<Value>(type: number, bytes: (value: Value) => readonly number[], more: Partial<ColumnType> = {}) {
  return { type, bytes: bytes as (value: never) => readonly number[], ...more };
}

function viewed(size: number, write: (view: DataView) => void): number[] {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return [...new Uint8Array(view.buffer)];
}

const int32 = (value: number) => viewed(4, (view) => view.setInt32(0, value, true));
const int64 = (value: bigint) => viewed(8, (view) => view.setBigInt64(0, value, true));
const text = (value: string) => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...int32(bytes.length), ...bytes];
};

export const columnTypes = {
  boolean: typed<boolean>(0, () => []),
  int8: typed<number>(1, int32, { converted: 15 }),
  int32: typed<number>(1, int32),
  uint32: typed<number>(1, (value) => int32(value | 0), { converted: 13 }),
  int64: typed<bigint>(2, int64),
  uint64: typed<bigint>(2, (value) => int64(BigInt.asIntN(64, value)), { converted: 14 }),
  float: typed<number>(4, (value) => viewed(4, (view) => view.setFloat32(0, value, true))),
  double: typed<number>(5, (value) => viewed(8, (view) => view.setFloat64(0, value, true))),
  string: typed<string>(6, text, { converted: 0 }),
  /** Strings of programs that do not say so. */
  bytes: typed<string>(6, text),
  json: typed<string>(6, text, { converted: 19 }),
  /** Days since 1970. */
  date: typed<number>(1, int32, { converted: 6 }),
  timeOfDay: typed<number>(1, int32, { converted: 7 }),
  /** Milliseconds since 1970. */
  timestamp: typed<bigint>(2, int64, { converted: 9 }),
} satisfies Record<string, ColumnType>;

export interface ParquetColumn {
  readonly name: string;
  readonly type: keyof typeof columnTypes;
  readonly values: readonly (number | bigint | string | boolean | null)[];
  /** Whether values stand in a dictionary, and pages hold their places in it. */
  readonly dictionary?: boolean;
}

export interface ParquetOptions {
  readonly snappy?: boolean;
  readonly rowsPerGroup?: number;
  /** The number of a codec that is said to be used. */
  readonly saidCodec?: number;
  /** Whether the first column is said to be repeated. */
  readonly repeated?: boolean;
}

/** A Parquet file of the columns; they may be null everywhere. */
export function parquetFile(columns: readonly ParquetColumn[], options: ParquetOptions = {}): Uint8Array {
  const rowCount = columns[0]?.values.length ?? 0;
  const perGroup = options.rowsPerGroup ?? Math.max(1, rowCount);
  const file: number[] = [...ascii('PAR1')];
  const groups: number[][] = [];
  for (let start = 0; start < rowCount; start += perGroup) {
    const end = Math.min(rowCount, start + perGroup);
    const before = file.length;
    const chunks = columns.map((column) => {
      const part = { ...column, values: column.values.slice(start, end) };
      return chunk(part, file, options);
    });
    groups.push(
      struct([
        [1, list(structType, chunks)],
        [2, long(file.length - before)],
        [3, long(end - start)],
      ]),
    );
  }
  const footer = struct([
    [1, integer(1)],
    [
      2,
      list(structType, [
        rootElement(columns.length),
        ...columns.map((column, index) => element(column, index, options)),
      ]),
    ],
    [3, long(rowCount)],
    [4, list(structType, groups)],
    [6, binary('a test')],
  ]);
  return Uint8Array.from([...file, ...footer, ...int32(footer.length), ...ascii('PAR1')]);
}

function rootElement(children: number): number[] {
  return struct([
    [4, binary('schema')],
    [5, integer(children)],
  ]);
}

function element({ name, type }: ParquetColumn, index: number, { repeated }: ParquetOptions): number[] {
  const { converted, type: physical } = columnTypes[type] as ColumnType;
  return struct([
    [1, integer(physical)],
    [3, integer(repeated && index === 0 ? 2 : 1)],
    [4, binary(name)],
    ...(converted === undefined ? [] : [[6, integer(converted)] as const]),
  ]);
}

/** Writes the pages of a column into the file; what describes them is returned. */
function chunk({ dictionary, name, type, values }: ParquetColumn, file: number[], options: ParquetOptions): number[] {
  const own = columnTypes[type] as ColumnType;
  const filled = values.filter((value) => value !== null);
  const levels = hybrid(
    values.map((value) => (value === null ? 0 : 1)),
    1,
  );
  const start = file.length;
  let sizes = 0;
  const write = (header: (packed: number, plain: number) => number[], plain: readonly number[]) => {
    const packed = options.snappy ? snappyLiterals(plain) : plain;
    const head = header(packed.length, plain.length);
    sizes += head.length + plain.length;
    for (const byte of head) file.push(byte);
    for (const byte of packed) file.push(byte);
  };
  const distinct = filled.filter((value, index) => placeOf(value, filled) === index);
  if (dictionary) {
    write(
      (packed, plain) =>
        pageHeader(2, packed, plain, [
          7,
          struct([
            [1, integer(distinct.length)],
            [2, integer(0)],
          ]),
        ]),
      plainValues(own, distinct),
    );
  }
  const dataStart = file.length;
  const width = Math.max(1, Math.ceil(Math.log2(Math.max(2, distinct.length))));
  const data = dictionary
    ? [
        width,
        ...hybrid(
          filled.map((value) => placeOf(value, distinct)),
          width,
        ),
      ]
    : plainValues(own, filled);
  const description = struct([
    [1, integer(values.length)],
    [2, integer(dictionary ? 8 : 0)],
    [3, integer(3)],
    [4, integer(3)],
  ]);
  write(
    (packed, plain) => pageHeader(0, packed, plain, [5, description]),
    [...int32(levels.length), ...levels, ...data],
  );
  const metadata = struct([
    [1, integer(own.type)],
    [2, list(integerType, [varint(zigzag(0)), varint(zigzag(3))])],
    [3, list(binaryType, [rawBinary(name)])],
    [4, integer(options.saidCodec ?? (options.snappy ? 1 : 0))],
    [5, long(values.length)],
    [6, long(sizes)],
    [7, long(file.length - start)],
    [9, long(dataStart)],
    ...(dictionary ? [[11, long(start)] as const] : []),
  ]);
  return struct([
    [2, long(start)],
    [3, { type: structType, bytes: metadata }],
  ]);
}

/** −0 and 0 are different values, and NaN is one. */
function placeOf(value: unknown, values: readonly unknown[]): number {
  return values.findIndex((other) => Object.is(other, value));
}

function pageHeader(type: number, packed: number, plain: number, description: readonly [number, number[]]): number[] {
  return struct([
    [1, integer(type)],
    [2, integer(plain)],
    [3, integer(packed)],
    [description[0], { type: structType, bytes: description[1] }],
  ]);
}

function plainValues(type: ColumnType, values: readonly unknown[]): number[] {
  if (type.type === 0) return packedBits(values.map(Number), 1);
  return values.flatMap((value) => type.bytes(value as never));
}

/** One run of bit-packed values, eight by eight. */
function hybrid(values: readonly number[], width: number): number[] {
  const groups = Math.ceil(values.length / 8);
  const padded = Array.from({ length: groups * 8 }, (_, index) => values[index] ?? 0);
  return [...varint(BigInt(groups * 2 + 1)), ...packedBits(padded, width)];
}

function packedBits(values: readonly number[], width: number): number[] {
  const bytes = new Array<number>(Math.ceil((values.length * width) / 8)).fill(0);
  values.forEach((value, index) => {
    for (let bit = 0; bit < width; bit++) {
      const place = index * width + bit;
      if ((value >> bit) & 1) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    }
  });
  return bytes;
}

/** Snappy without copies: the length, then literals of up to 60 bytes. */
function snappyLiterals(bytes: readonly number[]): number[] {
  const packed = varint(BigInt(bytes.length));
  for (let start = 0; start < bytes.length; start += 60) {
    const part = bytes.slice(start, start + 60);
    packed.push((part.length - 1) << 2, ...part);
  }
  return packed;
}

const integerType = 5;
const longType = 6;
const binaryType = 8;
const listType = 9;
const structType = 12;

interface ThriftValue {
  readonly type: number;
  readonly bytes: readonly number[];
}

function struct(fields: readonly (readonly [number, ThriftValue])[]): number[] {
  let last = 0;
  const bytes = fields.flatMap(([id, { bytes: own, type }]) => {
    const header = ((id - last) << 4) | type;
    last = id;
    return [header, ...own];
  });
  return [...bytes, 0];
}

function list(type: number, entries: readonly (readonly number[])[]): ThriftValue {
  const { length } = entries;
  const header = length < 15 ? [(length << 4) | type] : [0xf0 | type, ...varint(BigInt(length))];
  return { type: listType, bytes: [...header, ...entries.flat()] };
}

function integer(value: number): ThriftValue {
  return { type: integerType, bytes: varint(zigzag(value)) };
}

function long(value: number): ThriftValue {
  return { type: longType, bytes: varint(zigzag(value)) };
}

function binary(value: string): ThriftValue {
  return { type: binaryType, bytes: rawBinary(value) };
}

function rawBinary(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...varint(BigInt(bytes.length)), ...bytes];
}

function zigzag(value: number): bigint {
  const whole = BigInt(value);
  return whole < 0n ? -2n * whole - 1n : 2n * whole;
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

function ascii(characters: string): number[] {
  return [...new TextEncoder().encode(characters)];
}
