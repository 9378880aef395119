import { readFile } from 'node:fs/promises';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * The names of the files in a ZIP archive without comment, from its central directory (APPNOTE.TXT 4.3.12 and 4.3.16).
 * @throws Error when the file is not such an archive.
 */
export async function zipEntries(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const end = bytes.length - 22;
  if (end < 0 || bytes.readUInt32LE(end) !== endSignature) throw new Error(`${path} is not a plain ZIP archive.`);
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error(`${path} has a broken directory at ${at}.`);
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}
