import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { requireProgram } from '#scripts/setUp/program.ts';

const version = '0.6.14';

/** Headers that Qulacs is built with, from Debian, unpacked into the cache and not installed. */
const headers = ['libboost1.74-dev', 'libeigen3-dev'];

const folder = join(projectRoot, 'bench', 'simulator', 'qulacs');

/** The module `qulacs_core` built for this processor, or why there is none. */
export interface BuiltQulacs {
  /** The folder to be found before the wheel's. */
  readonly path: string | undefined;
  readonly note: string;
}

/**
 * Builds Qulacs from its sources on PyPI with the processor's own instructions, which makes it several times faster than
 * its wheel; once, some minutes. Needs a C++ compiler, CMake and Debian's packages.
 * @param python of the peers' environment
 */
export async function buildQulacs(python: string): Promise<BuiltQulacs> {
  try {
    const recipe = await readFile(join(folder, 'CMakeLists.txt'));
    const { stdout: pythonVersion } = await requireProgram('Asking Python for its version', python, ['--version']);
    const key = createHash('sha256')
      .update(recipe)
      .update(`${version} ${cpus()[0]?.model} ${pythonVersion}`)
      .digest('hex')
      .slice(0, 12);
    const path = await cachedFolder(`bench-simulator-qulacs-${key}`, (target) => build(python, target));
    return { path, note: `Qulacs is built from its sources for this processor (AVX2, OpenMP).` };
  } catch (thrown) {
    const reason = Failure.from(thrown).message.split('\n')[0] ?? '';
    process.stderr.write(`Qulacs could not be built: ${Failure.from(thrown).message}\n`);
    return { path: undefined, note: `Qulacs is that of its wheel, without AVX2, as building it failed: ${reason}` };
  }
}

async function build(python: string, target: string): Promise<void> {
  const work = join(target, 'work');
  await requireProgram('Downloading the sources of Qulacs', python, [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-binary', ':all:'],
    ...['--dest', work, `qulacs==${version}`],
  ]);
  await requireProgram('Unpacking Qulacs', 'tar', ['-xzf', join(work, `qulacs-${version}.tar.gz`), '-C', work]);
  await requireProgram('Downloading headers', 'apt-get', ['download', '-qq', ...headers], { cwd: work });
  for (const file of await readdir(work)) {
    if (file.endsWith('.deb')) await requireProgram('Unpacking headers', 'dpkg', ['-x', join(work, file), work]);
  }
  const { stdout } = await requireProgram('Looking for pybind11', python, ['-m', 'pybind11', '--cmakedir']);
  const include = join(work, 'usr', 'include');
  const settings = {
    CMAKE_BUILD_TYPE: 'Release',
    CMAKE_LIBRARY_OUTPUT_DIRECTORY: target,
    SOURCES: join(work, `qulacs-${version}`),
    BOOST: include,
    EIGEN: join(include, 'eigen3'),
    PYTHON_EXECUTABLE: python,
    pybind11_DIR: stdout.trim(),
  };
  const definitions = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  await requireProgram('Configuring Qulacs', 'cmake', ['-S', folder, '-B', join(work, 'build'), ...definitions]);
  const jobs = String(cpus().length);
  await requireProgram('Building Qulacs', 'cmake', ['--build', join(work, 'build'), '--parallel', jobs]);
  await rm(work, { recursive: true, force: true });
}
