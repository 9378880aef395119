import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpRequest } from '#core/backends/http.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { type AzureWorld, azureJob, azureWorld, finished, plantedKey } from '#test/support/backends/azureWorld.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { emulatedWorkspace } from '#test/support/emulators/azure/azureEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

const one = circuit(1, [gate('h', 0), measure(0, 0)], { bits: 1 });
const other = emulatedWorkspace.resourceId.replace('/bench', '/other');

let world: AzureWorld;
beforeEach(async () => {
  world = await azureWorld();
});
afterEach(() => world.emulator.close());

/** What a person reads of a failure. */
async function said(promise: Promise<unknown>): Promise<string> {
  const failure = await failureOf(promise);
  return `${failure.reason}: ${describeFailure(failure)}`;
}

describe('a person is told the next step', () => {
  test('when the machine is offline, or the location is not that of the workspace', async () => {
    await world.emulator.close();
    const text = await said(world.backend('ionq.simulator').test(neverCancelled));
    expect(text).toMatch(/^offline: 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\. Check the network/);
    expect(text).toContain("whether the location of backend 'cloud' is that of its workspace");
  });

  test('when the key was revoked', async () => {
    const backend = world.backend('ionq.simulator', { secrets: heldSecret('revoked-key-value') });
    expect(await said(backend.test(neverCancelled))).toBe(
      "auth: Azure Quantum refused the request for workspace 'bench' (HTTP 401): The access token or key is invalid or has expired. Check the key stored as 'azure': it may have been regenerated, or access keys are switched off in workspace 'bench'.",
    );
  });

  test('when there is no key, before anything is sent', async () => {
    const backend = world.backend('ionq.simulator', { secrets: heldSecret(undefined) });
    expect(await said(backend.submit(azureJob([one]), neverCancelled))).toMatch(
      /^auth: There is no credential named 'azure' for Azure Quantum\. Add it with the command/,
    );
    expect(world.emulator.requests).toEqual([]);
  });

  test('when the workspace is in another region, or another one', async () => {
    const text = await said(world.backend('ionq.simulator', { workspace: other }).test(neverCancelled));
    expect(text).toMatch(
      /^not-found: .*workspace 'other' \(HTTP 404\): The workspace could not be found in this location/,
    );
    expect(text).toContain("Check the resource id and the location of backend 'cloud'");
    // Asked for a job, it is not "no such job": that would let it be submitted again.
    expect(await said(world.backend('ionq.simulator', { workspace: other }).find('k', neverCancelled))).toMatch(
      /^not-found/,
    );
  });

  test('when the device is unknown', async () => {
    const text = await said(world.backend('ionq.qpu.gone').submit(azureJob([one]), neverCancelled));
    expect(text).toMatch(
      /^not-found: Workspace 'bench' has no target 'ionq\.qpu\.gone'\. Use one of ionq\.simulator, /,
    );
  });

  test('when the device is closed', async () => {
    const backend = world.backend('quantinuum.qpu.h2-1');
    expect(await said(backend.submit(azureJob([one]), neverCancelled))).toBe(
      'backend-down: quantinuum.qpu.h2-1 is unavailable at the moment (see https://status.example.com). Submit later, or use another target of the workspace.',
    );
    expect(await backend.test(neverCancelled)).toEqual({
      ok: false,
      message:
        "Workspace 'bench' accepts the key 'azure'; quantinuum.qpu.h2-1 has 56 qubits and is unavailable (see https://status.example.com).",
    });
    expect(world.emulator.jobs.size).toBe(0);
  });

  test('when the circuit is too wide', async () => {
    const wide = circuit(21, [gate('h', 20), measure(20, 0)], { bits: 1 });
    expect(await said(world.backend('rigetti.sim.qvm').submit(azureJob([wide]), neverCancelled))).toBe(
      'invalid-circuit: The circuit has 21 qubits, rigetti.sim.qvm has 20. Use a target with more qubits, or a smaller circuit.',
    );
  });

  test('when there are too many shots', async () => {
    expect(await said(world.backend('quantinuum.sim.h2-1e').submit(azureJob([one], 10_001), neverCancelled))).toBe(
      'invalid-circuit: quantinuum.sim.h2-1e takes 1 to 10000 shots, not 10001. Change the number of shots.',
    );
    expect(await said(world.backend('rigetti.sim.qvm').submit(azureJob([one], 0), neverCancelled))).toContain(
      'a positive whole number of shots, not 0',
    );
  });

  test('when the quota is used up', async () => {
    const body = '{"error":{"code":"InsufficientQuota","message":"The credits of provider ionq are used up."}}';
    world.emulator.faults.add({
      method: 'PUT',
      path: /\/jobs\//,
      times: 9,
      effect: { kind: 'status', status: 402, body },
    });
    const text = await said(world.backend('ionq.simulator').submit(azureJob([one]), neverCancelled));
    expect(text).toMatch(/^quota: .*The credits of provider ionq are used up\. Wait, or ask for a higher limit/);
  });

  test('when the target has no format of ours', async () => {
    expect(await said(world.backend('pasqal.sim.emu-sv').submit(azureJob([one]), neverCancelled))).toMatch(
      /^unsupported: This version has no format for circuits of the target 'pasqal\.sim\.emu-sv'\. Use a target of IonQ/,
    );
  });

  test('when the connection string is of another workspace or leads elsewhere', async () => {
    const parts = (name: string, host: string) =>
      `SubscriptionId=${emulatedWorkspace.subscription};ResourceGroupName=hybrid;WorkspaceName=${name};ApiKey=${plantedKey};QuantumEndpoint=${host}/;`;
    const backend = (secret: string) => world.backend('ionq.simulator', { secrets: heldSecret(secret) });
    expect(await said(backend(parts('other', 'https://eastus.quantum.azure.com')).test(neverCancelled))).toContain(
      "auth: The connection string 'azure' is for the workspace 'other', backend 'cloud' is in 'bench'.",
    );
    const leading = await said(backend(parts('bench', 'https://quantum.azure.com.example.com')).test(neverCancelled));
    expect(leading).toMatch(/^auth: The credential 'azure' is not a connection string/);
    expect(leading).not.toContain(plantedKey);
    expect((await backend(parts('Bench', 'https://eastus.quantum.azure.com')).test(neverCancelled)).ok).toBe(true);
  });

  test('when the workspace or the location is written wrongly', () => {
    expect(() => world.backend('ionq.simulator', { workspace: '/subscriptions/x' })).toThrow(
      /resource id of a workspace/,
    );
    expect(() => world.backend('ionq.simulator', { location: 'evil.example.com/' })).toThrow(
      /location of backend 'cloud'/,
    );
  });
});

describe('the address', () => {
  const asked = async (changes: Parameters<AzureWorld['backend']>[1]) => {
    const urls: string[] = [];
    const http = async ({ url }: HttpRequest) => {
      urls.push(url);
      throw new Failure('cancelled', 'Not sent.');
    };
    await failureOf(world.backend('ionq.simulator', { endpoint: undefined, http, ...changes }).devices(neverCancelled));
    return urls[0];
  };

  test('follows from the location, and from a connection string where it says another', async () => {
    const path = `${emulatedWorkspace.resourceId.replace('Workspaces', 'workspaces')}/providerStatus?api-version=2026-01-15-preview`;
    expect(await asked({ location: 'East US' })).toBe(`https://eastus.quantum.azure.com${path}`);
    expect(await asked({ location: 'westus-v2' })).toBe(`https://westus-v2.quantum.azure.com${path}`);
    const secret = `SubscriptionId=${emulatedWorkspace.subscription};ResourceGroupName=hybrid;WorkspaceName=bench;ApiKey=k;QuantumEndpoint=https://westeurope-v2.quantum.azure.com`;
    expect(await asked({ secrets: heldSecret(secret) })).toBe(`https://westeurope-v2.quantum.azure.com${path}`);
  });
});

describe('answers that go wrong', () => {
  test('429 is sent again after the time the service asks for', async () => {
    world.emulator.faults.add({ path: /providerStatus$/, times: 2, effect: { kind: 'throttle', retryAfter: '7' } });
    expect((await world.backend('ionq.simulator').test(neverCancelled)).ok).toBe(true);
    expect(world.clock.sleeps).toEqual([7000, 7000]);
  });

  test('a service that stays down is reported as such', async () => {
    world.emulator.faults.add({ path: /.*/, times: 99, effect: { kind: 'status', status: 503 } });
    expect(await said(world.backend('ionq.simulator').describe(neverCancelled))).toMatch(
      /^backend-down: .*\(HTTP 503\): The service is not available\. Try again later/,
    );
    expect(world.clock.sleeps).toEqual([800, 1600, 3200, 6400]);
  });

  test('an answer that is not JSON shows nothing of it', async () => {
    world.emulator.faults.add({ path: /providerStatus$/, times: 1, effect: { kind: 'malformed' } });
    const text = await said(world.backend('ionq.simulator').test(neverCancelled));
    expect(text).toMatch(/^unknown: Azure Quantum answered \/providerStatus with something unexpected/);
    expect(text).not.toContain('tru');
  });

  test.each([
    ['the job arrived', /\/jobs\/[^/]+$/, true],
    ['it did not', /\/jobs\/[^/]+$/, false],
    ['the circuit was being uploaded', /inputData$/, true],
  ])('a broken connection leads to one job when %s', async (_when, path, after) => {
    world.emulator.faults.add({ method: 'PUT', path, times: 1, effect: { kind: 'drop', after } });
    const { status } = await finished(world.backend('ionq.simulator'), azureJob([one]));
    expect(status.state).toBe('completed');
    expect(world.emulator.jobs.size).toBe(1);
  });

  test('devices of all pages are listed', async () => {
    world.emulator.pageSize = 1;
    const devices = await world.backend('ionq.simulator').devices(neverCancelled);
    expect(devices.map(({ device }) => device)).toEqual([
      'ionq.simulator',
      'ionq.qpu.aria-1',
      'ionq.qpu.forte-1',
      'quantinuum.sim.h2-1sc',
      'quantinuum.sim.h2-1e',
      'quantinuum.qpu.h2-1',
      'rigetti.sim.qvm',
    ]);
    expect(devices[2]).toMatchObject({
      kind: 'hardware',
      qubits: 36,
      status: 'available',
      notice: 'degraded, see https://status.example.com',
      queueTime: 90_000_000,
    });
    expect(devices[6]).toMatchObject({ kind: 'simulator', qubits: 20 });
  });

  test('a list that goes on elsewhere is not followed', async () => {
    const body = '{"value":[],"nextLink":"https://example.com/steal?api-version=1"}';
    world.emulator.faults.add({ path: /providerStatus$/, times: 1, effect: { kind: 'status', status: 200, body } });
    expect(await said(world.backend('ionq.simulator').devices(neverCancelled))).toContain('outside of it');
  });

  test('a cancelled signal stops the request', async () => {
    const source = new CancellationSource();
    source.cancel();
    expect((await failureOf(world.backend('ionq.simulator').describe(source.signal))).reason).toBe('cancelled');
  });
});

describe('the storage', () => {
  const xml = (code: string, message: string) =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}\nRequestId:1</Message></Error>`;

  test('is opened anew when a signature has run out', async () => {
    const backend = world.backend('ionq.simulator');
    world.emulator.signsOutput = true;
    const { handle } = await finished(backend, azureJob([one]));
    world.emulator.blobs.expireSignatures();
    const { outcomes } = await backend.result(handle, [one], neverCancelled);
    expect(outcomes[0]?.probabilities['1']).toBeCloseTo(0.5, 12);
  });

  test('that stays closed says so and how to open it', async () => {
    const body = xml('AuthorizationFailure', 'This request is not authorized by network rules.');
    world.emulator.faults.add({ path: /inputData$/, times: 9, effect: { kind: 'status', status: 403, body } });
    expect(await said(world.backend('ionq.simulator').submit(azureJob([one]), neverCancelled))).toBe(
      'auth: The storage of the Azure Quantum workspace refused the request (HTTP 403): This request is not authorized by network rules. Check that the storage account of the workspace allows this network and was not unlinked from it.',
    );
    expect(world.emulator.jobs.size).toBe(0);
  });

  test('without the result says that it was deleted', async () => {
    const backend = world.backend('ionq.simulator');
    const { handle } = await finished(backend, azureJob([one]));
    world.emulator.blobs.remove(`job-${handle.id}`, 'outputData');
    expect(await said(backend.result(handle, [one], neverCancelled))).toMatch(
      /^not-found: .*The specified blob does not exist\. The data of the job was deleted/,
    );
  });

  test('with something else as the result is an unknown failure', async () => {
    const backend = world.backend('ionq.simulator');
    const { handle } = await finished(backend, azureJob([one]));
    world.emulator.blobs.write(`job-${handle.id}`, 'outputData', '{"histogram":"none"}', 'application/json');
    expect(await said(backend.result(handle, [one], neverCancelled))).toMatch(
      /^unknown: The result of job .* is not of its format/,
    );
  });

  test('that is busy is asked again', async () => {
    world.emulator.faults.add({
      path: /inputData$/,
      times: 2,
      effect: { kind: 'status', status: 503, body: xml('ServerBusy', 'Busy.') },
    });
    await world.backend('ionq.simulator').submit(azureJob([one]), neverCancelled);
    expect(world.clock.sleeps).toEqual([800, 1600]);
  });

  test('never gets our key, and signatures are in no failure', async () => {
    const sent: HttpRequest[] = [];
    const http = createHttpClient();
    const backend = world.backend('ionq.simulator', {
      http: async (request, signal) => {
        sent.push(request);
        return await http(request, signal);
      },
    });
    const { handle } = await finished(backend, azureJob([one]));
    await backend.result(handle, [one], neverCancelled);
    const toStorage = sent.filter(({ url }) => url.includes('sig='));
    expect(toStorage.map(({ method }) => method)).toEqual(['PUT', 'GET']);
    expect(JSON.stringify(toStorage.map(({ headers }) => headers))).not.toContain(plantedKey);

    const uri = toStorage[0]?.url ?? '';
    const signature = /sig=([^&]+)/.exec(uri)?.[1] ?? '';
    expect(signature.length).toBeGreaterThan(20);
    const echoed = JSON.stringify({ error: { code: 'InvalidInput', message: `Cannot read ${uri} now.` } });
    world.emulator.faults.add({
      method: 'PUT',
      path: /\/jobs\//,
      times: 1,
      effect: { kind: 'status', status: 400, body: echoed },
    });
    const text = await said(backend.submit({ ...azureJob([one]), key: 'next' }, neverCancelled));
    expect(text).toContain('Cannot read');
    expect(text).not.toContain(signature);
    // Neither do records and logs keep one that comes to them in another way.
    for (const form of [uri, JSON.stringify(uri).replaceAll('&', '\\u0026'), encodeURIComponent(uri)]) {
      expect(new Redactor().redact(`blob ${form} end`)).not.toContain(signature.slice(0, 12));
    }
  });

  test('is not used over a connection that is not encrypted', async () => {
    const body = '{"sasUri":"http://storage.example.com/job-1?sig=abcdefgh"}';
    world.emulator.faults.add({ path: /sasUri$/, times: 1, effect: { kind: 'status', status: 200, body } });
    const text = await said(world.backend('ionq.simulator').submit(azureJob([one]), neverCancelled));
    expect(text).toMatch(/^unknown: The workspace gave an address of its storage that is not encrypted/);
    expect(text).not.toContain('abcdefgh');
  });
});
