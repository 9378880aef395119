import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chooseOption } from '#test/support/chooseOption.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { repeatUntil } from '../../support/untilShown.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.write('bell.qasm', bell);
  await project.write('long.qasm', `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[10] q;\n${'h q;\n'.repeat(5000)}`);
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

/** Opens the dialog for saving from a menu of the panel, and accepts what it proposes; returns what was written. */
async function save(menu: string, entry: string, name: string, dialog: string): Promise<Buffer> {
  const chosen = workbench.webview().getByRole('menuitem', { name: entry });
  await workbench.clickUntil(workbench.webview().getByRole('button', { name: menu }), chosen);
  await workbench.notified(`${name} was saved.`, async () => {
    await chosen.click();
    await workbench.answer(dialog, undefined, join(project.folder, name));
  });
  return readFileSync(join(project.folder, name));
}

/** Opens a file where it does not cover the panel, wherever the focus was. */
async function openBesidePanel(name: string): Promise<void> {
  await workbench.probe.execute('workbench.action.focusFirstEditorGroup');
  await workbench.openFile(name);
}

async function latestRecord() {
  const store = await openRunStore(project.folder, systemClock);
  try {
    const [latest] = await store.list({ limit: 1 });
    return await store.get(latest?.id ?? '');
  } finally {
    store.close();
  }
}

test('a circuit is simulated with the shots asked for, and its counts are shown', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
  expect(await workbench.answer('Number of shots', '600')).toBe('1024');
  await workbench.webview().getByText('bell', { exact: false }).first().waitFor();
  await workbench.webview().getByText('Succeeded').first().waitFor();
  const record = await latestRecord();
  expect(record).toMatchObject({ kind: 'circuit', state: 'succeeded', file: 'bell.qasm' });
  const counts = record?.result?.counts ?? {};
  expect(Object.keys(counts).sort()).toEqual(['00', '11']);
  expect((counts['00'] ?? 0) + (counts['11'] ?? 0)).toBe(600);
});

test('a chart is saved where the user says, its data and its picture', async () => {
  const saveCounts = (entry: string, name: string) => save('Save Counts', entry, name, 'Save Chart');
  const counts = (await latestRecord())?.result?.counts ?? {};
  const data: unknown = JSON.parse(String(await saveCounts('Save Data as JSON…', 'bell-qasm-counts.json')));
  expect(data).toContainEqual(expect.objectContaining({ bits: '11', count: counts['11'] }));
  const picture = await saveCounts('Save Picture as PNG…', 'bell-qasm-counts.png');
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
});

test('the shots are remembered for the file, also after a reload, and what is no number is refused', async () => {
  await workbench.reload();
  await workbench.webview().getByText('Succeeded').first().waitFor();
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
  await workbench.question('Number of shots').waitFor();
  await expect.poll(() => workbench.quickInput().inputValue()).toBe('600');
  await workbench.quickInput().fill('many');
  await workbench.dismiss('The number of shots is a whole number.');
});

test('the lenses sample with the shots of last time, draw, plan, and ask before they run', async () => {
  const lens = (title: string) =>
    workbench.page.locator('.codelens-decoration a', { hasText: new RegExp(`^${title}$`) }).first();
  await workbench.openFile('bell.qasm');
  const before = await latestRecord();
  await workbench.clickUntil(lens('Histogram'), async () => (await latestRecord())?.id !== before?.id);
  const record = await workbench.probe.until('the circuit was sampled', async () => {
    const latest = await latestRecord();
    return latest?.id !== before?.id && latest?.state === 'succeeded' ? latest : undefined;
  });
  const counts = Object.values(record.result?.counts ?? {});
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600);
  await workbench.webview().getByText('600 shots', { exact: false }).first().waitFor();
  // The run before is laid over this one.
  const laidOver = workbench.webview().getByRole('combobox', { name: 'Laid over' });
  await laidOver.locator('option', { hasText: 'bell.qasm on local' }).first().waitFor({ state: 'attached' });
  await chooseOption(laidOver, 'bell.qasm on local');
  await workbench.webview().locator('.legend', { hasText: 'bell.qasm' }).waitFor();
  const gate = workbench.webview().getByRole('gridcell', { name: /CX, control q\[0\], target q\[1\]/ });
  await workbench.clickUntil(lens('Circuit'), gate.first());
  const drawing = String(await save('Save Drawing', 'Save as LaTeX (quantikz)…', 'bell.tex', 'Save Drawing'));
  expect(drawing).toContain('\\gate{\\textrm{H}} & \\ctrl{1}');
  const plan = workbench.webview().getByText('64 bytes for the state vector of 2 qubits');
  await workbench.clickUntil(lens('Plan'), plan);
  await workbench.webview().getByRole('button', { name: 'Run', exact: true }).click();
  await workbench.dismiss('Number of shots');
  await workbench.clickUntil(lens('Run'), workbench.question('Number of shots'));
  await workbench.dismiss('Number of shots');
});

test('a gate is placed in the drawing by keys, as an edit of the source that Ctrl+Z takes back', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  const source = async () => (await workbench.probe.document(project.path('bell.qasm')))?.text;
  const grid = workbench.webview().getByRole('grid', { name: /Circuit bell.qasm/ });
  await grid.click({ position: { x: 2, y: 2 } });
  await grid.press('a');
  await workbench.webview().getByRole('option', { name: 'ccx', exact: true }).waitFor();
  const name = workbench.webview().getByRole('combobox', { name: 'Gate to place' });
  await name.fill('z');
  await name.press('Enter');
  await workbench
    .webview()
    .getByRole('gridcell', { name: /^Z, q\[0\], moment 2/ })
    .waitFor();
  expect(await source()).toBe(bell.replace('h q[0];', 'h q[0];\nz q[0];'));
  // A click selects the text as well, and the keyboard stays with the drawing.
  await workbench
    .webview()
    .getByRole('gridcell', { name: /^Z, q\[0\], moment 2/ })
    .click();
  await workbench
    .webview()
    .getByRole('gridcell', { name: /^Z, q\[0\], moment 2/, selected: true })
    .waitFor();
  const later = workbench.webview().getByRole('gridcell', { name: /^Z, q\[0\], moment 3/ });
  await workbench.pressUntil('Alt+ArrowRight', later);
  expect((await source())?.indexOf('z q[0];')).toBeGreaterThan(bell.indexOf('cx'));
  await grid.press('Control+z');
  await workbench
    .webview()
    .getByRole('gridcell', { name: /^Z, q\[0\], moment 2/ })
    .waitFor();
  // The drawing has the focus again.
  await expect
    .poll(() => grid.evaluate((element) => element === document.activeElement && document.hasFocus()))
    .toBe(true);
  await workbench.pressUntil('Control+z', async () => (await source()) === bell);
  await expect.poll(() => workbench.webview().getByRole('gridcell', { name: /^Z/ }).count()).toBe(0);
  await expect.poll(async () => (await workbench.probe.document(project.path('bell.qasm')))?.dirty).toBe(false);

  // Two gates at once: selected, moved, and taken back as one step; then copied, and pasted as text.
  const chosen = () => workbench.webview().locator('.element.chosen').count();
  const active = () =>
    grid.evaluate((element) => {
      const id = element.getAttribute('aria-activedescendant');
      return id === null ? null : document.getElementById(id)?.getAttribute('aria-label');
    });
  // What is drawn anew after an edit may take the place of the key.
  const toFirst = () =>
    repeatUntil(
      async () => /^H, q\[0\]/.test((await active()) ?? ''),
      () => grid.press('Home'),
    );
  const undone = () =>
    repeatUntil(
      async () => (await source()) === bell,
      () => grid.press('Control+z'),
    );
  await toFirst();
  await grid.press('a');
  await workbench.page.keyboard.type('z');
  await workbench.page.keyboard.press('Enter');
  await expect.poll(source).toBe(bell.replace('h q[0];', 'h q[0];\nz q[0];'));
  await expect.poll(active).toMatch(/^Z/);
  await toFirst();
  await grid.press('Shift+ArrowRight');
  await expect.poll(chosen).toBe(2);
  await grid.press('Alt+ArrowRight');
  await expect.poll(source).toMatch(/cx q\[0\], q\[1\];\s+h q\[0\];\s+z q\[0\];/);
  await expect.poll(chosen).toBe(2);
  await grid.press('Control+z');
  await expect.poll(source).toBe(bell.replace('h q[0];', 'h q[0];\nz q[0];'));
  await undone();
  await expect.poll(() => workbench.webview().getByRole('gridcell', { name: /^Z/ }).count()).toBe(0);
  await toFirst();
  await grid.press('Control+c');
  await workbench.webview().getByRole('status').filter({ hasText: 'The gate is copied.' }).waitFor();
  await grid.press('Control+v');
  await expect.poll(source).toBe(bell.replace('h q[0];', 'h q[0];\nh q[0];'));
  await undone();

  // The register gets another name where it is declared and where it is used.
  await toFirst();
  await grid.press('w');
  await workbench.webview().getByRole('menuitem', { name: 'Rename q…' }).press('Enter');
  const register = workbench.webview().getByRole('textbox', { name: 'Name of q' });
  await register.fill('data');
  await register.press('Enter');
  await expect.poll(source).toBe(bell.replace(/\bq\b/g, 'data'));
  await undone();
  await expect.poll(async () => (await workbench.probe.document(project.path('bell.qasm')))?.dirty).toBe(false);
});

test('the keys for running and the button for drawing are those of circuits', async () => {
  await openBesidePanel('feature-map.qasm');
  await workbench.pressUntil('Control+Alt+Enter', workbench.question('Number of shots'));
  await workbench.dismiss('Number of shots');
  const button = workbench.page.locator('.editor-actions [aria-label^="Show Circuit"]').first();
  await workbench.clickUntil(button, workbench.webview().getByText('feature-map.qasm').first());

  // The panel follows the editor, and of a long circuit has the beginning before it knows how long it is.
  const body = workbench.webview().locator('body');
  await body.evaluate((page) => {
    new MutationObserver(() => {
      const moments = document.querySelector('[role=grid][aria-label*="long.qasm"]')?.getAttribute('aria-colcount');
      const seen = page.getAttribute('data-moments')?.split(' ') ?? [];
      if (moments && moments !== seen.at(-1)) page.setAttribute('data-moments', [...seen, moments].join(' '));
    }).observe(page, { attributes: true, childList: true, subtree: true });
  });
  await openBesidePanel('long.qasm');
  await expect.poll(() => body.getAttribute('data-moments'), { timeout: 60_000 }).toBe('-1 5000');
});

test('a circuit is exported to a new file that is named after it, and takes the place of none', async () => {
  const exportTo = async (format: string) => {
    await openBesidePanel('bell.qasm');
    await workbench.choose('Hybrid Quantum: Export Circuit…', format);
  };
  for (const [format, name, line] of [
    ['Qiskit', 'bell.py', /circuit\.cx\(q\[0\],\sq\[1\]\)/],
    ['Cirq', 'bell-cirq.py', /import\scirq/],
    ['OpenQASM 2', 'bell-qasm2.qasm', /OPENQASM\s2\.0;/],
    ['Stim', 'bell.stim', /^CX\s0\s1/],
  ] as const) {
    await exportTo(format);
    await workbench.page.locator('.tab.active.dirty', { hasText: name }).first().waitFor();
    await workbench.page.locator('.editor-group-container.active .view-line', { hasText: line }).first().waitFor();
    expect(existsSync(project.path(name))).toBe(false);
  }
  for (const name of ['bell.stim', 'bell-qasm2.qasm', 'bell-cirq.py', 'bell.py']) {
    await workbench.page.locator('.tab.active', { hasText: name }).first().waitFor();
    await workbench.probe.execute('workbench.action.revertAndCloseActiveEditor');
  }
});

test('what a format cannot say is told, and leads to its line', async () => {
  await workbench.openFile('feature-map.qasm');
  await workbench.choose('Hybrid Quantum: Export Circuit…', 'Stim');
  await workbench.answerNotification('feature-map.qasm cannot be written for Stim.', 'Show');
  const first = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: /line \d+/ }).first();
  const line = /line (\d+)/.exec((await first.textContent()) ?? '')?.[1];
  await workbench.pick(first);
  await workbench.page.getByText(`Ln ${line}, Col 1`).first().waitFor();
});

test('a circuit with inputs is simulated with the values given, unsaved changes included', async () => {
  await workbench.openFile('bell.qasm');
  const path = project.path('bell.qasm');
  const line = { start: { line: 4, character: 0 }, end: { line: 4, character: 7 } };
  await workbench.probe.edit(path, line, 'input angle a;\nry(a) q[0];');
  await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
  await workbench.answer('Number of shots', '100');
  expect(await workbench.answer('Values of a', 'pi')).toBe('0');
  const record = await workbench.probe.until('the circuit with inputs was simulated', async () => {
    const latest = await latestRecord();
    return latest?.state === 'succeeded' && latest.result?.counts?.['11'] === 100 ? latest : undefined;
  });
  expect(record.result?.counts).toEqual({ '11': 100 });
  expect((await workbench.probe.document(path))?.dirty).toBe(true);
});

test('two versions of a circuit are compared in the history, with the gate that was added', async () => {
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const panel = workbench.webview();
  const latest = panel.getByRole('row', { name: /bell/ }).first();
  const entry = (name: string) => panel.getByRole('menuitem', { name });
  await repeatUntil(entry('Copy Id'), () => latest.click({ button: 'right' }));
  await entry('Copy Id').click();
  const record = await latestRecord();
  await expect.poll(() => workbench.page.evaluate(() => navigator.clipboard.readText())).toBe(record?.id);
  await panel.getByRole('treegrid', { name: 'Runs' }).press('Shift+F10');
  await entry('Compare with the Run Before').click();
  await panel.getByRole('heading', { name: /^Circuits/ }).waitFor();
  await panel.getByRole('row', { name: /added.*RY\(a\), q\[0\]/ }).waitFor();
  await workbench.screenshot('comparison-circuits');
  await panel.getByRole('button', { name: 'Back to the Table' }).click();
});

test('the state of a circuit is shown at a moment, and follows an input and unsaved edits', async () => {
  const lines = ['OPENQASM 3.0;', 'include "stdgates.inc";', 'input angle theta;', 'qubit[2] q;', 'bit[2] c;'];
  const body = ['ry(theta) q[0];', 'cx q[0], q[1];', 'c = measure q;', ''];
  await project.write('turned.qasm', [...lines, ...body].join('\n'));
  await workbench.openFile('turned.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  const panel = workbench.webview();
  const states = panel.getByRole('table', { name: 'Amplitudes' }).getByRole('row');
  await panel.getByRole('button', { name: 'Show State' }).click();
  await states.filter({ hasText: '|00⟩' }).filter({ hasText: '100.00\u00a0%' }).waitFor();
  await panel.getByText('After moment 2 of 4').waitFor();

  await panel.getByRole('textbox', { name: 'Value of theta' }).fill('pi/2');
  await states.filter({ hasText: '|11⟩' }).filter({ hasText: '50.00\u00a0%' }).waitFor();
  const slider = panel.getByRole('slider', { name: 'Moment' });
  await slider.press('ArrowLeft');
  await states.filter({ hasText: '|01⟩' }).filter({ hasText: '50.00\u00a0%' }).waitFor();
  await slider.press('End');
  await panel.getByText('2 outcomes, shown together').waitFor();

  const start = { line: lines.length + 1, character: 0 };
  await workbench.probe.edit(project.path('turned.qasm'), { start, end: start }, 'x q[1];\n');
  await slider.press('Home');
  await slider.press('ArrowRight');
  await states.filter({ hasText: '|11⟩' }).filter({ hasText: '50.00\u00a0%' }).waitFor();
  await panel.getByRole('button', { name: 'Hide State' }).click();
  await workbench.probe.execute('workbench.action.files.revert');
});

test('a circuit with errors is not run, and says why', async () => {
  await workbench.openFile('feature-map.qasm');
  const start = { line: 0, character: 0 };
  await workbench.probe.edit(project.path('feature-map.qasm'), { start, end: start }, 'nonsense ');
  await workbench.notified('feature-map.qasm cannot be run', () =>
    workbench.runCommand('Hybrid Quantum: Simulate Circuit…'),
  );
});

test('the embedded simulator is tested', async () => {
  await workbench.notified('1000 shots of a Bell pair', () =>
    workbench.choose('Hybrid Quantum: Test Backend', 'Embedded simulator'),
  );
});

test('a project is made from a template, of which all are offered', async () => {
  await workbench.runCommand('Hybrid Quantum: New Project from Template…');
  const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
  for (const template of readdirSync(join(projectRoot, 'samples'))) {
    if (template.startsWith('.')) continue;
    await workbench.quickInput().fill(template);
    await rows.filter({ hasText: template }).first().waitFor();
  }
  await workbench.quickInput().fill('');
  await workbench.pick('iris-classifier');
  await workbench.answer('Where to Make the Project', undefined, `${project.folder}/`);
  await workbench.answer('Name of the new folder', 'my-project');
  await workbench.page.locator('.tab', { hasText: 'iris.hybrid.yaml' }).first().waitFor();
  expect(existsSync(project.path('my-project/data/iris.csv'))).toBe(true);
  expect(existsSync(project.path('my-project/.hybrid'))).toBe(false);
});

test('a tab that is chosen as soon as a new panel can be seen stays, until a command shows another', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.probe.execute('workbench.action.files.saveAll');
  await workbench.probe.execute('workbench.action.closeOtherEditors');
  await workbench.probe.execute('workbench.action.closeEditorsInOtherGroups');
  await workbench.page.context().addInitScript(chooseTabAtOnce, 'Pipeline');
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  await workbench.webview().getByText('No pipeline to show').waitFor();
  await openBesidePanel('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  // What the panel was told before has been heard by then.
  await workbench.webview().getByRole('tab', { name: 'Circuit', selected: true }).waitFor();
  const shown = workbench.webview().locator('body');
  await expect.poll(() => shown.evaluate(() => window.shownTabs)).toEqual(['History', 'Pipeline', 'Circuit']);
});

declare global {
  interface Window {
    /** The tabs that the panel has shown in this frame. */
    shownTabs?: string[];
  }
}

/** Runs in every new frame: presses a tab of the panel as soon as it is there, and keeps which ones are shown. */
function chooseTabAtOnce(chosen: string): void {
  // The editor writes the page into a document that is there before, of which an observer loses sight.
  setInterval(() => {
    const selected = document.querySelector('[role="tab"][aria-selected="true"]')?.textContent;
    if (typeof selected !== 'string' || selected === window.shownTabs?.at(-1)) return;
    window.shownTabs = [...(window.shownTabs ?? []), selected];
    if (window.shownTabs.length > 1) return;
    for (const tab of document.querySelectorAll<HTMLElement>('[role="tab"]'))
      if (tab.textContent === chosen) tab.click();
  });
}
