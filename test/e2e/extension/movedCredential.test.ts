import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '../../support/emulators/ionq/ionqEmulator.ts';
import { SecretSearch } from '../../support/plantedSecrets.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** A key that is found wherever it leaks to, in any of the usual encodings. */
const key = 'wq4PlantedLiteralKey71ZtRb8Xv';
const nextKey = 'nx9PlantedNextKey35KpLm2Ws';
const wrongKey = 'zz0PlantedWrongKey88QqTt1Yy';

/** What the provider accepts now. */
const accepted = [key];

let emulator: IonqEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: accepted });
  project = await SampleProject.create();
  await project.change(
    'iris.hybrid.yaml',
    (text) => `${text}
backends:
  cloud: # ours
    adapter: ionq
    device: simulator
    options:
      apiKey: ${key} # to be moved
`,
  );
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': {
        cloud: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'team' },
      },
    },
  });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  await emulator?.close();
});

test('a literal credential is moved to the secret storage, and the file names it', async () => {
  const path = project.path('iris.hybrid.yaml');
  await workbench.openFile('iris.hybrid.yaml');
  const problems = await workbench.problemsUntil(path, (all) => all.some(({ code }) => code === 'HP180'));
  const { start } = problems.find(({ code }) => code === 'HP180')?.range ?? {};
  if (start === undefined) throw new Error('The credential was not found.');
  await workbench.placeCaret(start.line, start.character);
  const { page } = workbench;
  const action = page.locator('.action-widget .monaco-list-row', {
    hasText: 'Move the credential to the secret storage…',
  });
  await workbench.probe.until('the light bulb offers to move the credential', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    return await action.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => undefined,
    );
  });
  await action.click();
  await workbench.page.getByText('The name that the file has in its place', { exact: false }).waitFor();
  expect(await workbench.quickInput().inputValue()).toBe('ionq');
  await workbench.quickInput().fill('team');
  await workbench.page.keyboard.press('Enter');
  await workbench.notification("The credential is kept as 'team'").waitFor();

  const saved = await readFile(path, 'utf8');
  expect(saved).toContain(
    '  cloud: # ours\n    adapter: ionq\n    device: simulator\n    credentials: { secret: team } # to be moved\n',
  );
  expect(saved).not.toContain(key);
  await workbench.problemsUntil(path, (all) => all.every(({ code }) => code !== 'HP180'));
});

test('the backend is reached with the credential that was moved', async () => {
  await workbench.runCommand('Hybrid Quantum: Test Backend');
  await workbench.pick('cloud');
  await workbench.notification('cloud:').waitFor();
  expect(emulator.requests.length).toBeGreaterThan(0);
});

async function rotate(value: string): Promise<void> {
  await workbench.runCommand('Hybrid Quantum: Rotate Credential…');
  await workbench.pick('team');
  await workbench.page.getByText("The value of 'team'", { exact: false }).waitFor();
  expect(await workbench.quickInput().getAttribute('type')).toBe('password');
  await workbench.quickInput().fill(value);
  await workbench.page.keyboard.press('Enter');
}

test('a new value replaces the old one only when the provider accepts it', async () => {
  await rotate(wrongKey);
  await workbench.notification("The new value of 'team' is not used, and the old one stays.").waitFor();
  accepted.push(nextKey);
  await rotate(nextKey);
  await workbench.notification("'team' has its new value.").waitFor();
  // The old one is revoked, as it should be.
  accepted.splice(0, accepted.length, nextKey);
  await workbench.runCommand('Hybrid Quantum: Test Credential…');
  await workbench.pick('team');
  await workbench.notification('team. cloud:').waitFor();
  await workbench.runCommand('Hybrid Quantum: Focus on Credentials View');
  const row = workbench.page.getByRole('treeitem', { name: /^team/ });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/used .*, accepted just now/);
});

test('a profile without a value says so, and the key of another is not used', async () => {
  const before = emulator.requests.length;
  await workbench.runCommand('Hybrid Quantum: Choose Credential Profile…');
  await workbench.pick('Another profile…');
  await workbench.page.getByText('A name for the profile', { exact: false }).waitFor();
  await workbench.quickInput().fill('production');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText('profile production').first().waitFor();
  await workbench.runCommand('Hybrid Quantum: Test Backend');
  await workbench.pick('cloud');
  await workbench
    .notification("The credential 'team' has no value in the profile 'production', only in 'default'.")
    .waitFor();
  expect(emulator.requests.length).toBe(before);
});

test('the values are in no file, setting, log or state, and no process is started with one', async () => {
  const search = new SecretSearch([key, nextKey, wrongKey]);
  for (const folder of [workbench.userDataDir, workbench.logsDir, project.folder]) await search.lookInFolder(folder);
  await search.lookAtProcesses();
  search.look('the clipboard', await workbench.page.evaluate(() => navigator.clipboard.readText()));
  // The first one was in the open file, which the editor reads out to screen readers; the others are typed in boxes.
  const typed = new SecretSearch([nextKey, wrongKey]);
  typed.look('the window', await workbench.page.content());
  expect([...search.leaks, ...typed.leaks]).toEqual([]);
  // The search has seen what it is about.
  expect(search.searched.some((path) => path.endsWith('.log'))).toBe(true);
  expect(search.searched.some((path) => path.endsWith('iris.hybrid.yaml'))).toBe(true);
  expect(search.searched.some((path) => path.endsWith('/cmdline'))).toBe(true);
});
