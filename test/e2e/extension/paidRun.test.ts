import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change(
    'iris.hybrid.yaml',
    (text) => `${text}
backends:
  qpu: { adapter: ionq, device: qpu.forte-1, kind: hardware, shots: 100, price: { perShot: { amount: 0.01, currency: USD }, asOf: "2026-05-01" } }
execution: { chain: [{ backend: qpu }] }
`,
  );
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

test('a run on hardware starts only after its cost was agreed to', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Run Pipeline');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.getByText('may cost money').waitFor();
  expect(await dialog.textContent()).toContain('qpu: ');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(existsSync(project.path('.hybrid'))).toBe(false);
});
