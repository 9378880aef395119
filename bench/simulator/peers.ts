import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { findOnPath, requireNpm, requireProgram } from '#scripts/setUp/program.ts';
import { buildQulacs } from './qulacs/buildQulacs.ts';
import type { SubjectName } from './rows.ts';
import type { Program } from './session.ts';

const npmVersions = { 'quantum-circuit': '0.9.250', jsqubits: '2.1.2', 'qsharp-lang': '1.32.5-dev' } as const;

/** Where the peers are and what they are. */
export interface Peers {
  /** The interpreter of the Python peers. */
  readonly python: string;
  readonly programs: Readonly<Record<Exclude<SubjectName, 'hybrid-quantum'>, Program>>;
  /** Names with versions, for the report. */
  readonly versions: readonly string[];
  /** Why Qulacs is that of the wheel, where it could not be built for this processor. */
  readonly qulacsNote: string;
}

const folder = join(projectRoot, 'bench', 'simulator');

/** Brings the peers into `.cache/`. @throws Failure `unsupported` without Python 3.11, `unknown` when pip or npm fails */
export async function bringPeers(): Promise<Peers> {
  const [python, npm] = [await bringPython(), await bringNpm()];
  const { note, path } = await buildQulacs(python);
  const inPython = (file: string): Program => ({ command: python, args: [join(folder, 'subjects', file)] });
  const inNode = (file: string, name: string): Program => ({
    command: process.execPath,
    args: ['--no-warnings', join(folder, 'subjects', file), join(npm, 'node_modules', name)],
  });
  const qulacs = inPython('qulacs_subject.py');
  return {
    python,
    programs: {
      qulacs: path === undefined ? qulacs : { ...qulacs, args: [...qulacs.args, path] },
      qsim: inPython('qsim_subject.py'),
      aer: inPython('aer_subject.py'),
      lightning: inPython('lightning_subject.py'),
      stim: inPython('stim_subject.py'),
      'quantum-circuit': inNode('quantumCircuit.ts', 'quantum-circuit'),
      jsqubits: inNode('jsqubits.ts', 'jsqubits'),
      'qsharp-lang': inNode('qdk.ts', 'qsharp-lang'),
    },
    versions: [
      ...(await requirements()).filter((line) => /^(qulacs|qsimcirq|qiskit-aer|pennylane_lightning|stim)==/.test(line)),
      ...Object.entries(npmVersions).map((entry) => entry.join('==')),
    ].map((line) => line.replace('==', ' ')),
    qulacsNote: note,
  };
}

async function requirements(): Promise<string[]> {
  return (await readFile(join(folder, 'requirements.txt'), 'utf8')).split('\n');
}

async function bringPython(): Promise<string> {
  const system = await findOnPath(['python3', 'python']);
  if (system === undefined) {
    throw new Failure('unsupported', 'The peers of the simulator need Python 3.11 or newer with its venv module.');
  }
  const { stdout: version } = await requireProgram('Asking Python for its version', system, ['--version']);
  const key = createHash('sha256')
    .update((await requirements()).join('\n'))
    .update(version)
    .digest('hex')
    .slice(0, 12);
  const target = await cachedFolder(`bench-simulator-python-${key}`, async (environment) => {
    await requireProgram('Making the Python environment of the peers', system, ['-m', 'venv', environment]);
    await requireProgram('Installing the peers', join(environment, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'],
      ...['--requirement', join(folder, 'requirements.txt')],
    ]);
  });
  return join(target, 'bin', 'python');
}

async function bringNpm(): Promise<string> {
  return cachedFolder(`bench-simulator-npm-${Object.values(npmVersions).join('-')}`, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true, "type": "module" }\n');
    const packages = Object.entries(npmVersions).map(([name, version]) => `${name}@${version}`);
    await requireNpm('Installing the peers', ['install', '--no-audit', '--no-fund', ...packages], target);
  });
}

/**
 * Writes Stim's own circuit for the rotated surface code in the Z basis, with as many rounds as the distance and every
 * kind of noise at 0.1 %.
 * @returns the file
 */
export async function writeSurfaceCode(file: string, distance: number, python: string): Promise<string> {
  const script = [
    'import stim, sys',
    'd = int(sys.argv[1])',
    'kinds = ["after_clifford_depolarization", "after_reset_flip_probability",',
    '         "before_measure_flip_probability", "before_round_data_depolarization"]',
    'task = "surface_code:rotated_memory_z"',
    'print(stim.Circuit.generated(task, distance=d, rounds=d, **{kind: 0.001 for kind in kinds}))',
  ].join('\n');
  const { stdout } = await requireProgram('Making a surface code', python, ['-c', script, String(distance)]);
  await writeFile(file, stdout);
  return file;
}
