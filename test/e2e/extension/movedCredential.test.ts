import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '../../support/emulators/ionq/ionqEmulator.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** A key that is found wherever it leaks to, in any of the usual encodings. */
const key = 'wq4PlantedLiteralKey71ZtRb8Xv';

let emulator: IonqEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: [key] });
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

test('the value is in no file, setting, log or state', async () => {
  const forms = [key, Buffer.from(key).toString('base64').replace(/=+$/, ''), Buffer.from(key).toString('hex')];
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
  expect(searched.some((path) => path.endsWith('.log'))).toBe(true);
  expect(searched.some((path) => path.endsWith('iris.hybrid.yaml'))).toBe(true);
  expect(await workbench.page.evaluate(() => navigator.clipboard.readText())).not.toContain(key);
});
