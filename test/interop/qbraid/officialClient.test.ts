import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type QbraidEmulator, startQbraidEmulator } from '#test/support/emulators/qbraid/qbraidEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Seen {
  devices: string[];
  status: string;
  counts: Record<string, number>;
  cost: number;
  listed: boolean[];
  batch: string[][];
  cancelled: string;
  estimate: number;
  calibrated: string;
  wrong_key: string;
}

let emulator: QbraidEmulator;
let seen: Seen;

beforeAll(async () => {
  emulator = await startQbraidEmulator({ keys: ['good-key'] });
  const script = join(projectRoot, 'test', 'support', 'emulators', 'qbraid', 'drive_official_client.py');
  const python = await pythonEnvironment();
  const { stdout } = await promisify(execFile)(python, [script, emulator.url, 'good-key', 'bad-key'], {
    timeout: 280_000,
  });
  seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Seen;
});

afterAll(() => emulator?.close());

test("qBraid's official client lists devices, submits, polls and cancels on the emulator", () => {
  expect(seen.devices).toEqual([
    'aws:aws:sim:sv1',
    'aws:iqm:qpu:garnet',
    'aws:rigetti:qpu:ankaa-3',
    'qbraid:qbraid:sim:qir-sv',
  ]);
  expect(seen).toMatchObject({ status: 'COMPLETED', listed: [true], cancelled: 'CANCELLED' });
});

test('the official client reads counts with the last bit leftmost', () => {
  expect(Object.keys(seen.counts).sort()).toEqual(['001', '111']);
  expect((seen.counts['001'] ?? 0) + (seen.counts['111'] ?? 0)).toBe(1000);
});

test('a batch gives each circuit its own counts', () => {
  const [withFlip = [], without = []] = seen.batch;
  expect(withFlip.every((key) => key.endsWith('1'))).toBe(true);
  expect(without.every((key) => key.endsWith('0'))).toBe(true);
});

test('costs, estimates and calibrations are read, and wrong keys are refused', () => {
  expect(seen.cost).toBe(0.5);
  expect(seen.estimate).toBe(30 + 145);
  expect(seen.calibrated).toBe('2026-08-19T22:00:00Z');
  expect(seen.wrong_key).toBe('refused');
});
