import type { Backend, BackendJob, JobResult } from '#core/backends/backend.ts';
import { createBackend } from '#core/backends/backendRegistry.ts';
import type { AwsConnector } from '#core/backends/braket/awsConnector.ts';
import type { HttpClient } from '#core/backends/http.ts';
import { type JobLedger, runJob } from '#core/backends/jobRunner.ts';
import { type CancellationSignal, CancellationSource, eitherSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { type FaultColumn, faultColumns, matrixTime } from './faultColumns.ts';
import { type Call, providerCalls } from './providerCalls.ts';
import type { ProviderEmulator, RunningProvider } from './providerEmulators.ts';

/** How one call ended whose n-th request met a fault. */
export interface MatrixCell {
  readonly fault: string;
  /** `ok` for success after retry, else the reason of the Failure. */
  readonly outcome: string;
  /** What must not be, in words; empty for a good cell. */
  readonly problems: readonly string[];
}

export interface MatrixRow {
  readonly adapter: string;
  readonly call: Call;
  /** Of the requests that the call sends; from 1. */
  readonly request: number;
  readonly requests: number;
  readonly isToken: boolean;
  readonly cells: readonly MatrixCell[];
}

/** A call sends no more requests than this, whatever happens. */
const mostRequests = 60;

const job: Omit<BackendJob, 'circuits'> = { key: 'run-1-matrix', shots: 100 };

/** Every fault at every request of every call of an adapter. */
export async function faultMatrix(provider: ProviderEmulator): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const call of provider.calls ?? providerCalls) {
    const paths = await requestsOf(provider, call);
    for (const [index, path] of paths.entries()) {
      const cells: MatrixCell[] = [];
      for (const fault of faultColumns) cells.push(await cell(provider, call, index, fault));
      const isToken = provider.tokenPath?.test(path) ?? false;
      rows.push({ adapter: provider.adapter, call, request: index + 1, requests: paths.length, isToken, cells });
    }
  }
  return rows;
}

/** Jobs that the provider fails, with each error it documents, and one that never leaves the queue. */
export async function jobFaults(provider: ProviderEmulator): Promise<MatrixCell[]> {
  const cells: MatrixCell[] = [];
  for (const failure of provider.jobFailures) {
    const scene = await Scene.open(provider);
    scene.provider.faults.failNextJob(failure);
    const ended = await scene.attempt('submit');
    const problems = [...problemsOf(ended), ...(await scene.problemsAfterwards())];
    if (!(ended.failure?.message.includes(failure.message) && ended.failure.message.includes(failure.code))) {
      problems.push(`does not say '${failure.message}' (${failure.code}), but: ${ended.failure?.message ?? 'nothing'}`);
    }
    // Where a code says everything that the provider fails, only the message tells them apart.
    const isAmbiguous = provider.jobFailures.filter(({ code }) => code === failure.code).length > 1;
    const fault = isAmbiguous ? `${failure.code}: ${failure.message}` : failure.code;
    cells.push({ fault, outcome: outcomeOf(ended), problems });
    await scene.close();
  }
  const scene = await Scene.open(provider);
  scene.provider.faults.stuckInQueue = true;
  scene.patience = 5;
  const ended = await scene.attempt('submit');
  const problems = [...problemsOf(ended)];
  if (scene.provider.liveJobs() > 0) problems.push('goes on although nobody waits for it');
  problems.push(...(await scene.problemsAfterwards()));
  cells.push({ fault: 'stuck in the queue, given up', outcome: outcomeOf(ended), problems });
  await scene.close();
  return cells;
}

async function requestsOf(provider: ProviderEmulator, call: Call): Promise<string[]> {
  const scene = await Scene.open(provider);
  const { failure } = await scene.attempt(call);
  const paths = scene.pathsOfCall;
  await scene.close();
  if (failure !== undefined && failure.reason !== 'cancelled') throw failure;
  return paths;
}

async function cell(provider: ProviderEmulator, call: Call, index: number, fault: FaultColumn): Promise<MatrixCell> {
  const scene = await Scene.open(provider);
  scene.strikeAt(call, index, fault);
  const ended = await scene.attempt(call);
  const problems = problemsOf(ended);
  if (
    ended.struck &&
    fault.asksToWait !== undefined &&
    !scene.pauses.some((pause) => pause >= (fault.asksToWait ?? 0))
  ) {
    problems.push('does not wait as long as it was asked to');
  }
  if (!ended.struck) problems.push('never met the fault');
  // Where closing failed, people are told, and the provider ends the session when its time is over.
  const isOpen = call === 'close' && ended.failure === undefined && (scene.provider.openSessions?.() ?? 0) > 0;
  if (isOpen) problems.push('leaves a session open');
  problems.push(...(await scene.problemsAfterwards()));
  await scene.close();
  return { fault: fault.name, outcome: outcomeOf(ended), problems };
}

interface Ended {
  readonly failure?: Failure;
  readonly requests: number;
  readonly struck: boolean;
}

function outcomeOf({ failure }: Ended): string {
  return failure === undefined ? 'ok' : failure.reason;
}

function problemsOf({ failure, requests }: Ended): string[] {
  const problems: string[] = [];
  if (requests > mostRequests) problems.push(`sends ${requests} requests`);
  if (failure === undefined || failure.reason === 'cancelled') return problems;
  if (failure.message.length < 20) problems.push(`says no sentence: ${failure.message}`);
  if (!failure.advice) problems.push(`gives no advice: ${failure.message}`);
  return problems;
}

/** An emulator, the adapter for it, and a ledger that both attempts share. */
class Scene {
  readonly provider: RunningProvider;
  readonly pauses: number[] = [];
  pathsOfCall: string[] = [];
  /** Pauses after which the run is cancelled. */
  patience = Number.POSITIVE_INFINITY;
  readonly #emulator: ProviderEmulator;
  readonly #jobs = new Map<string, StoredJob>();
  #cancellation = new CancellationSource();
  #strike: { readonly call: Call; readonly index: number; readonly fault: FaultColumn } | undefined;
  #stopHeld = new CancellationSource();

  static async open(emulator: ProviderEmulator): Promise<Scene> {
    return new Scene(emulator, await emulator.start());
  }

  private constructor(emulator: ProviderEmulator, provider: RunningProvider) {
    this.#emulator = emulator;
    this.provider = provider;
  }

  strikeAt(call: Call, index: number, fault: FaultColumn): void {
    this.#strike = { call, index, fault };
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  /** Makes the call as the product does: those of jobs through `runJob`. */
  async attempt(call: Call): Promise<Ended> {
    const before = this.provider.requests.length;
    let struck = false;
    const backend = this.#watched(this.#backend(call), call, () => {
      struck = true;
    });
    let failure: Failure | undefined;
    try {
      await this.#make(call, backend);
    } catch (thrown) {
      failure = thrown instanceof Failure ? thrown : new Failure('unknown', `Not a Failure: ${String(thrown)}`);
    }
    return { requests: this.provider.requests.length - before, struck, ...(failure && { failure }) };
  }

  /** What is wrong once the fault is over: the run can always be taken up, and has one job. */
  async problemsAfterwards(): Promise<string[]> {
    this.provider.faults.clear();
    this.#strike = undefined;
    this.#cancellation = new CancellationSource();
    this.patience = Number.POSITIVE_INFINITY;
    const problems: string[] = [];
    try {
      const result = await this.#run(this.#backend());
      const [bits] = Object.entries(result.outcomes[0]?.probabilities ?? {}).filter(
        ([, probability]) => probability > 0,
      );
      if (bits?.[0] !== '01') problems.push(`resumes with the result ${bits?.[0]}`);
    } catch (thrown) {
      problems.push(`cannot be resumed: ${Failure.from(thrown).message}`);
    }
    const jobs = this.provider.liveJobs();
    if (jobs !== 1) problems.push(`ends with ${jobs} jobs at the provider`);
    return problems;
  }

  async #make(call: Call, backend: Backend): Promise<void> {
    switch (call) {
      case 'test':
      case 'devices':
      case 'describe':
        await backend[call](neverCancelled);
        return;
      case 'calibration':
        await backend.calibration?.(neverCancelled);
        return;
      case 'estimate':
        await backend.estimate(this.#job(), neverCancelled);
        return;
      case 'find':
        // The process died after the submission and before it knew the handle.
        await this.#backend().submit(this.#job(), neverCancelled);
        this.#jobs.set(job.key, {
          key: job.key,
          runId: 'run-1',
          backend: 'cloud',
          submittedAt: 0,
          state: 'submitting',
        });
        await this.#run(backend);
        return;
      case 'cancel':
        this.provider.faults.stuckInQueue = true;
        this.patience = 1;
        await this.#run(backend);
        return;
      case 'submit':
      case 'status':
      case 'result':
        await this.#run(backend);
        return;
      case 'close':
        await this.#run(backend);
        await backend.close?.(neverCancelled);
        return;
    }
  }

  #job(): BackendJob {
    return { ...job, circuits: [this.#emulator.circuit] };
  }

  #run(backend: Backend): Promise<JobResult> {
    const ledger: JobLedger = {
      runId: 'run-1',
      find: async (key) => this.#jobs.get(key),
      save: async (stored) => {
        this.#jobs.set(stored.key, stored);
      },
    };
    return runJob({ backend, ledger, clock: this.#clock() }, this.#job(), this.#cancellation.signal);
  }

  #clock(): Clock {
    let now = matrixTime;
    return {
      now: () => now,
      monotonic: () => now,
      sleep: async (milliseconds, signal) => {
        this.pauses.push(milliseconds);
        now += milliseconds;
        if (this.pauses.length >= this.patience) this.#cancellation.cancel();
        if (this.pauses.length > 1000) throw new Error('It waits for ever.');
        if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
      },
    };
  }

  #backend(call?: Call): Backend {
    const clock = this.#clock();
    const configured = call === 'estimate' ? this.provider.priced : this.provider.configured;
    return createBackend(
      { id: 'cloud', ...configured },
      {
        http: this.#http(createHttpClient()),
        clock,
        secrets: { secret: async (name) => this.provider.secrets[name], protect: () => {} },
        tokens: { accessToken: async () => undefined },
        aws: this.#aws(createAwsConnector(() => {})),
        ...this.#emulator.ports?.(),
      },
    );
  }

  #http(http: HttpClient): HttpClient {
    return (request, signal) =>
      this.#unlessHeld(new URL(request.url).host, signal, (limited) => http(request, limited));
  }

  #aws(aws: AwsConnector): AwsConnector {
    return {
      open: () => {
        const connection = aws.open();
        return {
          call: (access, call, signal) =>
            this.#unlessHeld(call.operation, signal, (limited) => connection.call(access, call, limited)),
          usualRegion: (profile) => connection.usualRegion(profile),
        };
      },
    };
  }

  /** A request that is held at the emulator times out at once, so that nobody waits for it. */
  async #unlessHeld<T>(
    who: string,
    signal: CancellationSignal,
    send: (limited: CancellationSignal) => Promise<T>,
  ): Promise<T> {
    const held = this.#stopHeld;
    try {
      return await send(eitherSignal(signal, held.signal));
    } catch (thrown) {
      if (!held.signal.isCancelled) throw thrown;
      throw new Failure('timeout', `${who} did not answer in time.`, { advice: 'Try again later.' });
    }
  }

  /** The backend, with the fault lying in wait while the call is made, the first time it is made. */
  #watched(backend: Backend, watched: Call, whenStruck: () => void): Backend {
    let isMade = false;
    const watch = async <T>(call: Call, make: () => Promise<T>): Promise<T> => {
      if (call !== watched || isMade) return make();
      isMade = true;
      const before = this.provider.requests.length;
      const disarm = this.#lieInWait(call);
      try {
        return await make();
      } finally {
        disarm();
        this.pathsOfCall = this.provider.requests.slice(before).map(({ path }) => path);
        if (this.pathsOfCall.length > (this.#strike?.index ?? Number.POSITIVE_INFINITY)) whenStruck();
      }
    };
    const calibration = backend.calibration?.bind(backend);
    const close = backend.close?.bind(backend);
    return {
      id: backend.id,
      devices: (signal) => watch('devices', () => backend.devices(signal)),
      describe: (signal) => watch('describe', () => backend.describe(signal)),
      ...(calibration && {
        calibration: (signal: CancellationSignal) => watch('calibration', () => calibration(signal)),
      }),
      estimate: (of, signal) => watch('estimate', () => backend.estimate(of, signal)),
      submit: (of, signal) => watch('submit', () => backend.submit(of, signal)),
      find: (key, signal) => watch('find', () => backend.find(key, signal)),
      status: (handle, signal) => watch('status', () => backend.status(handle, signal)),
      result: (handle, circuits, signal) => watch('result', () => backend.result(handle, circuits, signal)),
      cancel: (handle, signal) => watch('cancel', () => backend.cancel(handle, signal)),
      test: (signal) => watch('test', () => backend.test(signal)),
      ...(close && { close: (signal: CancellationSignal) => watch('close', () => close(signal)) }),
    };
  }
  /** @returns a function that takes the fault away again */
  #lieInWait(call: Call): () => void {
    if (this.#strike?.call !== call) return () => {};
    const { fault, index } = this.#strike;
    const struck = () => {
      this.#stopHeld.cancel();
      this.#stopHeld = new CancellationSource();
    };
    const effect = fault.effect.kind === 'held' ? { ...fault.effect, struck } : fault.effect;
    return this.provider.faults.add({ path: /.*/, skips: index, times: fault.times, effect });
  }
}
