import type { ConsoleMessage } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** What a panel goes through in a day: edits without a pause, other themes, other groups, a reload of the window. */

const program = ['OPENQASM 3.0;', 'include "stdgates.inc";', 'qubit[3] q;', '// Turn.', 'h q[0];', ''].join('\n');

let project: SampleProject;
let workbench: Workbench;
const errors: string[] = [];

beforeAll(async () => {
  project = await SampleProject.create();
  await project.write('long.qasm', program);
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
  workbench.page.on('console', (message) => {
    if (message.type() === 'error' && isOfPanel(message)) errors.push(message.text());
  });
  workbench.page.on('pageerror', ({ message }) => errors.push(message));
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

/** The page of the panel has this name, in its own frame; the editor's own messages are not ours. */
function isOfPanel(message: ConsoleMessage): boolean {
  return message.location().url.includes('panel.js') || message.text().includes('Hybrid Quantum');
}

function fact(text: RegExp) {
  return workbench.webview().getByRole('list', { name: 'Facts about the circuit' }).getByText(text);
}

function zoomLevel() {
  return workbench.webview().getByTitle('Reset Zoom');
}

/** The zoom chosen in the first test. */
let chosenZoom: string | null = null;

async function isAsLeft(): Promise<void> {
  await fact(/^1\s001 gates$/).waitFor();
  await expect.poll(() => zoomLevel().textContent()).toBe(chosenZoom);
}

// Each edit waits for the editor, so that a thousand of them take minutes on a busy machine.
test('a thousand edits without a pause are drawn in the end, at the place and size the user chose', {
  timeout: 600_000,
}, async () => {
  await workbench.openFile('long.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  await fact(/^1 gate$/).waitFor();
  const isSmaller = async () => !/^100\s%$/.test((await zoomLevel().textContent()) ?? '');
  await workbench.clickUntil(workbench.webview().getByRole('button', { name: 'Zoom Out' }), isSmaller);
  chosenZoom = await zoomLevel().textContent();
  const path = project.path('long.qasm');
  const end = { line: 5, character: 0 };
  const edits = Array.from({ length: 100 }, (_, edit) => ({
    range: { start: end, end },
    text: `${edit % 2 === 0 ? 'x' : 'z'} q[${edit % 3}];\n`,
  }));
  for (let hundred = 0; hundred < 10; hundred++) await workbench.probe.edits(path, edits);
  await isAsLeft();
  expect((await workbench.probe.document(path))?.text.match(/;$/gm)).toHaveLength(1004);
  expect(errors).toEqual([]);
});

test('another theme draws the same circuit in other colours', async () => {
  const stroke = () =>
    workbench
      .webview()
      .locator('.part-gate')
      .first()
      .evaluate((gate) => getComputedStyle(gate).stroke);
  await workbench.setTheme('light');
  const inLight = await stroke();
  await workbench.setTheme('high-contrast-dark');
  await expect.poll(stroke).not.toBe(inLight);
  await isAsLeft();
  expect(errors).toEqual([]);
});

test('in another group the panel is where it was', async () => {
  await workbench.webview().getByRole('grid').focus();
  await workbench.probe.execute('workbench.action.moveEditorToFirstGroup');
  await isAsLeft();
  expect(errors).toEqual([]);
});

test('after a reload of the window the panel is where it was', async () => {
  await workbench.probe.execute('workbench.action.files.saveAll');
  await workbench.reload();
  await isAsLeft();
  expect(errors).toEqual([]);
});
