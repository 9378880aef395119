import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '../../support/emulators/ionq/ionqEmulator.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** A key that is found wherever it leaks to, in any of the usual encodings. */
const key = 'kq7XvT2mPlantedKey93ZrWb5Ld0';

const bell = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`;

let emulator: IonqEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: [key] });
  project = await SampleProject.create();
  await project.write('bell.qasm', bell);
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': {
        'ionq-cloud': { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq' },
      },
      'hybridQuantum.trace.server': 'verbose',
    },
  });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  await emulator?.close();
});

test('a key is added, and the backend it opens is tested', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Add Credential…');
  const input = workbench.quickInput();
  await workbench.page.getByText('A name for the credential', { exact: false }).waitFor();
  await input.fill('ionq');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("The value of 'ionq'", { exact: false }).waitFor();
  expect(await workbench.quickInput().getAttribute('type')).toBe('password');
  await workbench.quickInput().fill(key);
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("Credential 'ionq' is stored").waitFor();

  await workbench.runCommand('Hybrid Quantum: Test Backend');
  await workbench.pick('ionq-cloud');
  await workbench.notification('ionq-cloud:').waitFor();
  expect(emulator.requests.length).toBeGreaterThan(0);
});

test('a circuit is sent only after its cost was confirmed', async () => {
  const simulate = async () => {
    await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
    await workbench.pick('ionq-cloud');
    await workbench.page.getByText('Number of shots').waitFor();
    await workbench.quickInput().fill('256');
    await workbench.page.keyboard.press('Enter');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Estimated cost', { exact: false }).waitFor();
    return dialog;
  };
  const refused = await simulate();
  await refused.getByRole('button', { name: 'Cancel' }).click();
  await refused.waitFor({ state: 'detached' });
  expect(emulator.jobs.size).toBe(0);

  const accepted = await simulate();
  await accepted.getByRole('button', { name: 'Submit' }).click();
  await workbench.webview().getByText('11', { exact: true }).first().waitFor();
  expect([...emulator.jobs.values()].map(({ shots, backend }) => ({ shots, backend }))).toEqual([
    { shots: 256, backend: 'simulator' },
  ]);
  const store = await openRunStore(project.folder, systemClock);
  try {
    const [run] = await store.list({ limit: 1 });
    expect(run).toMatchObject({ kind: 'circuit', state: 'succeeded', backend: 'ionq-cloud' });
    const record = await store.get(run?.id ?? '');
    expect(Object.keys(record?.result?.counts ?? {}).sort()).toEqual(['00', '11']);
  } finally {
    store.close();
  }
});

test('the key is in no setting, log, run, panel or trace', async () => {
  const panel = workbench.webview();
  const html = await panel.locator('html').evaluate((root) => root.outerHTML);
  expect(html).toContain('id="panel"');
  const forms = [key, Buffer.from(key).toString('base64').replace(/=+$/, ''), Buffer.from(key).toString('hex')];
  expect(forms.filter((form) => html.includes(form))).toEqual([]);

  const searched: string[] = [];
  const leaks: string[] = [];
  for (const folder of [workbench.userDataDir, workbench.logsDir, project.folder]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      searched.push(path);
      if (forms.some((form) => bytes.includes(form))) leaks.push(path);
    }
  }
  expect(leaks).toEqual([]);
  // The search has seen what it is about.
  expect(searched.some((path) => path.endsWith('runs.db'))).toBe(true);
  expect(searched.some((path) => path.endsWith('settings.json'))).toBe(true);
  const logs = await Promise.all(
    searched.filter((path) => path.endsWith('.log')).map(async (path) => await readFile(path, 'utf8')),
  );
  expect(logs.some((log) => log.includes('textDocument/'))).toBe(true);
});

test('the key is gone after it was removed', async () => {
  await workbench.runCommand('Hybrid Quantum: Remove Credential…');
  await workbench.pick('ionq');
  await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove' }).click();
  await workbench.page.getByText("Credential 'ionq' was removed").waitFor();
  const before = emulator.requests.length;
  await workbench.runCommand('Hybrid Quantum: Test Backend');
  await workbench.pick('ionq-cloud');
  await workbench.notification("no credential named 'ionq'").waitFor();
  expect(emulator.requests.length).toBe(before);
});
