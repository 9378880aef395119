import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CancellationSignal, CancellationSource } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type {
  FolderEntry,
  LanguageDocument,
  LanguageWorkspace,
  WorkspaceFile,
} from '#core/language/languageService.ts';
import { builtinFileOf } from '#core/language/pipeline/pipelineFileUri.ts';
import { canonicalUri } from '#core/language/siblingUri.ts';
import { circuitFilesIn } from './circuitFiles.ts';
import { type FileState, RecentFiles } from './recentFiles.ts';

const largestFile = 16 * 1024 * 1024;
/** How many bytes of files are kept between analyses. */
const mostKept = 64 * 1024 * 1024;

/** The data sets that come with the product; bundle and source both lie one level below its folder. */
const builtinData = new URL('../media/datasets/', import.meta.url);

/** One version of an open document. */
export class OpenDocument implements LanguageDocument {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  readonly text: string;
  readonly #supersession = new CancellationSource();
  #lines: LineTable | undefined;

  constructor(document: TextDocument) {
    this.uri = document.uri;
    this.version = document.version;
    this.languageId = document.languageId;
    this.text = document.getText();
  }

  get lines(): LineTable {
    this.#lines ??= new LineTable(this.text);
    return this.#lines;
  }

  /** Cancelled when there is a newer version, or the document was closed. */
  get superseded(): CancellationSignal {
    return this.#supersession.signal;
  }

  supersede(): void {
    this.#supersession.cancel();
  }
}

/** The documents the editor has open, seen as the core sees documents, over the files on disk. */
export class OpenDocuments implements LanguageWorkspace {
  /** By canonical address, since includes and editors write addresses differently. */
  readonly #documents = new Map<string, OpenDocument>();
  readonly #hearsOfFiles: boolean;
  readonly #recent = new RecentFiles(mostKept, Date.now);
  #folders: readonly string[] = [];
  #circuitFiles: readonly WorkspaceFile[] | undefined;

  /** @param hearsOfFiles whether `filesChanged` is called for every file that changes on disk */
  constructor(hearsOfFiles: boolean) {
    this.#hearsOfFiles = hearsOfFiles;
  }

  /** Addresses of the folders of the workspace. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  set folders(folders: readonly string[]) {
    this.#folders = folders;
    this.#circuitFiles = undefined;
  }

  /** Something changed on disk. */
  filesChanged(): void {
    this.#circuitFiles = undefined;
  }

  set(document: TextDocument): OpenDocument {
    const opened = new OpenDocument(document);
    const key = canonicalUri(document.uri);
    this.#documents.get(key)?.supersede();
    this.#documents.set(key, opened);
    return opened;
  }

  delete(uri: string): void {
    const key = canonicalUri(uri);
    this.#documents.get(key)?.supersede();
    this.#documents.delete(key);
  }

  open(uri: string): OpenDocument | undefined {
    return this.#documents.get(canonicalUri(uri));
  }

  openDocuments(): readonly OpenDocument[] {
    return [...this.#documents.values()];
  }

  async circuitFiles(signal: CancellationSignal): Promise<readonly WorkspaceFile[]> {
    const files = this.#circuitFiles ?? (await circuitFilesIn(this.#folders, signal));
    if (this.#hearsOfFiles) this.#circuitFiles = files;
    return files;
  }

  async list(uri: string): Promise<readonly FolderEntry[]> {
    if (!uri.startsWith('file:')) return [];
    // A folder that cannot be read, or is none, offers nothing.
    const entries = await readdir(fileURLToPath(uri), { withFileTypes: true }).catch(() => []);
    return entries
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async readText(uri: string): Promise<string> {
    const opened = this.open(uri);
    if (opened) return opened.text;
    const bytes = await this.read(uri);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (thrown) {
      throw new Failure('unreadable', `${uri} is not UTF-8 text.`, { cause: thrown });
    }
  }

  async sha256(uri: string): Promise<string> {
    const opened = this.open(uri);
    if (opened) return createHash('sha256').update(opened.text).digest('hex');
    return await onDisk(uri, (path, state) => this.#recent.sha256(path, state));
  }

  async read(uri: string): Promise<Uint8Array> {
    const opened = this.open(uri);
    if (opened) return new TextEncoder().encode(opened.text);
    return await onDisk(uri, (path, state) => this.#recent.read(path, state));
  }
}

/**
 * What `use` makes of a file on this machine.
 * @throws Failure `unsupported`, `not-found`, `unreadable` or `too-large`
 */
async function onDisk<T>(uri: string, use: (path: string, state: FileState) => Promise<T>): Promise<T> {
  const builtin = builtinFileOf(uri);
  if (!uri.startsWith('file:') && builtin === undefined) {
    throw new Failure('unsupported', `${uri} is not on this machine.`, { advice: 'Open it in the editor first.' });
  }
  const path = builtin === undefined ? pathOf(uri) : fileURLToPath(new URL(builtin, builtinData));
  try {
    const state = await stat(path, { bigint: true });
    if (!state.isFile()) throw new Failure('unreadable', `${path} is not a file.`, { place: { path } });
    if (state.size > largestFile) {
      throw new Failure('too-large', `${path} has ${state.size} bytes; the limit is ${largestFile}.`);
    }
    return await use(path, state);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new Failure(
      missing ? 'not-found' : 'unreadable',
      `${path} ${missing ? 'does not exist' : 'cannot be read'}.`,
      {
        place: { path },
        cause: thrown,
      },
    );
  }
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (thrown) {
    // A host in the address, or a slash inside a name.
    throw new Failure('unsupported', `${uri} names no file on this machine.`, { cause: thrown });
  }
}
