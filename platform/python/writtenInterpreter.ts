import { homedir } from 'node:os';
import { resolve } from 'node:path';

export interface InterpreterPlaces {
  /** Relative paths start from it, and `${workspaceFolder}` stands for it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * An interpreter as people write it in settings and files: a name on the search path stays as it is, a path becomes
 * absolute. `~`, `${userHome}`, `${workspaceFolder}` and `${env:NAME}` mean what they mean in settings of the editor; a
 * variable that is not set is empty.
 */
export function writtenInterpreter(written: string, { environment, folder }: InterpreterPlaces): string {
  const home = environment['HOME'] || environment['USERPROFILE'] || homedir();
  const filled = written
    .trim()
    .replace(/^~(?=$|[\\/])/, () => home)
    .replaceAll(
      /\$\{(workspaceFolder|userHome|env:([^{}]+))\}/g,
      (_all, variable: string, name: string | undefined) => {
        if (name !== undefined) return environment[name] ?? '';
        return variable === 'userHome' ? home : folder;
      },
    );
  return /[\\/]/.test(filled) ? resolve(folder, filled) : filled;
}
