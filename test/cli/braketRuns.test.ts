import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '#core/runs/jobCharge.ts';
import { type CloudProject, newRunId, withCloudProject } from '#test/support/cli/cloudProject.ts';
import { type BraketEmulator, startBraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { everythingComputed, printedRecord } from '#test/support/faults/disturbedProject.ts';

const keys = {
  accessKeyId: 'AKIAEMULATEDUSER0002',
  secretAccessKey: 'planted/secret+key/of+a/process',
  account: '123456789012',
  user: 'ada',
};

async function withCloud(
  work: (cloud: CloudProject & { readonly emulator: BraketEmulator }) => Promise<void>,
): Promise<void> {
  const emulator = await startBraketEmulator({ keys: [keys], buckets: { 'amazon-braket-cli': 'us-east-1' } });
  emulator.eager = true;
  const options = {
    pipeline: {
      backend: 'adapter: braket, device: sv1, kind: simulator, shots: 100, credentials: { secret: aws }',
      repeats: 1,
    },
    rows: 8,
    configured: {
      adapter: 'braket',
      device: 'sv1',
      region: 'us-east-1',
      results: 's3://amazon-braket-cli/runs',
      credential: 'aws',
      endpoint: emulator.url,
    },
    environment: { HYBRIDQ_SECRET_AWS: `${keys.accessKeyId}:${keys.secretAccessKey}` },
  };
  await withCloudProject(emulator, options, async ({ call, ...project }) => {
    await work({
      ...project,
      call: async (parameters, fault) => {
        const outcome = await call(parameters, fault);
        expect(outcome.stdout + outcome.stderr).not.toContain(keys.secretAccessKey);
        return outcome;
      },
    });
  });
}

/** What was submitted for a run, without the names: equal for equal tasks of different runs. */
function tasksOf({ jobs }: BraketEmulator, runId: string): string[] {
  return [...jobs.values()]
    .filter(({ tags }) => tags['hybridq-job']?.startsWith(runId))
    .map(({ shots, source }) => JSON.stringify([source, shots]))
    .sort();
}

const run = ['run', 'cloud.hybrid.yaml', '--yes', '--format', 'json'];

test('a backend of Braket says who one is and that it is ready', async () => {
  await withCloud(async ({ call }) => {
    const { code, stderr, stdout } = await call(['backends', 'test', 'cloud']);
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain(
      'AWS knows you as arn:aws:iam::123456789012:user/ada; SV1 in us-east-1 is online; results go to s3://amazon-braket-cli/runs.',
    );
  });
});

test('a run on Braket that is killed is resumed without another task and ends with the same numbers', async () => {
  await withCloud(async ({ call, emulator, folder }) => {
    const price = (amount: number) => ({ perTask: { amount, currency: 'USD' }, asOf: '2026-05-01' });
    const configure = async (amount: number) => {
      const path = join(folder, 'hybridq.json');
      const { backends } = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ backends: { cloud: { ...backends.cloud, price: price(amount) } } }));
    };
    await configure(0.01);
    const undisturbed = await call(run);
    expect(undisturbed.code, undisturbed.stderr + undisturbed.stdout).toBe(0);
    const whole = printedRecord(undisturbed.stdout);
    const wanted = tasksOf(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(5);
    expect(whole.result?.quantum?.adapter).toBe('braket');
    const known = new Set([whole.id]);
    const [{ cost: planned } = {}] = whole.estimate ?? [];
    const agreement = {
      topic: 'cost.approval',
      backend: 'cloud',
      upTo: planned?.amount,
      currency: 'USD',
      via: 'option',
    };
    expect(whole.decisions).toMatchObject([agreement]);
    for (const at of [24, 31]) {
      let outcome = await call(run, { kind: 'kill', at });
      expect(outcome.signal).toBe('SIGKILL');
      const id = await newRunId(folder, known);
      known.add(id);
      const resume = ['runs', 'resume', id, '--format', 'json'];
      // What was agreed to is not enough for what is left at another price, and nothing is sent then.
      await configure(1);
      const before = tasksOf(emulator, id);
      const refused = await call(resume);
      expect(refused.code, refused.stderr + refused.stdout).toBe(3);
      expect(printedRecord(refused.stdout).failure?.message).toMatch(
        new RegExp(`costs about \\d USD, which goes beyond the ${planned?.amount} USD that .+ agreed to on`),
      );
      expect(tasksOf(emulator, id)).toEqual(before);
      // At the price that was agreed to, the agreement holds.
      await configure(0.01);
      outcome = await call(resume);
      expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
      expect(printedRecord(outcome.stdout).decisions).toMatchObject([agreement]);
      expect(tasksOf(emulator, id)).toEqual(wanted);
      expect(everythingComputed(printedRecord(outcome.stdout))).toBe(everythingComputed(whole));
    }
  });
});

test('a managed simulator is planned, agreed to and recorded at its price', async () => {
  await withCloud(async ({ call, emulator }) => {
    const planned = await call(['plan', 'cloud.hybrid.yaml']);
    expect(planned.stdout).toMatch(
      /cost +[\d.]+ USD = \d+ tasks × 3 s \(the least that is charged\) × 0\.00125 USD \(price of 2026-08-21, from https/,
    );
    const refused = await call(run.filter((word) => word !== '--yes'));
    expect(refused.code).toBe(3);
    expect(printedRecord(refused.stdout).failure?.message).toMatch(/may cost money \(cloud: [\d.]+ USD = \d+ tasks/);
    expect(emulator.jobs.size).toBe(0);

    const record = printedRecord((await call(run)).stdout);
    const [estimate] = record.estimate ?? [];
    expect(estimate).toMatchObject({ backend: 'cloud', asOf: '2026-08-21', source: expect.stringContaining('aws') });
    const { cost, circuits = 0 } = record.result?.quantum ?? {};
    // The emulator takes four seconds for a task.
    expect(cost).toEqual({ amount: expect.closeTo(circuits * 4 * 0.00125, 9), currency: 'USD' });
    const { entries } = JSON.parse((await call(['costs', '--by', 'job', '--format', 'json'])).stdout);
    const charged = entries.reduce((sum: number, { actual }: LedgerEntry) => sum + (actual?.amount ?? 0), 0);
    expect(charged).toBeCloseTo(cost?.amount ?? 0, 9);
  });
});
