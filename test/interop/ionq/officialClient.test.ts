import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Seen {
  status: string;
  retrieved: string;
  cancelled: string;
  probabilities: Record<string, number>;
  counts_total: number;
  multi: Record<string, number>[];
  estimate_queue: number;
  wrong_key: number;
}

let emulator: IonqEmulator;
let seen: Seen;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: ['good-key'] });
  const script = join(projectRoot, 'test', 'support', 'emulators', 'ionq', 'drive_official_client.py');
  const python = await pythonEnvironment();
  const { stdout } = await promisify(execFile)(python, [script, emulator.url, 'good-key', 'bad-key'], {
    timeout: 120_000,
  });
  seen = JSON.parse(stdout) as Seen;
});

afterAll(() => emulator?.close());

test("IonQ's official client submits, polls, retrieves and cancels on the emulator", () => {
  expect(seen).toMatchObject({ status: 'DONE', retrieved: 'DONE', cancelled: 'CANCELLED', counts_total: 1000 });
});

test('the official client reads the probabilities a closed form gives, in Qiskit bit order', () => {
  const flipped = Math.sin(0.15) ** 2 / 2;
  expect(Object.keys(seen.probabilities).sort()).toEqual(['000', '001', '110', '111']);
  expect(seen.probabilities['110']).toBeCloseTo(flipped, 12);
  expect(seen.probabilities['001']).toBeCloseTo(0.5 - flipped, 12);
});

test('a job of several circuits gives each its own result', () => {
  expect(seen.multi).toEqual([{ '1': 1 }, { '0': 1 }]);
});

test('estimates are read and wrong keys are refused with 401', () => {
  expect(seen.estimate_queue).toBe(3_600_000);
  expect(seen.wrong_key).toBe(401);
});
