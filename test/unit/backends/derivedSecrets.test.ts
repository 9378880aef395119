import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { azureJob, azureWorld, finished, plantedKey } from '#test/support/backends/azureWorld.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { emulatedIbmBackend, ibmKey } from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';

test('tokens that IBM gives for a key are secrets, renewed ones too', async () => {
  const emulator = await startIbmEmulator({ keys: [ibmKey] });
  try {
    const derived: string[] = [];
    const backend = emulatedIbmBackend(emulator, { secrets: heldSecret(ibmKey, derived) });
    await backend.describe(neverCancelled);
    emulator.faults.add({ path: /backends/, times: 1, effect: { kind: 'status', status: 401 } });
    await backend.devices(neverCancelled);
    expect(emulator.givenTokens.length).toBe(2);
    expect(derived).toEqual(emulator.givenTokens);
  } finally {
    await emulator.close();
  }
});

test('signatures that Azure gives for a container are secrets, as they are meant and as addresses write them', async () => {
  const { backend, emulator } = await azureWorld();
  try {
    const derived: string[] = [];
    const cloud = backend('ionq.simulator', { secrets: heldSecret(plantedKey, derived) });
    const one = circuit(1, [gate('h', 0), measure(0, 0)], { bits: 1 });
    const { handle } = await finished(cloud, azureJob([one]));
    await cloud.result(handle, [one], neverCancelled);
    const redactor = new Redactor();
    for (const secret of derived) redactor.add(secret);
    const { signatures } = emulator.blobs;
    expect(signatures.length).toBeGreaterThan(0);
    for (const signature of signatures) {
      expect(redactor.redact(`it was ${signature}`)).toMatch(/^it was \[redacted\]=?$/);
      expect(redactor.redact(`it was ${encodeURIComponent(signature)}`)).toMatch(/^it was \[redacted\](%3D)?$/);
    }
  } finally {
    await emulator.close();
  }
});
