import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';
import { bringPythonPeers, versionsIn } from '../simulator/pythonPeers.ts';
import type { Program } from '../simulator/session.ts';
import type { PeerName } from './rows.ts';

/** Where the peers are and what they are. */
export interface Peers {
  readonly programs: Readonly<Record<PeerName, Program>>;
  /** Names with versions, for the report. */
  readonly versions: readonly string[];
}

const folder = join(projectRoot, 'bench', 'pipeline');
const requirements = join(folder, 'requirements.txt');

const named = [
  'pennylane',
  'pennylane_lightning',
  'qiskit',
  'qiskit-aer',
  'qiskit-machine-learning',
  'scikit-learn',
  'numpy',
];

/** Brings the peers into `.cache/`. @throws Failure `unsupported` without Python 3.11, `unknown` when pip fails */
export async function bringPeers(): Promise<Peers> {
  const python = await bringPythonPeers('pipeline', requirements);
  const subject = (file: string): Program => ({ command: python, args: [join(folder, 'subjects', file)] });
  return {
    programs: {
      lightning: subject('pennylane_subject.py'),
      'default.qubit': subject('pennylane_subject.py'),
      aer: subject('qiskit_subject.py'),
      'qiskit-machine-learning': subject('qiskit_subject.py'),
    },
    versions: await versionsIn(requirements, named),
  };
}
