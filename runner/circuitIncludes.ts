import { posix } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { FileOutcome, IncludeSource } from '#core/openqasm/index.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { decodeText } from '#platform/inputFile.ts';

/**
 * Where the files a circuit includes are: beside the including file, then in the given folders. Paths are written as
 * those of the circuit, relative to the folder of `files`.
 */
export function circuitIncludes(files: PipelineFiles, includePaths: readonly string[]): IncludeSource {
  return {
    candidates: (request, from) => {
      const written = request.replaceAll('\\', '/');
      if (posix.isAbsolute(written)) return [written];
      const folders = [posix.dirname(from), ...includePaths.map((folder) => folder.replaceAll('\\', '/'))];
      return [...new Set(folders.map((folder) => posix.join(folder, written)))];
    },
    read: (path) => readFile(path, files),
  };
}

async function readFile(path: string, files: PipelineFiles): Promise<FileOutcome> {
  try {
    return { kind: 'found', text: decodeText(await files.read(path), path) };
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.reason === 'not-found') return { kind: 'not-found' };
    return { kind: 'unreadable', reason: lowerFirst(failure.message).replace(/\.$/, '') };
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
