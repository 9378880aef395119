import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import {
  type AzureEmulator,
  emulatedWorkspace,
  startAzureEmulator,
} from '../../support/emulators/azure/azureEmulator.ts';
import { providerEmulators, type RunningProvider } from '../../support/emulators/providerEmulators.ts';
import { SecretSearch } from '../../support/plantedSecrets.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** Bits 2 1 0 are 100 or 111: any wrong order shows. */
const crossed = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
x q[0];
h q[1];
cx q[1], q[2];
c[2] = measure q[0];
c[0] = measure q[1];
c[1] = measure q[2];
`;

/** The providers, each emulated, all in one editor: starting it takes longer than a run. */
const running = new Map<string, RunningProvider>();
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  for (const { adapter, start } of providerEmulators) running.set(adapter, await start());
  project = await SampleProject.create();
  await project.write('crossed.qasm', crossed);
  const configured = [...running].map(([adapter, provider]) => [nameOf(adapter), provider.configured]);
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': Object.fromEntries(configured),
      'hybridQuantum.trace.server': 'verbose',
    },
  });
  await workbench.openFile('crossed.qasm');
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  for (const provider of running.values()) await provider.close();
});

function nameOf(adapter: string): string {
  return `cloud-of-${adapter}`;
}

function provider(adapter: string): RunningProvider {
  const found = running.get(adapter);
  if (found === undefined) throw new Error(`${adapter} was not started.`);
  return found;
}

describe.each(providerEmulators)('$title', ({ adapter }) => {
  const backend = nameOf(adapter);

  test('a credential is added, and the backend it opens is tested', async () => {
    for (const [name, value] of Object.entries(provider(adapter).secrets)) {
      await workbench.runCommand('Hybrid Quantum: Add Credential…');
      await workbench.answer('A name for the credential', name);
      await workbench.question(`The value of '${name}'`).waitFor();
      await expect.poll(() => workbench.quickInput().getAttribute('type')).toBe('password');
      await workbench.notified(`Credential '${name}' is stored`, () =>
        workbench.answer(`The value of '${name}'`, value),
      );
    }
    await workbench.notified(`${backend}:`, () => workbench.choose('Hybrid Quantum: Test Backend', backend));
    expect(provider(adapter).requests.length).toBeGreaterThan(0);
  });

  test('a circuit is sent only after its cost was confirmed, and its counts are in the panel', async () => {
    const simulate = async () => {
      await workbench.choose('Hybrid Quantum: Simulate Circuit…', backend);
      await workbench.answer('Number of shots', '256');
    };
    await simulate();
    await workbench.answerDialog('Submit', 'Cancel');
    expect(provider(adapter).liveJobs()).toBe(0);

    await simulate();
    await workbench.answerDialog('Submit', 'Submit');
    const run = await workbench.probe.until('the run has succeeded', async () => {
      const store = await openRunStore(project.folder, systemClock);
      try {
        const [last] = await store.list({ limit: 1 });
        if (last?.backend !== backend || last.state !== 'succeeded') return undefined;
        return await store.get(last.id);
      } finally {
        store.close();
      }
    });
    expect(provider(adapter).liveJobs()).toBe(1);
    expect(Object.keys(run.result?.counts ?? {}).sort()).toEqual(['100', '111']);
    const panel = workbench.webview();
    await panel.getByText(backend, { exact: false }).first().waitFor();
    await panel.getByText('111', { exact: true }).first().waitFor();

    // What had to be fitted to a device is kept as that got it, and opens beside the panel.
    const isFitted = adapter === 'ibm';
    expect(Object.keys(run.attachments ?? {}).filter((name) => name.startsWith('sent/'))).toEqual(
      isFitted ? [`sent/${backend}.qasm`] : [],
    );
    if (!isFitted) return;
    const tab = workbench.page.locator('.tab.active', { hasText: `${backend}.qasm` });
    await workbench.clickUntil(panel.getByRole('button', { name: `Open the circuit as sent to ${backend}` }), tab);
    await workbench.page
      .locator('.view-line', { hasText: /measure\s\$\d+/ })
      .first()
      .waitFor();
    await panel.getByText('111', { exact: true }).first().waitFor();
    await workbench.openFile('crossed.qasm');
  });
});

describe("the editor's Microsoft account", () => {
  const backend = 'cloud-of-account';
  const tokens = ['planted-token-of-the-account-1', 'planted-token-of-the-account-2'] as const;
  let emulator: AzureEmulator;
  const ask = () => workbench.choose('Hybrid Quantum: Test Backend', backend);
  const answer = (button: string) => workbench.answerDialog('sign in', button);

  beforeAll(async () => {
    emulator = await startAzureEmulator({ keys: [] });
    await workbench.probe.giveMicrosoftAccount(tokens);
    const { resourceId: workspace } = emulatedWorkspace;
    const reached = { adapter: 'azure', workspace, location: 'eastus', endpoint: emulator.url };
    await workbench.probe.updateSetting('hybridQuantum.backends.configured', {
      ...((await workbench.probe.setting('hybridQuantum.backends.configured')) as object),
      [backend]: { ...reached, device: 'ionq.simulator' },
    });
  });
  afterAll(() => emulator?.close());

  test('is asked for, and whoever declines is told what next', async () => {
    await ask();
    await workbench.notified(`Nobody is signed in to Microsoft for backend '${backend}'`, () => answer('Cancel'));
    expect(emulator.requests).toEqual([]);
  });

  test('opens the workspace once somebody has signed in, without being asked for again', async () => {
    emulator.acceptToken(tokens[0]);
    await ask();
    await workbench.notified(`${backend}: Workspace 'bench' accepts`, () => answer('Allow'));
    const before = emulator.requests.length;
    await ask();
    await workbench.probe.until('it is tested again', async () => emulator.requests.length > before || undefined);
  });

  test('is asked for again when its session has expired', async () => {
    emulator.expireTokens();
    emulator.acceptToken(tokens[1]);
    const before = emulator.requests.length;
    await ask();
    await answer('Allow');
    // The old token was refused once, the new one is accepted.
    await workbench.probe.until(
      'the new token is used',
      async () => emulator.requests.length > before + 1 || undefined,
    );
  });
});

test('no key, and no token or signature that was had for one, is in a setting, log, run, panel or trace', async () => {
  const html = await workbench
    .webview()
    .locator('html')
    .evaluate((root) => root.outerHTML);
  expect(html).toContain('id="panel"');
  const search = new SecretSearch(
    [...running.values()]
      .flatMap((each) => [...Object.values(each.secrets), ...(each.derived?.() ?? [])])
      .concat('planted-token-of-the-account'),
  );
  search.look('the panel', html);
  for (const folder of [workbench.userDataDir, workbench.logsDir, project.folder]) await search.lookInFolder(folder);
  expect(search.leaks).toEqual([]);
  // The search has seen what it is about.
  expect(search.searched.some((path) => path.endsWith('runs.db'))).toBe(true);
  expect(search.searched.some((path) => path.endsWith('settings.json'))).toBe(true);
  expect(search.searched.some((path) => path.endsWith('.log'))).toBe(true);
});

test('a backend is not reached after its key was removed', async () => {
  await workbench.choose('Hybrid Quantum: Remove Credential…', 'ionq');
  await workbench.notified("Credential 'ionq' was removed", () =>
    workbench.answerDialog("Remove the credential 'ionq'?", 'Remove'),
  );
  const { requests } = provider('ionq');
  const before = requests.length;
  await workbench.notified("no credential named 'ionq'", () =>
    workbench.choose('Hybrid Quantum: Test Backend', nameOf('ionq')),
  );
  expect(requests.length).toBe(before);
});
