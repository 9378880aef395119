import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/accessibility.ts';
import { EditingHost } from '#test/support/circuitEditing/editingHost.ts';
import { keepDocumentImage } from '#test/support/documentImage.ts';
import { brickworkCircuit, everyShapeCircuit, groupedCircuit } from '#test/support/fixtures/circuitDrawings.ts';
import { comparisonFixture } from '#test/support/fixtures/comparison.ts';
import { shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import {
  comparedScorecardsFixture,
  planFixture,
  rolloutFixture,
  scorecardFixture,
} from '#test/support/fixtures/reportViews.ts';
import {
  circuitRun,
  energyRun,
  failedRun,
  fallbackRun,
  fixtureNow,
  historyFixture,
  kernelRun,
  registersRun,
  runningRun,
  succeededRun,
  traceFixture,
} from '#test/support/fixtures/runRecords.ts';
import { walkByKeyboard } from '#test/support/keyboardWalk.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { PanelCircuits } from '#test/support/panelCircuits.ts';
import { PanelStates } from '#test/support/panelStates.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';
import { highContrastDark } from '#test/support/themes/highContrastDark.ts';
import { highContrastLight } from '#test/support/themes/highContrastLight.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const facts = { qubits: 4, bits: 3, depth: 12, gates: 13, twoQubitGates: 5, parameters: ['theta', 'phi'] };

const stateProgram = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
input angle phi;
qubit[4] q;
qubit ancilla;
bit c;
ry(theta) q[0];
h q[3];
cx q[0], q[1];
cp(phi) q[1], q[3];
cry(theta) q[3], q[2];
rz(phi) q[1];
h ancilla;
cz ancilla, q[2];
h ancilla;
c = measure ancilla;
if (c) x q[3];
`;

/** Opens the state under the drawing at one of its parts, of one shot where it is at the end. */
async function showState(panel: OpenPanel, part: string, isAtEnd: boolean): Promise<void> {
  const { page, receive } = panel;
  const stateFacts = { qubits: 5, bits: 1, depth: 8, gates: 10, twoQubitGates: 4, parameters: ['theta', 'phi'] };
  await new PanelCircuits(panel).show(circuitOf(stateProgram), { file: 'probe.qasm', facts: stateFacts });
  await receive({ type: 'show-tab', tab: 'circuit' });
  const states = new PanelStates(panel, stateProgram);
  await page.getByRole('button', { name: 'Show State' }).click();
  await states.answer();
  await page.getByRole('textbox', { name: 'Value of theta' }).fill('2*pi/3');
  await page.getByRole('textbox', { name: 'Value of phi' }).fill('pi/4');
  await page.getByRole('textbox', { name: 'Observable' }).fill('Z0*Z1 - 0.5*X3');
  await page.getByRole('tab', { name: part }).click();
  if (isAtEnd) await page.getByRole('slider', { name: 'Moment' }).press('End');
  await states.answer();
  await page.getByText('expected').waitFor();
}

async function showPipeline(receive: OpenPanel['receive']): Promise<void> {
  const graph = await shownGraph();
  const detail = 'repeat 2 of 3, iteration 41 of 50, loss 0.412';
  const run = { id: 'mk3', state: 'running' as const, step: 'hybrid', detail, fraction: 0.44 };
  await receive({ type: 'pipeline', view: { kind: 'graph', file: 'kinds.hybrid.yaml', version: 1, graph, run } });
  await receive({ type: 'show-tab', tab: 'pipeline' });
  const cursor = graph.nodes.find(({ id }) => id === 'preprocess 1')?.source?.start ?? 0;
  await receive({ type: 'highlight-step', range: { start: cursor, end: cursor } });
}

const editedProgram = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
h q;
cx q[0], q[1];
rz(pi / 4) q[2];
c = measure q;
`;

/** Each view by the name of its picture. */
const views: Record<string, (panel: OpenPanel) => Promise<void>> = {
  async circuit(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(everyShapeCircuit(), { file: 'ansatz.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tooltip').waitFor();
  },
  async 'circuit-large'(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(brickworkCircuit(60, 600), { file: 'brickwork.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    const overview = page.getByRole('slider', { name: 'Overview of the circuit' });
    await overview.locator('path').first().waitFor({ state: 'attached' });
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 9000, top: 700 }));
    await page
      .getByRole('gridcell', { name: /moment 220$/ })
      .first()
      .waitFor();
    await overview.focus();
  },
  async 'circuit-groups'(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(groupedCircuit(), { file: 'adder.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    await page.getByRole('grid').focus();
    await page.getByRole('tooltip').waitFor();
  },
  'circuit-state': (panel) => showState(panel, 'Amplitudes', false),
  'circuit-state-qubits': (panel) => showState(panel, 'Qubits', true),
  'circuit-state-entanglement': (panel) => showState(panel, 'Entanglement', false),
  async 'circuit-gates'(panel) {
    const { page } = panel;
    const host = await EditingHost.show(panel, editedProgram);
    await page.getByRole('button', { name: 'Place Gates' }).click();
    await host.answers('ask-circuit-gates');
    await page.getByRole('combobox', { name: 'Gate to place' }).fill('r');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('gridcell', { name: /^H, q\[1\]/ }).click();
    await page.keyboard.press('Delete');
    await host.answers('edit-circuit');
    await page.getByRole('button', { name: 'Write the statement out' }).waitFor();
  },
  async 'circuit-parameters'(panel) {
    const { page } = panel;
    const host = await EditingHost.show(panel, editedProgram);
    await page.getByRole('gridcell', { name: /^RZ/ }).dblclick();
    await host.answers('ask-circuit-parameters');
    await page.getByRole('textbox', { name: 'Parameter θ' }).fill('pi /');
    await page.keyboard.press('Enter');
    await host.answers('edit-circuit');
    await page.getByRole('alert').waitFor();
  },
  async 'circuit-menu'(panel) {
    const { page } = panel;
    await EditingHost.show(panel, editedProgram);
    await page.getByRole('gridcell', { name: /^RZ/ }).click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  },
  async result({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Comparison' }).waitFor();
  },
  async pipeline({ receive, page }) {
    await showPipeline(receive);
    await page.getByRole('button', { name: /^quantum Measurement/ }).waitFor();
  },
  async 'pipeline-failed'({ receive, page }) {
    await showPipeline(receive);
    const run = { id: 'mk3', state: 'failed' as const, step: 'hybrid', failedPart: 'train' as const };
    await receive({ type: 'pipeline-run', file: 'kinds.hybrid.yaml', run });
    await page
      .getByRole('button', { name: /failed here/ })
      .first()
      .waitFor();
  },
  async plan({ receive, page }) {
    await receive({ type: 'plan', view: planFixture() });
    await receive({ type: 'show-tab', tab: 'plan' });
    await page.getByRole('heading', { name: 'On ionq-forte' }).waitFor();
  },
  async 'result-fallback'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: fallbackRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Plan and use' }).waitFor();
  },
  async 'result-record'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: fallbackRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Calibrations of devices' }).scrollIntoViewIfNeeded();
  },
  async 'result-running'({ receive, page }) {
    const live = {
      fraction: 0.37,
      detail: 'repeat 4 of 10, iteration 41 of 100, loss 0.412',
      trace: traceFixture(3, 100, 41),
    };
    await receive({ type: 'result', view: { kind: 'run', record: runningRun(), live } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('progressbar').waitFor();
  },
  async 'result-failed'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: failedRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('alert').waitFor();
  },
  async 'result-counts'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: circuitRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Counts' }).waitFor();
  },
  async 'result-registers'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: registersRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByText('All bits').click();
    await page.getByRole('checkbox', { name: 'c[2]' }).click();
    await page.getByRole('button', { name: 'Save Counts' }).click();
    await page.getByRole('menu').waitFor();
  },
  async 'result-learning'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: kernelRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Receiver operating characteristic' }).waitFor();
    await page.locator('.result').evaluate((scroller) => {
      const chart = scroller.querySelectorAll('.chart-slider')[1];
      scroller.scrollTop += (chart?.getBoundingClientRect().top ?? 0) - scroller.getBoundingClientRect().top;
    });
  },
  async 'result-energy'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: energyRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('slider', { name: 'Energy by iteration' }).focus();
    await page.keyboard.press('PageDown');
  },
  async scorecard({ receive, page }) {
    await receive({ type: 'scorecard', view: scorecardFixture() });
    await receive({ type: 'show-tab', tab: 'scorecard' });
    await page.getByRole('heading', { name: /Changes from version 0.9/ }).waitFor();
  },
  async 'scorecard-vendors'({ receive, page }) {
    await receive({ type: 'scorecard', view: comparedScorecardsFixture() });
    await receive({ type: 'show-tab', tab: 'scorecard' });
    await page.getByRole('heading', { name: 'Side by side' }).scrollIntoViewIfNeeded();
    await page.getByLabel('3 runs behind queue-p90-minutes').click();
  },
  async rollout({ receive, page }) {
    await receive({ type: 'rollout', view: rolloutFixture() });
    await receive({ type: 'show-tab', tab: 'rollout' });
    await page.getByRole('heading', { name: 'Proof of concept' }).waitFor();
  },
  async 'rollout-off'({ receive, page }) {
    const reason = 'rollbackWhen: accuracy < 0.6, found 0.57';
    await receive({ type: 'rollout', view: rolloutFixture(reason) });
    await receive({ type: 'show-tab', tab: 'rollout' });
    await page.getByRole('button', { name: 'Switch On…' }).waitFor();
  },
  async history({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    await page.keyboard.press('ArrowDown');
  },
  async 'history-parallel'({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('combobox', { name: 'View of runs' }).click();
    await page.getByRole('option', { name: 'Parallel axes' }).click();
    await page.getByRole('button', { name: 'Range of Metric' }).click();
    await page.getByRole('slider', { name: 'From' }).fill('600');
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
  async 'history-scatter'({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('combobox', { name: 'View of runs' }).click();
    await page.getByRole('option', { name: 'Scatter plot' }).click();
    await page.getByRole('combobox', { name: 'Across' }).click();
    await page.getByRole('option', { name: 'Duration' }).click();
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
  async 'history-comparison'(panel) {
    await openComparison(panel);
  },
  async 'comparison-calibration'(panel) {
    await openComparison(panel);
    await panel.page.getByRole('heading', { name: 'Calibration' }).evaluate((heading) => heading.scrollIntoView());
  },
  async 'history-tools'({ receive, page }) {
    const runs = historyFixture(60).map((run, index) => ({
      ...run,
      ...(index % 4 === 1 ? { tags: ['paper', 'nightly'], starred: true, note: 'Less noise than before.' } : {}),
    }));
    await receive({ type: 'history', runs, total: 60 });
    const ids = runs.map(({ id }) => id);
    const column = (scale: number) => ids.map((_, index) => (index % 6 === 5 ? null : scale * (1 + (index % 4))));
    const columns = { 'setting.optimise.maxIterations': column(50), 'metric.f1-macro': column(0.2) };
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('button', { name: 'Columns' }).click();
    await receive({ type: 'run-values', names: [...Object.keys(columns), 'seed.root'], ids, columns });
    for (const name of ['optimise.maxIterations', 'F1-macro', 'Tags']) await page.getByLabel(name).check();
    await receive({ type: 'run-values', names: [...Object.keys(columns), 'seed.root'], ids, columns });
    await page.getByLabel('Hybrid vs. baseline').uncheck();
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    for (const key of ['ArrowDown', 'b', 'ArrowDown', 'Space', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await page.getByRole('combobox', { name: 'Groups of runs' }).click();
    await page.getByRole('option', { name: 'By backend' }).click();
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
};

async function openComparison({ page, receive }: OpenPanel): Promise<void> {
  const runs = historyFixture(3).map((run, index) => ({ ...run, id: 'cba'.charAt(index) }));
  await receive({ type: 'history', runs, total: 3 });
  await receive({ type: 'show-tab', tab: 'history' });
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const ids = ['a', 'b', 'c'];
  await receive({ type: 'comparison', view: { kind: 'comparison', ids, report: await comparisonFixture() } });
  await page.getByRole('heading', { name: 'Metrics' }).waitFor();
}

/** The views whose pictures the documents show. */
const inDocuments: readonly string[] = [
  ...['circuit-state', 'pipeline', 'plan', 'result-fallback', 'result-learning', 'history-comparison', 'scorecard'],
  'rollout',
];

describe.each([darkModern, lightModern, highContrastDark, highContrastLight])('in $name', (theme) => {
  test.each(Object.keys(views))('%s breaks no rule of accessibility and none of the policy', async (name) => {
    const panel = await browser.open({ theme, now: fixtureNow, width: 1080, height: 860 });
    await views[name]?.(panel);
    // The glyphs in a drawing are its pictures of operations, not labels to be spoken as they are written.
    const exceptions = name.startsWith('circuit') ? ['label-content-name-mismatch'] : [];
    expect(await seriousFindings(panel.page, exceptions)).toEqual([]);
    const picture = await panel.screenshot(`${theme.kind.replace('vscode-', '')}-${name}`);
    if (theme === darkModern && inDocuments.includes(name)) await keepDocumentImage(picture, `panel-${name}`);
    for (const width of [420, 1400]) {
      await panel.page.setViewportSize({ width, height: 860 });
      const overflow = () => panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(overflow, { message: `at ${width} pixels` }).toBeLessThanOrEqual(0);
      await panel.screenshot(`${theme.kind.replace('vscode-', '')}-${name}-${width}`);
    }
    expect(await panel.problems()).toEqual([]);
    await panel.close();
  });
});

test('the tab key reaches every control of every tab, and shows where it is', { timeout: 120_000 }, async () => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1080, height: 860 });
  for (const name of ['circuit', 'pipeline', 'plan', 'result', 'history', 'scorecard-vendors', 'rollout']) {
    await views[name]?.(panel);
    expect(await walkByKeyboard(panel.page), name).toEqual({ missed: [], unseen: [] });
  }
  await panel.close();
});

test('empty views say what to do, accessibly', async () => {
  const panel = await browser.open({ theme: darkModern });
  await panel.receive({ type: 'circuit', view: { kind: 'none' } });
  await panel.receive({ type: 'pipeline', view: { kind: 'none' } });
  await panel.receive({ type: 'plan', view: { kind: 'none' } });
  await panel.receive({ type: 'result', view: { kind: 'none' } });
  await panel.receive({ type: 'history', runs: [], total: 0 });
  await panel.receive({ type: 'scorecard', view: { kind: 'none' } });
  await panel.receive({ type: 'rollout', view: { kind: 'none' } });
  const sentences = {
    circuit: 'Open an OpenQASM file',
    pipeline: 'follow your edits and runs',
    plan: 'before anything is sent',
    result: 'Run a pipeline or simulate a circuit',
    history: 'every run is kept here',
    scorecard: 'with a scorecard block',
    rollout: 'with a rollout block',
  } as const;
  for (const tab of ['circuit', 'pipeline', 'plan', 'result', 'history', 'scorecard', 'rollout'] as const) {
    await panel.receive({ type: 'show-tab', tab });
    await panel.page.getByText(sentences[tab]).waitFor();
    expect(await seriousFindings(panel.page)).toEqual([]);
    await panel.screenshot(`dark-empty-${tab}`);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('with forced colours everything stays visible', async () => {
  const panel = await browser.open({ theme: highContrastDark, now: fixtureNow, forcedColors: true });
  for (const name of [
    'circuit',
    'circuit-gates',
    'pipeline',
    'plan',
    'result',
    'result-fallback',
    'history',
    'scorecard',
    'rollout',
  ]) {
    await views[name]?.(panel);
    await panel.screenshot(`forced-colours-${name}`);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test.each([380, 620])('at a width of %i pixels nothing reaches out of the panel', async (width) => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width, height: 700 });
  for (const name of [
    'circuit',
    'circuit-gates',
    'pipeline',
    'plan',
    'result',
    'result-fallback',
    'result-counts',
    'result-registers',
    'result-learning',
    'result-energy',
    'history',
    'scorecard',
    'rollout',
  ]) {
    await views[name]?.(panel);
    const overflow = await panel.page.evaluate(() => {
      const scrolled = document.querySelector('.result, .history-grid, .pipeline, .circuit > .toolbar');
      return (scrolled?.scrollWidth ?? 0) - (scrolled?.clientWidth ?? 0);
    });
    expect(overflow, name).toBeLessThanOrEqual(0);
    await panel.screenshot(`narrow-${width}-${name}`);
  }
  await panel.close();
});

test('with reduced motion nothing turns', async () => {
  const panel = await browser.open({ theme: darkModern, reducedMotion: true });
  await views['result-running']?.(panel);
  const running = await panel.page.evaluate(
    () => document.getAnimations().filter((animation) => animation.playState === 'running').length,
  );
  expect(running).toBe(0);
  await panel.close();
});
