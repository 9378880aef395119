import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import {
  type AzureEmulator,
  emulatedWorkspace,
  startAzureEmulator,
} from '../../support/emulators/azure/azureEmulator.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** A key inside a connection string; it goes to the service alone. */
const key = 'aZ4PlantedWorkspaceKey81QmXw';

const connectionString = [
  `SubscriptionId=${emulatedWorkspace.subscription}`,
  `ResourceGroupName=${emulatedWorkspace.resourceGroup}`,
  `WorkspaceName=${emulatedWorkspace.name}`,
  `ApiKey=${key}`,
  'QuantumEndpoint=https://eastus.quantum.azure.com/',
].join(';');

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

let emulator: AzureEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startAzureEmulator({ keys: [key] });
  project = await SampleProject.create();
  await project.write('crossed.qasm', crossed);
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': {
        'azure-h2': {
          adapter: 'azure',
          device: 'quantinuum.sim.h2-1e',
          workspace: emulatedWorkspace.resourceId,
          location: 'eastus',
          endpoint: emulator.url,
          credential: 'azure',
        },
      },
    },
  });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  await emulator?.close();
});

test('a connection string is added, and the target it opens is tested', async () => {
  await workbench.openFile('crossed.qasm');
  await workbench.runCommand('Hybrid Quantum: Add Credential…');
  const input = workbench.quickInput();
  await workbench.page.getByText('A name for the credential', { exact: false }).waitFor();
  await input.fill('azure');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("The value of 'azure'", { exact: false }).waitFor();
  await workbench.quickInput().fill(connectionString);
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("Credential 'azure' is stored").waitFor();

  await workbench.runCommand('Hybrid Quantum: Test Backend');
  await workbench.pick('azure-h2');
  await workbench.notification("azure-h2: Workspace 'bench' accepts the key 'azure'").waitFor();
});

test('a circuit is sent after its cost in credits was confirmed, and its counts are in the panel', async () => {
  await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
  await workbench.pick('azure-h2');
  await workbench.page.getByText('Number of shots').waitFor();
  await workbench.quickInput().fill('300');
  await workbench.page.keyboard.press('Enter');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  // 5 + 300 (2 + 10 + 15) / 5000
  await dialog.getByText('Estimated cost: 6.62 HQC', { exact: false }).waitFor();
  expect(emulator.jobs.size).toBe(0);
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await workbench.webview().getByText('111', { exact: true }).first().waitFor();
  expect([...emulator.jobs.values()].map(({ shots, status, target }) => ({ shots, status, target }))).toEqual([
    { shots: 300, status: 'Succeeded', target: 'quantinuum.sim.h2-1e' },
  ]);
  const store = await openRunStore(project.folder, systemClock);
  try {
    const [run] = await store.list({ limit: 1 });
    const record = await store.get(run?.id ?? '');
    const counts = record?.result?.counts ?? {};
    expect(Object.keys(counts).sort()).toEqual(['100', '111']);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(300);
  } finally {
    store.close();
  }
});

test('neither the key nor a signature of the storage is in a setting, log, run or panel', async () => {
  const html = await workbench
    .webview()
    .locator('html')
    .evaluate((root) => root.outerHTML);
  expect(html).not.toContain(key);
  const leaks: string[] = [];
  for (const folder of [workbench.userDataDir, workbench.logsDir, project.folder]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      if (bytes.includes(key) || bytes.includes(`job-${[...emulator.jobs.keys()][0]}?`)) leaks.push(path);
    }
  }
  expect(leaks).toEqual([]);
});
