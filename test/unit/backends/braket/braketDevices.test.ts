import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Backend } from '#core/backends/backend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { BraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import {
  asymmetric,
  braket,
  circuit,
  h,
  job,
  measure,
  northernBucket,
  recordingClock,
  startEmulator,
} from './braketFixture.ts';

let emulator: BraketEmulator;
let backend: Backend;
const clock = recordingClock();

beforeEach(async () => {
  emulator = await startEmulator();
  backend = braket(emulator, clock);
});
afterEach(() => emulator.close());

const garnet = () =>
  braket(emulator, clock, { device: 'Garnet', region: undefined, results: `s3://${northernBucket}` });
const published = { asOf: '2026-08-21', source: 'https://aws.amazon.com/braket/pricing/' };

test('devices come from all pages of all regions, each once, with queue, price and what else to know', async () => {
  emulator.pageSize = 1;
  const devices = await braket(emulator, clock, { region: undefined }).devices(neverCancelled);
  expect(
    devices.map(({ device, kind, notice, queueLength, status, title }) => ({
      name: device.slice(device.lastIndexOf('/') + 1),
      ...{ kind, notice, queueLength, status, title },
    })),
  ).toEqual([
    {
      name: 'sv1',
      kind: 'simulator',
      notice: undefined,
      queueLength: 0,
      status: 'available',
      title: 'Amazon Braket SV1',
    },
    {
      name: 'dm1',
      kind: 'simulator',
      notice: undefined,
      queueLength: 0,
      status: 'available',
      title: 'Amazon Braket DM1',
    },
    {
      name: 'Forte-1',
      kind: 'hardware',
      notice: 'offline',
      queueLength: 2000,
      status: 'unavailable',
      title: 'IonQ Forte 1',
    },
    {
      name: 'Aquila',
      kind: 'hardware',
      notice: 'takes no circuits',
      queueLength: 3,
      status: 'unavailable',
      title: 'QuEra Aquila',
    },
    {
      name: 'Ankaa-3',
      kind: 'hardware',
      notice: 'retired',
      queueLength: undefined,
      status: 'unavailable',
      title: 'Rigetti Ankaa-3',
    },
    {
      name: 'Garnet',
      kind: 'hardware',
      notice: 'runs tasks Weekdays 08:00–18:30 UTC',
      queueLength: 12,
      status: 'available',
      title: 'IQM Garnet',
    },
  ]);
  expect(devices[2]?.price).toEqual({
    perTask: { amount: 0.3, currency: 'USD' },
    perShot: { amount: 0.08, currency: 'USD' },
    ...published,
  });
});

test('a managed simulator takes any circuit and tells its limits', async () => {
  const description = await backend.describe(neverCancelled);
  expect(description).toMatchObject({ adapter: 'braket', qubits: 34, maximumShots: 100_000, takes: 'any-circuit' });
  expect(description.gates).toEqual(expect.arrayContaining(['cx', 'ccx', 'h', 'sdg', 'rxx']));
  expect(description.couplings).toBeUndefined();
  expect(await backend.calibration?.(neverCancelled)).toBeUndefined();
});

test('a device tells its own gates and couplings, numbered from 0 in both directions', async () => {
  const { couplings = [], gates, qubits } = await garnet().describe(neverCancelled);
  expect({ gates, qubits }).toEqual({ gates: ['cz', 'r'], qubits: 9 });
  // A square of three by three has twelve edges.
  expect(couplings).toHaveLength(24);
  expect(couplings).toEqual(
    expect.arrayContaining([
      [0, 1],
      [1, 0],
      [4, 7],
      [7, 4],
      [5, 8],
    ]),
  );
});

test('the calibration of a device is what was last measured, with its date', async () => {
  const calibration = await garnet().calibration?.(neverCancelled);
  expect(calibration).toMatchObject({
    id: 'Garnet 2026-08-20T06:00:00.000Z',
    calibratedAt: Date.parse('2026-08-20T06:00:00Z'),
    values: { standardized: { oneQubitProperties: { 1: { T1: { value: 4e-5, unit: 'S' } } } } },
  });
});

test('devices cost a task for each circuit and every shot', async () => {
  const estimate = await garnet().estimate(job([asymmetric, asymmetric], 1000), neverCancelled);
  expect(estimate).toEqual({
    cost: { amount: 3.5, currency: 'USD' },
    arithmetic: '2 tasks × 0.3 USD + 2 × 1000 shots × 0.00145 USD = 3.5 USD',
    ...published,
  });
});

test('managed simulators cost by time: three seconds at least, and more for wide circuits', async () => {
  const small = await backend.estimate(job([asymmetric, asymmetric], 1000), neverCancelled);
  expect(small).toEqual({
    cost: { amount: 0.0075, currency: 'USD' },
    arithmetic: '2 tasks, 6 s in all (the least that is charged) × 0.075 USD a minute = 0.0075 USD',
    chargedTime: { duration: 6000, arithmetic: '2 tasks, 6 s in all (the least that is charged)' },
    ...published,
  });
  const qubits = Array.from({ length: 32 }, (_, qubit) => qubit);
  const wide = circuit(32, 32, [...qubits.map(h), ...qubits.map((qubit) => measure(qubit, qubit))]);
  const { arithmetic, cost } = await backend.estimate(job([wide]), neverCancelled);
  // 32 gates on 2³² amplitudes, 10⁹ a second: 138 s at 0.00125 USD.
  expect(cost).toEqual({ amount: 0.1725, currency: 'USD' });
  expect(arithmetic).toBe(
    '1 task, 138 s in all (assuming 1e+9 amplitudes a second and at least 3 s each) × 0.075 USD a minute = 0.1725 USD',
  );
});

test('the check says who one is, that the device is there, and where results go', async () => {
  expect(await backend.test(neverCancelled)).toEqual({
    ok: true,
    message:
      'AWS knows you as arn:aws:iam::123456789012:user/ada; SV1 in us-east-1 is online; results go to s3://amazon-braket-emulated/results.',
  });
  emulator.setDeviceStatus('SV1', 'OFFLINE');
  expect(await backend.test(neverCancelled)).toMatchObject({
    ok: false,
    message: expect.stringContaining('SV1 in us-east-1 takes no tasks (offline)'),
  });
  const elsewhere = braket(emulator, clock, { results: 's3://amazon-braket-missing/a' });
  expect(await elsewhere.test(neverCancelled)).toEqual({
    ok: false,
    message:
      'AWS knows you as arn:aws:iam::123456789012:user/ada, but results have no place: There is no bucket amazon-braket-missing. Create it in us-east-1, or correct `results` of the backend.',
  });
});
