import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { installDebianPackages } from '#scripts/setUp/debian.ts';
import { findOnPath, requireProgram, runProgram } from '#scripts/setUp/program.ts';
import { interpreterIn, makeEnvironment } from './pythonInstaller.ts';

/**
 * The Python interpreter of a virtual environment with the packages of `test/interop/requirements.txt`, made on first
 * use and kept until that file, `constraints.txt` or the Python of the machine changes. `INTEROP_PYTHON` names an
 * interpreter to take instead, which has them already.
 * @throws Failure `unsupported` when the machine has no Python 3 and cannot get one, `unknown` when its packages cannot be
 * installed.
 */
export async function pythonEnvironment(): Promise<string> {
  return await environmentOf(join(projectRoot, 'test', 'interop'), 'python', process.env['INTEROP_PYTHON']);
}

/**
 * As {@link pythonEnvironment}, with an MLflow server: the packages of `test/interop/mlflow/requirements.txt`.
 * `MLFLOW_PYTHON` names an interpreter that has it already.
 */
export async function mlflowEnvironment(): Promise<string> {
  const folder = join(projectRoot, 'test', 'interop', 'mlflow');
  return await environmentOf(folder, 'mlflow', process.env['MLFLOW_PYTHON']);
}

/**
 * As {@link pythonEnvironment}, with onnxruntime: the packages of `test/interop/onnx/requirements.txt`. `ONNX_PYTHON` names
 * an interpreter that has it already.
 */
export async function onnxEnvironment(): Promise<string> {
  const folder = join(projectRoot, 'test', 'interop', 'onnx');
  return await environmentOf(folder, 'onnx', process.env['ONNX_PYTHON']);
}

/**
 * As {@link pythonEnvironment}, with the messages of OpenTelemetry: the packages of `test/interop/openTelemetry/requirements.txt`.
 * `OPENTELEMETRY_PYTHON` names an interpreter that has them already.
 */
export async function openTelemetryEnvironment(): Promise<string> {
  const folder = join(projectRoot, 'test', 'interop', 'openTelemetry');
  return await environmentOf(folder, 'openTelemetry', process.env['OPENTELEMETRY_PYTHON']);
}

/**
 * As {@link pythonEnvironment}, with what writes tables: the packages of `test/interop/tables/requirements.txt`.
 * `TABLES_PYTHON` names an interpreter that has them already.
 */
export async function tablesEnvironment(): Promise<string> {
  const folder = join(projectRoot, 'test', 'interop', 'tables');
  return await environmentOf(folder, 'tables', process.env['TABLES_PYTHON']);
}

async function environmentOf(described: string, name: string, given: string | undefined): Promise<string> {
  if (given !== undefined && given !== '') return given;
  const requirements = join(described, 'requirements.txt');
  const constraints = join(described, 'constraints.txt');
  const python = await systemPython();
  const { stdout: version } = await requireProgram('Asking Python for its version', python, ['--version']);
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .update(await readFile(constraints))
    .update(version)
    .digest('hex')
    .slice(0, 12);
  const folder = await cachedFolder(`${name}-${key}`, (target) => makeEnvironment(python, target, requirements));
  return interpreterIn(folder);
}

/** A Python 3 that can make virtual environments; Debian keeps that ability in a package of its own. */
async function systemPython(): Promise<string> {
  const found = await findOnPath(['python3', 'python']);
  if (found !== undefined && (await canMakeEnvironments(found))) return found;
  try {
    await installDebianPackages(['python3', 'python3-venv']);
  } catch (cause) {
    throw new Failure('unsupported', `No Python 3 with venv could be had: ${Failure.from(cause).message}`, {
      cause,
      advice: 'Install Python 3.11 or newer with its venv module.',
    });
  }
  const installed = await findOnPath(['python3']);
  if (installed !== undefined && (await canMakeEnvironments(installed))) return installed;
  throw new Failure('unsupported', 'Python 3 was installed, but it cannot make virtual environments.');
}

async function canMakeEnvironments(python: string): Promise<boolean> {
  const { code } = await runProgram(python, [
    '-c',
    'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 11))',
  ]);
  return code === 0;
}
