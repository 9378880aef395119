import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { findOnPath, requireProgram } from '#scripts/setUp/program.ts';

/**
 * A virtual environment in `.cache/` with exactly the packages of a requirements file.
 * @param benchmark names the folder
 * @returns the interpreter
 * @throws Failure `unsupported` without Python 3.11, `unknown` when pip fails
 */
export async function bringPythonPeers(benchmark: string, requirements: string): Promise<string> {
  const system = await findOnPath(['python3', 'python']);
  if (system === undefined) {
    throw new Failure('unsupported', 'The peers of the benchmark need Python 3.11 or newer with its venv module.');
  }
  const { stdout: version } = await requireProgram('Asking Python for its version', system, ['--version']);
  const lines = await readFile(requirements, 'utf8');
  const key = createHash('sha256').update(lines).update(version).digest('hex').slice(0, 12);
  const target = await cachedFolder(`bench-${benchmark}-python-${key}`, async (environment) => {
    await requireProgram('Making the Python environment of the peers', system, ['-m', 'venv', environment]);
    await requireProgram('Installing the peers', join(environment, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'],
      ...['--requirement', requirements],
    ]);
  });
  return join(target, 'bin', 'python');
}

/** The packages of a requirements file that are to be named in a report, with their versions. */
export async function versionsIn(requirements: string, packages: readonly string[]): Promise<string[]> {
  const lines = (await readFile(requirements, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name = '', version] = line.split('==');
    return version !== undefined && packages.includes(name) ? [`${name} ${version}`] : [];
  });
}
