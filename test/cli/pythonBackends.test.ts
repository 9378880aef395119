import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answeringProgram } from '#test/support/answeringProgram.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const flip = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
x q[0];
c = measure q;
`;

/** An interpreter that has these packages, whose simulators find an X on the first of two qubits. */
const answering = (distributions: Record<string, string>) => `
  if (request.ask === 'versions') reply({ id: request.id, answer: {
    protocol: 1, python: '3.12.1', executable: '', distributions: ${JSON.stringify(distributions)} } });
  else reply({ id: request.id, answer: { seconds: 0.1, counts: request.circuits.map(({ bits }) =>
    ({ ['1'.padStart(bits, '0')]: request.shots })) } });`;

async function withInterpreter(
  distributions: Record<string, string>,
  work: (folder: string, interpreter: string) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const interpreter = await answeringProgram(folder, answering(distributions));
    await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { aer: { adapter: 'qiskit-aer' } } }));
    await writeFile(join(folder, 'flip.qasm'), flip);
    await work(folder, interpreter);
  });
}

describe.skipIf(process.platform === 'win32')('a Python package as a backend', () => {
  test('is tested, and runs circuits', async () => {
    await withInterpreter({ qiskit: '2.6.2', 'qiskit-aer': '0.18.2' }, async (folder, interpreter) => {
      const options = { folder, environment: { HYBRIDQ_PYTHON: interpreter } };
      const tested = await hybridq(['backends', 'test', 'aer'], options);
      expect(tested.stdout).toBe(
        `✓ Qiskit Aer runs circuits on aer_simulator, with qiskit-aer 0.18.2, qiskit 2.6.2 in Python 3.12.1 at ${interpreter}.\n`,
      );
      expect(tested.code).toBe(0);
      const run = await hybridq(
        ['simulate', 'flip.qasm', '--backend', 'aer', '--shots', '20', '--format', 'json'],
        options,
      );
      expect(run.stderr).not.toContain('error');
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(/"01": 20/);
    });
  });

  test('is in the interpreter that hybridq.json names, from the folder of the file on', async () => {
    await withInterpreter({ qiskit: '2.6.2', 'qiskit-aer': '0.18.2' }, async (folder, interpreter) => {
      const backends = Object.fromEntries(
        ['./interpreter', '${workspaceFolder}/interpreter', '~/interpreter'].map((written, index) => [
          `aer${index}`,
          { adapter: 'qiskit-aer', interpreter: written },
        ]),
      );
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends }));
      const below = join(folder, 'circuits');
      await mkdir(below);
      for (const name of Object.keys(backends)) {
        // Nothing else would find it from the folder below.
        const { stdout } = await hybridq(['backends', 'test', name], {
          folder: below,
          environment: { HOME: folder, PATH: '/nowhere' },
        });
        expect(stdout, name).toContain(`in Python 3.12.1 at ${interpreter}.`);
      }
      const named = await hybridq(['backends', 'test', 'aer0', '--config', '../hybridq.json'], { folder: below });
      expect(named.stdout).toContain(`at ${interpreter}.`);
    });
  });

  test('that is missing is named with what installs it', async () => {
    await withInterpreter({ qiskit: '2.6.2' }, async (folder, interpreter) => {
      const options = { folder, environment: { HYBRIDQ_PYTHON: interpreter } };
      const { code, stdout } = await hybridq(['backends', 'test', 'aer'], options);
      expect(code).toBe(1);
      expect(stdout).toBe(
        `✗ Qiskit Aer needs the package qiskit-aer, which Python 3.12.1 at ${interpreter} does not have. ` +
          `Install it with “${interpreter} -m pip install qiskit-aer”, or choose another interpreter.\n`,
      );
      const run = await hybridq(['simulate', 'flip.qasm', '--backend', 'aer'], options);
      expect(run.code).not.toBe(0);
      expect(run.stdout + run.stderr).toContain('pip install qiskit-aer');
    });
  });

  test('without an interpreter says which ones are looked for', async () => {
    await withInterpreter({}, async (folder) => {
      const { code, stdout } = await hybridq(['backends', 'test', 'aer'], {
        folder,
        environment: { PATH: '/nowhere' },
      });
      expect(code).toBe(1);
      expect(stdout).toMatch(/^✗ There is no Python interpreter on the search path\. Install Python 3, or name/);
    });
  });
});
