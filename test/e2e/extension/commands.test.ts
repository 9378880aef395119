import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { look, patience, repeatUntil } from '../../support/untilShown.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** Commands around runs and backends, as a user finds them in the palette. */

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change('iris.hybrid.yaml', (text) =>
    text.replace('repeats: 10', 'repeats: 1').replace('maxIterations: 100', 'maxIterations: 5'),
  );
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
  for (const _run of [1, 2]) await workbench.probe.execute('hybridQuantum.pipeline.run', await pipelineUri());
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

/** As code lenses give it. */
async function pipelineUri(): Promise<string> {
  return new URL(`file://${project.path('iris.hybrid.yaml')}`).href;
}

async function ids(): Promise<readonly string[]> {
  const store = await openRunStore(project.folder, systemClock);
  try {
    return (await store.list({})).map(({ id }) => id);
  } finally {
    store.close();
  }
}

test('a run is opened from the palette', async () => {
  const [, older = ''] = await ids();
  await workbench.runCommand('Hybrid Quantum: Open Run…');
  await workbench.question('Choose a run').waitFor();
  // The newest comes first; the one before it is chosen with the keyboard.
  await workbench.focusRow(1);
  await workbench.answer('Choose a run');
  await workbench.webview().locator('.facts').getByText(older).waitFor();
});

/** Chooses the newest run in the history, for the buttons above the table. */
async function chooseNewest() {
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const panel = workbench.webview();
  const choose = panel.getByRole('button', { name: /^Choose / }).first();
  await choose.waitFor();
  const toolbar = panel.getByRole('toolbar', { name: 'Runs chosen' });
  if (!(await toolbar.isVisible())) await workbench.clickUntil(choose, toolbar);
  return toolbar;
}

test('chosen runs are exported to the file that the user names', async () => {
  const [newest = ''] = await ids();
  const toolbar = await chooseNewest();
  await toolbar.getByRole('button', { name: 'Export…' }).click();
  await workbench.notified('kept.csv was saved.', () =>
    workbench.answer('Export Runs', project.path('kept.csv'), project.path('runs.csv')),
  );
  expect(await readFile(project.path('kept.csv'), 'utf8')).toContain(newest);
});

test('a file is brought back to what a run read, as an edit that can be undone', async () => {
  const path = project.path('iris.hybrid.yaml');
  const before = await readFile(path, 'utf8');
  await project.change('iris.hybrid.yaml', (text) => `# Changed since.\n${text}`);
  const toolbar = await chooseNewest();
  await workbench.choose(toolbar.getByRole('button', { name: 'Restore File…' }), 'iris.hybrid.yaml');
  await workbench.page.locator('.tab.active', { hasText: 'as in the run, and now' }).waitFor();
  await workbench.answerNotification('Bring iris.hybrid.yaml back', 'Restore');
  await workbench.probe.until('the file is as it was', async () =>
    (await workbench.probe.document(path))?.text === before ? true : undefined,
  );
  expect((await workbench.probe.document(path))?.dirty).toBe(true);
  await workbench.probe.execute('workbench.action.files.saveAll');
  await workbench.probe.execute('workbench.action.closeActiveEditor');
});

test('a run is made again with another seed and another setting', async () => {
  const before = await ids();
  const toolbar = await chooseNewest();
  await toolbar.getByRole('button', { name: 'Run Changed…' }).click();
  const panel = workbench.webview();
  await panel.getByRole('textbox', { name: 'Seed' }).fill('77');
  await panel.getByRole('textbox', { name: 'Find a setting' }).fill('iterations');
  await panel.getByRole('textbox', { name: 'optimise.maxIterations' }).fill('4');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  const record = await workbench.probe.until('the changed run has ended', async () => {
    const store = await openRunStore(project.folder, systemClock);
    try {
      const [latest] = await store.list({ limit: 1 });
      const found = latest === undefined ? undefined : await store.get(latest.id);
      return found?.state === 'succeeded' && !before.includes(found.id) ? found : undefined;
    } finally {
      store.close();
    }
  });
  expect(record.seeds).toMatchObject({ root: 77 });
  expect(record.changes).toMatchObject([{ path: 'optimise.maxIterations', after: 4 }]);
});

test('a run is deleted in the history, and brought back by Undo', async () => {
  const before = await ids();
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const panel = workbench.webview();
  const row = panel.getByRole('row', { name: /iris-classifier/ }).first();
  const areLeft = async (left: readonly string[]) =>
    await workbench.probe.until(`${left.length} runs are left`, async () =>
      (await ids()).join() === left.join() ? true : undefined,
    );
  await row.hover();
  await row.getByRole('button', { name: 'Delete iris-classifier' }).click();
  await areLeft(before.slice(1));
  await panel.getByRole('button', { name: 'Undo deleting' }).click();
  await areLeft(before);
});

test('more runs than come at first are all there, and still when another tab was shown', async () => {
  const [newest = ''] = await ids();
  const total = (await ids()).length + 450;
  const count = String(total + 1);
  const panel = workbench.webview();
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  changeHistory((database) => {
    database
      .prepare(
        `WITH RECURSIVE copy (id) AS (VALUES (1001) UNION ALL SELECT id + 1 FROM copy WHERE id < 1450)
         INSERT INTO run (id, name, state, summary, record, changed)
         SELECT '0-' || copy.id, name, state, json_set(summary, '$.id', '0-' || copy.id), record, changed
         FROM run, copy WHERE run.id = ?`,
      )
      .run(newest);
  });
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const status = panel.getByRole('status').first();
  await expect.poll(() => status.textContent(), { timeout: patience }).toBe(`${total} runs`);
  const table = panel.getByRole('treegrid', { name: 'Runs' });
  await table.press('End');
  const oldest = panel.locator(`[aria-rowindex="${count}"]`);
  await oldest.waitFor();
  await workbench.clickUntil(panel.getByRole('tab', { name: 'Circuit' }), async () => await table.isHidden());
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  await oldest.waitFor();
  changeHistory((database) => {
    database.exec("UPDATE revision SET removed = removed + 450; DELETE FROM run WHERE id LIKE '0-%'");
  });
  await expect.poll(() => status.textContent(), { timeout: patience }).toBe(`${total - 450} runs`);
});

/** Changes the stored runs as a program does that keeps many at once. */
function changeHistory(change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(project.path('.hybrid/runs.db'), { timeout: look });
  try {
    database.exec('BEGIN IMMEDIATE');
    change(database);
    database.exec('UPDATE revision SET value = value + 1; COMMIT');
  } finally {
    database.close();
  }
}

test('the Runs view is refreshed by its button', async () => {
  await workbench.runCommand('View: Show Hybrid Quantum');
  const rows = workbench.page.locator('.monaco-list-row', { hasText: /iris-classifier/ });
  await rows.first().waitFor();
  const store = await openRunStore(project.folder, systemClock);
  try {
    for (const { id } of await store.list({})) await store.delete(id);
  } finally {
    store.close();
  }
  await workbench.probe.execute('hybridQuantum.runs.refresh');
  await rows.first().waitFor({ state: 'detached' });
  await workbench.page.getByText('No runs in this workspace yet.').waitFor();
});

test('a backend is added with its credential, which never reaches the settings', async () => {
  await workbench.choose('Hybrid Quantum: Add Backend…', 'IonQ');
  await workbench.answer('A name for the credential', 'ionq-key');
  await workbench.answer("The value of 'ionq-key'", 'planted-52ce40b1a9d87f36');
  // Whether IonQ can be asked from here or not, this one is offered.
  await workbench.pick('simulator');
  await workbench.answer('A name for the backend', 'cloud');
  const configured = await workbench.probe.until('the backend is in the settings', async () => {
    const backends = await workbench.probe.setting('hybridQuantum.backends.configured');
    return Object.keys(backends ?? {}).length > 0 ? backends : undefined;
  });
  expect(configured).toEqual({ cloud: { adapter: 'ionq', device: 'simulator', credential: 'ionq-key' } });
});

test('the log is shown', async () => {
  await workbench.runCommand('Hybrid Quantum: Show Log');
  const output = workbench.page.locator('.part.panel .monaco-editor').first();
  const line = output.locator('.view-line', { hasText: /Hybrid\sQuantum\s[\d.]+\sis\sactive/ });
  // It is shown at its end; its first line says who writes it.
  await repeatUntil(line.first(), async () => {
    await output.click({ timeout: look });
    await workbench.page.keyboard.press('Control+Home');
  });
});

test('backends are configured in the settings editor', async () => {
  await workbench.runCommand('Hybrid Quantum: Configure Backends');
  await workbench.page.locator('.settings-editor').waitFor();
  await workbench.page.locator('.settings-editor .setting-item-label', { hasText: 'Configured' }).first().waitFor();
});
