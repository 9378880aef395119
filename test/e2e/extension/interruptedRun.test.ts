import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

let project: SampleProject;
let store: RunStore;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change('iris.hybrid.yaml', (text) => text.replace(/repeats: \d+/, 'repeats: 500'));
  store = await openRunStore(project.folder, systemClock);
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  store?.close();
  await project?.remove();
});

test('a run that a reload of the window interrupts is marked so, and is resumed from the Runs view', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Run Pipeline');
  const runId = await workbench.probe.until('the run works and has a checkpoint', async () => {
    const [latest] = await store.list({ limit: 1, states: ['running'] });
    if (latest === undefined) return undefined;
    return (await store.loadCheckpoint(latest.id)) === undefined ? undefined : latest.id;
  });
  await workbench.reload();
  await workbench.runCommand('View: Show Hybrid Quantum');
  const row = workbench.page.locator('.monaco-list-row', { hasText: 'iris-classifier' }).first();
  await row.getByText('interrupted', { exact: false }).waitFor();
  await workbench.page.locator('.monaco-list-row', { hasText: 'Interrupted' }).first().waitFor();

  await row.hover();
  await row.getByRole('button', { name: 'Resume Run' }).click();
  await workbench.probe.until('the run is executed again', async () =>
    (await store.claimOf(runId)) === undefined ? undefined : true,
  );
  await workbench.page.locator('.monaco-list-row', { hasText: 'Active' }).first().waitFor();
  expect(await store.list({})).toHaveLength(1);

  await workbench.runCommand('Hybrid Quantum: Cancel Run');
  await workbench.probe.until('the run is cancelled', async () =>
    (await store.get(runId))?.state === 'cancelled' ? true : undefined,
  );
});
