import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CloudProject, newRunId, withCloudProject } from '#test/support/cli/cloudProject.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import {
  type AzureEmulator,
  emulatedWorkspace,
  startAzureEmulator,
} from '#test/support/emulators/azure/azureEmulator.ts';
import { everythingComputed, printedRecord } from '#test/support/faults/disturbedProject.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';

const key = 'planted-azure-key-4b8e21';
const secret = 'planted-client-secret-91d0';

/** A project with a backend in an emulated workspace, reached with a key or by a service principal. */
async function withCloud(
  credential: string | undefined,
  work: (cloud: CloudProject & { readonly emulator: AzureEmulator }) => Promise<void>,
): Promise<void> {
  const emulator = await startAzureEmulator({ keys: [key], clients: { 'client-1': secret } });
  emulator.eager = true;
  const { resourceId: workspace } = emulatedWorkspace;
  const azure = { adapter: 'azure', device: 'ionq.simulator', workspace, location: 'eastus', endpoint: emulator.url };
  const principal = {
    AZURE_AUTHORITY_HOST: emulator.url,
    AZURE_TENANT_ID: 'tenant-1',
    AZURE_CLIENT_ID: 'client-1',
    AZURE_CLIENT_SECRET: secret,
  };
  const options = {
    pipeline: { backend: 'adapter: azure, device: ionq.simulator, kind: simulator, shots: 100' },
    rows: 12,
    configured: credential === undefined ? azure : { ...azure, credential },
    environment: credential === undefined ? principal : { HYBRIDQ_SECRET_TEAM: key },
  };
  await withCloudProject(emulator, options, work);
}

/** The circuits the provider has of a run, by the name of their jobs without the run's. */
function circuitsAtProvider({ blobs, jobs }: AzureEmulator, runId: string): (string | undefined)[] {
  return [...jobs.values()]
    .filter(({ name }) => name.startsWith(runId))
    .map(({ id }) => blobs.read(`job-${id}`, 'inputData'))
    .sort();
}

const run = ['run', 'cloud.hybrid.yaml', '--format', 'json'];

test('a run that is killed and resumed submits no circuit twice and ends with the same numbers', async () => {
  await withCloud('team', async ({ call, emulator, folder }) => {
    const undisturbed = await call(run);
    expect(undisturbed.code, undisturbed.stderr + undisturbed.stdout).toBe(0);
    const whole = printedRecord(undisturbed.stdout);
    const wanted = circuitsAtProvider(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(20);

    expect((await call(run, { kind: 'kill', at: 25 })).signal).toBe('SIGKILL');
    const id = await newRunId(folder, new Set([whole.id]));
    expect((await call(['runs', 'resume', id], { kind: 'kill', at: 14 })).signal).toBe('SIGKILL');
    const resumed = await call(['runs', 'resume', id, '--format', 'json']);
    expect(resumed.code, resumed.stderr + resumed.stdout).toBe(0);
    const record = printedRecord(resumed.stdout);
    expect(circuitsAtProvider(emulator, id)).toEqual(wanted);
    expect(everythingComputed(record)).toBe(everythingComputed(whole));
    expect(record.result?.quantum).toMatchObject({ backend: 'cloud', adapter: 'azure', kind: 'simulator' });
    expect(record.jobs?.every(({ state }) => state === 'completed')).toBe(true);
  });
});

test('a service principal signs in, and neither its secret, its tokens nor signatures are written anywhere', async () => {
  await withCloud(undefined, async ({ call, emulator, folder }) => {
    const tested = await call(['backends', 'test', 'cloud']);
    expect(tested.stdout).toBe(
      "✓ Workspace 'bench' accepts the account that is signed in; ionq.simulator has 29 qubits and is available.\n",
    );
    const ran = await call(run);
    expect(ran.code, ran.stderr).toBe(0);
    const tokens = emulator.requests.filter(({ path }) => path === '/tenant-1/oauth2/v2.0/token');
    // One for each process, however many requests it has sent.
    expect(tokens).toHaveLength(2);

    const printed = [tested, ran].map(({ stderr, stdout }) => stderr + stdout).join('');
    const written = [printed];
    for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) written.push(await readFile(join(name.parentPath, name.name), 'latin1'));
    }
    for (const leaked of [secret, 'emulated-token-', 'sig=']) {
      expect(written.filter((text) => text.includes(leaked))).toEqual([]);
    }
  });
});

test('whoever is not signed in, or with a secret that was replaced, is told what to do', async () => {
  await withCloud(undefined, async ({ folder, emulator }) => {
    const call = async (environment: Record<string, string>) => {
      const { code, stderr, stdout } = await hybridq(['backends', 'test', 'cloud'], { folder, environment });
      expect(code).not.toBe(0);
      return stderr + stdout;
    };
    // No Azure CLI on this path.
    expect(await call({ PATH: folder })).toMatch(/Nobody is signed in to Microsoft for backend 'cloud'\. .*"az login"/);
    const replaced = await call({
      AZURE_AUTHORITY_HOST: emulator.url,
      AZURE_TENANT_ID: 'tenant-1',
      AZURE_CLIENT_ID: 'client-1',
      AZURE_CLIENT_SECRET: 'planted-old-secret',
    });
    expect(replaced).toMatch(
      /refused the service principal 'client-1': AADSTS7000215: Invalid client secret provided\. Check AZURE_TENANT_ID/,
    );
    expect(replaced).not.toContain('planted-old-secret');
  });
});

test('the runner asks whoever started it for tokens, for another when one is withdrawn, and says when there is none', async () => {
  const emulator = await startAzureEmulator({ keys: [] });
  const asked: { readonly request: number; readonly isRenewal: boolean; readonly tenant?: string | undefined }[] = [];
  let signedIn = true;
  const runner = new ForkedRunner({}, ({ isRenewal, request, resource, tenant }) => {
    expect(resource).toBe('https://quantum.microsoft.com');
    asked.push({ request, isRenewal, tenant });
    if (!signedIn) return undefined;
    emulator.acceptToken('planted-token-2');
    return isRenewal ? 'planted-token-2' : 'planted-token-1';
  });
  try {
    const { resourceId: workspace } = emulatedWorkspace;
    const azure = {
      adapter: 'azure' as const,
      device: 'rigetti.sim.qvm',
      workspace,
      location: 'eastus',
      tenant: 'contoso',
      endpoint: emulator.url,
    };
    const testing = { kind: 'test-backend' as const, backend: 'azure', backends: { azure } };
    const id = runner.begin(testing);
    expect(await runner.end(id)).toMatchObject({ kind: 'backend-check', ok: true });
    expect(asked).toEqual([
      { request: id, isRenewal: false, tenant: 'contoso' },
      { request: id, isRenewal: true, tenant: 'contoso' },
    ]);
    signedIn = false;
    expect(await runner.ask(testing)).toMatchObject({
      reason: 'auth',
      message: "Nobody is signed in to Microsoft for backend 'azure'.",
    });
    expect(JSON.stringify(runner.messages) + runner.output).not.toContain('planted-token');
  } finally {
    await runner.disconnect();
    await emulator.close();
  }
});

test('credits of a subscription are limited by a budget of their own, and by no budget in dollars', async () => {
  await withCloud('team', async ({ call, emulator, folder }) => {
    const path = join(folder, 'hybridq.json');
    const { backends } = JSON.parse(await readFile(path, 'utf8'));
    const quantinuum = { ...backends.cloud, device: 'quantinuum.sim.h2-1e' };
    await writeFile(join(folder, 'bell.qasm'), bell);
    const submit = async (monthly: unknown) => {
      await writeFile(path, JSON.stringify({ backends: { quantinuum }, budget: { monthly } }));
      const answer = await call([
        'simulate',
        'bell.qasm',
        '--backend',
        'quantinuum',
        '--shots',
        '100',
        '--yes',
        '--format',
        'json',
      ]);
      return { code: answer.code, failure: printedRecord(answer.stdout).failure };
    };
    const dollars = { amount: 1000, currency: 'USD' };
    expect(await submit(dollars)).toMatchObject({
      code: 3,
      failure: {
        message: expect.stringContaining('charges in HQC and the budget of the month in the settings is in USD'),
        advice: expect.stringContaining('[{ "amount": 1000, "currency": "USD" }, { "amount": …, "currency": "HQC" }]'),
      },
    });
    // A circuit costs five credits before its first shot.
    expect(await submit([dollars, { amount: 5, currency: 'HQC' }])).toMatchObject({
      code: 3,
      failure: { message: expect.stringMatching(/beyond the budget of the month in the settings, 5 HQC/) },
    });
    expect(emulator.jobs.size).toBe(0);
    expect(await submit([dollars, { amount: 8, currency: 'HQC' }])).toMatchObject({ code: 0 });
    const { stdout } = await call(['costs']);
    expect(stdout).toContain('This month 0.00 of 1000.00 USD are spent or out.');
    expect(stdout).toContain('This month 5.02 of 8.00 HQC are spent or out.');
    expect(await submit([dollars, { amount: 8, currency: 'HQC' }])).toMatchObject({ code: 3 });
    expect(emulator.jobs.size).toBe(1);
    await writeFile(path, JSON.stringify({ backends: { quantinuum }, budget: { monthly: [dollars, dollars] } }));
    expect(await call(['costs'])).toMatchObject({ code: 2, stderr: expect.stringContaining('one budget for each') });
  });
});
