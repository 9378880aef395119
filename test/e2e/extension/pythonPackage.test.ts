import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { answeringProgram } from '../../support/answeringProgram.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

const flip = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
x q[0];
c = measure q;
`;

/** An interpreter that has Qiskit Aer, whose simulators find an X on the first of two qubits. */
const answering = `
  if (request.ask === 'versions') reply({ id: request.id, answer: { protocol: 1, python: '3.12.1', executable: '',
    distributions: { qiskit: '2.6.2', 'qiskit-aer': '0.18.2' } } });
  else reply({ id: request.id, answer: { seconds: 0.1, counts: request.circuits.map(({ bits }) =>
    ({ ['1'.padStart(bits, '0')]: request.shots })) } });`;

/** The text of the files of settings of the user. */
async function savedSettings(userDataDir: string): Promise<string> {
  const files = await readdir(userDataDir, { recursive: true });
  const settings = files.filter((file) => file.endsWith('settings.json'));
  return (await Promise.all(settings.map((file) => readFile(join(userDataDir, file), 'utf8')))).join('\n');
}

describe.skipIf(process.platform === 'win32')('a Python package as a backend', () => {
  let interpreter: string;
  let project: SampleProject;
  let workbench: Workbench;

  beforeAll(async () => {
    project = await SampleProject.create();
    await project.write('flip.qasm', flip);
    interpreter = await answeringProgram(project.folder, answering);
    workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
  });

  afterAll(async () => {
    await workbench?.close();
    await project?.remove();
  });

  test('is added with its interpreter and one of its devices, and tested', async () => {
    await workbench.openFile('flip.qasm');
    await workbench.choose('Hybrid Quantum: Add Backend…', 'Qiskit Aer');
    await workbench.answer('The Python interpreter that has the package', interpreter);
    await workbench.pick('aer_simulator_statevector');
    await workbench.answer('A name for the backend', 'aer');
    // Whoever is faster than the settings are saved is not offered it yet.
    await expect.poll(async () => await savedSettings(workbench.userDataDir)).toContain('"aer"');
    await workbench.notified('Qiskit Aer runs circuits on aer_simulator_statevector', () =>
      workbench.choose('Hybrid Quantum: Test Backend', 'aer'),
    );
  });

  test('runs a circuit without a question of cost, and its counts are in the panel and in the store', async () => {
    await workbench.choose('Hybrid Quantum: Simulate Circuit…', 'aer');
    // Nobody is asked to agree to what costs nothing.
    await workbench.answer('Number of shots', '256');
    await workbench.webview().getByText('01', { exact: true }).first().waitFor();
    const store = await openRunStore(project.folder, systemClock);
    try {
      const [run] = await store.list({ limit: 1 });
      const record = await store.get(run?.id ?? '');
      expect(record).toMatchObject({ kind: 'circuit', state: 'succeeded', backend: 'aer' });
      expect(record?.result).toMatchObject({ counts: { '01': 256 }, quantum: { adapter: 'qiskit-aer' } });
    } finally {
      store.close();
    }
  });
});
