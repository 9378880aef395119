import { existsSync, readFileSync } from 'node:fs';
import { chmod, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backend, BackendJob } from '#core/backends/backend.ts';
import { type JobLedger, runJob } from '#core/backends/jobRunner.ts';
import { createLocalBackend } from '#core/backends/local/localBackend.ts';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { systemClock } from '#platform/systemClock.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';
import { qubitOneOfTwo } from './asymmetricCircuit.ts';

/** What is asked of a package: what it has, whether it works, a job, and the end of one that runs. */
export const localCalls = ['start', 'health', 'run', 'cancel'] as const;
export type LocalCall = (typeof localCalls)[number];

/** What an interpreter does instead of answering. */
export const localFaults = [
  'interpreter missing',
  'package missing',
  'another protocol',
  'dies midway',
  'garbage on stdout',
  'no answer in time',
  'cancelled',
] as const;
export type LocalFault = (typeof localFaults)[number];

/** How a call ended that met a fault, and what must not be. */
export interface LocalCell {
  readonly fault: LocalFault;
  readonly outcome: string;
  readonly problems: readonly string[];
}

export interface LocalRow {
  readonly call: LocalCall;
  readonly cells: readonly LocalCell[];
}

/** Milliseconds after which an answer is late, where the fault is that there is none. */
const impatience = 100;
/** Milliseconds after which something hangs that is to end by itself. */
const guard = 30_000;

const job: BackendJob = { key: 'run-1-matrix', circuits: [qubitOneOfTwo], shots: 10, seed: 1 };

/** Every fault of an interpreter at every call of a simulator of a package. */
export async function localFaultMatrix(): Promise<LocalRow[]> {
  const rows: LocalRow[] = [];
  for (const call of localCalls) {
    const cells: LocalCell[] = [];
    for (const fault of localFaults) cells.push(await cell(call, fault));
    rows.push({ call, cells });
  }
  return rows;
}

async function cell(call: LocalCall, fault: LocalFault): Promise<LocalCell> {
  let found: LocalCell | undefined;
  await withTemporaryFolder(async (folder) => {
    const scene = new LocalScene(folder, call, fault);
    try {
      const { failure, outcome } = await ended(scene.attempt());
      const problems = failure === undefined || failure.reason === 'cancelled' ? [] : wordsOf(failure);
      problems.push(...(await scene.problemsAfterwards()));
      found = { fault, outcome, problems };
    } finally {
      scene.close();
    }
  });
  if (found === undefined) throw new Error('The cell was not examined.');
  return found;
}

interface Ended {
  readonly outcome: string;
  readonly failure?: Failure;
}

async function ended(attempt: Promise<string>): Promise<Ended> {
  const late = new AbortController();
  const hanging = delay(guard, 'hangs', { signal: late.signal, ref: false });
  try {
    return { outcome: await Promise.race([attempt, hanging]) };
  } catch (thrown) {
    const failure = Failure.from(thrown);
    return { outcome: failure.reason, failure };
  } finally {
    hanging.catch(() => {});
    late.abort();
  }
}

function wordsOf({ advice, message }: Failure): string[] {
  return [
    ...(message.length < 20 ? [`says no sentence: ${message}`] : []),
    ...(advice ? [] : [`gives no advice: ${message}`]),
  ];
}

/** A made-up interpreter with its faults, and the adapter for it. */
class LocalScene {
  readonly #folder: string;
  readonly #call: LocalCall;
  readonly #fault: LocalFault;
  readonly #jobs = new Map<string, StoredJob>();
  readonly #sdks: PythonSdks[] = [];

  constructor(folder: string, call: LocalCall, fault: LocalFault) {
    this.#folder = folder;
    this.#call = call;
    this.#fault = fault;
  }

  /** Makes the call as the product does. */
  async attempt(): Promise<string> {
    const source = new CancellationSource();
    const backend = this.#backend(this.#fault === 'no answer in time');
    if (this.#call === 'cancel') return await this.#cancelled(backend);
    await this.#becomeFaulty();
    const running = this.#fault === 'cancelled' ? this.#asked() : undefined;
    const made = this.#make(backend, source);
    await running;
    source.cancel();
    return await made;
  }

  async #make(backend: Backend, source: CancellationSource): Promise<string> {
    const signal = this.#fault === 'cancelled' ? source.signal : neverCancelled;
    switch (this.#call) {
      case 'start':
        await backend.describe(signal);
        return 'ok';
      case 'health': {
        const { message, ok } = await backend.test(signal);
        return ok || message.length < 40 ? `ok: ${message}` : 'not ok';
      }
      case 'run':
      case 'cancel':
        await runJob({ backend, ledger: this.#ledger(), clock: systemClock }, job, signal);
        return 'ok';
    }
  }

  /** A job that runs when its interpreter meets the fault, and is cancelled then. */
  async #cancelled(backend: Backend): Promise<string> {
    const meetsAtOnce = ['dies midway', 'garbage on stdout', 'no answer in time'].includes(this.#fault);
    await this.#write(meetsAtOnce ? this.#answers() : { versions: good.versions, simulate: waits });
    const running = meetsAtOnce ? undefined : this.#asked();
    const handle = await backend.submit(job, neverCancelled);
    if (meetsAtOnce) await backend.ended?.(handle, neverCancelled);
    await running;
    if (!meetsAtOnce) await this.#becomeFaulty();
    await backend.cancel(handle, neverCancelled);
    await backend.ended?.(handle, neverCancelled);
    const status = await backend.status(handle, neverCancelled);
    return status.state === 'failed' ? (status.reason ?? status.code) : status.state;
  }

  /** What is wrong once the fault is over: nobody is left, and the run is taken up and has its result. */
  async problemsAfterwards(): Promise<string[]> {
    this.close();
    const left = await this.#left();
    const problems = left.length === 0 ? [] : [`leaves ${left.length} processes`];
    await this.#write(good);
    const backend = this.#backend(false);
    try {
      const running = runJob({ backend, ledger: this.#ledger(), clock: systemClock }, job, neverCancelled);
      const { outcomes } = await running;
      if (outcomes[0]?.counts?.['01'] !== job.shots) problems.push('resumes with another result');
    } catch (thrown) {
      problems.push(`cannot be resumed: ${Failure.from(thrown).message}`);
    }
    return problems;
  }

  /** Ends what is kept for the next job. */
  close(): void {
    for (const sdks of this.#sdks) sdks.close();
  }

  #backend(isImpatient: boolean): Backend {
    const timeouts = isImpatient
      ? this.#call === 'start'
        ? { startTimeout: impatience }
        : { timeout: impatience }
      : {};
    const sdks = new PythonSdks({ environment: { PATH: process.env['PATH'] }, ...timeouts });
    this.#sdks.push(sdks);
    const interpreter = this.#interpreter;
    return createLocalBackend({
      id: 'mine',
      adapter: 'cirq',
      interpreter,
      clock: systemClock,
      jobs: new LocalJobs(sdks),
    });
  }

  get #interpreter(): string {
    return join(this.#folder, 'python');
  }

  #ledger(): JobLedger {
    return {
      runId: 'run-1',
      find: async (key) => this.#jobs.get(key),
      save: async (stored) => {
        this.#jobs.set(stored.key, stored);
      },
    };
  }

  async #becomeFaulty(): Promise<void> {
    if (this.#fault === 'interpreter missing') await rm(this.#interpreter, { force: true });
    else await this.#write(this.#answers());
  }

  /** The fault strikes what is asked first at the start, and the simulation otherwise. */
  #answers(): Answers {
    const strike = (line: string): Answers =>
      this.#call === 'start' ? { versions: line, simulate: line } : { versions: good.versions, simulate: line };
    switch (this.#fault) {
      case 'interpreter missing':
        return good;
      case 'package missing':
        return { ...good, versions: versionsOf(1, '{}') };
      case 'another protocol':
        return { ...good, versions: versionsOf(2, installed) };
      case 'dies midway':
        return strike('echo "No memory is left." >&2; exit 3');
      case 'garbage on stdout':
        return strike("echo 'Python 2.7.18 (default)'");
      case 'no answer in time':
      case 'cancelled':
        return strike(waits);
    }
  }

  /** A shell script, which starts a process of its own as packages do, and needs no time to begin. */
  async #write({ simulate, versions }: Answers): Promise<void> {
    const script = `#!/bin/sh
cd '${this.#folder}'
sleep 600 >/dev/null 2>&1 &
echo "$$ $!" >> processes
while read -r line; do
  id=\${line#*:}
  id=\${id%%,*}
  : > asked
  case "$line" in
    *'"ask":"versions"'*) ${versions} ;;
    *) : > running; ${simulate} ;;
  esac
done
`;
    // Another file: one that is being executed cannot be written.
    await rm(this.#interpreter, { force: true });
    await writeFile(this.#interpreter, script);
    await chmod(this.#interpreter, 0o755);
  }

  /** Resolves when the interpreter has been asked what it will not answer. */
  async #asked(): Promise<void> {
    const wanted = this.#call === 'start' ? 'asked' : 'running';
    for await (const { filename } of watch(this.#folder)) if (filename === wanted) return;
  }

  /** The processes of interpreters that are still there a while later. */
  async #left(): Promise<number[]> {
    const written = await readFile(join(this.#folder, 'processes'), 'utf8').catch(() => '');
    const processes = written
      .split(/\s+/)
      .filter((text) => text !== '')
      .map(Number);
    const deadline = Date.now() + 10_000;
    for (;;) {
      const left = processes.filter(isAlive);
      if (left.length === 0 || Date.now() > deadline) return left;
      await delay(5);
    }
  }
}

/** Commands of the shell that answer a request with the number `$id`. */
interface Answers {
  readonly versions: string;
  readonly simulate: string;
}

const installed = '{"cirq-core":"1.6.1"}';

function versionsOf(protocol: number, distributions: string): string {
  const told = `{"protocol":${protocol},"python":"3.12.1","executable":"","distributions":${distributions}}`;
  return `echo '{"id":'"$id"',"answer":${told}}'`;
}

const good: Answers = {
  versions: versionsOf(1, installed),
  simulate: `echo '{"id":'"$id"',"answer":{"seconds":0.1,"counts":[{"01":10}]}}'`,
};

/** Until nobody asks any more. */
const waits = 'read -r never';

/** One that has ended and that nobody has asked about yet is not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (thrown) {
    // Without such a process there is nothing to read; without /proc, as on macOS, nothing to read about one that is there.
    return Object(thrown).code === 'ENOENT' && !existsSync('/proc');
  }
}
