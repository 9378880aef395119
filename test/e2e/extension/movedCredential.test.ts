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
  const question = 'The name that the file has in its place';
  await workbench.codeAction('Move the credential to the secret storage…', workbench.question(question));
  await workbench.notified("The credential is kept as 'team'", () => workbench.answer(question, 'team', 'ionq'));

  const saved = await readFile(path, 'utf8');
  expect(saved).toContain(
    '  cloud: # ours\n    adapter: ionq\n    device: simulator\n    credentials: { secret: team } # to be moved\n',
  );
  expect(saved).not.toContain(key);
  await workbench.problemsUntil(path, (all) => all.every(({ code }) => code !== 'HP180'));
});

test('the backend is reached with the credential that was moved', async () => {
  await workbench.notified('cloud:', () => workbench.choose('Hybrid Quantum: Test Backend', 'cloud'));
  expect(emulator.requests.length).toBeGreaterThan(0);
});

async function rotate(value: string): Promise<void> {
  await workbench.choose('Hybrid Quantum: Rotate Credential…', 'team');
  await workbench.question("The value of 'team'").waitFor();
  await expect.poll(() => workbench.quickInput().getAttribute('type')).toBe('password');
  await workbench.answer("The value of 'team'", value);
}

test('a new value replaces the old one only when the provider accepts it', async () => {
  await workbench.notified("The new value of 'team' is not used, and the old one stays.", () => rotate(wrongKey));
  accepted.push(nextKey);
  await workbench.notified("'team' has its new value.", () => rotate(nextKey));
  // The old one is revoked, as it should be.
  accepted.splice(0, accepted.length, nextKey);
  await workbench.notified('team. cloud:', () => workbench.choose('Hybrid Quantum: Test Credential…', 'team'));
  await workbench.runCommand('Hybrid Quantum: Focus on Credentials View');
  const row = workbench.page.getByRole('treeitem', { name: /^team/ });
  await row.waitFor();
  await expect.poll(() => row.textContent()).toMatch(/used .*, accepted (just now|a minute ago)/);
});

test('a profile without a value says so, and the key of another is not used', async () => {
  const before = emulator.requests.length;
  await workbench.choose('Hybrid Quantum: Choose Credential Profile…', 'Another profile…');
  await workbench.answer('A name for the profile', 'production');
  await workbench.page.getByText('profile production').first().waitFor();
  await workbench.notified("The credential 'team' has no value in the profile 'production', only in 'default'.", () =>
    workbench.choose('Hybrid Quantum: Test Backend', 'cloud'),
  );
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
