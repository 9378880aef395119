import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

/** Planning, locking, repeating and what the panel does with a rollout and a scorecard, as a user does it. */

const success =
  '[{ kind: quality, metric: accuracy, op: ">", value: 0 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }]';

const blocks = `
scorecard:
  version: "1.0"
  reviewers: { ml: ml-lead, platform: platform-lead }
  dimensions:
    sdkUsability: { owner: ds, weight: 0.2, measures: [{ id: setup, source: manual, better: lower, good: 30, red: 230 }] }
    backendAccess: { owner: pe, weight: 0.2, measures: [{ id: completed, source: "run:runs.completed", better: higher, good: 2, red: 0 }] }
    benchmarkTransparency: { owner: re, weight: 0.2, measures: [{ id: accuracy, source: "run:accuracy", better: higher, good: 1, red: 0 }] }
    costControl: { owner: fo, weight: 0.2, measures: [{ id: cost, source: "run:cost.total", better: lower, good: 0, red: 1 }] }
    portability: { owner: ar, weight: 0.2, measures: [{ id: passed, source: "run:chain.backendsPassed", better: higher, good: 2, red: 0 }] }
rollout:
  stage: poc
  stages:
    - { id: poc, success: ${success} }
    - { id: simulation, success: ${success} }
`;

let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  project = await SampleProject.create();
  await project.change(
    'iris.hybrid.yaml',
    (text) => `${text.replace('repeats: 10', 'repeats: 1').replace('maxIterations: 100', 'maxIterations: 8')}${blocks}`,
  );
  workbench = await openWorkbench({ folder: project.folder, extensionPath: projectRoot });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
});

const tab = (name: string) => workbench.webview().getByRole('tab', { name });

/** The line of a text, counted from 1. */
function lineOf(text: string, whole: string): number {
  return whole.slice(0, whole.indexOf(text)).split('\n').length;
}

async function records() {
  const store = await openRunStore(project.folder, systemClock);
  try {
    const runs = await store.list({});
    return await Promise.all(runs.map(async ({ id }) => await store.get(id)));
  } finally {
    store.close();
  }
}

test('tabs of a fresh panel say what to do, and their buttons do it', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Run History');
  const panel = workbench.webview();
  await workbench.clickUntil(tab('Circuit'), panel.getByText('No circuit to show'));
  await workbench.clickUntil(tab('Result'), panel.getByText('No run to show'));
  const show = panel.getByRole('button', { name: 'Show Rollout' });
  await workbench.clickUntil(tab('Rollout'), show);
  await show.click();
  await panel.getByRole('heading', { name: 'Proof of concept' }).waitFor();
});

test('a closed gate refuses to advance with what is missing', async () => {
  const panel = workbench.webview();
  await panel.getByText('runs.completed >= 1, found 0').first().waitFor();
  await workbench.openFile('iris.hybrid.yaml');
  const refusal = await workbench.notified('cannot advance from poc to simulation', () =>
    workbench.choose('Hybrid Quantum: Decide About Rollout…', 'Advance to the Next Stage'),
  );
  expect(refusal).toContain('runs.completed >= 1, found 0');
  expect(await readFile(project.path('iris.hybrid.yaml'), 'utf8')).toContain('stage: poc');
});

test('the plan is a page in the words of the command line, and its button runs the pipeline', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Pipeline');
  const panel = workbench.webview();
  const line = lineOf('{ file: ansatz.qasm }', await readFile(project.path('iris.hybrid.yaml'), 'utf8'));
  const selected = workbench.page.getByText(new RegExp(`Ln ${line}, Col \\d+ \\(21 selected\\)`));
  const step = panel.getByRole('button', { name: /^quantum ansatz ansatz\.qasm .*8 parameters from cobyla/ });
  await workbench.clickUntil(step, selected);
  await panel.getByRole('button', { name: 'Plan' }).click();
  await panel.getByRole('heading', { name: 'On local' }).waitFor();
  await panel.getByText('150 rows: ', { exact: false }).waitFor();
  await panel.getByText('Nothing has been sent.', { exact: false }).waitFor();
  await workbench.screenshot('plan');
  await panel.getByRole('button', { name: 'Run' }).click();
  await panel.getByText('Succeeded').first().waitFor();
  await panel.getByRole('heading', { name: 'Plan and use' }).waitFor();
  await tab('Pipeline').click();
  await panel.getByRole('button', { name: /^classical optimiser cobyla .*done\./ }).waitFor();
  expect(await records()).toMatchObject([{ state: 'succeeded', name: 'iris-classifier' }]);
});

test('the plan of a suite lists its runs', async () => {
  await project.write('two.suite.yaml', 'suite: 1\nname: two\npipelines: [iris.hybrid.yaml]\nseeds: [1, 2]\n');
  await workbench.openFile('two.suite.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Plan of Pipeline');
  const panel = workbench.webview();
  await panel.getByText('hybridq run two.suite.yaml').waitFor();
  await panel.getByText('2 runs', { exact: false }).first().waitFor();
});

test('a suite is run from its plan, shows each of its runs, and at its end what came of all and how they differ', async () => {
  const panel = workbench.webview();
  const known = new Set((await records()).map((record) => record?.id));
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await panel.getByRole('heading', { name: 'Results' }).waitFor();
  const [result] = await panel.getByRole('region', { name: 'Results' }).locator('tbody tr').all();
  expect((await result?.locator('td').allTextContents())?.slice(0, 4)).toEqual([
    'iris.hybrid.yaml',
    'local',
    'simulator',
    '2/2',
  ]);
  const runs = (await records()).filter((record) => !known.has(record?.id));
  expect(runs.map((run) => run?.seeds['root']).sort()).toEqual([1, 2]);
  expect(runs.map((run) => run?.state)).toEqual(['succeeded', 'succeeded']);
  await workbench.screenshot('suite');
  await panel.getByRole('button', { name: 'Compare Runs' }).click();
  const settings = panel.getByRole('table', { name: 'Settings that differ' });
  await settings.getByText('seeds.root').waitFor();
  await workbench.screenshot('suite-compared');
});

test('a suite is cancelled as a whole: what was under way is kept, and the others are not begun', async () => {
  await project.change('iris.hybrid.yaml', (text) => text.replace('repeats: 1', 'repeats: 200'));
  await project.write(
    'long.suite.yaml',
    'suite: 1\nname: long\npipelines: [iris.hybrid.yaml]\nseeds: [7, 8]\nparallel: 1\n',
  );
  await workbench.openFile('long.suite.yaml');
  await workbench.runCommand('Hybrid Quantum: Run Suite');
  const panel = workbench.webview();
  await panel.getByRole('progressbar', { name: 'Progress of iris, seed 7' }).waitFor();
  await panel.getByRole('button', { name: 'Open iris, seed 7' }).waitFor();
  await panel.getByRole('button', { name: 'Cancel', exact: true }).click();
  await panel.getByText('2 runs did not succeed').waitFor();
  const begun = (await records()).filter((record) => [7, 8].includes(Number(record?.seeds['root'])));
  expect(begun).toMatchObject([{ state: 'cancelled' }]);
  await project.change('iris.hybrid.yaml', (text) => text.replace('repeats: 200', 'repeats: 1'));
});

test('a pipeline is locked, run as locked, and a changed one is neither run nor locked again unasked', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.notified('iris.hybrid.yaml is locked', () => workbench.runCommand('Hybrid Quantum: Lock Pipeline'));
  const lock = await readFile(project.path('iris.hybrid.lock.json'), 'utf8');
  await workbench.runCommand('Hybrid Quantum: Run Pipeline as Locked');
  await workbench.webview().getByText('as iris.hybrid.lock.json says').waitFor();

  await project.change('iris.hybrid.yaml', (text) => text.replace('maxIterations: 8', 'maxIterations: 9'));
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.notified('optimise.maxIterations is 9, was 8', () =>
    workbench.runCommand('Hybrid Quantum: Run Pipeline as Locked'),
  );
  await workbench.runCommand('Hybrid Quantum: Lock Pipeline');
  await workbench.answerDialog('optimise.maxIterations is 9, was 8', 'Cancel');
  expect(await readFile(project.path('iris.hybrid.lock.json'), 'utf8')).toBe(lock);
  await project.change('iris.hybrid.yaml', (text) => text.replace('maxIterations: 9', 'maxIterations: 8'));
});

test('a recorded run is repeated from the Result tab with the same numbers', async () => {
  const before = (await records()).find((record) => record?.state === 'succeeded');
  await workbench.probe.execute('hybridQuantum.run.open', before?.id);
  const panel = workbench.webview();
  await panel.getByText(`hybridq run --like ${before?.id}`).waitFor();
  await panel.getByRole('button', { name: 'Repeat Run' }).click();
  const repeated = await workbench.probe.until('the run was repeated', async () =>
    (await records()).find((record) => record?.parent === before?.id && record?.state === 'succeeded'),
  );
  const metrics = (record: typeof before) => record?.result?.contenders.map((contender) => contender.metrics);
  expect(metrics(repeated)).toEqual(metrics(before));
  await panel.getByText('Repeats the run').waitFor();
});

test('a rollout advances when its gate is open, after a confirmation, and keeps who decided', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Rollout');
  const panel = workbench.webview();
  await panel.getByText('Nothing keeps it from Simulation').waitFor();
  await panel.getByRole('button', { name: 'Advance to Simulation…' }).click();
  await workbench.answerDialog('Advance iris-classifier from poc to simulation?', 'Advance');
  await workbench.answer('Who decides', 'ada');
  await workbench.answer('Why it advances', 'first evidence');
  await panel.getByText('ada advanced from Proof of concept to Simulation').waitFor();
  expect(await readFile(project.path('iris.hybrid.yaml'), 'utf8')).toContain('stage: simulation');
  const history = JSON.parse(await readFile(project.path('iris.rollout.json'), 'utf8'));
  expect(history.events).toMatchObject([{ kind: 'advanced', by: 'ada', note: 'first evidence' }]);
});

test('a scorecard takes values and reviews, is kept once, and exported as Markdown', async () => {
  await workbench.openFile('iris.hybrid.yaml');
  await workbench.runCommand('Hybrid Quantum: Show Scorecard');
  const panel = workbench.webview();
  await panel.getByRole('button', { name: 'Enter setup…' }).click();
  await workbench.answer('lower is better: good is 30, red is 230.', '80');
  await workbench.answer('Who enters it', 'ada');
  await workbench.answer('How it was found out', 'with the guide');
  await workbench.choose(panel.getByRole('button', { name: 'Review setup…' }), 'platform-lead');
  await panel.getByText('reviewed by platform-lead').waitFor();
  expect(await readFile(project.path('iris.hybrid.yaml'), 'utf8')).toMatch(
    /red: 230, entered: \{ value: 80, by: "ada", on: "[\d-]{10}", note: "with the guide", reviewedBy: "platform-lead" \}/,
  );
  await panel.getByRole('button', { name: 'Keep Version…' }).click();
  await workbench.answerDialog('Keep version 1.0 of the scorecard', 'Keep');
  await panel.getByText('Version 1.0 is kept and never changes.', { exact: false }).waitFor();
  const kept = JSON.parse(await readFile(project.path('iris.scorecard.1.0.json'), 'utf8'));
  expect(kept).toMatchObject({ hybridScorecard: 1, version: '1.0' });
  await panel.getByRole('button', { name: 'Export…' }).click();
  await workbench.answer('Export Scorecard', undefined, project.path('iris.scorecard.1.0.md'));
  await workbench.page.locator('.tab', { hasText: 'iris.scorecard.1.0.md' }).first().waitFor();
  expect(await readFile(project.path('iris.scorecard.1.0.md'), 'utf8')).toContain(
    '# Scorecard of iris-classifier, version 1.0',
  );
});
