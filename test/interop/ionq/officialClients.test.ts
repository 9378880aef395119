import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface QiskitSaw {
  status: string;
  retrieved: string;
  cancelled: string;
  probabilities: Record<string, number>;
  counts_total: number;
  multi: Record<string, number>[];
  middle: Record<string, number>;
  session: string[];
  closed_session: number;
  estimate_queue: number;
  wrong_key: number;
}

interface CirqSaw {
  expected: Record<string, number>[];
  told: Record<string, number>[];
  batch: Record<string, number>[];
  counts: Record<string, number>;
  repetitions: number;
  target: string;
  retrieved: string[];
  listed: string[];
  cancelled: string;
  deleted: string;
  after_deletion: string;
  calibration: string;
  noisy: Record<string, number>;
  wrong_noise: number;
  wrong_key: number;
}

let emulator: IonqEmulator;

async function driven<Saw>(script: string): Promise<Saw> {
  const path = join(projectRoot, 'test', 'support', 'emulators', 'ionq', script);
  const python = await pythonEnvironment();
  const { stdout } = await promisify(execFile)(python, [path, emulator.url, 'good-key', 'bad-key'], {
    timeout: 280_000,
  });
  return JSON.parse(stdout) as Saw;
}

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: ['good-key'] });
});
afterAll(() => emulator?.close());

describe('the Qiskit provider', () => {
  let seen: QiskitSaw;
  beforeAll(async () => {
    seen = await driven('drive_qiskit_client.py');
  });

  test('submits, polls, retrieves and cancels on the emulator', () => {
    expect(seen).toMatchObject({ status: 'DONE', retrieved: 'DONE', cancelled: 'CANCELLED', counts_total: 1000 });
  });

  test('reads the probabilities a closed form gives, in Qiskit bit order', () => {
    const flipped = Math.sin(0.15) ** 2 / 2;
    expect(Object.keys(seen.probabilities).sort()).toEqual(['000', '001', '110', '111']);
    expect(seen.probabilities['110']).toBeCloseTo(flipped, 12);
    expect(seen.probabilities['001']).toBeCloseTo(0.5 - flipped, 12);
  });

  test('gives each circuit of a job its own result', () => {
    expect(seen.multi).toEqual([{ '1': 1 }, { '0': 1 }]);
  });

  test('reads measurements in the middle by their registers, of a program in OpenQASM 3', () => {
    const right = seen.middle['10 1'] ?? 0;
    expect(right).toBeGreaterThan(380);
    expect(Object.values(seen.middle).reduce((sum, count) => sum + count, 0)).toBe(400);
  });

  test('runs a job within a session, which takes none when it is closed', () => {
    const [running, id = '', closed] = seen.session;
    expect([running, closed, seen.closed_session]).toEqual(['started', 'ended', 400]);
    expect([...emulator.jobs.values()].filter(({ submission }) => submission.session === id)).toHaveLength(1);
  });

  test('reads estimates, and wrong keys are refused with 401', () => {
    expect(seen.estimate_queue).toBe(3_600_000);
    expect(seen.wrong_key).toBe(401);
  });
});

describe('the Cirq client', () => {
  let seen: CirqSaw;
  beforeAll(async () => {
    seen = await driven('drive_cirq_client.py');
  });

  test("reads the probabilities of Cirq's own simulator, of abstract and of native gates", () => {
    expect(seen.expected).toHaveLength(2);
    for (const [index, expected] of seen.expected.entries()) {
      for (const [bits, probability] of Object.entries(expected)) {
        // Cirq computes with single precision.
        expect(seen.told[index]?.[bits], `${index}: ${bits}`).toBeCloseTo(probability, 5);
      }
    }
  });

  test('gives each circuit of a job its own result, and counts of hardware', () => {
    expect(seen.batch).toEqual([{ '1': 1 }, { '0': 1 }]);
    expect(seen).toMatchObject({ counts: { '1': 50 }, repetitions: 50, target: 'qpu.forte-1' });
  });

  test('retrieves, lists, cancels and deletes jobs', () => {
    expect(seen).toMatchObject({
      ...{ retrieved: ['completed', 'counted'], listed: ['counted'], cancelled: 'canceled' },
      ...{ deleted: 'deleted', after_deletion: 'not found' },
    });
  });

  test('finds no calibration where it asks for one, which is not in version 0.4 of the interface', () => {
    expect(seen.calibration).toBe('not found');
  });

  test('gets noise of a model that there is, and wrong models and keys are refused', () => {
    expect(seen.noisy['1']).toBeGreaterThan(0.95);
    expect(seen).toMatchObject({ wrong_noise: 400, wrong_key: 401 });
  });
});
