import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIbmBackend } from '#core/backends/ibm/ibmBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure, type Failure } from '#core/base/failure.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import {
  emulatedIbmBackend,
  flippedPair,
  ibmJob,
  ibmKey,
  MovedClock,
  measuredOn,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { emulatedInstance, type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

let emulator: IbmEmulator;

beforeEach(async () => {
  emulator = await startIbmEmulator({ keys: [ibmKey] });
});
afterEach(() => emulator.close());

/** What people read, which never holds the key. */
function told(failure: Failure): string {
  const text = describeFailure(failure);
  expect(text).not.toContain(ibmKey);
  return text;
}

test('nobody listening', async () => {
  await emulator.close();
  const failure = await failureOf(emulatedIbmBackend(emulator).devices(neverCancelled));
  expect(failure.reason).toBe('offline');
  expect(told(failure)).toMatch(/^127\.0\.0\.1:\d+ cannot be reached .* Check the network connection/);
});

test('a missing key is noticed before anything is sent', async () => {
  const backend = emulatedIbmBackend(emulator, { secrets: heldSecret(undefined) });
  const failure = await failureOf(backend.submit(ibmJob([flippedPair]), neverCancelled));
  expect(failure.reason).toBe('auth');
  expect(told(failure)).toMatch(/^There is no credential named 'ibm' for IBM Quantum\. Add it with the command/);
  expect(emulator.requests).toEqual([]);
});

test('a key that IBM does not know, and one that is revoked in the middle', async () => {
  const backend = emulatedIbmBackend(emulator);
  await backend.devices(neverCancelled);
  emulator.revoke(ibmKey);
  const failure = await failureOf(backend.test(neverCancelled));
  expect(failure.reason).toBe('auth');
  expect(told(failure)).toBe(
    "IBM Cloud does not accept the API key 'ibm' (HTTP 400, BXNIM0415E). It may have been deleted or belong to another account: create one at cloud.ibm.com/iam/apikeys and store it under the same name.",
  );
});

test('an account that may not use the instance', async () => {
  emulator.faults.add({ path: /backends/, times: 1, effect: { kind: 'status', status: 403 } });
  const failure = await failureOf(emulatedIbmBackend(emulator).devices(neverCancelled));
  expect(failure.reason).toBe('auth');
  expect(told(failure)).toContain("stored as 'ibm' belongs to an account that may use the instance of backend 'cloud'");
});

test('an instance of another region', async () => {
  const instance = emulatedInstance.replace('us-east', 'eu-de');
  const failure = await failureOf(emulatedIbmBackend(emulator, { instance }).test(neverCancelled));
  expect(failure.reason).toBe('not-found');
  expect(told(failure)).toMatch(
    /The instance was not found in this region.*Check the CRN of backend 'cloud': its instance is looked for in the region 'eu-de'/,
  );
});

test('a region that there is none of is named where its host cannot be reached', async () => {
  const asked: string[] = [];
  const backend = createIbmBackend({
    id: 'cloud',
    device: 'ibm_aarhus',
    instance: emulatedInstance.replace('us-east', 'us-est'),
    tokenEndpoint: emulator.tokenUrl,
    credential: 'ibm',
    http: async (request, signal) => {
      asked.push(request.url);
      const url = request.url.replace('https://us-est.quantum.cloud.ibm.com', 'http://127.0.0.1:1');
      return await createHttpClient()({ ...request, url }, signal);
    },
    clock: new MovedClock(),
    secrets: heldSecret(ibmKey),
  });
  const failure = await failureOf(backend.devices(neverCancelled));
  expect(asked).toContain('https://us-est.quantum.cloud.ibm.com/api/v1/backends');
  expect(failure.reason).toBe('offline');
  expect(told(failure)).toContain(
    "the region in the CRN of backend 'cloud': 'us-est' has a host of its own; there are us-east and eu-de",
  );
});

test.each(['crn:v1:bluemix', 'crn:v1:bluemix:public:cloud-object-storage:us-east:a/1:2::', 'my-instance'])(
  'an instance that is none: %s',
  (instance) => {
    expect(() => emulatedIbmBackend(emulator, { instance })).toThrow(/is no cloud resource name of IBM Quantum/);
  },
);

test('a device that there is none of', async () => {
  const failure = await failureOf(emulatedIbmBackend(emulator, { device: 'ibm_oz' }).describe(neverCancelled));
  expect(failure.reason).toBe('not-found');
  expect(told(failure)).toBe(
    "The instance of backend 'cloud' has no device 'ibm_oz'. Use one of ibm_aarhus, ibm_simulator, ibm_bergen.",
  );
});

test('a device that is closed', async () => {
  const device = emulator.devices.find(({ name }) => name === 'ibm_bergen');
  if (device) Object.assign(device, { status: 'offline', reason: 'cooling down' });
  const backend = emulatedIbmBackend(emulator, { device: 'ibm_bergen' });
  const failure = await failureOf(backend.submit(ibmJob([flippedPair]), neverCancelled));
  expect(failure.reason).toBe('backend-down');
  expect(told(failure)).toMatch(
    /^ibm_bergen takes no jobs at the moment \(maintenance: cooling down\)\. Try again later/,
  );
  expect(emulator.jobs.size).toBe(0);
  expect(await backend.test(neverCancelled)).toEqual({
    ok: false,
    message:
      "IBM Quantum accepts the key 'ibm'; ibm_bergen has 5 qubits and 31 jobs waiting and takes no jobs at the moment (maintenance: cooling down). The instance has used 20 of 600 s of its period.",
  });
});

test('a circuit that is too wide', async () => {
  const failure = await failureOf(emulatedIbmBackend(emulator).submit(ibmJob([measuredOn(8, [])]), neverCancelled));
  expect(failure.reason).toBe('invalid-circuit');
  expect(told(failure)).toMatch(/^The circuit has 8 qubits, and ibm_aarhus has 7\. Use a smaller circuit/);
});

test('too many shots and too few', async () => {
  const backend = emulatedIbmBackend(emulator);
  for (const shots of [10_000_001, 0, 1.5]) {
    const failure = await failureOf(backend.submit(ibmJob([flippedPair], shots), neverCancelled));
    expect(failure.reason).toBe('invalid-circuit');
    expect(told(failure)).toMatch(/runs up to 10000000 shots a job.* Ask for fewer shots/);
  }
});

test('an instance whose time is used up', async () => {
  emulator.isUsedUp = true;
  const backend = emulatedIbmBackend(emulator);
  const failure = await failureOf(backend.submit(ibmJob([flippedPair]), neverCancelled));
  expect(failure.reason).toBe('quota');
  expect(told(failure)).toMatch(/^The instance of backend 'cloud' has used up its 600 s of the period\. Wait/);
  expect((await backend.test(neverCancelled)).ok).toBe(false);
});

test('a test that all is well', async () => {
  expect(await emulatedIbmBackend(emulator).test(neverCancelled)).toEqual({
    ok: true,
    message:
      "IBM Quantum accepts the key 'ibm'; ibm_aarhus has 7 qubits and 12 jobs waiting and is available. The instance has used 20 of 600 s of its period.",
  });
});
