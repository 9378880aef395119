import { type Compressors, snappyUncompress } from 'hyparquet/src/index.js';

/** How pages of a Parquet file may be compressed, by the names of the format. */
const known = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4', 'LZ4_RAW'] as const;

/** Larger than any page that programs write; what asks for more is damaged. */
export const largestPage = 64 * 1024 * 1024;

export function isKnownCodec(codec: string): boolean {
  return known.some((name) => name === codec);
}

/**
 * What unpacks pages of the given codecs, each to as many bytes as are asked for.
 * Unpackers throw errors of all kinds for what is damaged, and a RangeError for more bytes than a page has.
 */
export async function unpackersOf(codecs: ReadonlySet<string>): Promise<Compressors> {
  const snappy: Compressors = { SNAPPY: limited((packed, plain) => snappyUncompress(packed, plain)) };
  if ([...codecs].every((codec) => codec === 'UNCOMPRESSED' || codec === 'SNAPPY')) return snappy;
  // The others are needed rarely, and are larger than everything else that reads tables.
  const { decompressBrotli, decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } = await import(
    'hyparquet-compressors'
  );
  return {
    ...snappy,
    GZIP: sized(decompressGzip),
    BROTLI: sized(decompressBrotli),
    ZSTD: sized((packed, length) => decompressZstd(packed, new Uint8Array(length))),
    LZ4: sized(decompressLz4),
    LZ4_RAW: sized(decompressLz4Raw),
  };
}

type Unpacker = (packed: Uint8Array, length: number) => Uint8Array;

function limited(unpack: (packed: Uint8Array, plain: Uint8Array) => unknown): Unpacker {
  return sized((packed, length) => {
    const plain = new Uint8Array(length);
    unpack(packed, plain);
    return plain;
  });
}

/** A damaged length must not take the memory of the machine. */
function sized(unpack: Unpacker): Unpacker {
  return (packed, length) => {
    if (!(length >= 0 && length <= largestPage)) throw new RangeError(`A page of ${length} bytes is too long.`);
    return length === 0 ? new Uint8Array() : unpack(packed, length);
  };
}
