import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps what the engine compiles of the modules loaded from now on, here and in the threads and programs started from
 * here, and takes it from there the next time: reading two megabytes of program anew takes longer than most commands.
 * Where the folder cannot be written, or Node is older than 22.8, everything is compiled each time.
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiledCode(): void {
  const folder = compiledCodeFolder();
  process.env['NODE_COMPILE_CACHE'] = folder;
  enableCompileCache?.(folder);
}

/** Where compiled code is kept: in the user's folder of caches, unless NODE_COMPILE_CACHE names another. */
export function compiledCodeFolder(): string {
  return process.env['NODE_COMPILE_CACHE'] ?? join(cacheFolder(), 'hybrid-quantum', 'compiled');
}

/** Where programs of this user keep what they can make again. */
function cacheFolder(): string {
  const { LOCALAPPDATA: local, XDG_CACHE_HOME: chosen } = process.env;
  if (process.platform === 'win32') return local ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return chosen?.startsWith('/') ? chosen : join(homedir(), '.cache');
}
