/** How a number or a text of an array file is written, by its NumPy type without the byte order. */
const writers: Readonly<
  Record<string, { size: number; write(view: DataView, at: number, value: number, little: boolean): void }>
> = {
  f8: { size: 8, write: (view, at, value, little) => view.setFloat64(at, value, little) },
  f4: { size: 4, write: (view, at, value, little) => view.setFloat32(at, value, little) },
  i1: { size: 1, write: (view, at, value) => view.setInt8(at, value) },
  i2: { size: 2, write: (view, at, value, little) => view.setInt16(at, value, little) },
  i4: { size: 4, write: (view, at, value, little) => view.setInt32(at, value, little) },
  i8: { size: 8, write: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little) },
  u1: { size: 1, write: (view, at, value) => view.setUint8(at, value) },
  u2: { size: 2, write: (view, at, value, little) => view.setUint16(at, value, little) },
  u4: { size: 4, write: (view, at, value, little) => view.setUint32(at, value, little) },
  u8: { size: 8, write: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little) },
  b1: { size: 1, write: (view, at, value) => view.setUint8(at, value) },
};

export interface NpyOptions {
  /** Such as `<f8`. */
  readonly type: string;
  readonly version?: 1 | 2 | 3;
  readonly fortran?: boolean;
}

/** A NumPy array file of a matrix of numbers, written after the description of the format (NEP 1). */
export function npyFile(rows: readonly (readonly number[])[], options: NpyOptions): Uint8Array {
  const { type, version = 1, fortran = false } = options;
  const width = rows[0]?.length ?? 0;
  const order = fortran ? 'True' : 'False';
  const header = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${rows.length}, ${width}), }`;
  const writer = writers[type.slice(1)];
  if (!writer) throw new Error(`No writer of ${type}.`);
  const data = new Uint8Array(rows.length * width * writer.size);
  const view = new DataView(data.buffer);
  rows.forEach((row, y) => {
    row.forEach((value, x) => {
      const index = fortran ? x * rows.length + y : y * width + x;
      writer.write(view, index * writer.size, value, type.startsWith('<'));
    });
  });
  return npyBytes(header, data, version);
}

/** A file of the given header and entries, the header filled up to a multiple of 64 bytes. */
export function npyBytes(header: string, data: Uint8Array, version: 1 | 2 | 3 = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const length = Math.ceil((start + header.length + 1) / 64) * 64 - start;
  const bytes = new Uint8Array(start + length + data.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), start);
  bytes.set(data, start + length);
  return bytes;
}
