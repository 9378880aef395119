import { stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';

/** How a Python is started. */
export interface PythonCommand {
  /** A path, or a name on the search path. */
  readonly interpreter: string;
  /** Before all others, such as the version that the launcher of Windows is to start. */
  readonly parameters: readonly string[];
}

/** Names the interpreter where neither a backend, an option nor a setting does. */
const interpreterVariable = 'HYBRIDQ_PYTHON';

/**
 * The Python that is meant: the one that is named, the one of the environment, that of the virtual environment one works
 * in, or the first one on the search path.
 * @param named a path, from the current folder on, or a name on the search path
 * @throws Failure `not-found` when nothing is named and there is none
 */
export async function findPython(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PythonCommand> {
  const written = named || environment[interpreterVariable];
  // Names are looked up on the search path when it is started.
  if (written) return { interpreter: /[\\/]/.test(written) ? resolve(written) : written, parameters: [] };
  const isWindows = process.platform === 'win32';
  const active = environment['VIRTUAL_ENV'] || environment['CONDA_PREFIX'];
  if (active) {
    const inside = isWindows
      ? [join(active, 'Scripts', 'python.exe'), join(active, 'python.exe')]
      : [join(active, 'bin', 'python3'), join(active, 'bin', 'python')];
    for (const interpreter of inside) if (await isProgram(interpreter)) return { interpreter, parameters: [] };
  }
  const ending = isWindows ? '.exe' : '';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of isWindows ? ['python3', 'python', 'py'] : ['python3', 'python']) {
    for (const folder of folders) {
      const interpreter = join(folder, name + ending);
      if (await isProgram(interpreter)) return { interpreter, parameters: name === 'py' ? ['-3'] : [] };
    }
  }
  throw new Failure('not-found', 'There is no Python interpreter on the search path.', { advice: interpreterAdvice });
}

/** What to do where there is no interpreter. */
export const interpreterAdvice =
  'Install Python 3, or name an interpreter with --python, HYBRIDQ_PYTHON or the setting hybridQuantum.python.interpreter.';

/** Windows keeps empty files of the name Python, which open its shop. */
async function isProgram(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}
