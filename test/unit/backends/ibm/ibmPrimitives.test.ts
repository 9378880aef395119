import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IbmPrimitives } from '#core/backends/backendConfiguration.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure } from '#core/base/failure.ts';
import { configuredBackendSchema } from '#core/protocol/configuredBackend.ts';
import { ibmPrimitives } from '#runner/backendConfigurations.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import {
  emulatedIbmBackend,
  flippedPair,
  hadamard,
  ibmJob,
  ibmKey,
  measuredOn,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { emulatedInstance, type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

let emulator: IbmEmulator;

beforeEach(async () => {
  emulator = await startIbmEmulator({ keys: [ibmKey] });
  emulator.eager = true;
});
afterEach(() => emulator.close());

const { operations, ...bare } = measuredOn(2, hadamard(0));
const unmeasured = { ...bare, operations: operations.filter(({ kind }) => kind !== 'measure') };
const estimated = {
  ...ibmJob([unmeasured], 100, 'run-1/b'),
  observables: [[{ terms: [{ coefficient: 1, factors: [{ qubit: 1, axis: 'Z' as const }] }] }]],
};

const all: IbmPrimitives = {
  dynamicalDecoupling: { enable: true, sequenceType: 'XY4', extraSlackDistribution: 'edges', schedulingMethod: 'asap' },
  twirling: { enableGates: true, enableMeasure: false, numRandomizations: 'auto', shotsPerRandomization: 50 },
  maxExecutionTime: 300,
  resilienceLevel: 2,
};

test('what is configured goes where the interface has it, of both programs, and is told for the record', async () => {
  const backend = emulatedIbmBackend(emulator, { primitives: all });
  for (const job of [ibmJob([flippedPair], 100, 'run-1/a'), estimated]) {
    const handle = await backend.submit(job, neverCancelled);
    expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
  }
  const options = {
    dynamical_decoupling: {
      enable: true,
      sequence_type: 'XY4',
      extra_slack_distribution: 'edges',
      scheduling_method: 'asap',
    },
    twirling: {
      enable_gates: true,
      enable_measure: false,
      num_randomizations: 'auto',
      shots_per_randomization: 50,
    },
  };
  const [sampler, estimator] = [...emulator.jobs.values()];
  expect(sampler).toMatchObject({ program: 'sampler', cost: 300, params: { options } });
  expect(sampler?.params).not.toHaveProperty('resilience_level');
  expect(estimator).toMatchObject({ program: 'estimator', cost: 300, params: { options, resilience_level: 2 } });
  expect(backend.jobOptions?.(estimated)).toEqual({ options, resilience_level: 2, cost: 300 });
});

test('where nothing is configured nothing is said', async () => {
  const backend = emulatedIbmBackend(emulator);
  await backend.submit(estimated, neverCancelled);
  const [job] = [...emulator.jobs.values()];
  expect(job?.cost).toBeNull();
  expect(Object.keys(job?.params ?? {}).sort()).toEqual(['pubs', 'support_qiskit', 'version']);
  expect(backend.jobOptions?.(estimated)).toBeUndefined();
});

test('a job that takes longer than it may is ended, and has failed for that', async () => {
  const backend = emulatedIbmBackend(emulator, { primitives: { maxExecutionTime: 3 } });
  const two = ibmJob([flippedPair, flippedPair], 100);
  const handle = await backend.submit(two, neverCancelled);
  expect(await endedJob(backend, handle)).toMatchObject({ state: 'failed', code: '1305' });
  // Nor is it expected to be charged more.
  expect((await backend.estimate(ibmJob([flippedPair], 20_000), neverCancelled)).arithmetic).toContain(
    '2 s + 1 circuits × 20000 shots × 250 µs ≈ 7 s of the device, of which a job gets 3 s',
  );
});

test('extrapolation is estimated at all strengths of noise, of mean values only', async () => {
  const backend = emulatedIbmBackend(emulator, { primitives: all });
  const { arithmetic } = await backend.estimate({ ...estimated, shots: 4000 }, neverCancelled);
  expect(arithmetic).toContain('2 s + 1 circuits × 3 noise scales × 4000 shots × 250 µs ≈ 5 s');
  expect((await backend.estimate(ibmJob([flippedPair], 4000), neverCancelled)).arithmetic).not.toContain('scales');
});

test('what the service does not take is refused in its words, and no job is made of it', async () => {
  const primitives = { dynamicalDecoupling: { sequenceType: 'YY' } } as unknown as IbmPrimitives;
  const failure = await failureOf(
    emulatedIbmBackend(emulator, { primitives }).submit(ibmJob([flippedPair]), neverCancelled),
  );
  expect(describeFailure(failure)).toMatch(/HTTP 400\): params\.options\.dynamical_decoupling\.sequence_type: .*1000/);
  expect(emulator.jobs.size).toBe(0);
});

const configured = {
  adapter: 'ibm',
  device: 'ibm_aarhus',
  credential: 'ibm',
  instance: emulatedInstance,
};

test.each<[string, object, string]>([
  ['a sequence that there is none of', { dynamicalDecoupling: { sequenceType: 'YY' } }, 'sequenceType'],
  ['a level that there is none of', { resilienceLevel: 3 }, 'resilienceLevel'],
  ['more than three hours', { maxExecutionTime: 10_801 }, 'maxExecutionTime'],
  ['randomizations below one', { twirling: { numRandomizations: 0 } }, 'twirling'],
  ['no precision', { defaultPrecision: 0 }, 'defaultPrecision'],
  ['a name that is none', { resilience: 1 }, 'primitives'],
])('%s is refused where it is configured, and in a pipeline', (_what, primitives, place) => {
  const { error } = configuredBackendSchema.safeParse({ ...configured, primitives });
  expect(error?.issues[0]?.path.join('.')).toContain(place);
  const backend = { adapter: 'ibm', kind: 'hardware' as const, options: { primitives } };
  expect(() => ibmPrimitives('cloud', backend, undefined)).toThrow(/^Backend 'cloud' cannot run as its options say/);
});

test('a pipeline says it over the settings', () => {
  const settings = configuredBackendSchema.parse({
    ...configured,
    primitives: { resilienceLevel: 1, defaultShots: 10 },
  });
  const backend = { adapter: 'ibm', kind: 'hardware' as const, options: { primitives: { resilienceLevel: 0 } } };
  expect(ibmPrimitives('cloud', backend, settings)).toEqual({ resilienceLevel: 0, defaultShots: 10 });
});
