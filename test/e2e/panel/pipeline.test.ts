import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphedPipeline, shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const file = 'kinds.hybrid.yaml';

async function openPipeline(): Promise<OpenPanel> {
  const panel = await browser.open({ theme: lightModern, width: 900, height: 700 });
  await panel.receive({ type: 'pipeline', view: { kind: 'graph', file, version: 4, graph: await shownGraph() } });
  await panel.receive({ type: 'show-tab', tab: 'pipeline' });
  await panel.page.getByRole('list', { name: 'Steps of kinds' }).waitFor();
  return panel;
}

const revealed = async (panel: OpenPanel) =>
  (await panel.sent()).flatMap((message) =>
    message.type === 'reveal-step' ? [graphedPipeline.slice(message.range.start, message.range.end)] : [],
  );

test('a step is shown in the text by a click, and by keys that follow the connections', async () => {
  const panel = await openPipeline();
  const { page } = panel;
  await page.getByRole('button', { name: /^quantum ansatz real-amplitudes/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect(await revealed(panel)).toEqual([
    '{ use: real-amplitudes, reps: 1 }',
    '{ method: spsa, maxIterations: 50 }',
    '{ use: knn, inputs: raw }',
  ]);
  await panel.close();
});

test('the graph is one stop of the tab key, which comes back to the step it left', async () => {
  const panel = await openPipeline();
  const { page } = panel;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-step'));
  await page.getByRole('button', { name: 'Run', exact: true }).focus();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('data');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBeNull();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('split');
  await panel.close();
});

test('the step of the cursor is marked, unless the graph is that of an earlier version', async () => {
  const panel = await openPipeline();
  const { page } = panel;
  const start = graphedPipeline.indexOf('to-angle');
  await panel.receive({ type: 'highlight-step', range: { start, end: start } });
  await page.locator('[data-step="preprocess 1"][aria-current=true]').waitFor();
  const graph = await shownGraph();
  const outdated = 'Line 3: The key `task` is missing.';
  await panel.receive({ type: 'pipeline', view: { kind: 'graph', file, version: 4, graph, outdated } });
  await page.getByRole('status').filter({ hasText: outdated }).waitFor();
  expect(await page.locator('[aria-current=true]').count()).toBe(0);
  await panel.close();
});

test('a run is followed from step to step, and leads to its result', async () => {
  const panel = await openPipeline();
  const { page } = panel;
  const states = () =>
    page.evaluate(() =>
      ['split', 'ansatz', 'baseline knn', 'compare'].map((step) =>
        document.querySelector(`[data-step="${step}"]`)?.getAttribute('data-state'),
      ),
    );
  const running = { id: 'mk3', state: 'running' as const, step: 'hybrid', detail: 'repeat 2 of 3', fraction: 0.4 };
  await panel.receive({ type: 'pipeline-run', file, run: running });
  await page.getByText('Running: Hybrid, 40 %, repeat 2 of 3').waitFor();
  expect(await states()).toEqual(['done', 'running', 'waiting', 'waiting']);
  await panel.receive({ type: 'pipeline-run', file: 'other.hybrid.yaml', run: { id: 'x', state: 'created' } });
  await panel.receive({ type: 'pipeline-run', file, run: { id: 'mk3', state: 'failed', step: 'knn' } });
  await page.getByText('Failed: Knn').waitFor();
  expect(await states()).toEqual(['done', 'done', 'failed', 'waiting']);
  await page.getByRole('button', { name: 'Open run mk3' }).click();
  await page.getByRole('button', { name: 'Plan' }).click();
  expect((await panel.sent()).slice(-2)).toEqual([
    { type: 'open-run', id: 'mk3' },
    { type: 'pipeline-action', action: 'plan' },
  ]);
  await panel.close();
});
