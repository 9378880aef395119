import { createHash, randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { writeProblem } from '../writeProblem.ts';

/** Files named after the SHA-256 of what they hold, in sub-folders named after its first two digits. */
export class ArtifactFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes the bytes unless they are there already; they are on disk when the promise resolves. */
  async save(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    const path = this.#path(sha256);
    if ((await this.#read(sha256).catch(() => undefined)) !== undefined) return sha256;
    const folder = dirname(path);
    const temporary = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      // Readers see a whole file or none.
      await rename(temporary, path);
      await syncFolder(folder);
    } catch (thrown) {
      await rm(temporary, { force: true }).catch(() => undefined);
      const { advice, why } = writeProblem(thrown);
      throw new Failure('unreadable', `A file of the run history, ${path}, cannot be written: ${why}.`, {
        advice,
        cause: thrown,
      });
    }
    return sha256;
  }

  /** @throws Failure `unreadable` when the file is damaged or cannot be read */
  async load(sha256: string): Promise<Uint8Array | undefined> {
    return await this.#read(sha256);
  }

  exists(sha256: string): boolean {
    return isSha256(sha256) && existsSync(this.#path(sha256));
  }

  /** Removes a file, synchronously because it happens inside a transaction. */
  remove(sha256: string): void {
    if (isSha256(sha256)) rmSync(this.#path(sha256), { force: true });
  }

  async #read(sha256: string): Promise<Uint8Array | undefined> {
    if (!isSha256(sha256)) return undefined;
    const path = this.#path(sha256);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw new Failure('unreadable', `The artifact ${path} cannot be read: ${messageOf(thrown)}.`, { cause: thrown });
    }
    if (sha256Of(bytes) !== sha256) {
      throw new Failure('unreadable', `The artifact ${path} is damaged: its content does not match its name.`, {
        advice: 'Restore it from a backup, or run the pipeline again.',
      });
    }
    return bytes;
  }

  #path(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Makes the new name durable where the system lets folders be synchronised (Windows does not). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
