import { basename, dirname, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { LineTable } from '#core/base/textRange.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import {
  lockDifferences,
  lockFileName,
  lockText,
  type PipelineLock,
  pipelineLock,
  readLock,
} from '#core/pipeline/lock/pipelineLock.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { decodeText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { backendNoise } from './backendNoise.ts';
import { circuitLoader } from './circuitLoader.ts';

/** Where and with what a pipeline is resolved. */
export interface LockContext {
  /** With digests. */
  readonly files: PipelineFiles;
  readonly includePaths?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Version of the product. */
  readonly product: string;
}

/**
 * What a pipeline resolves to now, with every file it reads. Options of the command line and the flag of the quantum step
 * are no part of it: they are meant to change a run.
 * @param name of the pipeline file, relative to its folder
 * @throws Failure `invalid-input` with the place of the first error, and those of the files
 */
async function resolveLock(name: string, context: LockContext): Promise<PipelineLock> {
  const { environment, includePaths, product } = context;
  const files = new RecordedReads(context.files);
  const text = decodeText(await context.files.read(name), name);
  const { diagnostics, pipeline } = await analysePipeline(text, name, {
    files,
    circuits: circuitLoader(files, includePaths),
    environment: (variable) => environment[variable],
  });
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (pipeline === undefined || first !== undefined) {
    throw new Failure('invalid-input', first ? `${first.code} ${first.message}` : 'This is no pipeline.', {
      place: { path: name, ...new LineTable(text).positionAt(first?.range.start ?? 0) },
      advice: 'Correct it before it is locked; hybridq check lists all errors.',
    });
  }
  await readNamedFiles(pipeline, files);
  files.forget(lockFileName(name));
  return pipelineLock(name, pipeline, await files.digests(), product);
}

/**
 * In what a pipeline differs from its lock file, a phrase each.
 * @throws Failure `not-found` without a lock file; as {@link resolveLock}
 */
async function differencesFromLock(name: string, context: LockContext): Promise<string[]> {
  return lockDifferences(await storedLock(name, context.files), await resolveLock(name, context));
}

/**
 * Lets a pipeline run only as it is locked.
 * @param isChanged whether the run was told to change values of the file, which the files of the context have
 * @throws Failure `gate` that lists what differs; `not-found` without a lock file
 */
export async function requireLock(name: string, context: LockContext, isChanged: boolean): Promise<void> {
  const differences = await differencesFromLock(name, context);
  if (differences.length === 0) return;
  throw new Failure('gate', `The pipeline is not what ${lockFileName(name)} says: ${differences.join('; ')}.`, {
    advice: isChanged
      ? 'Run it without changed values, or without asking for the lock.'
      : `Undo the changes, or accept them with hybridq lock ${name}.`,
  });
}

/** A lock beside what it was before. */
export interface LockComparison {
  readonly lock: PipelineLock;
  /** In what the pipeline differs from its lock file, a phrase each; undefined when there was none that can be read. */
  readonly differences: readonly string[] | undefined;
}

/**
 * What a pipeline resolves to now, compared with its lock file. Nothing is written.
 * @throws Failure as {@link resolveLock}
 */
export async function compareLock(name: string, context: LockContext): Promise<LockComparison> {
  const before = await lockBefore(name, context.files);
  const lock = await resolveLock(name, context);
  return { lock, differences: before && lockDifferences(before, lock) };
}

/** Writes a lock beside the pipeline it is of. @returns where */
export async function keepLock(pipeline: string, lock: PipelineLock): Promise<string> {
  const path = join(dirname(pipeline), lockFileName(basename(pipeline)));
  await writeOutputFile(path, lockText(lock));
  return path;
}

/** `3 files, 1 backend, 5 seeds` */
export function lockContent({ backends, files, seeds }: PipelineLock): string {
  return [
    countText(Object.keys(files).length, 'file'),
    countText(Object.keys(backends).length, 'backend'),
    countText(Object.keys(seeds).length, 'seed'),
  ].join(', ');
}

/** A lock that cannot be read is as good as none: it is written anew. */
async function lockBefore(name: string, files: PipelineFiles): Promise<PipelineLock | undefined> {
  try {
    return await storedLock(name, files);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found') || Failure.is(thrown, 'invalid-input')) return undefined;
    throw thrown;
  }
}

/** @throws Failure `not-found` with what to do, when there is no lock file */
export async function storedLock(name: string, files: PipelineFiles): Promise<PipelineLock> {
  const path = lockFileName(name);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (thrown) {
    if (!Failure.is(thrown, 'not-found')) throw thrown;
    throw new Failure('not-found', `There is no lock file ${path}.`, {
      advice: `Write it with hybridq lock ${name}.`,
      cause: thrown,
    });
  }
  return readLock(decodeText(bytes, path), path);
}

/** Reads what only a run would read: problems, noise models. Everything else the analysis has read. */
async function readNamedFiles(pipeline: ResolvedPipeline, files: PipelineFiles): Promise<void> {
  const { backends, problem } = pipeline;
  if (problem?.file !== undefined) await files.read(problem.file);
  for (const [id, backend] of Object.entries(backends)) {
    // Noise on other adapters is refused when they are used.
    if (backend.adapter === 'builtin-simulator') await backendNoise(id, backend, files);
  }
}

/** Files that remember what was read of them. */
class RecordedReads implements PipelineFiles {
  readonly #files: PipelineFiles;
  readonly #read = new Set<string>();

  constructor(files: PipelineFiles) {
    this.#files = files;
  }

  async read(path: string): Promise<Uint8Array> {
    const bytes = await this.#files.read(path);
    this.#read.add(path);
    return bytes;
  }

  async sha256(path: string): Promise<string> {
    return (await this.#files.sha256?.(path)) ?? '';
  }

  forget(path: string): void {
    this.#read.delete(path);
  }

  /** SHA-256 by path of everything that was read. */
  async digests(): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const path of [...this.#read].sort()) digests[path] = await this.sha256(path);
    return digests;
  }
}
