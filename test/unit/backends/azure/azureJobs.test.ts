import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PartialSubmission } from '#core/backends/partialSubmission.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type AzureWorld, azureJob, azureWorld, finished } from '#test/support/backends/azureWorld.ts';
import { circuit, cx, gate, measure, when } from '#test/support/circuitBuilder.ts';
import { failureOf } from '#test/support/failureOf.ts';

/**
 * |001⟩ and |111⟩ of qubits 2 1 0, half each. Bits are read crosswise (0 ← qubit 1, 1 ← qubit 2, 2 ← qubit 0), so that any
 * wrong order shows: bits 2 1 0 are 100 and 111.
 */
const crossed = circuit(3, [gate('x', 0), gate('h', 1), cx(1, 2), measure(0, 2), measure(1, 0), measure(2, 1)], {
  bits: 3,
});

let world: AzureWorld;
beforeEach(async () => {
  world = await azureWorld();
});
afterEach(() => world.emulator.close());

describe.each(['ionq.simulator', 'quantinuum.sim.h2-1e', 'rigetti.sim.qvm'])('a job on %s', (device) => {
  test('goes from the queue to a result in the order of our bits', async () => {
    const backend = world.backend(device);
    const { handle, states } = await finished(backend, azureJob([crossed], 400));
    expect(states).toEqual(['running', 'completed']);
    const result = await backend.result(handle, [crossed], neverCancelled);
    const [outcome] = result.outcomes;
    expect(Object.keys(outcome?.probabilities ?? {}).sort()).toEqual(['100', '111']);
    // Six standard deviations of a fair coin.
    expect(Math.abs((outcome?.probabilities['111'] ?? 0) - 0.5)).toBeLessThan(6 * Math.sqrt(0.25 / 400));
    expect(result).toMatchObject({ queueTime: 30_000, executionTime: 2000 });
  });

  test('of several circuits keeps their order, and its id says how many there are', async () => {
    const backend = world.backend(device);
    const ones = [0, 1, 2].map((qubit) =>
      circuit(3, [gate('x', qubit), measure(0, 0), measure(1, 1), measure(2, 2)], { bits: 3 }),
    );
    const { handle } = await finished(backend, azureJob(ones, 10));
    expect(handle.id).toMatch(/^[0-9a-f-]{36}\*3$/);
    expect(world.emulator.jobs.size).toBe(3);
    const { outcomes } = await backend.result(handle, ones, neverCancelled);
    expect(outcomes.map(({ probabilities }) => probabilities)).toEqual([{ '001': 1 }, { '010': 1 }, { '100': 1 }]);
  });

  test('is read in another process and from a signed address', async () => {
    world.emulator.signsOutput = true;
    const { handle } = await finished(world.backend(device), azureJob([crossed]));
    const { outcomes } = await world.backend(device).result(handle, [crossed], neverCancelled);
    expect(Object.keys(outcomes[0]?.probabilities ?? {}).sort()).toEqual(['100', '111']);
  });
});

describe('results', () => {
  test('of shots are counts that add up to them', async () => {
    const backend = world.backend('quantinuum.sim.h2-1e');
    const { handle } = await finished(backend, azureJob([crossed], 250));
    const { cost, outcomes } = await backend.result(handle, [crossed], neverCancelled);
    const { '100': one = 0, '111': other = 0 } = outcomes[0]?.counts ?? {};
    expect(one + other).toBe(250);
    expect(cost).toEqual({ amount: 5.02, currency: 'HQC' });
  });

  test('of registers of several sizes find their bits again', async () => {
    const registers: Circuit = {
      ...circuit(3, [gate('x', 0), gate('x', 2), measure(0, 0), measure(1, 1), measure(2, 2)], { bits: 3 }),
      bitRegisters: [
        { name: 'in', start: 0, size: 1 },
        { name: 'second', start: 1, size: 2 },
      ],
    };
    for (const device of ['quantinuum.sim.h2-1e', 'rigetti.sim.qvm']) {
      const backend = world.backend(device);
      const { handle } = await finished(backend, azureJob([registers], 10));
      const { outcomes } = await backend.result(handle, [registers], neverCancelled);
      expect(outcomes[0]?.counts, device).toEqual({ '101': 10 });
    }
  });

  test('of feedback follow what was measured', async () => {
    const teleported = circuit(2, [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 1)]), measure(1, 1)], {
      bits: 2,
    });
    for (const device of ['quantinuum.sim.h2-1e', 'rigetti.sim.qvm']) {
      const backend = world.backend(device);
      const { handle } = await finished(backend, azureJob([teleported], 100));
      const { outcomes } = await backend.result(handle, [teleported], neverCancelled);
      expect(Object.keys(outcomes[0]?.counts ?? {}).sort(), device).toEqual(['00', '11']);
    }
    await expect(world.backend('ionq.simulator').submit(azureJob([teleported]), neverCancelled)).rejects.toMatchObject({
      reason: 'invalid-circuit',
    });
  });

  test('of a job from elsewhere are read as the provider numbers its bits', async () => {
    for (const [device, keys] of [
      ['quantinuum.sim.h2-1e', ['100', '111']],
      ['ionq.simulator', ['001', '111']],
    ] as const) {
      const backend = world.backend(device);
      const { handle } = await finished(backend, azureJob([crossed]));
      const { outcomes } = await backend.result(handle, undefined, neverCancelled);
      expect(Object.keys(outcomes[0]?.probabilities ?? {}).sort(), device).toEqual(keys);
    }
  });

  test('leave out shots in which a qubit was lost', async () => {
    const backend = world.backend('quantinuum.sim.h2-1e');
    const { handle } = await finished(backend, azureJob([crossed]));
    world.emulator.blobs.write(`job-${handle.id}`, 'outputData', '{"c":["100","1-0","111","111"]}', 'application/json');
    const { outcomes } = await backend.result(handle, [crossed], neverCancelled);
    expect(outcomes[0]?.counts).toEqual({ '100': 1, '111': 2 });
    world.emulator.blobs.write(`job-${handle.id}`, 'outputData', '{"c":["2-0","1-0"]}', 'application/json');
    const lost = await failureOf(world.backend('quantinuum.sim.h2-1e').result(handle, [crossed], neverCancelled));
    expect(lost.message).toContain('all 2 shots');
  });

  test('of the syntax checker are zeros', async () => {
    const backend = world.backend('quantinuum.sim.h2-1sc');
    const { handle } = await finished(backend, azureJob([crossed], 5));
    const { outcomes } = await backend.result(handle, [crossed], neverCancelled);
    expect(outcomes[0]?.counts).toEqual({ '000': 5 });
    expect((await backend.describe(neverCancelled)).notice).toContain('checks programs only');
  });
});

describe('a key', () => {
  test('finds the job again, with all its circuits, and none of another target', async () => {
    const backend = world.backend('ionq.simulator');
    expect(await backend.find('run-1-a', neverCancelled)).toBeUndefined();
    const handle = await backend.submit(azureJob([crossed, crossed]), neverCancelled);
    expect(await world.backend('ionq.simulator').find('run-1-a', neverCancelled)).toEqual(handle);
    expect(await world.backend('rigetti.sim.qvm').find('run-1-a', neverCancelled)).toBeUndefined();
  });

  test.each([false, true])('submitted twice is one job (a repetition is a conflict: %s)', async (refuses) => {
    world.emulator.refusesRepetition = refuses;
    const backend = world.backend('ionq.simulator');
    const first = await backend.submit(azureJob([crossed, crossed]), neverCancelled);
    expect(await backend.submit(azureJob([crossed, crossed]), neverCancelled)).toEqual(first);
    expect(world.emulator.jobs.size).toBe(2);
  });

  test('is not found while only some of its circuits have arrived; submitting goes on with the rest', async () => {
    const backend = world.backend('ionq.simulator');
    const circuits = [crossed, crossed, crossed];
    const failing = { method: 'PUT', path: /\/inputData$/, times: 1, effect: { kind: 'status', status: 404 } } as const;
    world.emulator.faults.add(failing);
    await failureOf(backend.submit(azureJob(circuits), neverCancelled));
    const arrived = [...world.emulator.jobs.keys()];
    expect(arrived.length).toBeLessThan(3);
    expect(await backend.find('run-1-a', neverCancelled)).toBeUndefined();
    await backend.submit(azureJob(circuits), neverCancelled);
    expect(world.emulator.jobs.size).toBe(3);
    expect([...world.emulator.jobs.keys()]).toEqual(expect.arrayContaining(arrived));
  });
});

describe('a job of which a circuit is refused', () => {
  const circuits = [crossed, crossed, crossed];
  const states = () => [...world.emulator.jobs.values()].map(({ status }) => status);
  /** The one circuit that goes last. */
  const refusing = (status: number, code: string) =>
    world.emulator.faults.add({
      method: 'PUT',
      path: /\/jobs\/[^/]+$/,
      skips: 2,
      times: 1,
      effect: { kind: 'status', status, body: JSON.stringify({ error: { code, message: 'The quota is used up.' } }) },
    });

  test('has none that goes on, says so, and can be submitted again', async () => {
    world.emulator.faults.stuckInQueue = true;
    const backend = world.backend('ionq.simulator');
    refusing(400, 'InsufficientResource');
    const failure = await failureOf(backend.submit(azureJob(circuits), neverCancelled));
    expect(failure.message).toMatch(/ Of 3 circuits of the job, 2 had been submitted before and were cancelled\.$/);
    expect(failure).not.toBeInstanceOf(PartialSubmission);
    expect(states()).toEqual(['Cancelled', 'Cancelled']);
    // Ids of cancelled jobs are used up, whoever asks for them later.
    expect(await world.backend('ionq.simulator').find('run-1-a', neverCancelled)).toBeUndefined();
    const handle = await backend.submit(azureJob(circuits), neverCancelled);
    expect(states()).toEqual(['Cancelled', 'Cancelled', 'Waiting', 'Waiting', 'Waiting']);
    expect(await world.backend('ionq.simulator').find('run-1-a', neverCancelled)).toEqual(handle);
    world.emulator.refusesRepetition = true;
    expect(await backend.submit(azureJob(circuits), neverCancelled)).toEqual(handle);
    world.emulator.faults.stuckInQueue = false;
    expect((await finished(backend, azureJob(circuits))).status).toEqual({ state: 'completed' });
  });

  test('names those that could not be cancelled', async () => {
    world.emulator.faults.stuckInQueue = true;
    refusing(403, 'Forbidden');
    const path = /:cancel$/;
    world.emulator.faults.add({ path, times: Number.POSITIVE_INFINITY, effect: { kind: 'status', status: 403 } });
    const failure = await failureOf(world.backend('ionq.simulator').submit(azureJob(circuits), neverCancelled));
    for (const id of world.emulator.jobs.keys()) expect(failure.message).toContain(id);
    expect(failure.message).toContain('could not be cancelled');
    expect(failure).toBeInstanceOf(PartialSubmission);
    expect(failure.advice).toMatch(/Cancel them in the Azure portal\.$/);
  });

  test('keeps those that were sent where the others can be sent later', async () => {
    world.emulator.faults.stuckInQueue = true;
    refusing(501, 'NotImplemented');
    await failureOf(world.backend('ionq.simulator').submit(azureJob(circuits), neverCancelled));
    expect(states()).toEqual(['Waiting', 'Waiting']);
  });
});

describe('the end of a job', () => {
  test('by cancelling is seen as cancelled, also while it runs and after it has ended', async () => {
    const backend = world.backend('ionq.simulator');
    const handle = await backend.submit(azureJob([crossed]), neverCancelled);
    expect((await backend.status(handle, neverCancelled)).state).toBe('running');
    await backend.cancel(handle, neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'cancelled' });
    await backend.cancel(handle, neverCancelled);
    const { handle: done } = await finished(backend, { ...azureJob([crossed]), key: 'run-2' });
    await world.backend('ionq.simulator').cancel(done, neverCancelled);
    expect((await backend.status(done, neverCancelled)).state).toBe('completed');
  });

  test('stuck in the queue is queued', async () => {
    const backend = world.backend('ionq.simulator');
    world.emulator.faults.stuckInQueue = true;
    const handle = await backend.submit(azureJob([crossed]), neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'queued' });
  });

  test('without its input is a failure in the words of the service', async () => {
    const backend = world.backend('ionq.simulator');
    const handle = await backend.submit(azureJob([crossed]), neverCancelled);
    world.emulator.blobs.remove(`job-${handle.id}`, 'inputData');
    await backend.status(handle, neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({
      state: 'failed',
      code: 'InvalidInputData',
      message: 'The input data of the job could not be read from its storage.',
    });
  });

  test('of OpenQASM 3 on Quantinuum is a failure', async () => {
    const backend = world.backend('quantinuum.sim.h2-1e');
    const handle = await backend.submit(azureJob([crossed]), neverCancelled);
    const text = 'OPENQASM 3.0; bit c; qubit q; c = measure q;';
    world.emulator.blobs.write(`job-${handle.id}`, 'inputData', text, 'application/qasm');
    await backend.status(handle, neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toMatchObject({ state: 'failed', code: 'CompilationError' });
  });

  test('in a state this version does not know is waited for', async () => {
    const backend = world.backend('ionq.simulator', {
      http: async () => ({ status: 200, headers: {}, body: '{"id":"a","status":"Calibrating","extra":{}}' }),
    });
    expect(await backend.status({ backend: 'cloud', id: 'a' }, neverCancelled)).toEqual({ state: 'queued' });
  });
});
