import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import { lockDifferences, lockFileName, pipelineLock, readLock } from '../lock/pipelineLock.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { CheckContext, FileFacts } from './checkContext.ts';

/** More differences than these are only counted. */
const mostShown = 4;

/** A pipeline that is not what its lock file says: HP175. */
export function checkLock(context: CheckContext): void {
  const { lock } = context.facts;
  if (lock === undefined || lock.differences.length === 0) return;
  const { differences, name, pipeline } = lock;
  const more = differences.length - mostShown;
  const shown = [...differences.slice(0, mostShown), ...(more > 0 ? [`${more} more differences`] : [])];
  context.reportKey('HP175', ['hybrid'], name, shown.join('; '), pipeline);
}

/**
 * What the lock file of a pipeline says of it, of the files it names as far as digests can be had.
 * @param path of the pipeline, whose lock file is in the same folder
 * @param product the version of the product; not compared where it is not known
 * @returns undefined where there is no lock file
 */
export async function lockFacts(
  path: string,
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  product: string | undefined,
): Promise<FileFacts['lock']> {
  const name = lockFileName(path);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(name);
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
  try {
    const locked = readLock(decodeUtf8(bytes, name), name);
    const digests = files.sha256 ? await digestsOf(Object.keys(locked.files), files) : locked.files;
    const now = pipelineLock(path, pipeline, digests, product ?? locked.product);
    return { name, pipeline: path, differences: lockDifferences(locked, now), files: locked.files };
  } catch (thrown) {
    if (Failure.is(thrown))
      return { name, pipeline: path, differences: [thrown.message.replace(/\.$/, '')], files: {} };
    throw thrown;
  }
}

/** Files that cannot be read are left out. */
async function digestsOf(paths: readonly string[], files: PipelineFiles): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const path of paths) {
    try {
      const digest = await files.sha256?.(path);
      if (digest !== undefined) digests[path] = digest;
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
    }
  }
  return digests;
}
