import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend, BackendJob } from '#core/backends/backend.ts';
import { createQbraidBackend } from '#core/backends/qbraid/qbraidBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { qubitOneOfTwo } from '#test/support/emulators/asymmetricCircuit.ts';
import { type QbraidEmulator, startQbraidEmulator } from '#test/support/emulators/qbraid/qbraidEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

const simulator = 'qbraid:qbraid:sim:qir-sv';
const clock = { now: () => Date.parse('2026-08-20T00:00:00Z'), monotonic: () => 0, sleep: async () => {} };

let emulator: QbraidEmulator;

beforeEach(async () => {
  emulator = await startQbraidEmulator({ keys: ['key'] });
});
afterEach(() => emulator.close());

function qbraid(device = simulator, key: string | undefined = 'key'): Backend {
  return createQbraidBackend({
    id: 'cloud',
    device,
    endpoint: emulator.url,
    credential: 'qbraid',
    http: createHttpClient(),
    clock,
    secrets: heldSecret(key),
  });
}

const job = (circuits: readonly Circuit[], shots = 100): BackendJob => ({ key: 'run-1-a', circuits, shots });

/** Flips qubits and measures some of all into bits of other numbers. */
function flipping(
  flips: readonly number[],
  readings: readonly (readonly [number, number])[],
  bitCount: number,
): Circuit {
  const operations: Operation[] = [
    ...flips.map((target) => ({ kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [target] }) as const),
    ...readings.map(([qubit, bit]) => ({ kind: 'measure', qubit, bit }) as const),
  ];
  const bitRegisters = [
    { name: 'a', start: 0, size: 1 },
    { name: 'b', start: 1, size: bitCount - 1 },
  ];
  return { qubitCount: 3, bitCount, qubitRegisters: [], bitRegisters, parameters: [], operations };
}

async function outcomesOf(backend: Backend, circuits: readonly Circuit[]): Promise<string[][]> {
  const handle = await backend.submit(job(circuits), neverCancelled);
  await endedJob(backend, handle);
  const { outcomes } = await backend.result(handle, circuits, neverCancelled);
  return outcomes.map(({ counts }) => Object.keys(counts ?? {}));
}

async function toldOf(promise: Promise<unknown>): Promise<string> {
  const { advice, message, reason } = await failureOf(promise);
  return `${reason}: ${message} ${advice}`;
}

describe('a job', () => {
  test('gives all bits of the circuit, the last leftmost, wherever they are measured from', async () => {
    expect(await outcomesOf(qbraid(), [qubitOneOfTwo])).toEqual([['01']]);
    expect(
      await outcomesOf(qbraid(), [
        flipping(
          [2],
          [
            [2, 0],
            [0, 3],
          ],
          4,
        ),
      ]),
    ).toEqual([['0001']]);
    expect(
      await outcomesOf(qbraid(), [
        flipping(
          [2],
          [
            [2, 3],
            [0, 0],
          ],
          4,
        ),
      ]),
    ).toEqual([['1000']]);
  });

  test('of several circuits is a batch where the device takes one', async () => {
    const circuits = [flipping([0], [[0, 0]], 2), flipping([], [[0, 0]], 2)];
    expect(await outcomesOf(qbraid('aws:aws:sim:sv1'), circuits)).toEqual([['01'], ['00']]);
    expect(emulator.jobs.size).toBe(1);
  });

  test('of several circuits is several jobs elsewhere, which are one to us', async () => {
    const circuits = [flipping([0], [[0, 0]], 2), flipping([], [[0, 0]], 2)];
    const backend = qbraid();
    expect(await outcomesOf(backend, circuits)).toEqual([['01'], ['00']]);
    expect(emulator.jobs.size).toBe(2);
    const found = await backend.find('run-1-a', neverCancelled);
    expect(found?.id.split(' ')).toEqual([...emulator.jobs.keys()]);
  });

  test('of which a part arrived before the connection broke is completed, not repeated', async () => {
    const circuits = [flipping([0], [[0, 0]], 2), flipping([], [[0, 0]], 2), flipping([0], [[0, 1]], 2)];
    const backend = qbraid();
    emulator.faults.add({ method: 'POST', path: /\/jobs$/, skips: 1, times: 1, effect: { kind: 'drop', after: true } });
    expect(await toldOf(backend.submit(job(circuits), neverCancelled))).toContain('offline');
    expect(await backend.find('run-1-a', neverCancelled)).toBeUndefined();
    expect(await outcomesOf(backend, circuits)).toEqual([['01'], ['00'], ['10']]);
    expect(emulator.jobs.size).toBe(3);
  });

  test('is found on a later page', async () => {
    const backend = qbraid();
    const circuits = Array.from({ length: 25 }, () => qubitOneOfTwo);
    const handle = await backend.submit(job(circuits), neverCancelled);
    expect(await backend.find('run-1-a', neverCancelled)).toEqual(handle);
    expect(await backend.find('run-2-a', neverCancelled)).toBeUndefined();
  });

  test('tells its place in the queue, its time and its cost', async () => {
    const backend = qbraid('aws:iqm:qpu:garnet');
    const handle = await backend.submit(job([qubitOneOfTwo]), neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'queued', position: 3 });
    await endedJob(backend, handle);
    const result = await backend.result(handle, [qubitOneOfTwo], neverCancelled);
    // 30 + 100 × 0.145 credits of a cent each.
    expect(result.cost).toEqual({ amount: 0.445, currency: 'USD' });
    expect(result.executionTime).toBe(1200);
  });
});

describe('devices', () => {
  test('have a price with its date, a queue and what is wrong with them', async () => {
    const devices = await qbraid().devices(neverCancelled);
    expect(devices.find(({ device }) => device === 'aws:iqm:qpu:garnet')).toEqual({
      device: 'aws:iqm:qpu:garnet',
      title: 'Garnet',
      kind: 'hardware',
      qubits: 20,
      status: 'available',
      queueLength: 4,
      queueTime: 720_000,
      price: {
        perTask: { amount: 0.3, currency: 'USD' },
        perShot: { amount: 0.00145, currency: 'USD' },
        perSecond: { amount: 0, currency: 'USD' },
        asOf: '2026-08-20',
        source: 'qBraid, /devices',
      },
    });
    expect(devices.find(({ device }) => device === 'aws:rigetti:qpu:ankaa-3')).toMatchObject({
      status: 'unavailable',
      notice: 'Under maintenance',
    });
  });

  test('are estimated in dollars, with the arithmetic', async () => {
    const estimate = await qbraid('aws:iqm:qpu:garnet').estimate(job([qubitOneOfTwo], 1000), neverCancelled);
    expect(estimate).toEqual({
      cost: { amount: 1.75, currency: 'USD' },
      asOf: '2026-08-20',
      source: 'qBraid, /jobs/cost-estimate',
      arithmetic: '1 circuit of 1000 shots × 175 credits × 0.01 USD',
    });
  });

  test('that are measured have a calibration, simulators have none', async () => {
    const calibration = await qbraid('aws:iqm:qpu:garnet').calibration?.(neverCancelled);
    expect(calibration?.calibratedAt).toBe(Date.parse('2026-08-19T22:00:00Z'));
    expect(await qbraid().calibration?.(neverCancelled)).toBeUndefined();
  });

  test('are tested with a sentence', async () => {
    expect(await qbraid().test(neverCancelled)).toEqual({
      ok: true,
      message: `qBraid accepts the key of ada; ${simulator} has 30 qubits and is online.`,
    });
    const closed = await qbraid('aws:rigetti:qpu:ankaa-3').test(neverCancelled);
    expect(closed).toMatchObject({
      ok: false,
      message: expect.stringContaining('offline (Under maintenance). Choose'),
    });
  });
});

describe('what cannot be', () => {
  const submitted = (backend: Backend, circuit = qubitOneOfTwo, shots = 100) =>
    toldOf(backend.submit(job([circuit], shots), neverCancelled));

  test('each says what, where and the next step', async () => {
    expect(await submitted(qbraid('aws:rigetti:qpu:ankaa-3'))).toBe(
      'backend-down: aws:rigetti:qpu:ankaa-3 takes no jobs now, it is offline: Under maintenance. Choose another device ("hybridq backends devices" lists them), or come back later.',
    );
    expect(await submitted(qbraid(simulator, 'revoked'))).toBe(
      "auth: qBraid refused the request (HTTP 401): Invalid API key. Check the key stored as 'qbraid', and that its account may use the device.",
    );
    expect(await submitted(qbraid('qbraid:none'))).toContain(
      'not-found: qBraid refused the request (HTTP 404): Device',
    );
    expect(await submitted(qbraid(), qubitOneOfTwo, 5000)).toBe(
      `invalid-circuit: ${simulator} takes 1 to 2000 shots, not 5000. Change the number of shots.`,
    );
    expect(await submitted(qbraid(), { ...qubitOneOfTwo, qubitCount: 31 })).toContain(
      `invalid-circuit: The circuit has 31 qubits, and ${simulator} has 30. Use fewer qubits`,
    );
    expect(await submitted(qbraid(simulator, ''))).toContain(
      "auth: There is no credential named 'qbraid' for qBraid. Add",
    );
    expect(emulator.jobs.size).toBe(0);
  });

  test('a machine without a network', async () => {
    const backend = qbraid();
    await emulator.close();
    expect(await toldOf(backend.test(neverCancelled))).toMatch(/^offline: .* cannot be reached .*network connection/);
  });
});
