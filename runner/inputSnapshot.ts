import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';

/**
 * The files a run reads, each read from the disk once and kept as an artifact, so that the run sees one state of them
 * and can be repeated later on exactly that state.
 */
export class InputSnapshot implements PipelineFiles {
  readonly #files: PipelineFiles;
  readonly #store: RunStore;
  readonly #redactor: Redactor;
  readonly #reads = new Map<string, Promise<Uint8Array>>();
  readonly #digests = new Map<string, string>();

  constructor(files: PipelineFiles, store: RunStore, redactor: Redactor) {
    this.#files = files;
    this.#store = store;
    this.#redactor = redactor;
  }

  /** @throws Failure of the file; `invalid-input` when it holds a credential, of which no copy is kept */
  async read(path: string): Promise<Uint8Array> {
    let reading = this.#reads.get(path);
    if (reading === undefined) {
      reading = this.#readAndKeep(path);
      this.#reads.set(path, reading);
    }
    return await reading;
  }

  async sha256(path: string): Promise<string> {
    await this.read(path);
    return this.#digests.get(path) ?? '';
  }

  /** SHA-256 by path of everything read so far. */
  digests(): Record<string, string> {
    return Object.fromEntries([...this.#digests].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async #readAndKeep(path: string): Promise<Uint8Array> {
    const bytes = await this.#files.read(path);
    // Byte for byte, whatever the encoding: credentials are ASCII.
    if (this.#redactor.knows(Buffer.from(bytes).toString('latin1'))) {
      throw new Failure('invalid-input', 'The file holds a credential, and runs keep copies of their files.', {
        place: { path },
        advice: 'Take it out of the file; backends name their credentials.',
      });
    }
    this.#digests.set(path, await this.#store.saveArtifact(bytes));
    return bytes;
  }
}

/** What a record keeps of the folders in which included files are looked for: nothing when there are none. */
export function recordedIncludePaths(folders: readonly string[] = []): Pick<RunRecord, 'includePaths'> {
  return folders.length === 0 ? {} : { includePaths: [...folders] };
}

/** The files of a recorded run, as they were when it began. */
export function recordedFiles(inputs: Readonly<Record<string, string>>, store: RunStore): PipelineFiles {
  return {
    read: async (path) => {
      const sha256 = inputs[path];
      const bytes = sha256 === undefined ? undefined : await store.loadArtifact(sha256);
      if (bytes !== undefined) return bytes;
      throw new Failure('not-found', 'The run has no copy of this file.', {
        place: { path },
        advice: 'Run the pipeline again instead of resuming it.',
      });
    },
    sha256: (path) => Promise.resolve(inputs[path] ?? ''),
  };
}

/** Files of which one has unsaved text in an editor. */
export function withUnsavedText(files: PipelineFiles, path: string, text: string | undefined): PipelineFiles {
  if (text === undefined) return files;
  const bytes = new TextEncoder().encode(text);
  return { read: async (wanted) => (wanted === path ? bytes : await files.read(wanted)) };
}

/** Files that may be missing in `first` and are then taken from `second`. */
export function withFallback(first: PipelineFiles, second: PipelineFiles): PipelineFiles {
  return {
    read: async (path) => {
      try {
        return await first.read(path);
      } catch (thrown) {
        if (Failure.is(thrown, 'not-found')) return await second.read(path);
        throw thrown;
      }
    },
  };
}
