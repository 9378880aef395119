import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namedFolder } from '#core/base/namedFolder.ts';

/**
 * The setting `hybridQuantum.openqasm.includePaths` as the runner needs it, in the sense the language server gives it.
 * What is no path of a folder on this machine is left out; the language server says so.
 * @param configured as the editor has it, unchecked
 * @param folder path of the workspace folder that relative paths start from
 * @returns absolute paths
 */
export function includeFolders(configured: unknown, folder: string): string[] {
  if (!Array.isArray(configured)) return [];
  return configured
    .filter((written: unknown): written is string => typeof written === 'string')
    .flatMap((written) => {
      const named = namedFolder(written);
      if (named.kind === 'path') return [resolve(folder, named.path)];
      return URL.canParse(named.uri) && named.uri.startsWith('file://') ? [fileURLToPath(named.uri)] : [];
    });
}
