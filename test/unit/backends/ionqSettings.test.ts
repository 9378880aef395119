import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '#core/backends/backend.ts';
import type { IonqBackendOptions } from '#core/backends/ionq/ionqBackend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { configuredBackendSchema } from '#core/protocol/configuredBackend.ts';
import { pipelineConfiguration } from '#runner/backendConfigurations.ts';
import { circuit, cx, gate, measureAll } from '#test/support/circuitBuilder.ts';
import { emulatedIonqBackend, startEagerIonqEmulator } from '#test/support/emulators/ionq/emulatedIonqBackend.ts';
import type { IonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

const skewed = circuit(2, [gate('ry', 0, 0.9), cx(0, 1), gate('x', 1), ...measureAll(2)], { bits: 2 });

let emulator: IonqEmulator;
beforeEach(async () => {
  emulator = await startEagerIonqEmulator();
});
afterEach(() => emulator.close());

function ionq(device: string, options: Partial<IonqBackendOptions> = {}): Backend {
  return emulatedIonqBackend(emulator, device, options);
}

async function run(backend: Backend, { shots = 1000, seed = 4 } = {}) {
  const handle = await backend.submit({ key: 'k', circuits: [skewed], shots, seed }, neverCancelled);
  const status = await backend.status(handle, neverCancelled);
  const read = () => backend.result(handle, [skewed], neverCancelled);
  return { status, read, submission: emulator.jobs.get(handle.id)?.submission };
}

async function probabilities(backend: Backend, options?: { shots?: number; seed?: number }) {
  const { outcomes } = await (await run(backend, options)).read();
  return outcomes[0]?.probabilities ?? {};
}

describe('noise of the simulator', () => {
  test('is that of the model, drawn by the seed of the configuration or of the run', async () => {
    const exact = await probabilities(ionq('simulator'));
    const noisy = ionq('simulator', { noise: { model: 'aria-1' } });
    const one = await probabilities(noisy);
    expect(one).not.toEqual(exact);
    expect(await probabilities(noisy)).toEqual(one);
    expect(await probabilities(noisy, { seed: 5 })).not.toEqual(one);
    const fixed = ionq('simulator', { noise: { model: 'aria-1', seed: 4 } });
    expect(await probabilities(fixed, { seed: 99 })).toEqual(one);
    expect((await run(fixed)).submission?.noise).toEqual({ model: 'aria-1', seed: 4 });
  });

  test('of a model that IonQ does not have is refused in its words', async () => {
    const { message, reason } = await failureOf(run(ionq('simulator', { noise: { model: 'aria-9' } })));
    expect([reason, message]).toEqual([
      'invalid-circuit',
      'IonQ refused the request (HTTP 400): Unknown noise model aria-9.',
    ]);
  });

  test('is refused for hardware, which has its own', () => {
    expect(() => ionq('qpu.forte-1', { noise: { model: 'aria-1' } })).toThrow(
      "Backend 'cloud' has a noise model, and qpu.forte-1 has noise of its own.",
    );
  });
});

describe('error mitigation', () => {
  test('is asked for as it is configured, and otherwise left to IonQ', async () => {
    expect((await run(ionq('qpu.forte-1'))).submission?.settings).toBeUndefined();
    const errorMitigation = { debiasing: true, symmetryVerification: false };
    expect((await run(ionq('qpu.forte-1', { errorMitigation }))).submission?.settings).toEqual({
      error_mitigation: { debiasing: true, symmetry_verification: false },
    });
    const off = ionq('qpu.forte-1', { errorMitigation: { debiasing: false } });
    expect((await run(off, { shots: 10 })).submission?.settings).toEqual({ error_mitigation: { debiasing: false } });
  });

  test('is in the price that is asked for', async () => {
    const estimated = async (debiasing: boolean) =>
      await ionq('qpu.forte-1', { errorMitigation: { debiasing } }).estimate(
        { key: 'k', circuits: [skewed], shots: 500 },
        neverCancelled,
      );
    expect((await estimated(true)).arithmetic).toContain(', debiased: ');
    expect((await estimated(false)).arithmetic).not.toContain('debiased');
  });

  test('needs as many shots as debiasing does, and says so before anything is sent', async () => {
    const { message, reason } = await failureOf(
      run(ionq('qpu.forte-1', { errorMitigation: { debiasing: true } }), { shots: 499 }),
    );
    expect([reason, message]).toEqual(['invalid-circuit', 'IonQ debiases jobs of at least 500 shots, not 499.']);
    expect(emulator.requests).toEqual([]);
  });

  test('sharpens results', async () => {
    const plain = await probabilities(ionq('qpu.forte-1'));
    const sharp = await probabilities(ionq('qpu.forte-1', { errorMitigation: { sharpen: true } }));
    const [most = ''] = Object.entries(plain).toSorted(([, one], [, other]) => other - one)[0] ?? [];
    expect(sharp[most]).toBeGreaterThan(plain[most] ?? 1);
  });
});

describe('a dry run', () => {
  test('ends with what the job would cost, and measures nothing', async () => {
    const { read, status, submission } = await run(ionq('qpu.forte-1', { dryRun: true }));
    expect(submission?.isDryRun).toBe(true);
    expect(status).toEqual({ state: 'completed' });
    const { advice, message, reason } = await failureOf(read());
    expect(reason).toBe('unsupported');
    expect(message).toMatch(/^IonQ compiled job \S+ in a dry run: it fits the device and would cost 12\.4166 USD\.$/);
    expect(advice).toContain('dryRun');
  });

  test('is refused for the simulator, which has none', () => {
    expect(() => ionq('simulator', { dryRun: true })).toThrow("IonQ's simulator has none.");
  });
});

describe('a session', () => {
  test('holds all jobs of a run, within its limits, and is ended with the run', async () => {
    const backend = ionq('qpu.forte-1', {
      session: { mode: 'session', maxTime: 90 },
      sessionLimits: { jobs: 2, cost: { amount: 40, currency: 'USD' } },
    });
    const first = await run(backend);
    const second = await run(backend);
    const [session, ...others] = emulator.sessions.values();
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      ...{ backend: 'qpu.forte-1', status: 'started', jobs: 2 },
      settings: { job_count_limit: 2, duration_limit_min: 2, cost_limit: { unit: 'usd', value: 40 } },
    });
    expect([first.submission?.session, second.submission?.session]).toEqual([session?.id, session?.id]);
    expect((await failureOf(run(backend))).message).toContain('has had all of its jobs');
    await backend.close?.(neverCancelled);
    expect(session?.status).toBe('ended');
    await backend.close?.(neverCancelled);
  });

  test('is opened for no batch, which IonQ has not', async () => {
    const backend = ionq('qpu.forte-1', { session: { mode: 'batch' } });
    await run(backend);
    expect([emulator.sessions.size, backend.close]).toEqual([0, undefined]);
  });

  test('that could not be opened is opened for the next job', async () => {
    const backend = ionq('qpu.forte-1', { session: { mode: 'session' } });
    emulator.faults.add({ path: /\/sessions$/, times: 1, effect: { kind: 'status', status: 400 } });
    await failureOf(run(backend));
    expect((await run(backend)).submission?.session).toBeDefined();
  });
});

test('the version that the record of a run keeps tells all of them', async () => {
  const noisy = ionq('simulator', { noise: { model: 'aria-1', seed: 7 } });
  expect((await noisy.describe(neverCancelled)).version).toBe('v0.4, noise aria-1 with the seed 7');
  const errorMitigation = { debiasing: true, symmetryVerification: false, sharpen: true };
  const dry = ionq('qpu.forte-1', { dryRun: true, errorMitigation });
  expect((await dry.describe(neverCancelled)).version).toBe(
    '6f0c1b1e-0000-4000-8000-000000000001, debiasing on, symmetry verification off, sharpening on, dry run',
  );
});

describe('what is configured', () => {
  const whole = {
    ...{ adapter: 'ionq', device: 'simulator', credential: 'ionq' },
    noise: { model: 'forte-1', seed: 3 },
    dryRun: false,
    errorMitigation: { debiasing: true, symmetryVerification: true, sharpen: false },
    sessionLimits: { jobs: 10, cost: { amount: 5, currency: 'USD' } },
  };

  test('is read whole', () => {
    expect(configuredBackendSchema.parse(whole)).toEqual(whole);
  });

  test.each([
    ['noise.model', { noise: { model: 'Aria 1' } }],
    ['noise.seed', { noise: { model: 'aria-1', seed: -1 } }],
    ['noise', { noise: 'aria-1' }],
    ['dryRun', { dryRun: 'yes' }],
    ['errorMitigation.debiasing', { errorMitigation: { debiasing: 1 } }],
    ['errorMitigation', { errorMitigation: { debias: true } }],
    ['sessionLimits.jobs', { sessionLimits: { jobs: 0 } }],
  ])('with a wrong %s is refused, in the settings and under the options of a pipeline', (path, wrong) => {
    const parsed = configuredBackendSchema.safeParse({ ...whole, ...wrong });
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    const written = { adapter: 'ionq', kind: 'simulator', options: wrong } as const;
    expect(() => pipelineConfiguration('cloud', written)).toThrow(`${path} is missing or wrong`);
  });
});
