import { createHash } from 'node:crypto';
import { isAbsolute, join, resolve } from 'node:path';
import { builtinFileName } from '#core/pipeline/data/builtinFile.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { builtinDataFolder } from './builtinData.ts';
import { readInputBytes } from './inputFile.ts';

/** Data sets may be larger than what people write by hand. */
const dataSizeLimit = 256 * 1024 * 1024;

/** The files beside a pipeline, named relative to its folder, and the built-in data sets. */
export function folderFiles(folder: string): PipelineFiles {
  const read = async (path: string) => {
    const builtin = builtinFileName(path);
    const place =
      builtin === undefined ? (isAbsolute(path) ? path : resolve(folder, path)) : join(builtinDataFolder, builtin);
    return await readInputBytes(place, { limit: dataSizeLimit, name: path });
  };
  return {
    read,
    sha256: async (path) =>
      createHash('sha256')
        .update(await read(path))
        .digest('hex'),
  };
}
