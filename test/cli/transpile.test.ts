import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transpileReportSchema } from '#core/protocol/transpileReport.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** Reads 1 on the first and last bit of an input-independent part, through qubits that are far from each other. */
const program = `OPENQASM 3.0;
include "stdgates.inc";
input float theta;
qubit[4] q;
bit[4] c;
x q[0];
cx q[0], q[3];
cp(theta) q[1], q[2];
swap q[1], q[3];
c = measure q;
`;

/** In a row; the first pair and the first readout are bad. */
const row = `calibration: 1
device: five in a row
date: 2026-08-20
qubits:
${[0, 1, 2, 3, 4].map((qubit) => `  - { qubit: ${qubit}, error: 0.001, p10: ${qubit === 0 ? 0.2 : 0.01}, p01: 0.02 }`).join('\n')}
edges:
${[0, 1, 2, 3].map((qubit) => `  - { qubits: [${qubit}, ${qubit + 1}], error: ${qubit === 0 ? 0.1 : 0.005} }`).join('\n')}
gates:
  - { gate: sx, qubits: [0], error: 0.001 }
  - { gate: cz, qubits: [0, 1], error: 0.1 }
virtualGates: [rz]
`;

/** One with a direction for each pair, as IBM's service gives it. */
const configuration = JSON.stringify({
  ...{ backend_name: 'ring', n_qubits: 5, basis_gates: ['ecr', 'id', 'rz', 'sx', 'x'], simulator: false },
  coupling_map: [0, 1, 2, 3, 4].map((qubit) => [qubit, (qubit + 1) % 5]),
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'far.qasm'), program);
    await writeFile(join(folder, 'row.yaml'), row);
    await writeFile(join(folder, 'ring.json'), configuration);
    await work(folder);
  });
}

async function report(folder: string, ...options: readonly string[]) {
  const { code, stderr, stdout } = await hybridq(['transpile', 'far.qasm', '--format', 'json', ...options], { folder });
  expect(code, stderr).toBe(0);
  return transpileReportSchema.parse(JSON.parse(stdout));
}

test('a circuit is fitted to the device of a calibration, away from what errs, and does what it did', async () => {
  await inFolder(async (folder) => {
    const fitted = await report(folder, '--target', 'row.yaml', '-o', 'fitted.qasm');
    expect(fitted).toMatchObject({ target: 'five in a row', level: 2, seed: 0, basis: ['sx', 'cz', 'rz'], notes: [] });
    expect([...fitted.layout].sort()).toEqual([1, 2, 3, 4]);
    expect(fitted.fidelity?.after).toBeGreaterThan(fitted.fidelity?.before ?? 1);
    expect(await readFile(join(folder, 'fitted.qasm'), 'utf8')).toBe(fitted.program);
    expect(fitted.program).toMatch(/^\/\/ Fitted to five in a row at level 2 with seed 0, in the gates sx cz rz\n/);
    for (const [, one, other] of fitted.program.matchAll(/^cz \$(\d), \$(\d);$/gm))
      expect(Math.abs(Number(one) - Number(other))).toBe(1);
    for (const file of ['far.qasm', 'fitted.qasm']) {
      const options = ['--input', 'theta=0.4', '--shots', '20', '--format', 'json'];
      const { stdout } = await hybridq(['simulate', file, ...options], { folder });
      expect(JSON.parse(stdout).counts).toEqual({ '0011': 20 });
    }
    const { stdout } = await hybridq(['check', 'fitted.qasm'], { folder });
    expect(stdout).toContain('0 errors');
  });
});

test('directions of an IBM configuration are kept, layout and seed are as they are given', async () => {
  await inFolder(async (folder) => {
    const fitted = await report(folder, '--target', 'ring.json', '--layout', '4,3,2,1', '--seed', '9', '--level', '1');
    expect(fitted).toMatchObject({ target: 'ring', layout: [4, 3, 2, 1], seed: 9, level: 1 });
    expect(fitted.fidelity).toBeUndefined();
    const pairs = [...fitted.program.matchAll(/^ecr \$(\d), \$(\d);$/gm)];
    expect(pairs.length).toBe(fitted.after.twoQubitGates);
    for (const [, one, other] of pairs) expect((Number(one) + 1) % 5).toBe(Number(other));
    expect(await report(folder, '--target', 'ring.json', '--layout', '4,3,2,1', '--seed', '9', '--level', '1')).toEqual(
      fitted,
    );
  });
});

test('gates alone are a target, and what is measured stays where it was', async () => {
  await inFolder(async (folder) => {
    const options = ['transpile', 'far.qasm', '--basis', 'gpi,gpi2,ms', '--input', 'theta=0.4'];
    const plain = await hybridq(options, { folder });
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toMatch(/^rxx\(.+\) \$\d, \$\d;$/m);
    expect(plain.stdout).not.toContain('input');
    const written = await hybridq([...options, '-o', 'ions.qasm'], { folder });
    expect(written.stdout).toMatch(/Depth \d+ → \d+, gates 4 → \d+, on two qubits 3 → \d+ \(0 swaps\)/);
    expect(await readFile(join(folder, 'ions.qasm'), 'utf8')).toBe(plain.stdout);
  });
});

test('a backend is a target by its gates', async () => {
  const key = 'iq-0a1b2c3d4e5f60718293';
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await inFolder(async (folder) => {
      const qpu = { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'ionq-team' };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { qpu } }));
      const environment = { HYBRIDQ_SECRET_IONQ_TEAM: key };
      const options = ['transpile', 'far.qasm', '--target', 'qpu', '--format', 'json'];
      const { code, stderr, stdout } = await hybridq(options, { folder, environment });
      expect(code, stderr).toBe(0);
      expect(transpileReportSchema.parse(JSON.parse(stdout))).toMatchObject({ target: 'qpu', swaps: 0 });
      expect(emulator.jobs.size).toBe(0);
      const unknown = { ...qpu, device: 'qpu.none' };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { qpu: unknown } }));
      const refused = await hybridq(options, { folder, environment });
      expect(refused).toMatchObject({ stdout: '', stderr: expect.stringMatching(/^error: (?!far\.qasm).*qpu\.none/) });
      expect(refused.code).not.toBe(0);
    });
  } finally {
    await emulator.close();
  }
});

test.each([
  [[], 2, 'Name a device with --target, or gates with --basis.'],
  [['--target', 'none'], 2, 'none: There is no such file, and no backend of that name.'],
  [['--target', 'far.qasm'], 2, 'far.qasm: This is no device.'],
  [['--target', 'local'], 2, 'The embedded simulator takes any circuit.'],
  [
    ['--target', 'ring.json', '--basis', 'rz,sx,ecrr'],
    2,
    'error: There is no gate ecrr that a basis could have. Did you mean ecr?',
  ],
  [['--target', 'ring.json', '--basis', 'rz,cz'], 2, 'cannot make every gate on one qubit'],
  [['--target', 'ring.json', '--layout', '1,1,2,3'], 2, 'on the same qubit 1 of the device'],
  [['--target', 'ring.json', '--level', '4'], 2, 'It must be a whole number from 0 to 3.'],
  [['--target', 'small.json'], 1, 'far.qasm: The circuit has 4 qubits, and the device has 3.'],
  [['--target', 'apart.json'], 1, 'which no couplings connect'],
] as const)('what cannot be done is said with what to do: %s', async (options, code, message) => {
  await inFolder(async (folder) => {
    const device = { backend_name: 'small', basis_gates: ['rz', 'sx', 'cx'], coupling_map: [[0, 1]] };
    await writeFile(join(folder, 'small.json'), JSON.stringify({ ...device, n_qubits: 3 }));
    await writeFile(join(folder, 'apart.json'), JSON.stringify({ ...device, n_qubits: 4 }));
    const answer = await hybridq(['transpile', 'far.qasm', ...options], { folder });
    expect(answer).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
  });
});
