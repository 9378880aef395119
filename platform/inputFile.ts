import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '#core/base/failure.ts';

/** Files larger than this are refused unless the caller allows more; texts always are. */
const defaultSizeLimit = 16 * 1024 * 1024;

export interface ReadOptions {
  /** Bytes; {@link defaultSizeLimit} unless given. */
  readonly limit?: number;
  /** The name of the file in messages; the path unless given. */
  readonly name?: string;
}

/**
 * The content of a file.
 * @throws Failure `not-found`, `unreadable` (folder, device, no permission) or `too-large`
 */
export async function readInputBytes(path: string, options: ReadOptions = {}): Promise<Uint8Array> {
  const name = options.name ?? path;
  const limit = options.limit ?? defaultSizeLimit;
  const file = await openFile(path, name);
  try {
    const status = await file.stat();
    if (status.isDirectory()) throw isFolder(name);
    if (!status.isFile()) {
      throw new Failure('unreadable', 'This is a device, pipe or socket, not a file.', {
        place: { path: name },
        advice: 'Give the path of a file.',
      });
    }
    if (status.size > limit) throw tooLarge(name, status.size, limit);
    const bytes = await file.readFile();
    // It may have grown since.
    if (bytes.length > limit) throw tooLarge(name, bytes.length, limit);
    return bytes;
  } catch (thrown) {
    throw readFailure(thrown, name);
  } finally {
    await file.close();
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 * @throws Failure as {@link readInputBytes}, and `unreadable` when the file is not UTF-8 text
 */
export async function readInputText(path: string, options: ReadOptions = {}): Promise<string> {
  return decodeText(await readInputBytes(path, options), options.name ?? path);
}

/**
 * Decodes UTF-8 text that people write, dropping a byte order mark.
 * @throws Failure `too-large`; `unreadable` for binary data, other encodings and invalid UTF-8
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes.length > defaultSizeLimit) throw tooLarge(name, bytes.length, defaultSizeLimit);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new Failure('unreadable', 'This is UTF-16 text.', {
      place: { path: name },
      advice: 'Save it with encoding UTF-8.',
    });
  }
  if (bytes.includes(0)) {
    throw new Failure('unreadable', 'This is a binary file, not text.', {
      place: { path: name },
      advice: 'Give the path of a text file.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (thrown) {
    const line = lineOfInvalidUtf8(bytes);
    throw new Failure('unreadable', 'The text is not valid UTF-8.', {
      place: { path: name, line, character: 0 },
      advice: 'Save it with encoding UTF-8.',
      cause: thrown,
    });
  }
}

/** The zero-based line of the first byte that is no UTF-8. */
function lineOfInvalidUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      // The line break is a byte of its own in UTF-8, so a line is valid or not by itself.
      return line;
    }
    start = end;
  }
  return line;
}

async function openFile(path: string, name: string): Promise<FileHandle> {
  try {
    // Without NONBLOCK, opening a pipe nobody writes to would wait for ever.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    throw readFailure(thrown, name);
  }
}

function readFailure(thrown: unknown, name: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const details = { place: { path: name }, cause: thrown };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('not-found', 'There is no such file.', { ...details, advice: 'Check the path.' });
    case 'EISDIR':
      return isFolder(name);
    case 'EACCES':
    case 'EPERM':
      return new Failure('unreadable', 'The file cannot be read: permission denied.', {
        ...details,
        advice: 'Check its permissions.',
      });
    default: {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return new Failure('unreadable', `The file cannot be read: ${message}.`, details);
    }
  }
}

function isFolder(name: string): Failure {
  return new Failure('unreadable', 'This is a folder, not a file.', {
    place: { path: name },
    advice: 'Give the path of a file.',
  });
}

function tooLarge(name: string, size: number, limit: number): Failure {
  return new Failure('too-large', `The file has ${megabytes(size)} MB; the limit is ${megabytes(limit)} MB.`, {
    place: { path: name },
    advice: 'Use a smaller file.',
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
}
