import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { logFiles } from '#scripts/setUp/editorServer.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

let folder: string;
let workbench: Workbench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greeter-folder-'));
  await writeFile(join(folder, 'note.txt'), 'one line\nmind teh gap\n');
  workbench = await openWorkbench({
    folder,
    extensionPath: join(projectRoot, 'test', 'support', 'fixtures', 'greeter'),
    env: { GREETER_PLACE: 'test' },
  });
});

afterAll(async () => {
  await workbench?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a problem is found at its exact range and vanishes when typed over', async () => {
  const file = join(folder, 'note.txt');
  await workbench.openFile('note.txt');
  const [problem] = await workbench.problemsUntil(file, (problems) => problems.length === 1);
  expect(problem).toMatchObject({
    code: 'G1',
    severity: 'warning',
    range: { start: { line: 1, character: 5 }, end: { line: 1, character: 8 } },
  });
  await workbench.placeCaret(1, 8);
  for (let i = 0; i < 3; i++) await workbench.page.keyboard.press('Backspace');
  await workbench.page.keyboard.type('the');
  await expect
    .poll(() => workbench.probe.document(file))
    .toMatchObject({ text: 'one line\nmind the gap\n', dirty: true });
  await workbench.problemsUntil(file, (problems) => problems.length === 0);
  await workbench.pressUntil('Control+s', async () => (await readFile(file, 'utf8')).includes('mind the gap'));
});

test('a command runs from the palette, and a secret outlives a reload of the window', async () => {
  await workbench.notified('Greeter says hello', () => workbench.runCommand('Greeter: Greet'));
  await workbench.reload();
  await workbench.openFile('note.txt');
  await workbench.notified('Greeter says hello again', () => workbench.runCommand('Greeter: Greet'));
});

test('a webview answers to a click', async () => {
  await workbench.runCommand('Greeter: Show Greeting');
  const button = workbench.webview().getByRole('button');
  await workbench.clickUntil(button, async () => (await button.textContent()) === 'Hello to you');
});

test('themes change and the window can be pictured', async () => {
  const pictures = new Set<string>();
  for (const theme of ['light', 'dark', 'high-contrast-light', 'high-contrast-dark'] as const) {
    await workbench.setTheme(theme);
    const path = await workbench.screenshot(`workbench-${theme}`);
    pictures.add((await readFile(path)).toString('base64'));
  }
  expect(pictures.size).toBe(4);
});

test('the editor keeps its logs where a test can read them', async () => {
  const texts = await Promise.all((await logFiles(workbench)).map((path) => readFile(path, 'utf8')));
  expect(texts.join('\n')).toContain('hybrid-quantum-tests.greeter');
});
