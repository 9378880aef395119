import { expect, test } from 'vitest';
import type { Backend, BackendJob, JobResult, JobStatus } from '#core/backends/backend.ts';
import { type JobLedger, type JobPayments, runJob, takeJob } from '#core/backends/jobRunner.ts';
import { PartialSubmission } from '#core/backends/partialSubmission.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { spentOn } from '#core/runs/jobCharge.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

const job: BackendJob = { key: 'run-1', circuits: [], shots: 10 };
const result: JobResult = { outcomes: [{ probabilities: { '0': 1 } }] };

const instant: Clock = {
  now: () => 1000,
  monotonic: () => 0,
  sleep: async (_milliseconds, signal) => {
    if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
  },
};

function memoryLedger(initial: StoredJob[] = []): JobLedger & { readonly saved: StoredJob[] } {
  const saved = [...initial];
  return {
    saved,
    runId: 'run',
    find: async (key) => saved.findLast((stored) => stored.key === key),
    save: async (stored) => {
      saved.push(stored);
    },
  };
}

/** A provider whose jobs go through the given statuses; it remembers what was asked of it. */
function provider(statuses: JobStatus[], overrides: Partial<Backend> = {}): Backend & { readonly asked: string[] } {
  const asked: string[] = [];
  const remaining = [...statuses];
  const backend: Backend = {
    id: 'cloud',
    devices: () => Promise.reject(new Error('not asked')),
    describe: () => Promise.reject(new Error('not asked')),
    estimate: () => Promise.reject(new Error('not asked')),
    test: () => Promise.reject(new Error('not asked')),
    submit: async () => ({ backend: 'cloud', id: 'job-1' }),
    find: async () => undefined,
    status: async () => remaining.shift() ?? { state: 'completed' },
    result: async () => result,
    cancel: async () => {},
    ...overrides,
  };
  const logged = <K extends 'submit' | 'find' | 'result' | 'cancel'>(name: K): Backend[K] =>
    ((...parameters: never[]) => {
      asked.push(name);
      return (backend[name] as (...all: never[]) => unknown)(...parameters);
    }) as Backend[K];
  return {
    ...backend,
    asked,
    submit: logged('submit'),
    find: logged('find'),
    result: logged('result'),
    cancel: logged('cancel'),
  };
}

test('a job is written down before it is submitted and again with its handle before the first wait', async () => {
  const ledger = memoryLedger();
  const backend = provider([{ state: 'queued' }, { state: 'running' }], {
    status: async () => {
      expect(ledger.saved.map(({ handle, state }) => [state, handle])).toEqual([
        ['submitting', undefined],
        ['queued', 'job-1'],
      ]);
      return { state: 'completed' };
    },
  });
  expect(await runJob({ backend, ledger, clock: instant }, job, neverCancelled)).toBe(result);
  expect(ledger.saved.at(-1)?.state).toBe('completed');
});

test('a job with a handle is waited for, not submitted again', async () => {
  const ledger = memoryLedger([
    { key: 'run-1', runId: 'run', backend: 'cloud', submittedAt: 5, state: 'queued', handle: 'job-9' },
  ]);
  const backend = provider([{ state: 'queued' }]);
  await runJob({ backend, ledger, clock: instant }, job, neverCancelled);
  expect(backend.asked).toEqual(['result']);
  expect(ledger.saved.at(-1)).toMatchObject({ handle: 'job-9', submittedAt: 5, state: 'completed' });
});

test('after a crash between submission and answer the provider is asked before anything is submitted', async () => {
  const interrupted: StoredJob = { key: 'run-1', runId: 'run', backend: 'cloud', submittedAt: 5, state: 'submitting' };
  const arrived = provider([], { find: async () => ({ backend: 'cloud', id: 'job-7' }) });
  const ledger = memoryLedger([interrupted]);
  await runJob({ backend: arrived, ledger, clock: instant }, job, neverCancelled);
  expect(arrived.asked).toEqual(['find', 'result']);

  const lost = provider([]);
  await runJob({ backend: lost, ledger: memoryLedger([interrupted]), clock: instant }, job, neverCancelled);
  expect(lost.asked).toEqual(['find', 'submit', 'result']);
});

test('a submission whose answer got lost is not repeated when the job arrived', async () => {
  const backend = provider([], {
    submit: async () => {
      throw new Failure('offline', 'Connection reset.');
    },
    find: async () => ({ backend: 'cloud', id: 'job-3' }),
  });
  const ledger = memoryLedger();
  await runJob({ backend, ledger, clock: instant }, job, neverCancelled);
  expect(backend.asked).toEqual(['submit', 'find', 'result']);
  expect(ledger.saved.at(-1)?.handle).toBe('job-3');
});

test('cancelling while waiting cancels the job at the provider and keeps its handle', async () => {
  const source = new CancellationSource();
  const backend = provider([{ state: 'queued' }], {
    status: async () => {
      source.cancel();
      return { state: 'queued' };
    },
  });
  const ledger = memoryLedger();
  await expect(runJob({ backend, ledger, clock: instant }, job, source.signal)).rejects.toMatchObject({
    reason: 'cancelled',
  });
  expect(backend.asked).toEqual(['submit', 'cancel']);
  expect(ledger.saved.at(-1)).toMatchObject({ state: 'cancelled', handle: 'job-1' });
});

test.each([
  { ended: 'cancelled', status: { state: 'cancelled' } },
  { ended: 'failed', status: { state: 'failed', code: 'Outage', message: 'the trap is cold' } },
] as const)('a job that was $ended before is submitted again under a key of its own', async ({ ended, status }) => {
  const before: StoredJob = {
    key: 'run-1',
    runId: 'run',
    backend: 'cloud',
    submittedAt: 5,
    state: ended,
    handle: 'job-0',
  };
  const ledger = memoryLedger([before]);
  const submitted: string[] = [];
  const backend = provider([status], {
    submit: async ({ key }) => {
      submitted.push(key);
      return { backend: 'cloud', id: 'job-1' };
    },
  });
  expect(await runJob({ backend, ledger, clock: instant }, job, neverCancelled)).toBe(result);
  expect(submitted).toEqual(['run-1-2']);
  expect(ledger.saved.map(({ handle, key, state }) => [key, handle, state])).toEqual([
    ['run-1', 'job-0', ended],
    ['run-1-2', undefined, 'submitting'],
    ['run-1-2', 'job-1', 'queued'],
    ['run-1-2', 'job-1', 'completed'],
  ]);
  // Asked once more, it is the result of the second attempt.
  const again = provider([status]);
  await runJob({ backend: again, ledger, clock: instant }, job, neverCancelled);
  expect(again.asked).toEqual(['result']);
});

test('a job that was to be cancelled and has completed all the same is not paid for again', async () => {
  const ledger = memoryLedger([
    { key: 'run-1', runId: 'run', backend: 'cloud', submittedAt: 5, state: 'cancelled', handle: 'job-0' },
  ]);
  const backend = provider([{ state: 'running' }, { state: 'completed' }]);
  expect(await runJob({ backend, ledger, clock: instant }, job, neverCancelled)).toBe(result);
  expect(backend.asked).toEqual(['result']);
  expect(ledger.saved.at(-1)).toMatchObject({ key: 'run-1', handle: 'job-0', state: 'completed' });
});

test('a job that was cancelled and that the provider has forgotten is submitted again', async () => {
  const ledger = memoryLedger([
    { key: 'run-1', runId: 'run', backend: 'cloud', submittedAt: 5, state: 'cancelled', handle: 'job-0' },
  ]);
  const backend = provider([], {
    status: async ({ id }) => {
      if (id === 'job-0') throw new Failure('not-found', 'There is no such job.');
      return { state: 'completed' };
    },
  });
  await runJob({ backend, ledger, clock: instant }, job, neverCancelled);
  expect(backend.asked).toEqual(['submit', 'result']);
});

test('a job that somebody else has cancelled at the provider ends the run as cancelled', async () => {
  const ledger = memoryLedger();
  const backend = provider([{ state: 'queued' }, { state: 'cancelled' }]);
  await expect(runJob({ backend, ledger, clock: instant }, job, neverCancelled)).rejects.toMatchObject({
    reason: 'cancelled',
    message: 'Job job-1 was cancelled at cloud.',
  });
  expect(ledger.saved.at(-1)).toMatchObject({ state: 'cancelled', handle: 'job-1' });
});

test('a job that a person has cancelled from another window is noticed soon and not submitted again', async () => {
  const ledger = memoryLedger();
  let slept = 0;
  const clock: Clock = {
    ...instant,
    sleep: async (milliseconds) => {
      slept += milliseconds;
      const last = ledger.saved.at(-1);
      if (last && slept > 60_000) ledger.saved.push({ ...last, state: 'cancelled' });
    },
  };
  const states = (): JobStatus =>
    ledger.saved.at(-1)?.state === 'cancelled' ? { state: 'cancelled' } : { state: 'queued', expectedWait: 3_000_000 };
  const backend = provider([], { status: async () => states() });
  const old: StoredJob = {
    key: 'run-1',
    runId: 'run',
    backend: 'cloud',
    submittedAt: -1e7,
    state: 'queued',
    handle: 'j',
  };
  ledger.saved.push(old);
  await expect(runJob({ backend, ledger, clock }, job, neverCancelled)).rejects.toMatchObject({ reason: 'cancelled' });
  expect(backend.asked).toEqual([]);
  // The pause would have lasted five minutes.
  expect(slept).toBeLessThan(70_000);
});

test('a job is submitted again that was given up for want of patience, also when that is heard of late', async () => {
  const ledger = memoryLedger();
  const givenUp = new Set<string>();
  const impatient = new CancellationSource();
  const first = provider([{ state: 'queued' }], {
    status: async () => {
      impatient.cancel();
      return { state: 'queued' };
    },
  });
  const asked = runJob({ backend: first, ledger, clock: instant, givenUp }, job, impatient.signal);
  await expect(asked).rejects.toMatchObject({ reason: 'cancelled' });
  // The next request has read the ledger before that was written down.
  ledger.saved.push({ ...ledger.saved[1], state: 'queued' } as StoredJob);
  const second = provider([{ state: 'cancelled' }, { state: 'completed' }]);
  await runJob({ backend: second, ledger, clock: instant, givenUp }, job, neverCancelled);
  expect(second.asked).toEqual(['submit', 'result']);
});

test('a job is stored with its device, and one that failed with what its provider charged', async () => {
  const ledger = memoryLedger();
  const charge = { estimate: { amount: 5, currency: 'USD' }, asOf: '2026-05-01', source: 'a', arithmetic: '5' };
  const backend = provider([{ state: 'failed', code: 'E7', message: 'No qubits.' }], {
    device: 'forte',
    charged: async () => ({ cost: { amount: 2, currency: 'USD' } }),
  });
  const payments: JobPayments = {
    begin: async (stored) => {
      await ledger.save({ ...stored, charge });
      return { ...stored, charge };
    },
    settled: (_stored, { cost }) => cost && { ...charge, actual: cost },
  };
  await expect(runJob({ backend, ledger, payments, clock: instant }, job, neverCancelled)).rejects.toThrow('No qubits');
  expect(ledger.saved.at(-1)).toMatchObject({ device: 'forte', state: 'failed', charge: { actual: { amount: 2 } } });
});

test('a job the provider failed is an invalid circuit in its own words', async () => {
  const backend = provider([{ state: 'failed', code: 'TooManyGates', message: 'too deep' }]);
  await expect(runJob({ backend, ledger: memoryLedger(), clock: instant }, job, neverCancelled)).rejects.toMatchObject({
    reason: 'invalid-circuit',
    message: expect.stringContaining('too deep'),
  });
});

/** A clock that goes on by itself: ten milliseconds at every look, and as long as somebody sleeps. */
function goingClock(): Clock {
  let time = 1_000_000;
  return {
    now: () => (time += 10),
    monotonic: () => (time += 10),
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  };
}

const phasesOf = async (backend: Backend, ledger = memoryLedger()) => {
  const phases: JobPhase[] = [];
  const onPhase = (phase: JobPhase) => phases.push(phase);
  const running = runJob({ backend, ledger, clock: goingClock(), onPhase }, job, neverCancelled);
  await running.catch((thrown) => expect(Failure.is(thrown, 'invalid-circuit')).toBe(true));
  return phases;
};

const newsOf = async (backend: Backend, ledger = memoryLedger()) => {
  const news: JobNews[] = [];
  const onNews = (told: JobNews) => news.push(told);
  const running = runJob({ backend, ledger, clock: goingClock(), onNews }, job, neverCancelled);
  await running.catch((thrown) => expect(Failure.is(thrown, 'invalid-circuit')).toBe(true));
  return news;
};

test('where a job is is told whenever it is news, with since when', async () => {
  const backend = provider(
    [
      { state: 'queued', position: 3, expectedWait: 0 },
      { state: 'queued', position: 3 },
      { state: 'queued', position: 1, expectedWait: 40_000 },
      { state: 'running' },
      { state: 'running' },
    ],
    { device: 'qpu-1' },
  );
  const news = await newsOf(backend);
  expect(news.map(({ expectedWait, position, state }) => [state, position, expectedWait])).toEqual([
    ['submitting', undefined, undefined],
    ['queued', 3, undefined],
    ['queued', 1, 40_000],
    ['running', undefined, undefined],
    ['fetching', undefined, undefined],
    ['done', undefined, undefined],
  ]);
  expect(new Set(news.map(({ backend: id, device, key }) => [id, device, key].join()))).toEqual(
    new Set(['cloud,qpu-1,run-1']),
  );
  const since = news.map(({ since: time }) => time ?? Number.NaN);
  // The place has changed, the state has not.
  expect(since[2]).toBe(since[1]);
  expect(since).toEqual(since.toSorted((a, b) => a - b));
  expect(since[3]).toBeGreaterThanOrEqual((since[1] ?? 0) + 500);
});

test('a job that is waited for no longer is told as ended, and one from before as it is', async () => {
  const failing = await newsOf(provider([{ state: 'running' }, { state: 'failed', code: 'c', message: 'm' }]));
  expect(failing.map(({ state }) => state)).toEqual(['submitting', 'running', 'ended']);
  const refused = await newsOf(
    provider([], { submit: () => Promise.reject(new Failure('invalid-circuit', 'No such gate.')) }),
  );
  expect(refused.map(({ state }) => state)).toEqual(['submitting', 'ended']);
  const known = { ...{ key: 'run-1', runId: 'run', backend: 'cloud' }, submittedAt: 900_000, handle: 'job-1' };
  const resumed = await newsOf(provider([{ state: 'queued' }]), memoryLedger([{ ...known, state: 'queued' }]));
  expect(resumed.map(({ state }) => state)).toEqual(['queued', 'fetching', 'done']);
  expect(resumed[0]?.since).toBe(900_000);
});

test('the time of a job is told apart as it was seen, or as the provider says', async () => {
  const states: JobStatus[] = [
    { state: 'queued', position: 3 },
    { state: 'queued', position: 2 },
    { state: 'running' },
  ];
  const seen = await phasesOf(provider(states));
  expect(seen.map(({ backend, key, phase }) => [phase, backend, key])).toEqual(
    ['upload', 'queue', 'execute', 'download'].map((phase) => [phase, 'cloud', 'run-1']),
  );
  const [upload, queue, execute, download] = seen;
  expect(upload).toMatchObject({ circuits: 0, shots: 10 });
  expect(queue).toMatchObject({ position: 3 });
  // Two pauses in the queue, one while it ran.
  expect(queue?.duration).toBeGreaterThanOrEqual(250 + 250);
  expect(execute?.duration).toBeGreaterThanOrEqual(500);
  expect(execute?.start).toBe((queue?.start ?? 0) + (queue?.duration ?? 0));
  expect(download?.start).toBeGreaterThanOrEqual((execute?.start ?? 0) + (execute?.duration ?? 0));

  const cost = { amount: 2.5, currency: 'USD' };
  const told = provider(states, { result: async () => ({ ...result, queueTime: 700, executionTime: 40, cost }) });
  expect(await phasesOf(told)).toMatchObject([
    { phase: 'upload' },
    { phase: 'queue', duration: 700 },
    { phase: 'execute', duration: 40 },
    { phase: 'download', cost },
  ]);
});

test('no phase of a job is longer than the job, and what nobody knows is not told', async () => {
  const boasting = provider([], { result: async () => ({ ...result, queueTime: 1e9, executionTime: 1e9 }) });
  const [, queue, execute] = await phasesOf(boasting);
  expect(queue?.duration).toBeLessThan(1000);
  expect(execute?.duration).toBe(0);
  // Never seen at work: nobody can tell waiting from running.
  expect((await phasesOf(provider([]))).map(({ phase }) => phase)).toEqual(['upload', 'download']);
  const failing = provider([{ state: 'running' }, { state: 'failed', code: 'x', message: 'y' }]);
  expect((await phasesOf(failing)).map(({ phase }) => phase)).toEqual(['upload', 'queue', 'execute']);
  const submitted: StoredJob = {
    key: 'run-1',
    runId: 'run',
    backend: 'cloud',
    submittedAt: 5,
    state: 'queued',
    handle: 'j',
  };
  expect(
    (await phasesOf(provider([{ state: 'running' }]), memoryLedger([submitted]))).map(({ phase }) => phase),
  ).toEqual(['queue', 'execute', 'download']);
});

test('a job from elsewhere is waited for and never submitted, also when it was cancelled there', async () => {
  const stored = {
    key: 'run-1',
    runId: 'run',
    backend: 'cloud',
    submittedAt: 5,
    state: 'queued',
    handle: 'theirs-1',
  } as const;
  let asked: unknown = 'nothing';
  const waiting = provider([{ state: 'queued', position: 2 }, { state: 'running' }], {
    result: async (_handle, circuits) => {
      asked = circuits;
      return result;
    },
  });
  const ledger = memoryLedger([stored]);
  expect(await takeJob({ backend: waiting, ledger, clock: instant }, stored, neverCancelled)).toBe(result);
  expect(asked).toBeUndefined();
  expect(waiting.asked).toEqual(['result']);
  expect(ledger.saved.map(({ position, state }) => [state, position])).toEqual([
    ['queued', undefined],
    ['queued', 2],
    ['running', undefined],
    ['completed', undefined],
  ]);

  const gone = provider([{ state: 'cancelled' }]);
  await expect(
    takeJob({ backend: gone, ledger: memoryLedger([stored]), clock: instant }, stored, neverCancelled),
  ).rejects.toMatchObject({ reason: 'cancelled' });
  expect(gone.asked).toEqual([]);
});

test('the money of a job that a provider refused is free again, but not where a part of it had arrived', async () => {
  const spent = async (refusal: Failure) => {
    const ledger = memoryLedger();
    const payments: JobPayments = {
      begin: async (stored) => {
        const charge = {
          estimate: { amount: 3, currency: 'USD' },
          asOf: '2026-11-01',
          source: 'test',
          arithmetic: '3',
        };
        await ledger.save({ ...stored, charge });
        return { ...stored, charge };
      },
      settled: () => undefined,
    };
    const backend = provider([], { submit: () => Promise.reject(refusal) });
    await expect(runJob({ backend, ledger, payments, clock: instant }, job, neverCancelled)).rejects.toBe(refusal);
    const charge = ledger.saved.at(-1)?.charge;
    return charge && spentOn(charge);
  };
  expect(await spent(new Failure('quota', 'Too many jobs.'))).toEqual({ amount: 0, currency: 'USD' });
  expect(await spent(new PartialSubmission('quota', 'Two of three.'))).toEqual({ amount: 3, currency: 'USD' });
});
