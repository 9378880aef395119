import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
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
  await workbench.page.locator('.quick-input-title', { hasText: 'Choose a run' }).waitFor();
  // The newest comes first; the one before it is chosen with the keyboard.
  await workbench.focusRow(1);
  await workbench.page.keyboard.press('Enter');
  await workbench.webview().locator('.facts').getByText(older).waitFor();
});

test('a run is deleted in the history, brought back by Undo, and deleted again', async () => {
  const [newest = '', older = ''] = await ids();
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const panel = workbench.webview();
  const row = panel.getByRole('row', { name: /iris-classifier/ }).first();
  const areLeft = async (left: readonly string[]) =>
    await workbench.probe.until(`runs ${left.join(', ')} are left`, async () =>
      (await ids()).join() === left.join() ? true : undefined,
    );
  await row.hover();
  await row.getByRole('button', { name: 'Delete iris-classifier' }).click();
  await areLeft([older]);
  await panel.getByRole('button', { name: 'Undo deleting' }).click();
  await areLeft([newest, older]);
  await row.hover();
  await row.getByRole('button', { name: 'Delete iris-classifier' }).click();
  await areLeft([older]);
});

test('the Runs view is refreshed by its button', async () => {
  await workbench.runCommand('View: Show Hybrid Quantum');
  const rows = workbench.page.locator('.monaco-list-row', { hasText: /iris-classifier/ });
  await rows.first().waitFor();
  const [only = ''] = await ids();
  const store = await openRunStore(project.folder, systemClock);
  try {
    await store.delete(only);
  } finally {
    store.close();
  }
  await workbench.probe.execute('hybridQuantum.runs.refresh');
  await rows.first().waitFor({ state: 'detached' });
  await workbench.page.getByText('No runs in this workspace yet.').waitFor();
});

test('a backend is added with its credential, which never reaches the settings', async () => {
  await workbench.runCommand('Hybrid Quantum: Add Backend…');
  await workbench.pick('IonQ');
  await workbench.page.getByText('A name for the credential', { exact: false }).first().waitFor();
  await workbench.quickInput().fill('ionq-key');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("The value of 'ionq-key'", { exact: false }).first().waitFor();
  await workbench.quickInput().fill('planted-52ce40b1a9d87f36');
  await workbench.page.keyboard.press('Enter');
  // Whether IonQ can be asked from here or not, this one is offered.
  await workbench.pick('simulator');
  await workbench.page.getByText('A name for the backend').first().waitFor();
  await workbench.quickInput().fill('cloud');
  await workbench.page.keyboard.press('Enter');
  const configured = await workbench.probe.until('the backend is in the settings', async () => {
    const backends = await workbench.probe.setting('hybridQuantum.backends.configured');
    return Object.keys(backends ?? {}).length > 0 ? backends : undefined;
  });
  expect(configured).toEqual({ cloud: { adapter: 'ionq', device: 'simulator', credential: 'ionq-key' } });
});

test('the log is shown', async () => {
  await workbench.runCommand('Hybrid Quantum: Show Log');
  const output = workbench.page.locator('.part.panel .monaco-editor').first();
  await output.click();
  // It is shown at its end; its first line says who writes it.
  await workbench.page.keyboard.press('Control+Home');
  await output
    .locator('.view-line', { hasText: /Hybrid\sQuantum\s[\d.]+\sis\sactive/ })
    .first()
    .waitFor();
});

test('backends are configured in the settings editor', async () => {
  await workbench.runCommand('Hybrid Quantum: Configure Backends');
  await workbench.page.locator('.settings-editor').waitFor();
  await workbench.page.locator('.settings-editor .setting-item-label', { hasText: 'Configured' }).first().waitFor();
});
