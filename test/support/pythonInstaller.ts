import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { requireProgram } from '#scripts/setUp/program.ts';

/** Brings the same packages as pip in a tenth of its processor time. */
const uvVersion = '0.13.9';

/**
 * Makes a virtual environment with the packages of a file of requirements: with uv, which pip brings, or with pip itself
 * where uv cannot be had or reaches no packages, such as those of an index that only pip is told of.
 * @param python a Python 3 with the module venv
 * @param target an empty folder
 * @throws Failure `unknown` when pip fails as well
 */
export async function makeEnvironment(python: string, target: string, requirements: string): Promise<void> {
  try {
    const uv = await uvProgram(python);
    await requireProgram('Making the Python environment', uv, ['venv', '--quiet', '--python', python, target]);
    const where = ['--python', interpreterIn(target)];
    await requireProgram('Installing with uv', uv, ['pip', 'install', '--quiet', ...where, '-r', requirements]);
  } catch (thrown) {
    process.stderr.write(`${Failure.from(thrown).message}\nThe packages are installed with pip instead.\n`);
    await requireProgram('Making the Python environment', python, ['-m', 'venv', '--clear', target]);
    await installWithPip(target, ['-r', requirements]);
  }
}

/** The interpreter of a virtual environment. */
export function interpreterIn(environment: string): string {
  return programIn(environment, 'python');
}

async function uvProgram(python: string): Promise<string> {
  // What is inside leads to the interpreter that made it.
  const maker = createHash('sha256').update(python).digest('hex').slice(0, 8);
  const folder = await cachedFolder(`uv-${uvVersion}-${maker}`, async (target) => {
    await requireProgram('Making the environment of uv', python, ['-m', 'venv', target]);
    await installWithPip(target, [`uv==${uvVersion}`]);
  });
  return programIn(folder, 'uv');
}

async function installWithPip(environment: string, what: readonly string[]): Promise<void> {
  const quietly = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const args = ['-m', 'pip', 'install', ...quietly, ...what];
  await requireProgram('Installing the Python packages for tests', interpreterIn(environment), args);
}

function programIn(environment: string, name: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', `${name}.exe`) : join(environment, 'bin', name);
}
