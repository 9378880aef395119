import { isAbsolute, resolve } from 'node:path';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { readInputBytes } from './inputFile.ts';

/** Data sets may be larger than what people write by hand. */
const dataSizeLimit = 256 * 1024 * 1024;

/** The files beside a pipeline, named relative to its folder. */
export function folderFiles(folder: string): PipelineFiles {
  return {
    read: async (path) =>
      await readInputBytes(isAbsolute(path) ? path : resolve(folder, path), { limit: dataSizeLimit, name: path }),
  };
}
