import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { WorkspaceFile } from '#core/language/languageService.ts';
import { siblingUri } from '#core/language/siblingUri.ts';

/** Folders in which nobody keeps sources of their own. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'venv', 'dist', 'target']);

/** A workspace beyond this is looked through in part. */
const mostFiles = 5000;
const mostFolders = 20_000;

/** Larger files are circuits that a program wrote; nobody looks for names in them. */
const largestFile = 4 * 1024 * 1024;

/**
 * The circuit files below the folders, hidden folders left out; those nearest to the top first.
 * @param folders addresses with the scheme `file`; others are left out
 * @throws Failure `cancelled`
 */
export async function circuitFilesIn(
  folders: readonly string[],
  signal: CancellationSignal,
): Promise<readonly WorkspaceFile[]> {
  const files: WorkspaceFile[] = [];
  const waiting = folders.filter((uri) => uri.startsWith('file:')).map((uri) => uri.replace(/\/$/, ''));
  for (let visited = 0; visited < Math.min(waiting.length, mostFolders); visited++) {
    const folder = waiting[visited] ?? '';
    throwIfCancelled(signal);
    const path = fileURLToPath(folder);
    // A folder that cannot be read, or is gone by now, has no files for us.
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const uri = siblingUri(`${folder}/`, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !skippedFolders.has(entry.name)) waiting.push(uri);
      } else if (/\.(qasm|qasm2|qasm3|inc)$/i.test(entry.name)) {
        const status = await stat(join(path, entry.name)).catch(() => undefined);
        if (!status?.isFile() || status.size > largestFile) continue;
        files.push({ uri, stamp: `${status.mtimeMs}:${status.size}` });
        if (files.length === mostFiles) return files;
      }
    }
  }
  return files;
}
