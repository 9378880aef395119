import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IbmBackendOptions } from '#core/backends/ibm/ibmBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { measuredCircuit } from '#core/circuit/measuredCircuit.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import {
  emulatedIbmBackend,
  fittedIbmBackend,
  ibmJob,
  ibmKey,
  measuredOn,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';

let emulator: IbmEmulator;

beforeEach(async () => {
  emulator = await startIbmEmulator({ keys: [ibmKey] });
  emulator.eager = true;
});
afterEach(() => emulator.close());

/** The shares of what was measured, and the program that was sent. */
async function run(options: Partial<IbmBackendOptions>, work: Circuit) {
  const backend = fittedIbmBackend(emulator, options);
  const handle = await backend.submit(ibmJob([work], 4000), neverCancelled);
  expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
  const [outcome] = (await backend.result(handle, [work], neverCancelled)).outcomes;
  const { pubs = [] } = ([...emulator.jobs.values()].at(-1)?.params ?? {}) as { readonly pubs?: readonly string[][] };
  return { shares: outcome?.probabilities ?? {}, program: pubs[0]?.[0] ?? '' };
}

test('a device whose gate is ECR runs circuits of other gates, which define it under its name', async () => {
  Object.assign(emulator.devices.find(({ name }) => name === 'ibm_bergen') ?? {}, { status: 'online' });
  const ring = measuredCircuit(circuit(4, [gate('x', 0), gate('h', 1), cx(1, 2), cx(2, 3), cx(0, 3)]));
  const { program, shares } = await run({ device: 'ibm_bergen' }, ring);
  expect(program).toMatch(/gate ecr /);
  expect(program).toMatch(/^ecr \$\d, \$\d;$/m);
  // Three equal bits, the last one turned by the x.
  expect(Object.keys(shares).sort()).toEqual(['0111', '1001']);
  expect(Math.abs((shares['0111'] ?? 0) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 4000));
});

test('one in the order that the device does not have it, and gates of other names, are refused', async () => {
  Object.assign(emulator.devices.find(({ name }) => name === 'ibm_bergen') ?? {}, { status: 'online' });
  const program = (calls: string) =>
    `OPENQASM 3.0; include "stdgates.inc"; gate ecr a, b { s a; sx b; cx a, b; x a; } bit[1] c; ${calls} c[0] = measure $0;`;
  const states = [];
  for (const calls of ['ecr $0, $1;', 'ecr $1, $0;', 'cx $0, $1;']) {
    const submitted = await emulatedJob(program(calls));
    states.push(await endedJob(emulatedIbmBackend(emulator, { device: 'ibm_bergen' }), submitted));
  }
  expect(states).toMatchObject([{ state: 'completed' }, { code: '1517' }, { code: '1517' }]);
});

/** A job of a program that the product would not write. */
async function emulatedJob(program: string) {
  const backend = emulatedIbmBackend(emulator, { device: 'ibm_bergen' });
  const handle = await backend.submit(ibmJob([measuredOn(1, [])]), neverCancelled);
  const job = emulator.jobs.get(handle.id);
  Object.assign(job ?? {}, { params: { ...job?.params, pubs: [[program, null, 10]] } });
  return handle;
}

test.each([0.3, -0.3, 2, -2, Math.PI, 7.1, -9])(
  'a device with fractional gates runs an rzz of the angle %f, in the range it has',
  async (angle) => {
    // With its ends in X the shares tell the sign of the angle too.
    const turned = measuredCircuit(
      circuit(2, [
        gate('ry', 0, 0.7),
        gate('ry', 1, 1.1),
        gate('rzz', [0, 1], angle),
        gate('rx', 0, 0.9),
        gate('rx', 1, 0.4),
      ]),
    );
    const { program, shares } = await run({ primitives: { fractionalGates: true } }, turned);
    expect(program).not.toMatch(/^cz /m);
    expect(program).toMatch(/^rx\(/m);
    const usual = await run({}, turned);
    expect(usual.program).not.toMatch(/^(rx|rzz)\(/m);
    for (const [bits, share] of Object.entries(usual.shares)) {
      // Five standard errors of the difference of two shares.
      expect(Math.abs(share - (shares[bits] ?? 0)), bits).toBeLessThan(5 * Math.sqrt(0.5 / 4000));
    }
  },
);

test('fractional gates are offered where they are wanted, and without feedback', async () => {
  const described = await emulatedIbmBackend(emulator, { primitives: { fractionalGates: true } }).describe(
    neverCancelled,
  );
  expect(described).toMatchObject({ gates: ['cz', 'id', 'rx', 'rz', 'rzz', 'sx', 'x'], takesFeedback: false });
});
