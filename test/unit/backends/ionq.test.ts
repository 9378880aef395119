import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend, BackendJob } from '#core/backends/backend.ts';
import { createIonqBackend } from '#core/backends/ionq/ionqBackend.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

const key = 'planted-ionq-key-5f1d';

/** A clock whose sleeps take no time and are written down. */
function recordingClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.parse('2026-08-20T00:00:00Z'),
    monotonic: () => 0,
    sleep: async (milliseconds, signal) => {
      sleeps.push(milliseconds);
      if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
    },
  };
}

function circuit(qubitCount: number, operations: Operation[]): Circuit {
  return { qubitCount, bitCount: 0, qubitRegisters: [], bitRegisters: [], parameters: [], operations };
}

const bell = circuit(3, [
  { kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [0] },
  { kind: 'gate', gate: 'h', parameters: [], controls: [], targets: [1] },
  { kind: 'gate', gate: 'x', parameters: [], controls: [{ qubit: 1, value: 1 }], targets: [2] },
]);

const job = (circuits: Circuit[], shots = 100): BackendJob => ({ key: `run-1/${circuits.length}`, circuits, shots });

let emulator: IonqEmulator;
let clock: ReturnType<typeof recordingClock>;
let backend: Backend;

beforeEach(async () => {
  emulator = await startIonqEmulator({ keys: [key] });
  clock = recordingClock();
  backend = ionq('simulator', key);
});
afterEach(() => emulator.close());

function ionq(device: string, value: string | undefined): Backend {
  return createIonqBackend({
    id: 'cloud',
    device,
    endpoint: emulator.url,
    credential: 'ionq',
    http: createHttpClient(),
    clock,
    secrets: heldSecret(value),
  });
}

async function finish(target: Backend, submitted: BackendJob) {
  const handle = await target.submit(submitted, neverCancelled);
  for (let poll = 0; poll < 10; poll++) {
    const status = await target.status(handle, neverCancelled);
    if (status.state !== 'queued' && status.state !== 'running') return { handle, status };
  }
  throw new Error('The job did not end.');
}

describe('a job', () => {
  test('gives probabilities with qubit 0 as the least significant bit', async () => {
    const { handle, status } = await finish(backend, job([bell]));
    expect(status.state).toBe('completed');
    const result = await backend.result(handle, undefined, neverCancelled);
    const [outcome] = result.outcomes;
    expect(Object.keys(outcome?.probabilities ?? {}).sort()).toEqual(['001', '111']);
    expect(outcome?.probabilities['111']).toBeCloseTo(0.5, 12);
    expect(result.cost).toEqual({ amount: 0, currency: 'USD' });
  });

  test('takes any seed that a run has', async () => {
    const handle = await backend.submit({ ...job([bell]), seed: 0xffff_fff0 }, neverCancelled);
    expect(emulator.jobs.get(handle.id)?.submission.noise).toEqual({ model: 'ideal', seed: 0x7fff_fff0 });
  });

  test('of several circuits keeps their order', async () => {
    const { handle } = await finish(backend, job([bell, circuit(1, [])]));
    const { outcomes } = await backend.result(handle, undefined, neverCancelled);
    expect(outcomes.map((outcome) => Object.keys(outcome.probabilities).length)).toEqual([2, 1]);
  });

  test('gives the bits that the circuit measures into, whatever qubits they are of', async () => {
    const permuted: Circuit = {
      ...bell,
      bitCount: 4,
      operations: [
        ...bell.operations,
        { kind: 'measure', qubit: 0, bit: 3 },
        { kind: 'measure', qubit: 1, bit: 0 },
        { kind: 'measure', qubit: 2, bit: 1 },
      ],
    };
    const { handle } = await finish(backend, job([permuted]));
    const { outcomes } = await backend.result(handle, [permuted], neverCancelled);
    // Qubit 0 is 1 and read into bit 3; bit 2 is never written.
    expect(Object.keys(outcomes[0]?.probabilities ?? {}).sort()).toEqual(['1000', '1011']);
  });

  test('of more qubits than a number has bits keeps all of them', async () => {
    const wide: Circuit = {
      ...circuit(60, []),
      bitCount: 60,
      operations: Array.from({ length: 60 }, (_, qubit) => ({ kind: 'measure', qubit, bit: qubit })),
    };
    const state = (1n << 59n) + (1n << 53n) + 1n;
    const answered = createIonqBackend({
      id: 'cloud',
      device: 'simulator',
      endpoint: 'https://example.com',
      credential: 'ionq',
      clock,
      secrets: heldSecret(key),
      http: async ({ url }) => {
        const answers = { '/jobs/j': { id: 'j', status: 'completed' }, '/jobs/j/cost': {} };
        const path = url.slice('https://example.com'.length);
        const body = path in answers ? answers[path as keyof typeof answers] : { [`${state}`]: 1 };
        return { status: 200, headers: {}, body: JSON.stringify(body) };
      },
    });
    const { outcomes } = await answered.result({ backend: 'cloud', id: 'j' }, [wide], neverCancelled);
    expect(outcomes[0]?.probabilities).toEqual({ [state.toString(2).padStart(60, '0')]: 1 });
  });

  test('cancelled at the provider is seen as cancelled', async () => {
    const handle = await backend.submit(job([bell]), neverCancelled);
    await backend.cancel(handle, neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'cancelled' });
  });

  test('that fails says why in the provider’s words', async () => {
    emulator.faults.failNextJob({ code: 'QuotaExhaustedError', message: 'Out of credits' });
    const { status } = await finish(backend, job([bell]));
    expect(status).toEqual({
      state: 'failed',
      code: 'QuotaExhaustedError',
      message: 'Out of credits',
      reason: 'quota',
    });
  });

  test('whose submission lost its answer is found again by its key', async () => {
    emulator.faults.add({ method: 'POST', path: /\/jobs$/, times: 1, effect: { kind: 'drop', after: true } });
    const failure = await failureOf(backend.submit(job([bell]), neverCancelled));
    expect(failure.reason).toBe('offline');
    expect(emulator.jobs.size).toBe(1);
    const found = await backend.find('run-1/1', neverCancelled);
    expect(found?.id).toBe([...emulator.jobs.keys()][0]);
    expect(await backend.find('run-2/1', neverCancelled)).toBeUndefined();
  });

  test('is found on a later page of the list', async () => {
    const first = await backend.submit({ ...job([bell]), key: 'the-first' }, neverCancelled);
    for (let index = 0; index < 30; index++) await backend.submit({ ...job([bell]), key: `k${index}` }, neverCancelled);
    expect(await backend.find('the-first', neverCancelled)).toEqual(first);
  });
});

describe('bad answers', () => {
  test('429 is retried after the time the server asks for', async () => {
    emulator.faults.add({
      path: /\/whoami$/,
      times: 2,
      effect: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    });
    expect((await backend.test(neverCancelled)).ok).toBe(true);
    expect(clock.sleeps).toEqual([7000, 7000]);
  });

  test('a server that stays down is reported as such', async () => {
    emulator.faults.add({ path: /.*/, times: 99, effect: { kind: 'status', status: 503 } });
    const failure = await failureOf(backend.describe(neverCancelled));
    expect(failure.reason).toBe('backend-down');
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000]);
  });

  test('an answer that is not JSON is an unknown failure that shows no body', async () => {
    emulator.faults.add({ path: /\/whoami$/, times: 1, effect: { kind: 'malformed' } });
    const failure = await failureOf(backend.test(neverCancelled));
    expect(failure.reason).toBe('unknown');
    expect(failure.message).not.toContain('tru');
  });

  test('a wrong key is an authorisation failure that names the credential and not its value', async () => {
    const failure = await failureOf(ionq('simulator', 'wrong-secret-key').test(neverCancelled));
    expect(failure.reason).toBe('auth');
    expect(`${failure.message} ${failure.advice}`).toContain("'ionq'");
    expect(`${failure.message} ${failure.advice}`).not.toContain('wrong-secret-key');
  });

  test('a missing key is noticed before anything is sent', async () => {
    const failure = await failureOf(ionq('simulator', undefined).submit(job([bell]), neverCancelled));
    expect(failure.reason).toBe('auth');
    expect(emulator.requests).toEqual([]);
  });

  test('a device that does not exist', async () => {
    expect((await failureOf(ionq('qpu.none', key).describe(neverCancelled))).reason).toBe('not-found');
  });

  test('nothing listening is offline', async () => {
    await emulator.close();
    expect((await failureOf(backend.describe(neverCancelled))).reason).toBe('offline');
  });

  test('a cancelled signal stops the request', async () => {
    const source = new CancellationSource();
    source.cancel();
    expect((await failureOf(backend.describe(source.signal))).reason).toBe('cancelled');
  });
});

describe('before submission', () => {
  test('a circuit the format cannot express is refused', async () => {
    const flow = circuit(1, [
      { kind: 'while', condition: { kind: 'compare', bits: [], operator: '==', value: 1 }, body: [] },
    ]);
    expect((await failureOf(backend.submit(job([flow]), neverCancelled))).reason).toBe('invalid-circuit');
    expect(emulator.requests).toEqual([]);
  });

  test('shots outside the limits are refused', async () => {
    expect((await failureOf(backend.submit(job([bell], 0), neverCancelled))).reason).toBe('invalid-circuit');
    expect((await failureOf(backend.submit(job([bell], 1e7), neverCancelled))).reason).toBe('invalid-circuit');
  });

  test('the simulator is free and hardware has a price with its arithmetic', async () => {
    expect((await backend.estimate(job([bell]), neverCancelled)).cost).toEqual({ amount: 0, currency: 'USD' });
    const hardware = await ionq('qpu.forte-1', key).estimate(job([bell], 100_000), neverCancelled);
    // 100,000 shots × (2 × 0.00022 + 1 × 0.000975)
    expect(hardware.cost?.amount).toBeCloseTo(141.5, 6);
    expect(hardware.arithmetic).toContain('100000 shots of 2 one-qubit and 1 two-qubit gates');
    expect(hardware.asOf).toBe('2026-08-20');
  });
});
