import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { type CompanionKind, companionKind } from '#core/pipeline/schema/companionSchema.ts';

export type FileLanguage = 'openqasm' | 'pipeline' | CompanionKind;

export interface FoundFile {
  /** As the user wrote it, or below the folder the user wrote. */
  readonly path: string;
  readonly language: FileLanguage;
}

/** Folders in which nobody keeps sources of their own. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'venv']);
/** More files than this are a slip, such as the root of a disk. */
const mostFiles = 100_000;

/** What a file is by its name; undefined for others. */
function languageOf(path: string): FileLanguage | undefined {
  if (/\.hybrid\.(ya?ml|json)$/i.test(path)) return 'pipeline';
  return /\.(qasm|qasm3|inc)$/i.test(path) ? 'openqasm' : companionKind(path);
}

/**
 * The circuits and pipelines, with their suites and scorecards, among the paths: files as named, folders walked (hidden
 * ones left out), sorted.
 * @throws Failure `not-found` for a path that does not exist, `invalid-input` for a file that is neither
 */
export async function findFiles(paths: readonly string[], currentFolder: string): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    const absolute = resolve(currentFolder, path);
    const status = await stat(absolute).catch((thrown: unknown) => {
      throw new Failure('not-found', 'There is no such file or folder.', {
        place: { path },
        advice: 'Check the path.',
        cause: thrown,
      });
    });
    if (status.isDirectory()) {
      for await (const file of walk(path, absolute)) {
        found.set(resolve(currentFolder, file.path), file);
        if (found.size > mostFiles) {
          throw new Failure('too-large', `This folder has more than ${mostFiles} circuits and pipelines.`, {
            place: { path },
            advice: 'Name a folder further down.',
          });
        }
      }
      continue;
    }
    found.set(absolute, namedFile(path));
  }
  return [...found.values()];
}

/**
 * A file by its name alone.
 * @throws Failure `invalid-input` when it is neither a circuit nor a pipeline
 */
export function namedFile(path: string): FoundFile {
  const language = languageOf(path);
  if (language !== undefined) return { path, language };
  throw new Failure('invalid-input', 'This is neither a circuit nor a pipeline by its name.', {
    place: { path },
    advice:
      'Circuits end in .qasm, .qasm3 or .inc, pipelines in .hybrid.yaml, .hybrid.yml or .hybrid.json, suites in .suite.yaml, scorecards in .scorecard.yaml.',
  });
}

async function* walk(path: string, folder: string): AsyncGenerator<FoundFile> {
  for (const entry of sorted(await readdir(folder, { withFileTypes: true }))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !skippedFolders.has(entry.name)) yield* walk(inner, join(folder, entry.name));
      continue;
    }
    const language = languageOf(entry.name);
    if (language !== undefined && entry.isFile()) yield { path: inner, language };
  }
}

function sorted(entries: readonly Dirent[]): Dirent[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}
