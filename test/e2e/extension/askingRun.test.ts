import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** What is not done before somebody agreed: spending, exceeding a budget, going on with a rollout. */

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  const iris = await readFile(project.path('iris.hybrid.yaml'), 'utf8');
  await project.write(
    'paid.hybrid.yaml',
    `${iris}
backends:
  qpu: { adapter: ionq, device: qpu.forte-1, kind: hardware, shots: 100, price: { perShot: { amount: 0.01, currency: USD }, asOf: "2026-05-01" } }
execution: { chain: [{ backend: qpu }] }
`,
  );
  await project.change(
    'iris.hybrid.yaml',
    (text) => `${text.replace('repeats: 10', 'repeats: 1').replace('maxIterations: 100', 'maxIterations: 25')}
backends: { local: { adapter: builtin-simulator, shots: 20 } }
budget: { shots: { perRun: 20000 }, exceed: ask }
rollout:
  stage: poc
  stages: [{ id: poc, approvers: [finops], success: [{ kind: quality, metric: accuracy, op: ">", value: 0 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }] }]
`,
  );
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

test('a run on hardware starts only after its cost was agreed to', async () => {
  await workbench.openFile('paid.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Run Pipeline');
  expect(await workbench.answerDialog('may cost money', 'Cancel')).toContain('qpu: ');
  expect(existsSync(project.path('.hybrid'))).toBe(false);
});

test('a run that would exceed its budget asks with the arithmetic, and follows the answers', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Run Pipeline');
  await workbench.dialog('over its 20000 shots').waitFor();
  await workbench.screenshot('asking-run');
  const text = await workbench.answerDialog('over its 20000 shots', 'Continue Once');
  for (const part of ['Used so far: ', 'Next step: ', 'Limit: 20000 shots', 'Left: ', 'up to 40000 shots'])
    expect(text).toContain(part);
  await workbench.answerDialog('over its 40000 shots', 'Use Classical Fallback');
  await workbench.webview().getByText('Succeeded').first().waitFor();
  await workbench.webview().getByRole('heading', { name: 'Decisions' }).waitFor();
  const store = await openRunStore(project.folder, systemClock);
  try {
    const [run] = await store.list({ limit: 1 });
    const record = await store.get(run?.id ?? '');
    expect(record?.decisions).toMatchObject([
      { topic: 'shots.perRun', choice: 'continue', via: 'editor', upTo: 40_000, by: expect.stringMatching(/./) },
      { topic: 'shots.perRun', choice: 'fallback', via: 'editor' },
    ]);
  } finally {
    store.close();
  }
});

test('the rollout is shown, approved and switched off from the panel', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Rollout');
  const panel = workbench.webview();
  await panel.getByText('Approval of finops is missing').waitFor();
  await workbench.choose(panel.getByRole('button', { name: 'Approve…' }), 'finops');
  await workbench.answer('Why, for whoever reads the history.', 'looks good');
  await panel.getByText('Approved by finops').waitFor();
  const question = 'Switch the quantum step of iris-classifier off?';
  await panel.getByRole('button', { name: 'Switch Off…' }).click();
  await workbench.answerDialog(question, 'Switch Off');
  await workbench.answer('Who decides', 'ada');
  await workbench.answer('Why it is switched off', 'drift');
  await panel.getByText('Why: rolled back by ada: drift.').waitFor();
  await workbench.screenshot('rollout');
});
