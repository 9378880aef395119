import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '#core/runs/jobCharge.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { ListedJob } from '#core/runs/runStore.ts';
import { hybridq, type Outcome, startHybridq } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { submittedElsewhere } from '#test/support/emulators/ionq/submittedElsewhere.ts';
import { printedRecord } from '#test/support/faults/disturbedProject.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'iq-1234567890abcdef9876';
const environment = { HYBRIDQ_SECRET_TEAM: key };

/** Reads 01: an asymmetric circuit, which tells the order of bits. */
const flipped = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
x q[0];
c = measure q;
`;

interface Project {
  readonly folder: string;
  readonly emulator: IonqEmulator;
  call(...parameters: readonly string[]): Promise<Outcome>;
}

async function withQueue(work: (project: Project) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'flipped.qasm'), flipped);
      const qpu = { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'team' };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { qpu } }));
      const call = async (...parameters: readonly string[]) => await hybridq(parameters, { folder, environment });
      await work({ folder, emulator, call });
    });
  } finally {
    await emulator.close();
  }
}

const simulate = ['simulate', 'flipped.qasm', '--backend', 'qpu', '--shots', '100', '--yes', '--format', 'json'];

async function jobsOf({ call }: Project): Promise<readonly ListedJob[]> {
  const { code, stderr, stdout } = await call('jobs', 'list', '--format', 'json');
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { readonly jobs: readonly ListedJob[] }).jobs;
}

/** A job in the queue whose run was killed. */
async function orphan(project: Project): Promise<ListedJob> {
  const { emulator, folder } = project;
  emulator.faults.stuckInQueue = true;
  const running = startHybridq(simulate, { folder, environment });
  await running.printed('stderr', /^qpu \(ionq, qpu\.forte-1\): waiting in the queue since/m);
  running.child.kill('SIGKILL');
  await running.ended;
  const [job] = await jobsOf(project);
  if (job?.handle === undefined) throw new Error('The job was not kept.');
  return job;
}

test('a job whose run was killed in the queue is waited for, its result taken and its cost settled', async () => {
  await withQueue(async (project) => {
    const { call, emulator } = project;
    const job = await orphan(project);
    expect(job).toMatchObject({ state: 'queued', circuits: 1, shots: 100, charge: { estimate: { amount: 12.4166 } } });
    expect(job.device).toBe('qpu.forte-1');
    expect((await call('jobs', 'list')).stdout).toMatch(/qpu +qpu\.forte-1 +queued/);
    emulator.faults.stuckInQueue = false;
    const waited = await call('jobs', 'wait', job.handle ?? '', '--format', 'json');
    expect(waited.code, waited.stderr + waited.stdout).toBe(0);
    expect(JSON.parse(waited.stdout)).toMatchObject({ job: { state: 'completed', runState: 'succeeded' } });
    const shown = await call('runs', 'show', job.runId, '--format', 'json');
    expect((JSON.parse(shown.stdout) as RunRecord).result?.counts).toEqual({ '01': 100 });
    expect(emulator.jobs.size).toBe(1);
    const { stdout } = await call('costs', '--by', 'job', '--format', 'json');
    const { entries } = JSON.parse(stdout) as { readonly entries: readonly LedgerEntry[] };
    expect(entries).toMatchObject([{ runId: job.runId, actual: { amount: 12.4166, currency: 'USD' } }]);
  });
});

test('a job is cancelled with a confirmation, and its money is free again', async () => {
  await withQueue(async (project) => {
    const { call, emulator } = project;
    const job = await orphan(project);
    const unasked = await call('jobs', 'cancel', job.handle ?? '');
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    const { code, stderr, stdout } = await call('jobs', 'cancel', job.handle ?? '', '--yes', '--format', 'json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ job: { state: 'cancelled', charge: { actual: { amount: 0 } } } });
    expect([...emulator.jobs.values()].map(({ status }) => status)).toEqual(['canceled']);
    expect((await call('jobs', 'cancel', job.handle ?? '', '--yes')).stderr).toContain('has already ended');
  });
});

test('a job that is cancelled while its run waits for it ends the run, and is not submitted again', async () => {
  await withQueue(async (project) => {
    const { call, emulator, folder } = project;
    emulator.faults.stuckInQueue = true;
    const running = startHybridq(simulate, { folder, environment });
    await running.printed('stderr', /waiting in the queue/);
    const [job] = await jobsOf(project);
    const cancelled = await call('jobs', 'cancel', job?.handle ?? '', '--yes');
    expect(cancelled.code, cancelled.stderr).toBe(0);
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(130);
    expect(await jobsOf(project)).toMatchObject([{ state: 'cancelled', runState: 'cancelled' }]);
    expect([...emulator.jobs.values()].map(({ status }) => status)).toEqual(['canceled']);
  });
});

test('a job that was submitted elsewhere becomes a run with its result', async () => {
  await withQueue(async (project) => {
    const { call, emulator } = project;
    const id = await submittedElsewhere(emulator, key);
    const { code, stderr, stdout } = await call('jobs', 'attach', 'qpu', id, '--format', 'json');
    expect(code, stderr + stdout).toBe(0);
    const record = printedRecord(stdout);
    expect(record).toMatchObject({ kind: 'circuit', name: `job ${id}`, state: 'succeeded', backend: 'qpu' });
    expect(record.result?.counts).toEqual({ '01': 1_000_000 });
    expect(emulator.jobs.size).toBe(1);
    expect(await jobsOf(project)).toMatchObject([{ handle: id, state: 'completed', device: 'qpu.forte-1' }]);
    expect((await call('jobs', 'attach', 'qpu', id)).stderr).toContain('belongs to run');
    const unknown = await call('jobs', 'attach', 'qpu', 'no-such-job');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('no-such-job');
  });
});

test('a circuit that is too wide for this machine is told where there is more room', async () => {
  await withTemporaryFolder(async (folder) => {
    const layers = Array.from({ length: 3 }, (_, layer) => {
      const turns = Array.from({ length: 60 }, (_each, qubit) => `t q[${qubit}]; h q[${qubit}];`).join(' ');
      const pairs = Array.from({ length: 59 }, (_each, qubit) => `cx q[${qubit}], q[${qubit + 1}];`).join(' ');
      return `// ${layer}\n${turns}\n${pairs}`;
    });
    const wide = `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[60] q;\nbit[60] c;\n${layers.join('\n')}\nc = measure q;\n`;
    await writeFile(join(folder, 'wide.qasm'), wide);
    const call = ['simulate', 'wide.qasm', '--method', 'statevector'];
    const alone = await hybridq(call, { folder });
    expect(alone.code, alone.stderr).toBe(2);
    expect(alone.stderr).toContain('configure one in hybridq.json');
    const sv1 = { adapter: 'braket', device: 'sv1', results: 's3://bucket/results' };
    await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { cloud: sv1 } }));
    const offered = await hybridq(call, { folder });
    expect(offered.stderr).toContain('cloud takes 34 qubits: --backend cloud');
  });
});
