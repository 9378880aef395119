import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '#core/backends/backend.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure } from '#core/base/failure.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import type { BraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';
import {
  account,
  asymmetric,
  braket,
  circuit,
  h,
  job,
  measure,
  northernBucket,
  recordingClock,
  startEmulator,
  x,
} from './braketFixture.ts';

let emulator: BraketEmulator;
let clock: ReturnType<typeof recordingClock>;
let backend: Backend;

beforeEach(async () => {
  emulator = await startEmulator();
  clock = recordingClock();
  backend = braket(emulator, clock);
});
afterEach(() => emulator.close());

async function submissionFailure(target: Backend, work = job([asymmetric])) {
  const failure = await failureOf(target.submit(work, neverCancelled));
  expect(describeFailure(failure)).not.toContain(account.secretAccessKey);
  return { reason: failure.reason, text: describeFailure(failure) };
}

describe('what is wrong is said with the next step', () => {
  test('an offline machine', async () => {
    await emulator.close();
    expect(await submissionFailure(backend)).toEqual({
      reason: 'offline',
      text: 'Amazon Braket in us-east-1 cannot be reached (ECONNREFUSED). Check the network connection, the proxy settings and the name of the region.',
    });
  });

  test('a revoked key', async () => {
    const revoked = braket(emulator, clock, {}, 'AKIAREVOKED000000001:some/secret');
    expect(await submissionFailure(revoked)).toEqual({
      reason: 'auth',
      text: "AWS does not know the access key of the credential 'aws': it was revoked or mistyped. Make new keys in the console of IAM and store accessKeyId:secretAccessKey as 'aws' again.",
    });
    expect((await failureOf(revoked.test(neverCancelled))).message).toContain('does not know the access key');
  });

  test('a wrong secret', async () => {
    const wrong = braket(emulator, clock, {}, `${account.accessKeyId}:some/other/secret`);
    const { reason, text } = await submissionFailure(wrong);
    expect(reason).toBe('auth');
    expect(text).toContain("does not accept the signature of the credential 'aws' in us-east-1");
    expect(text).toContain('Check the secret key, the clock of this machine, and the region');
  });

  test('keys whose session has ended', async () => {
    emulator.faults.add({ path: /^\/device\//, times: 1, effect: { kind: 'expired-token' } });
    expect(await submissionFailure(backend)).toEqual({
      reason: 'auth',
      text: "The session of the credential 'aws' has expired. Make new keys in the console of IAM and store accessKeyId:secretAccessKey as 'aws' again.",
    });
  });

  test('a credential that is missing or something else', async () => {
    expect(await submissionFailure(braket(emulator, clock, {}, ''))).toMatchObject({
      reason: 'auth',
      text: expect.stringContaining("There is no credential named 'aws' for Amazon Braket."),
    });
    const { text } = await submissionFailure(braket(emulator, clock, {}, 'iq-planted-for-another-provider'));
    expect(text).toBe(
      "The credential 'aws' is not an access key of AWS. Store it as accessKeyId:secretAccessKey, with :sessionToken after it for temporary keys.",
    );
    expect(emulator.requests).toEqual([]);
  });

  test('a device of another region than configured', async () => {
    const device = 'arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet';
    expect(await submissionFailure(braket(emulator, clock, { device, region: 'us-east-1' }))).toEqual({
      reason: 'invalid-input',
      text: "Garnet is in eu-north-1, and backend 'cloud' is set to us-east-1. Set its region to eu-north-1, and `results` to a bucket there.",
    });
  });

  test('a region that is none', async () => {
    const { reason, text } = await submissionFailure(braket(emulator, clock, { region: 'eu-east-7' }));
    expect(reason).toBe('auth');
    expect(text).toContain('Credential should be scoped to a valid region.');
    expect(text).toContain('Amazon Braket is in us-east-1, us-west-1, us-west-2, eu-west-2, eu-north-1');
  });

  test('an unknown device', async () => {
    expect(await submissionFailure(braket(emulator, clock, { device: 'Granat', region: undefined }))).toEqual({
      reason: 'not-found',
      text: "Amazon Braket has no device 'Granat'. Use one of: sv1, dm1, Forte-1, Aquila, Garnet.",
    });
    const device = 'arn:aws:braket:us-east-1::device/qpu/ionq/Harmony';
    expect(await submissionFailure(braket(emulator, clock, { device }))).toMatchObject({
      reason: 'not-found',
      text: expect.stringContaining('Amazon Braket does not have the device Harmony in us-east-1'),
    });
  });

  test('a closed device', async () => {
    expect(await submissionFailure(braket(emulator, clock, { device: 'Forte-1' }))).toEqual({
      reason: 'backend-down',
      text: 'Forte 1 is offline and takes no tasks now. Try again later, or run on another device.',
    });
    const retired = braket(emulator, clock, { device: 'Ankaa-3', region: 'us-west-1' });
    expect(await submissionFailure(retired)).toMatchObject({
      reason: 'backend-down',
      text: expect.stringContaining('Ankaa-3 is retired and takes no tasks any more. Configure another device'),
    });
  });

  test('a device that closes in the moment of submission', async () => {
    emulator.faults.add({
      method: 'POST',
      path: /\/quantum-task$/,
      times: 1,
      effect: { kind: 'status', status: 424 },
    });
    expect(await submissionFailure(backend)).toMatchObject({
      reason: 'backend-down',
      text: expect.stringContaining('sv1 is offline and takes no tasks now'),
    });
  });

  test('a device for other programs', async () => {
    expect(await submissionFailure(braket(emulator, clock, { device: 'Aquila' }))).toEqual({
      reason: 'invalid-circuit',
      text: 'Aquila takes no circuits of gates. Configure another device.',
    });
  });

  test('a circuit too wide', async () => {
    const ten = Array.from({ length: 10 }, (_, qubit) => qubit);
    const wide = circuit(10, 10, [...ten.map(h), ...ten.map((qubit) => measure(qubit, qubit))]);
    const garnet = braket(emulator, clock, { device: 'garnet', region: undefined, results: `s3://${northernBucket}` });
    expect(await submissionFailure(garnet, job([wide]))).toEqual({
      reason: 'invalid-circuit',
      text: 'The circuit uses 10 qubits, and Garnet has 9. Use fewer qubits, or a wider device: SV1 simulates 34 qubits.',
    });
  });

  test('too many shots', async () => {
    for (const shots of [0, 1.5, 100_001]) {
      expect(await submissionFailure(backend, job([asymmetric], shots))).toEqual({
        reason: 'invalid-circuit',
        text: `SV1 takes 1 to 100000 shots, not ${shots}. Change the number of shots.`,
      });
    }
    expect(emulator.jobs.size).toBe(0);
  });

  test('a circuit that measures in its middle', async () => {
    const middle = circuit(1, 1, [measure(0, 0), x(0)]);
    const { reason, text } = await submissionFailure(backend, job([middle]));
    expect(reason).toBe('invalid-circuit');
    expect(text).toContain('An operation on qubit 0 after its measurement');
  });

  test('a bucket Braket does not write to, and one of another region', async () => {
    expect(() => braket(emulator, clock, { results: 's3://mine/a' })).toThrow(
      /cannot write results to 's3:\/\/mine\/a'/,
    );
    const north = braket(emulator, clock, { results: `s3://${northernBucket}` });
    expect(await submissionFailure(north)).toMatchObject({
      reason: 'invalid-circuit',
      text: expect.stringContaining(`The bucket ${northernBucket} is not in the region us-east-1.`),
    });
  });

  test('a permission that is missing', async () => {
    emulator.faults.add({
      method: 'POST',
      path: /\/quantum-task$/,
      times: 1,
      effect: { kind: 'status', status: 403, body: '{"message":"User is not authorized"}' },
    });
    expect(await submissionFailure(backend)).toMatchObject({
      reason: 'auth',
      text: expect.stringContaining(
        "AWS does not let the credential 'aws' call braket:CreateQuantumTask in us-east-1: User is not authorized. Ask for the permission braket:CreateQuantumTask",
      ),
    });
  });

  test('a quota that is used up', async () => {
    emulator.faults.add({ method: 'POST', path: /\/quantum-task$/, times: 1, effect: { kind: 'status', status: 402 } });
    expect(await submissionFailure(backend)).toMatchObject({
      reason: 'quota',
      text: expect.stringContaining('used up a quota of Amazon Braket in us-east-1'),
    });
  });
});

describe('bad answers', () => {
  test('throttling is waited out for as long as the service asks', async () => {
    emulator.faults.add({ path: /^\/device\//, times: 2, effect: { kind: 'throttle', retryAfter: '7' } });
    expect((await backend.describe(neverCancelled)).qubits).toBe(34);
    expect(clock.sleeps).toEqual([7000, 7000]);
    expect(emulator.requests).toHaveLength(3);
  });

  test("a service that stays down is asked five times, the SDK's own repetitions not on top", async () => {
    emulator.faults.add({ path: /.*/, times: 99, effect: { kind: 'status', status: 503 } });
    expect((await failureOf(backend.describe(neverCancelled))).reason).toBe('backend-down');
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000]);
    expect(emulator.requests).toHaveLength(5);
  });

  test('an answer that is no JSON is a failure that shows no body', async () => {
    emulator.faults.add({ path: /^\/device\//, times: 1, effect: { kind: 'malformed' } });
    const failure = await failureOf(backend.describe(neverCancelled));
    expect(failure.reason).toBe('unknown');
    expect(describeFailure(failure)).not.toContain('tru');
  });

  test('a cancelled signal stops the request', async () => {
    const source = new CancellationSource();
    let open = () => {};
    const until = new Promise<void>((resolve) => {
      open = resolve;
    });
    emulator.faults.add({ path: /^\/device\//, times: 1, effect: { kind: 'held', until } });
    const asked = failureOf(backend.describe(source.signal));
    source.cancel();
    expect((await asked).reason).toBe('cancelled');
    open();
    expect((await failureOf(backend.describe(source.signal))).reason).toBe('cancelled');
  });

  test.each([
    { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>' },
    { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>' },
  ])('a result that is not there yet, as S3 says by $status, is waited for', async (answer) => {
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    await endedJob(backend, handle);
    const path = /results\.json$/;
    emulator.faults.add({ path, times: 2, effect: { kind: 'status', ...answer } });
    expect((await backend.result(handle, [asymmetric], neverCancelled)).outcomes).toHaveLength(1);
    expect(clock.sleeps).toEqual([500, 1000]);
    emulator.faults.add({ path, times: 99, effect: { kind: 'status', ...answer } });
    const failure = await failureOf(backend.result(handle, [asymmetric], neverCancelled));
    expect(failure.reason).toBe(answer.status === 404 ? 'not-found' : 'auth');
    expect(describeFailure(failure)).toContain(
      answer.status === 404
        ? `The result is not in s3://amazon-braket-emulated/results/`
        : 'Ask for the permission s3:GetObject for the bucket amazon-braket-emulated',
    );
  });

  test('a result of another kind is not taken for counts', async () => {
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    await endedJob(backend, handle);
    const [task] = emulator.jobs.values();
    emulator.objects.put('amazon-braket-emulated', `${task?.directory}/results.json`, '{"programResults":[]}');
    expect((await failureOf(backend.result(handle, [asymmetric], neverCancelled))).message).toContain(
      'is not one of gates that this version can read',
    );
  });

  test('a task of nobody is not found', async () => {
    const id = 'arn:aws:braket:us-east-1:123456789012:quantum-task/none';
    const failure = await failureOf(backend.status({ backend: 'cloud', id }, neverCancelled));
    expect(failure.reason).toBe('not-found');
    expect(failure.message).toContain(`does not have the task ${id} in us-east-1`);
  });
});
