import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { emulatedInstance, type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

let emulator: IbmEmulator;
let seen: Record<string, unknown>;

beforeAll(async () => {
  emulator = await startIbmEmulator({ keys: ['good-key'] });
  const script = join(projectRoot, 'test', 'support', 'emulators', 'ibm', 'drive_official_client.py');
  const python = await pythonEnvironment();
  const parameters = [script, emulator.url, emulator.tokenUrl, emulatedInstance, 'good-key', 'bad-key'];
  const { stdout } = await promisify(execFile)(python, parameters, { timeout: 60_000 });
  seen = JSON.parse(stdout) as Record<string, unknown>;
}, 90_000);

afterAll(() => emulator?.close());

test("IBM's official client lists the devices, their couplings and their calibration", () => {
  expect(seen).toMatchObject({
    devices: ['ibm_aarhus', 'ibm_bergen', 'ibm_simulator'],
    status: { operational: true, pending: 12 },
    qubits: 7,
    t1: 143e-6,
    paused: 'paused',
    usage: 580,
  });
  expect(seen['coupled']).toContainEqual([1, 3]);
  expect(seen['cz_error']).toBeCloseTo(0.0031, 12);
});

test('it submits what Qiskit fitted and wrote, polls, and reads the bits in Qiskit order', () => {
  expect(seen).toMatchObject({ first_status: 'RUNNING', shots: 500, num_bits: 3, charged: 2 });
  // x on qubit 0, the others equal: 001 and 111.
  expect(seen['samples']).toEqual([1, 7]);
  expect(seen['timestamps']).toEqual(['created', 'finished', 'running']);
});

test('parameters are bound on the service, one row or several', () => {
  expect(seen['sweep']).toEqual([['0x1'], ['0x0']]);
});

test('it reads expectation values, whose rightmost letter is of qubit 0, within five standard errors', () => {
  const [evs, stds] = [seen['evs'] as number[], seen['stds'] as number[]];
  [1, 2, 0].forEach((exact, index) => {
    expect(Math.abs((evs[index] ?? 0) - exact)).toBeLessThanOrEqual(5 * (stds[index] ?? 0));
  });
  expect(stds[0]).toBe(0);
  expect(stds[2]).toBeCloseTo(0.05, 12);
});

test('it pages through jobs, finds them by tag, cancels, changes tags and deletes', () => {
  expect(seen).toMatchObject({
    pages: 25,
    tagged: true,
    retrieved: 'DONE',
    cancelled: 'CANCELLED',
    cancel_ended: 'refused',
    tags: ['other'],
    after_deletion: 23,
  });
});

test('circuits that are not made for the device fail with a reason', () => {
  expect(seen['not_fitted']).toMatch(/Error code 1517; The circuit uses virtual qubits/);
});

test('it opens a session, runs in it and closes it', () => {
  expect(seen['session']).toEqual(['dedicated', 300, 'In progress, accepting new jobs']);
  expect(seen).toMatchObject({ session_closed: false, session_job: true });
});

test('a wrong key is refused', () => {
  expect(seen['wrong_key']).toEqual(['apikey', 401]);
});
