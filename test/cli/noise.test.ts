import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const circuit = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
x q[0];
cx q[0], q[1];
c = measure q;
`;

/** What `hybridq simulate --noise` makes of the circuit with the text of a noise file. */
async function withNoise(text: string, ...parameters: string[]) {
  return await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'circuit.qasm'), circuit);
    await writeFile(join(folder, 'noise.yaml'), text);
    return await hybridq(['simulate', 'circuit.qasm', '--noise', 'noise.yaml', ...parameters], { folder });
  });
}

const snapshot = `calibration: 1
device: a pair
date: 2026-08-20
qubits:
  - { qubit: 0, T1: 1e-4, T2: 3e-4, p10: 0.01, p01: 0.25, error: 0, gateLength: 0 }
  - { qubit: 1, T1: 1e-4, T2: 1e-4, p10: 0.01, p01: 0.25, error: 0, gateLength: 0 }
edges: [{ qubits: [1, 0], error: 0, gateLength: 0 }]
`;

test('a calibration snapshot is a noise model; what was made of its values is said', async () => {
  const { code, stderr, stdout } = await withNoise(snapshot, '--shots', '0', '--probabilities', '--format', 'json');
  expect(code, stderr).toBe(0);
  expect(stderr).toBe(
    'noise.yaml: warning: T2 of qubit 0 was measured above its limit 2 T1 and is taken to be 2 T1.\n',
  );
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ method: 'density', noise: 'a pair, calibrated 2026-08-20' });
  expect(report.probabilities['11']).toBeCloseTo(0.75 ** 2, 10);
  expect(report.probabilities['00']).toBeCloseTo(0.25 ** 2, 10);
});

test('what a snapshot lacks is said in one sentence', async () => {
  const { code, stderr } = await withNoise(snapshot.replace(/edges: .*\n/, 'couplings: [[0, 1]]\n'));
  expect(code).toBe(2);
  expect(stderr).toContain(
    'The calibration of a pair lacks what this circuit needs: the error of `cx` on qubits 0 and 1, the length of `cx` on qubits 0 and 1.',
  );
});

test('a mistake in a noise model is named with its place', async () => {
  const { code, stderr } = await withNoise('noise: 1\ngates:\n  - { on: cx, depolarizing: 0.1 }\n');
  expect(code).toBe(1);
  expect(stderr).toContain(
    'noise.yaml:3:15: There is no key `depolarizing` in `gates[0]`. Did you mean `depolarising`?',
  );
});

test('the same seed gives the same trajectories', async () => {
  const model =
    'noise: 1\ngates: [{ on: two-qubit, depolarising: 0.3 }]\nqubits: { all: { readout: { p10: 0.1, p01: 0.1 } } }\n';
  const run = async (seed: string) => {
    const parameters = ['--method', 'trajectories', '--shots', '200', '--seed', seed, '--format', 'json'];
    const { code, stderr, stdout } = await withNoise(model, ...parameters);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout).counts;
  };
  const first = await run('1');
  expect(await run('1')).toEqual(first);
  expect(await run('2')).not.toEqual(first);
});

test('a layout puts the qubits of the circuit on others of the device', async () => {
  const misread = snapshot.replace('p01: 0.25', 'p01: 0.5');
  const { code, stderr, stdout } = await withNoise(
    misread,
    ...['--layout', '1,0', '--shots', '0', '--probabilities', '--format', 'json'],
  );
  expect(code, stderr).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.layout).toEqual([1, 0]);
  // Qubit 1, at the left, sits on qubit 0 of the device.
  expect(report.probabilities['01']).toBeCloseTo(0.5 * 0.75, 10);
  expect(report.probabilities['10']).toBeCloseTo(0.5 * 0.25, 10);
});

test('a layout that does not fit is refused in one sentence', async () => {
  const { code, stderr } = await withNoise(snapshot, '--layout', '1,1');
  expect(code).toBe(2);
  expect(stderr).toContain('The layout puts qubits 0 and 1 of the circuit on the same qubit 1 of the device.');
});
