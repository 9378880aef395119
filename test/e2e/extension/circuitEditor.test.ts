import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import type { Theme } from '../../support/editorThemes.ts';
import { repeatUntil } from '../../support/untilShown.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { picture } from './picture.ts';

/** What an author of circuits sees while writing: the parts of the editor whose look nothing but the screen shows. */

const gates = `// Gates of our own.
gate entangle(alpha) a, b {
  ry(alpha) a;
  cx a, b;
}

gate phased(lambda) a, b {
  cp(lambda / 2) a, b;
  cp(lambda / 2) b, a;
}
`;

const program = `OPENQASM 3.1;
include "stdgates.inc";
include "gates.inc";

const uint n = 3;
const angle[32] step = pi / 4 + pi / 8;
input angle theta;

qubit[n] data;
qubit helper;
bit[n] result;
let pair = data[0:1];

h data;
pow(1 / 2) @ x helper;
ctrl @ rz(2 * step) data[0], helper;
entangle(pi / 3) data[0], data[1];

def parity(bit[n] values) -> bit {
  bit sum = false;
  for uint i in [0:n - 1] {
    sum ^= values[i];
  }
  return sum;
}

// Turn, then read.
rx(theta) pair;
barrier data;
phased(step) data[1], data[2];
result = measure data;
if (parity(result)) x dta[1];
`;

let parent: string;
let workbench: Workbench;
let file: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'circuit-editor-'));
  const folder = join(parent, 'circuits');
  await mkdir(folder);
  file = join(folder, 'state.qasm');
  await writeFile(file, program);
  await writeFile(join(folder, 'gates.inc'), gates);
  workbench = await openWorkbench({ folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await rm(parent, { recursive: true, force: true, maxRetries: 5 });
});

const themes: readonly Theme[] = ['dark', 'light'];

/** A line of the editor that shows a text; the editor writes every space as one that does not break. */
function lineWith(text: string): Locator {
  const spaced = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s');
  return workbench.page.locator('.editor-group-container.active .view-line').filter({ hasText: new RegExp(spaced) });
}

/** Puts the caret on a new line below the one that shows a text, without scrolling. */
async function newLineAfter(text: string): Promise<void> {
  await lineWith(text).click();
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.press('Enter');
}

/** Waits for what the editor offers by itself while somebody types, and asks for it by its key where something closed it. */
async function offered(widget: Locator, key: string): Promise<void> {
  await repeatUntil(widget, async (attempt) => {
    if (attempt > 0) await workbench.page.keyboard.press(key);
  });
}

async function documentText(): Promise<string> {
  return (await workbench.probe.document(file))?.text ?? '';
}

test('lenses, hints and problems stand where they belong', async () => {
  await workbench.openFile('state.qasm');
  const problems = await workbench.problemsUntil(file, (all) => all.some(({ severity }) => severity === 'error'));
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['QAS3001']);
  const lenses = workbench.page.locator('.editor-group-container.active .codelens-decoration').first();
  await lenses.waitFor();
  expect((await lenses.textContent())?.replace(/\s/g, ' ')).toBe('Run | Histogram | Circuit | Plan | Transpile');
  await lineWith('pi / 8= 3π/8;').waitFor();
  await lineWith('qubit[n= 3] data;').waitFor();
  await lineWith('let pair: qubit[2] = data[0:1];').waitFor();
  await lineWith('h data×3;').waitFor();
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.page.locator('.squiggly-warning').first().waitFor();
});

test('a hover draws the matrix of a call with its values, in light and dark', async () => {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await workbench.page.keyboard.press('Control+Home');
    const name = lineWith('phased(step= 3π/8) data').getByText('phased', { exact: true });
    const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Basis' }).first();
    // A hover that was asked for while the editor still laid out its lines is dropped, and only a movement asks again.
    await repeatUntil(hover, async () => {
      await lineWith('OPENQASM 3.1;').hover();
      await name.hover();
    });
    const text = ((await hover.textContent()) ?? '').replace(/\u00a0/g, ' ');
    expect(text).toContain('|00⟩  |01⟩  |10⟩  |11⟩');
    expect(text).toMatch(/\|11⟩\s+·\s+·\s+·\s+e\^\{i3π\/8\}/);
    expect(text).not.toContain('```');
    await workbench.screenshot(`circuit-editor-hover-${theme}`);
    if (theme === 'light') await picture(workbench, 'editor');
    await repeatUntil(
      () => hover.isHidden(),
      async (attempt) => {
        if (attempt > 0) await name.hover();
        await lineWith('OPENQASM 3.1;').hover();
      },
    );
  }
});

test('a gate is found with its parameters and operands, and is written as a call on qubits there are', async () => {
  await newLineAfter('phased(step= 3π/8) data[1], data[2];');
  await workbench.page.keyboard.type('crx');
  const row = workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
  await offered(row.filter({ hasText: 'crx' }), 'Control+Space');
  expect((await row.textContent())?.replace(/\s+/g, ' ')).toContain('crx(θ) c, t');
  await workbench.screenshot('circuit-editor-completion');
  await workbench.page.keyboard.press('Tab');
  await expect.poll(documentText).toContain('\ncrx(θ) data[0], data[1];\nresult');
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+z');
  await workbench.page.keyboard.press('Control+z');
  await expect.poll(documentText).toBe(program);
});

test('an operand is offered among the qubits the call does not use yet, with its signature above', async () => {
  await newLineAfter('phased(step= 3π/8) data[1], data[2];');
  await workbench.page.keyboard.type('cx data[0], ');
  const names = workbench.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
  await offered(names.first(), 'Control+Space');
  await expect.poll(async () => (await names.allTextContents()).slice(0, 3)).toEqual(['data[1]', 'data[2]', 'helper']);
  const signature = workbench.page.locator('.parameter-hints-widget.visible');
  await offered(signature, 'Control+Shift+Space');
  expect(await signature.locator('.parameter.active').textContent()).toBe('t');
  await picture(workbench, 'completion');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.keyboard.type(';');
  await expect.poll(documentText).toContain('\ncx data[0], data[1];\n');
});

test('the light bulb corrects a name', async () => {
  const line = (await documentText()).split('\n').findIndex((each) => each.includes('dta'));
  await workbench.problemsUntil(file, (all) =>
    all.some(({ code, range }) => code === 'QAS3001' && range.start.line === line),
  );
  const column = (await documentText()).split('\n')[line]?.indexOf('dta') ?? 0;
  await workbench.placeCaret(line, column + 1);
  const isChanged = async () => (await documentText()).includes('x data[1];');
  await workbench.codeAction("Change to 'data'", isChanged, () => workbench.screenshot('circuit-editor-repair'));
  await workbench.problemsUntil(file, (all) => all.every(({ severity }) => severity !== 'error'));
});

test('neither lenses nor text move while statements are written below and above', async () => {
  await workbench.page.keyboard.press('Control+Home');
  const firstLine = lineWith('OPENQASM 3.1;').first();
  const lenses = workbench.page.locator('.editor-group-container.active .codelens-decoration').first();
  await lenses.waitFor();
  const places = async () => [(await firstLine.boundingBox())?.y, (await lenses.boundingBox())?.y];
  const before = await places();
  const hasErrors = (wanted: boolean) =>
    workbench.problemsUntil(file, (all) => all.some(({ severity }) => severity === 'error') === wanted);
  await newLineAfter('// Turn, then read.');
  await workbench.page.keyboard.type('qubit[');
  await hasErrors(true);
  expect(await places()).toEqual(before);
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.type('2] spare');
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.type(';');
  await hasErrors(false);
  expect(await places()).toEqual(before);
  await workbench.page.keyboard.press('Control+Home');
  await workbench.page.keyboard.type('X');
  await hasErrors(true);
  expect((await places())[1]).toEqual(before[1]);
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Backspace');
  await hasErrors(false);
  expect(await places()).toEqual(before);
});
