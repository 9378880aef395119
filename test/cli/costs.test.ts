import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '#core/runs/jobCharge.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { printedRecord } from '#test/support/faults/disturbedProject.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'iq-1234567890abcdef1234';

interface Project {
  readonly folder: string;
  readonly emulator: IonqEmulator;
  call(...parameters: readonly string[]): Promise<Outcome>;
}

async function withDevice(
  budget: { readonly amount: number; readonly currency: string; readonly alertAt?: number } | undefined,
  backend: Readonly<Record<string, unknown>>,
  work: (project: Project) => Promise<void>,
): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  emulator.eager = true;
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'bell.qasm'), bell);
      const qpu = { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'team', ...backend };
      const configuration = { backends: { qpu }, ...(budget && { budget: { monthly: budget } }) };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify(configuration));
      await work({
        folder,
        emulator,
        call: async (...parameters) => await hybridq(parameters, { folder, environment: { HYBRIDQ_SECRET_TEAM: key } }),
      });
    });
  } finally {
    await emulator.close();
  }
}

const onDevice = ['simulate', 'bell.qasm', '--backend', 'qpu', '--shots', '100', '--format', 'json'];

async function ledger({ call }: Project): Promise<readonly LedgerEntry[]> {
  const { code, stderr, stdout } = await call('costs', '--by', 'job', '--format', 'json');
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { readonly entries: readonly LedgerEntry[] }).entries;
}

test('nothing is submitted that costs money before somebody agreed, and what it cost is in the ledger', async () => {
  await withDevice(undefined, {}, async (project) => {
    const { call, emulator } = project;
    const refused = await call(...onDevice);
    expect(refused.code).toBe(3);
    const { failure } = printedRecord(refused.stdout);
    expect(failure?.message).toContain('costs about 12.4166 USD');
    expect(failure?.message).toContain('100 shots of 1 one-qubit and 1 two-qubit gates: 12.4166 USD');
    expect(failure?.message).toContain('IonQ, /jobs/estimate');
    expect(failure?.advice).toContain('--yes');
    expect(emulator.jobs.size).toBe(0);
    expect(await ledger(project)).toEqual([]);

    const agreed = await call(...onDevice, '--yes');
    expect(agreed.code, agreed.stderr).toBe(0);
    const record = printedRecord(agreed.stdout);
    const agreement = { topic: 'cost.approval', choice: 'continue', via: 'option', backend: 'qpu' };
    expect(record.decisions).toMatchObject([{ ...agreement, upTo: 12.4166, currency: 'USD' }]);
    // Asked for once: what is agreed to, what is set aside and what the record keeps are one figure.
    const asked = emulator.requests.filter(({ path }) => path.includes('/jobs/estimate'));
    expect(asked).toHaveLength(2);
    const [entry] = await ledger(project);
    const arithmetic = '100 shots of 1 one-qubit and 1 two-qubit gates: 12.4166 USD';
    const price = { asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), source: 'IonQ, /jobs/estimate' };
    expect(record.estimate).toEqual([
      {
        ...{ backend: 'qpu', circuits: 1, shots: 100, jobs: 1 },
        ...{ cost: entry?.estimate, arithmetic, ...price },
      },
    ]);
    const shown = await call('runs', 'show', record.id);
    expect(shown.stdout).toMatch(/planned on qpu.* 12.42 USD +.*; price of \S+, from IonQ, \/jobs\/estimate/);
    expect(await ledger(project)).toMatchObject([
      {
        runId: record.id,
        runName: 'bell.qasm',
        backend: 'qpu',
        provider: 'ionq',
        profile: 'default',
        estimate: { amount: 12.4166, currency: 'USD' },
        actual: { amount: 12.4166, currency: 'USD' },
      },
    ]);
    const month = new Date().toISOString().slice(0, 7);
    const text = await call('costs');
    expect(text.stdout).toMatch(new RegExp(`${month} +1 +12.42 +0.00 +USD`));
    expect((await call('costs', '--month', '2001-01')).stdout).toContain('Nothing was spent.');
  });
});

test('of two processes that want the last money of the month, one gets it', async () => {
  await withDevice({ amount: 20, currency: 'USD', alertAt: 0.5 }, {}, async (project) => {
    const { call, emulator } = project;
    const both = await Promise.all([call(...onDevice, '--yes'), call(...onDevice, '--yes')]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 3]);
    expect(emulator.jobs.size).toBe(1);
    const loser = both.find(({ code }) => code === 3);
    const { failure } = printedRecord(loser?.stdout ?? '');
    expect(failure?.message).toContain('with 12.4166 USD that were spent or are out');
    expect(failure?.message).toContain('20 USD');
    expect(failure?.advice).toContain('budget');
    const winner = both.find(({ code }) => code === 0);
    expect(winner?.stderr).toContain('50 % of the budget of the month in the settings (20 USD)');
    const entries = await ledger(project);
    expect(entries).toHaveLength(1);
    expect((await call('costs')).stdout).toContain('This month 12.42 of 20.00 USD are spent or out.');
  });
});

test('a configured price comes before what the provider tells, and currencies are not mixed', async () => {
  const price = {
    perTask: { amount: 0.3, currency: 'EUR' },
    perShot: { amount: 0.01, currency: 'EUR' },
    asOf: '2026-05-01',
  };
  await withDevice({ amount: 20, currency: 'USD' }, { price }, async ({ call, emulator }) => {
    const { code, stdout } = await call(...onDevice, '--yes');
    expect(code).toBe(3);
    expect(printedRecord(stdout).failure?.message).toContain('charges in EUR');
    expect(emulator.jobs.size).toBe(0);
  });
  await withDevice({ amount: 20, currency: 'EUR' }, { price }, async (project) => {
    const { code, stderr, stdout } = await project.call(...onDevice, '--yes');
    expect(code, stderr).toBe(0);
    const arithmetic = '1 circuit × 0.3 EUR + 100 shots × 0.01 EUR';
    const estimate = { cost: { amount: 1.3, currency: 'EUR' }, asOf: '2026-05-01', source: 'the settings', arithmetic };
    expect(printedRecord(stdout).estimate).toMatchObject([estimate]);
    // What the editor shows before it submits is the same.
    const runner = new ForkedRunner({ team: key });
    try {
      const endpoint = project.emulator.url;
      const backends = {
        qpu: { adapter: 'ionq', device: 'qpu.forte-1', endpoint, credential: 'team', price },
      } as const;
      const source = { path: join(project.folder, 'bell.qasm') };
      const shown = await runner.ask({
        kind: 'estimate-circuit',
        source,
        backend: 'qpu',
        shots: 100,
        inputs: {},
        backends,
      });
      expect(shown).toMatchObject({ kind: 'estimate', estimate });
      // What was agreed to there holds for a job that costs no more, and for no other.
      const asked = { source, workspaceFolder: project.folder, backend: 'qpu', shots: 100, inputs: {}, backends };
      const before = project.emulator.jobs.size;
      const dearer = runner.begin({
        ...{ kind: 'run-circuit', approved: true, approvedCost: { amount: 1.29, currency: 'EUR' }, ...asked },
      });
      const question = await runner.first((sent) => sent.type === 'question' && sent.request === dearer);
      expect(question).toMatchObject({ question: { topic: 'cost.approval', upTo: 1.3, currency: 'EUR' } });
      runner.send({ type: 'decision', id: 'id' in question ? question.id : 0, choice: 'stop' });
      expect(await runner.end(dearer)).toMatchObject({ kind: 'run', state: 'stopped' });
      expect(project.emulator.jobs.size).toBe(before);
      const same = runner.begin({ kind: 'run-circuit', approved: true, approvedCost: estimate.cost, ...asked });
      expect(await runner.end(same)).toMatchObject({ kind: 'run', state: 'succeeded' });
    } finally {
      await runner.kill();
    }
    const entry = { estimate: estimate.cost, actual: { amount: 12.4166, currency: 'USD' }, arithmetic };
    expect(await ledger(project)).toMatchObject([entry, entry]);
  });
});

test('a price of time on a device that tells no time leaves the cost open, which no budget allows', async () => {
  const price = { perSecond: { amount: 2, currency: 'USD' }, asOf: '2026-05-01' };
  await withDevice({ amount: 1000, currency: 'USD' }, { price }, async ({ call, emulator }) => {
    const { code, stdout } = await call(...onDevice, '--yes');
    expect(code).toBe(3);
    const { failure } = printedRecord(stdout);
    expect(failure?.message).toContain('so the budget of the month in the settings cannot be kept');
    expect(failure?.message).toContain('qpu is charged by time, 2 USD a second');
    expect(failure?.advice).toContain('perTask');
    expect(emulator.jobs.size).toBe(0);
  });
});
