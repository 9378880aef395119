import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change('ansatz.qasm', (text) => text.replace('ry(t4) q[0];', 'ry(t4) qq[0];'));
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot, trusted: false });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

test('a folder that is not trusted is checked', async () => {
  await workbench.openFile('ansatz.qasm');
  const problems = await workbench.problemsUntil(project.path('ansatz.qasm'), (all) => all.length > 0);
  expect(problems.map(({ code }) => code)).toContain('QAS3001');
});

test('in a folder that is not trusted a circuit is drawn, and its state not simulated', async () => {
  await workbench.openFile('feature-map.qasm');
  await workbench.runCommand('Hybrid Quantum: Show Circuit');
  await workbench.webview().getByRole('button', { name: 'Show State' }).click();
  await workbench.webview().getByText('only in a trusted workspace').waitFor();
});

test('a folder that is not trusted runs nothing, and says how to change that', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  const refusal = 'needs a trusted workspace';
  await workbench.notified(refusal, () => workbench.runCommand('Hybrid Quantum: Run Pipeline'));
  expect(existsSync(project.path('.hybrid'))).toBe(false);
  await workbench.answerNotification(refusal, 'Manage Trust');
  await workbench.page.locator('.workspace-trust-editor').waitFor();
});
