import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { look, repeatUntil } from '../../support/untilShown.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { picture } from './picture.ts';
import { SampleProject } from './sampleProject.ts';

/** The main job as a user does it, one step after another in one window. */

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change('iris.hybrid.yaml', (text) => text.replace(/repeats: \d+/, 'repeats: 5'));
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

async function plantAndFix(file: string, at: { line: number; character: number }, typed: string, planted: object) {
  const path = project.path(file);
  const errors = (problems: readonly { severity: string }[]) => problems.filter(({ severity }) => severity === 'error');
  await workbench.openFile(file);
  await workbench.problemsUntil(path, (problems) => errors(problems).length === 0);
  await workbench.placeCaret(at.line, at.character);
  await workbench.page.keyboard.type(typed);
  const problems = await workbench.problemsUntil(path, (all) => errors(all).length > 0);
  expect(errors(problems)[0]).toMatchObject(planted);
  await workbench.page.locator('.monaco-editor .squiggly-error').first().waitFor();
  for (const _character of typed) await workbench.page.keyboard.press('Backspace');
  await workbench.problemsUntil(path, (all) => errors(all).length === 0);
  await workbench.pressUntil('Control+s', async () => (await workbench.probe.document(path))?.dirty === false);
}

test('a planted error in the circuit appears at its exact range and vanishes when it is fixed', async () => {
  // cx q[0], q[1]; becomes cx qq[0], q[1];
  await plantAndFix('ansatz.qasm', { line: 21, character: 4 }, 'q', {
    code: 'QAS3001',
    range: { start: { line: 21, character: 3 }, end: { line: 21, character: 5 } },
  });
});

test('a planted error in the pipeline appears at its exact range and vanishes when it is fixed', async () => {
  // qubits: 4 becomes qubitsx: 4
  await plantAndFix('iris.hybrid.yaml', { line: 17, character: 8 }, 'x', {
    code: 'HP002',
    range: { start: { line: 17, character: 2 }, end: { line: 17, character: 9 } },
  });
});

test('the circuit is drawn beside its source, and a gate leads to its text', async () => {
  await workbench.openFile('ansatz.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  const panel = workbench.webview();
  const gate = panel.getByRole('gridcell', { name: /CX, control q\[0\], target q\[1\]/ }).first();
  await gate.waitFor();
  await picture(workbench, 'circuit');
  await repeatUntil(workbench.page.getByText(/Ln 22, Col \d+ \(\d+ selected\)/), async () => {
    await gate.click({ timeout: look });
    await gate.press('Enter', { timeout: look });
  });
});

test('the pipeline runs from the palette with progress and shows its result', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  // Both are gone when the run has ended, so they are looked for from its beginning.
  const progress = workbench.page.locator('.statusbar-item', { hasText: /iris \d+ %/ }).waitFor();
  progress.catch(() => undefined);
  await workbench.notified('iris', () => workbench.runCommand('Hybrid Quantum: Run Pipeline'));
  await progress;
  const notification = workbench.notification('iris');
  const panel = workbench.webview();
  await panel.getByText('logistic regression', { exact: false }).first().waitFor();
  await panel
    .getByText(/no difference|better|worse/i)
    .first()
    .waitFor();
  await notification.waitFor({ state: 'detached' });
  await picture(workbench, 'result');
});

test('the run is in the history and in the Runs view', async () => {
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const row = workbench
    .webview()
    .getByRole('row', { name: /iris-classifier/ })
    .first();
  await row.waitFor();
  await expect.poll(() => row.textContent()).toMatch(/succeeded/i);
  const panel = workbench.webview();
  await panel.getByRole('treegrid', { name: 'Runs' }).press('s');
  await panel
    .getByRole('button', { name: /^Take the star from/ })
    .first()
    .waitFor();
  const column = panel.getByRole('checkbox', { name: 'optimise.maxIterations' });
  await workbench.clickUntil(panel.getByRole('button', { name: 'Columns' }), column);
  await column.check();
  await column.press('Escape');
  await row.locator('.cell-value', { hasText: /^\d+$/ }).waitFor();
  await workbench.runCommand('View: Show Hybrid Quantum');
  await workbench.page
    .locator('.monaco-list-row', { hasText: /iris-classifier/ })
    .first()
    .waitFor();
  await picture(workbench, 'history');
});

test('the panel and the run are there again after the window was reloaded', async () => {
  await workbench.reload();
  const panel = workbench.webview();
  const row = panel.getByRole('row', { name: /iris-classifier/ }).first();
  await row.waitFor();
  await row.click();
  await panel.getByText('logistic regression', { exact: false }).first().waitFor();
});

test('a cancelled run is kept as cancelled, with its checkpoint', async () => {
  await project.change('iris.hybrid.yaml', (text) =>
    text.replace(/repeats: \d+/, 'repeats: 200').replace(/maxIterations: \d+/, 'maxIterations: 1000'),
  );
  await workbench.openFile('iris.hybrid.yaml');
  const store = await openRunStore(project.folder, systemClock);
  try {
    await workbench.runCommand('Hybrid Quantum: Run Pipeline');
    const running = await workbench.probe.until('the new run works and has a checkpoint', async () => {
      const [latest] = await store.list({ limit: 1, states: ['running'] });
      if (latest === undefined) return undefined;
      return (await store.loadCheckpoint(latest.id)) === undefined ? undefined : latest;
    });
    await workbench.runCommand('Hybrid Quantum: Cancel Run');
    await workbench.probe.until('the run is cancelled', async () =>
      (await store.get(running.id))?.state === 'cancelled' ? true : undefined,
    );
    expect(await store.loadCheckpoint(running.id)).toBeDefined();
    await workbench.runCommand('Hybrid Quantum: Show Run History');
    const row = workbench
      .webview()
      .getByRole('row', { name: /cancelled/i })
      .first();
    await row.waitFor();
    const panel = workbench.webview();
    await panel.getByRole('treegrid', { name: 'Runs' }).press('Control+a');
    await panel.getByRole('button', { name: 'Compare', exact: true }).click();
    const settings = panel.getByRole('table', { name: 'Settings that differ' });
    await settings.getByRole('row', { name: /^benchmark\.repeats \d+ 200$/ }).waitFor();
    expect(await settings.evaluate(() => String(getSelection()))).toBe('');
    await workbench.screenshot('comparison');
    await panel.getByRole('button', { name: 'Back to the Table' }).click();
  } finally {
    store.close();
  }
});

test('a run that a reload of the window interrupts is marked so, and is resumed from the Runs view', async () => {
  const store = await openRunStore(project.folder, systemClock);
  try {
    const before = await store.list({});
    await workbench.openFile('iris.hybrid.yaml');
    await workbench.runCommand('Hybrid Quantum: Run Pipeline');
    const runId = await workbench.probe.until('the run works and has a checkpoint', async () => {
      const [latest] = await store.list({ limit: 1, states: ['running'] });
      if (latest === undefined) return undefined;
      return (await store.loadCheckpoint(latest.id)) === undefined ? undefined : latest.id;
    });
    await workbench.reload();
    await workbench.runCommand('View: Show Hybrid Quantum');
    const runs = workbench.page.locator('.monaco-list-row', { hasText: 'iris-classifier' });
    const row = runs.filter({ hasText: 'interrupted' });
    await row.waitFor();
    await workbench.page.locator('.monaco-list-row', { hasText: 'Interrupted' }).first().waitFor();

    await workbench.act(row, 'Resume Run', async () => (await store.claimOf(runId)) !== undefined);
    await workbench.page.locator('.monaco-list-row', { hasText: 'Active' }).first().waitFor();
    expect(await store.list({})).toHaveLength(before.length + 1);

    await workbench.runCommand('Hybrid Quantum: Cancel Run');
    await workbench.probe.until('the run is cancelled', async () =>
      (await store.get(runId))?.state === 'cancelled' ? true : undefined,
    );
  } finally {
    store.close();
  }
});
