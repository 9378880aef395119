import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type BraketEmulator, startBraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

type Counts = Readonly<Record<string, number>>;

interface Seen {
  readonly counts: Counts;
  readonly again: Counts;
  readonly exact: readonly number[];
}

const keys = {
  accessKeyId: 'AKIAEMULATEDUSER0001',
  secretAccessKey: 'a/secret+key/of+the/emulated+account',
  account: '123456789012',
  user: 'ada',
};
const bucket = 'amazon-braket-python';

let emulator: BraketEmulator;
let seen: Seen;

beforeAll(async () => {
  const buckets = { [bucket]: 'us-east-1', [`${bucket}-north`]: 'eu-north-1' };
  emulator = await startBraketEmulator({ keys: [keys], buckets });
  const script = join(projectRoot, 'test', 'support', 'emulators', 'braket', 'drive_official_clients.py');
  const python = await pythonEnvironment();
  const call = [script, emulator.url, keys.accessKeyId, keys.secretAccessKey, bucket];
  const { stdout } = await promisify(execFile)(python, call, { timeout: 280_000 });
  seen = JSON.parse(stdout) as Seen;
});

afterAll(() => emulator?.close());

test("Amazon's clients list devices, and their schemas accept what devices say of themselves", () => {
  expect(seen).toMatchObject({
    devices: ['Ankaa-3', 'Aquila', 'DM1', 'Forte 1', 'Garnet', 'SV1'],
    sv1: ['ONLINE', 34, { Normal: '0', Priority: '0' }],
    garnet: { type: 'IqmDeviceCapabilities', native: ['cz', 'prx'], T1: 4e-5 },
  });
});

test('amazon-braket-sdk submits, polls, reads results and cancels, with the first qubit leftmost', () => {
  expect(seen).toMatchObject({
    queue: '3',
    state: 'COMPLETED',
    measured: [0, 1, 2],
    partial: [
      ['10', '11'],
      [2, 0],
    ],
    input: { '10': 10 },
    cancelled: ['CANCELLED', 'CANCELLED'],
  });
  expect(seen.again).toEqual(seen.counts);
  // The first qubit is 1 but for a rotation by 0.3; the others agree.
  const total = Object.values(seen.counts).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(1000);
  const { '100': down = 0, '111': up = 0 } = seen.counts;
  // 1000 draws of probability cos²(0.15), six standard deviations.
  const expected = 1000 * Math.cos(0.15) ** 2;
  expect(Math.abs(down + up - expected)).toBeLessThan(6 * Math.sqrt(expected * Math.sin(0.15) ** 2));
  expect(Object.keys(seen.counts).every((key) => key[1] === key[2])).toBe(true);
});

test('without shots there are exact probabilities', () => {
  expect(seen.exact).toHaveLength(4);
  [0, 0, 0.5, 0.5].forEach((probability, index) => {
    expect(seen.exact[index]).toBeCloseTo(probability, 12);
  });
});

test('boto3 finds tasks by page, with their tags, and a token makes one task only', () => {
  expect(seen).toMatchObject({
    idempotent: true,
    conflict: ['ConflictException', 409],
    tags: { purpose: 'test' },
    states: ['QUEUED', 'RUNNING', 'COMPLETED'],
    found: [6, true, { purpose: 'test' }],
    late: ['ConflictException', 409],
    who: 'arn:aws:iam::123456789012:user/ada',
  });
});

test('objects are written and read where results are', () => {
  expect(seen).toMatchObject({ object: [1], head: true, kept: 'kept', missing: ['NoSuchKey', 404] });
});

test('programs, devices and keys are refused as by the services', () => {
  const invalid = ['ValidationException', 400];
  expect(seen).toMatchObject({
    cx: invalid,
    version: invalid,
    include: invalid,
    shots: invalid,
    bucket: invalid,
    offline: ['DeviceOfflineException', 424],
    region: ['ResourceNotFoundException', 404],
    unknown: [
      ['UnrecognizedClientException', 403],
      ['InvalidAccessKeyId', 403],
      ['InvalidClientTokenId', 403],
      ['InvalidSignatureException', 403],
    ],
  });
});
