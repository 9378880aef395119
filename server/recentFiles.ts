import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** What a file looks like from outside, of `stat` with whole numbers. */
export interface FileState {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

interface KeptFile {
  readonly state: FileState;
  readonly content: Uint8Array;
  digest?: string;
}

/** A file that was changed this short a time ago may be changed again within one tick of the disk's clock. */
const settledAfter = 2000;

/**
 * The contents of files that were read last, up to a number of bytes: tables and models that a pipeline names are asked for
 * after every keystroke, and are read again only when their size, their times or their place on the disk have changed.
 */
export class RecentFiles {
  readonly #limit: number;
  readonly #now: () => number;
  /** The one used last comes last. */
  readonly #kept = new Map<string, KeptFile>();
  #bytes = 0;

  /** @param limit of all contents together, bytes @param now milliseconds since 1970 */
  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** The content of a file, which nobody changes. @param state that it has now @throws what reading throws */
  async read(path: string, state: FileState): Promise<Uint8Array> {
    return (await this.#file(path, state)).content;
  }

  /** Its SHA-256 in lower-case hexadecimal. */
  async sha256(path: string, state: FileState): Promise<string> {
    const file = await this.#file(path, state);
    file.digest ??= createHash('sha256').update(file.content).digest('hex');
    return file.digest;
  }

  async #file(path: string, state: FileState): Promise<KeptFile> {
    const known = this.#kept.get(path);
    if (known) this.#forget(path, known);
    const file = known && isSame(known.state, state) ? known : { state, content: await readFile(path) };
    const settled = this.#now() - Number(state.mtimeNs / 1_000_000n) > settledAfter;
    const { length } = file.content;
    // Read while it was written, it would not be what the state says.
    if (settled && BigInt(length) === state.size && length <= this.#limit) this.#keep(path, file);
    return file;
  }

  #keep(path: string, file: KeptFile): void {
    const other = this.#kept.get(path);
    if (other) this.#forget(path, other);
    this.#kept.set(path, file);
    this.#bytes += file.content.length;
    for (const [oldest, { content }] of this.#kept) {
      if (this.#bytes <= this.#limit) break;
      this.#kept.delete(oldest);
      this.#bytes -= content.length;
    }
  }

  #forget(path: string, { content }: KeptFile): void {
    this.#kept.delete(path);
    this.#bytes -= content.length;
  }
}

function isSame(first: FileState, second: FileState): boolean {
  return (
    first.size === second.size &&
    first.mtimeNs === second.mtimeNs &&
    first.ctimeNs === second.ctimeNs &&
    first.ino === second.ino
  );
}
