import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { requireNpm, requireProgram } from '#scripts/setUp/program.ts';
import { bringPythonPeers, versionsIn } from './pythonPeers.ts';
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
const requirements = join(folder, 'requirements.txt');
const reported = ['qulacs', 'qsimcirq', 'qiskit-aer', 'pennylane_lightning', 'stim'];

/** Brings the peers into `.cache/`. @throws Failure `unsupported` without Python 3.11, `unknown` when pip or npm fails */
export async function bringPeers(): Promise<Peers> {
  const [python, npm] = [await bringPythonPeers('simulator', requirements), await bringNpm()];
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
      ...(await versionsIn(requirements, reported)),
      ...Object.entries(npmVersions).map((entry) => entry.join(' ')),
    ],
    qulacsNote: note,
  };
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
