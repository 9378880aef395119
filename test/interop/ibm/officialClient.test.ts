import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IbmPrimitives } from '#core/backends/backendConfiguration.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { measuredCircuit } from '#core/circuit/measuredCircuit.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import {
  emulatedIbmBackend,
  fittedIbmBackend,
  flippedPair,
  hadamard,
  ibmJob,
  ibmKey,
  measuredOn,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { emulatedInstance, type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { pubsOf } from '#test/support/emulators/ibm/ibmPrograms.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

/** Something of all that can be configured. */
const primitives: IbmPrimitives = {
  dynamicalDecoupling: {
    enable: true,
    sequenceType: 'XpXm',
    extraSlackDistribution: 'edges',
    schedulingMethod: 'asap',
  },
  twirling: {
    enableGates: true,
    enableMeasure: true,
    numRandomizations: 16,
    shotsPerRandomization: 'auto',
    strategy: 'all',
  },
  resilienceLevel: 2,
};

let emulator: IbmEmulator;
let seen: Record<string, unknown>;

beforeAll(async () => {
  emulator = await startIbmEmulator({ keys: ['good-key'] });
  const sent = await whatIsSent();
  const script = join(projectRoot, 'test', 'support', 'emulators', 'ibm', 'drive_official_client.py');
  const python = await pythonEnvironment();
  const parameters = [script, emulator.url, emulator.tokenUrl, emulatedInstance, 'good-key', 'bad-key', sent];
  const { stdout } = await promisify(execFile)(python, parameters, { timeout: 280_000 });
  seen = JSON.parse(stdout) as Record<string, unknown>;
});

afterAll(() => emulator?.close());

/** What the product gives the programs of the service, and circuits that it fitted to devices. */
async function whatIsSent(): Promise<string> {
  const receiver = await startIbmEmulator({ keys: [ibmKey] });
  try {
    const backend = emulatedIbmBackend(receiver, { primitives });
    const unmeasured = { ...measuredOn(2, []), operations: hadamard(0) };
    const observables = [[{ terms: [{ coefficient: 0.5, factors: [{ qubit: 1, axis: 'X' as const }] }] }]];
    await backend.submit(ibmJob([flippedPair]), neverCancelled);
    await backend.submit({ ...ibmJob([unmeasured]), observables }, neverCancelled);
    // Not one gate of it is as the devices have it.
    const foreign = measuredCircuit(
      circuit(4, [gate('h', 0), cx(0, 3), gate('rzz', [1, 3], 2.5), gate('rx', 2, 0.4), gate('rzz', [0, 2], -0.6)]),
    );
    for (const device of ['ibm_bergen', 'ibm_aarhus']) {
      const fitted = fittedIbmBackend(receiver, { device, primitives: { fractionalGates: true } });
      await fitted.submit(ibmJob([foreign]), neverCancelled);
    }
    const [sampler, estimator, ...others] = [...receiver.jobs.values()];
    const circuits = Object.fromEntries(others.map((job) => [job.backend, pubsOf(job.params)[0]?.[0]]));
    return JSON.stringify({ params: { sampler: sampler?.params, estimator: estimator?.params }, circuits });
  } finally {
    await receiver.close();
  }
}

test("IBM's official client lists the devices, their couplings and their calibration", () => {
  expect(seen).toMatchObject({
    devices: ['ibm_aarhus', 'ibm_bergen', 'ibm_simulator'],
    status: { operational: true, pending: 12 },
    qubits: 7,
    t1: 143e-6,
    paused: 'paused',
    usage: 580,
  });
  expect(seen['coupled']).toContainEqual([1, 3]);
  expect(seen['cz_error']).toBeCloseTo(0.0031, 12);
});

test('it submits what Qiskit fitted and wrote, polls, and reads the bits in Qiskit order', () => {
  expect(seen).toMatchObject({ first_status: 'RUNNING', shots: 500, num_bits: 3, charged: 2 });
  // x on qubit 0, the others equal: 001 and 111.
  expect(seen['samples']).toEqual([1, 7]);
  expect(seen['timestamps']).toEqual(['created', 'finished', 'running']);
});

test('parameters are bound on the service, one row or several', () => {
  expect(seen['sweep']).toEqual([['0x1'], ['0x0']]);
});

test('it reads expectation values, whose rightmost letter is of qubit 0, within five standard errors', () => {
  const [evs, stds] = [seen['evs'] as number[], seen['stds'] as number[]];
  [1, 2, 0].forEach((exact, index) => {
    expect(Math.abs((evs[index] ?? 0) - exact)).toBeLessThanOrEqual(5 * (stds[index] ?? 0));
  });
  expect(stds[0]).toBe(0);
  expect(stds[2]).toBeCloseTo(0.05, 12);
});

test('it pages through jobs, finds them by tag, cancels, changes tags and deletes', () => {
  expect(seen).toMatchObject({
    pages: 25,
    tagged: true,
    retrieved: 'DONE',
    cancelled: 'CANCELLED',
    cancel_ended: 'refused',
    tags: ['other'],
    after_deletion: 23,
  });
});

test('circuits that are not made for the device fail with a reason', () => {
  expect(seen['not_fitted']).toMatch(/Error code 1517; The circuit uses virtual qubits/);
});

test("IBM's own models of the services take what is sent, with every option where it belongs", () => {
  const options = {
    dynamical_decoupling: {
      enable: true,
      sequence_type: 'XpXm',
      extra_slack_distribution: 'edges',
      scheduling_method: 'asap',
    },
    twirling: {
      enable_gates: true,
      enable_measure: true,
      num_randomizations: 16,
      shots_per_randomization: 'auto',
      strategy: 'all',
    },
  };
  const told = { version: 2, support_qiskit: false, options };
  expect(seen['params']).toEqual({ sampler: told, estimator: { ...told, resilience_level: 2 } });
  // On all qubits of the device, as its observables are.
  expect(seen['qubits_sent']).toEqual([7]);
});

test('Qiskit finds only instructions of the device in what is sent, ECR and fractional gates among them', () => {
  const circuits = seen['circuits'] as Record<string, { wrong: string; names: string[]; angles: number[] }>;
  expect(circuits['ibm_bergen']).toMatchObject({ wrong: '', names: expect.arrayContaining(['ecr', 'rz', 'sx']) });
  expect(circuits['ibm_aarhus']).toMatchObject({ wrong: '', names: expect.arrayContaining(['rx', 'rzz']) });
  for (const angle of circuits['ibm_aarhus']?.angles ?? []) {
    expect(angle).toBeGreaterThan(0);
    expect(angle).toBeLessThanOrEqual(Math.PI / 2);
  }
});

test('it opens a session, runs in it and closes it', () => {
  expect(seen['session']).toEqual(['dedicated', 300, 'In progress, accepting new jobs']);
  expect(seen).toMatchObject({ session_closed: false, session_job: true });
});

test('a wrong key is refused', () => {
  expect(seen['wrong_key']).toEqual(['apikey', 401]);
});
