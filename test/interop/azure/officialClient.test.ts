import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import {
  type AzureEmulator,
  emulatedWorkspace,
  startAzureEmulator,
} from '#test/support/emulators/azure/azureEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Ended<Result> {
  readonly status: string;
  readonly result: Result;
}

interface Seen {
  readonly targets: readonly string[];
  readonly quotas: readonly string[];
  readonly ionq: Ended<{ histogram: Record<string, number> }> & { readonly cost: number };
  readonly quantinuum: Ended<{ c: string[] }>;
  readonly bell: readonly string[];
  readonly checked: { c: string[] };
  readonly openqasm3: { readonly status: string; readonly code: string };
  readonly rigetti: Ended<number[][]>;
  readonly cancelled: string;
  readonly jobs: readonly string[];
  readonly retrieved: string;
  readonly session: readonly string[];
  readonly wrong_key: number | string;
}

let emulator: AzureEmulator;
let seen: Seen;

beforeAll(async () => {
  emulator = await startAzureEmulator({ keys: ['good-key'] });
  // Lists have several pages.
  emulator.pageSize = 2;
  const { name, resourceGroup, subscription } = emulatedWorkspace;
  const script = join(projectRoot, 'test', 'support', 'emulators', 'azure', 'drive_official_client.py');
  const python = await pythonEnvironment();
  const parameters = [script, emulator.url, subscription, resourceGroup, name, 'good-key', 'bad-key'];
  const { stdout } = await promisify(execFile)(python, parameters, { timeout: 280_000 });
  seen = JSON.parse(stdout) as Seen;
});

afterAll(() => emulator?.close());

test("Microsoft's client lists targets, quotas and jobs of all pages", () => {
  expect(seen.targets).toHaveLength(7);
  expect(seen.targets).toContain('rigetti.sim.qvm');
  expect(seen.quotas).toEqual(['qgs']);
  expect(seen.jobs).toEqual([
    'cancelled',
    'ionq',
    'quantinuum',
    'quantinuum-job',
    'quantinuum-job',
    'quantinuum-job',
    'rigetti',
  ]);
  expect(seen.retrieved).toBe('cancelled');
  expect(seen.session).toEqual(['inside']);
});

test('it uploads, submits, polls and reads |01⟩ of qubits 1 0 in the bit order of each provider', () => {
  expect(seen.ionq).toEqual({ status: 'Succeeded', result: { histogram: { '1': 1 } }, cost: 0 });
  expect(seen.quantinuum).toEqual({ status: 'Succeeded', result: { c: ['01', '01', '01'] } });
  expect(seen.rigetti).toEqual({
    status: 'Succeeded',
    result: [
      [1, 0],
      [1, 0],
      [1, 0],
    ],
  });
});

test('programs are simulated, checked or refused as their providers do', () => {
  expect(seen.bell).toEqual(['00', '11']);
  expect(seen.checked).toEqual({ c: ['00', '00'] });
  expect(seen.openqasm3).toEqual({ status: 'Failed', code: 'CompilationError' });
});

test('it cancels a job, and its wrong key is refused', () => {
  expect(seen.cancelled).toBe('Cancelled');
  expect(seen.wrong_key).toBe(401);
});
