import { chooseOption } from '#test/support/chooseOption.ts';
import { changedRun } from '#test/support/fixtures/changedRun.ts';
import { comparisonFixture } from '#test/support/fixtures/comparison.ts';
import { historyFixture, succeededRun } from '#test/support/fixtures/runRecords.ts';
import type { OpenPanel } from '#test/support/panelBrowser.ts';
import type { PanelView } from './panelView.ts';

/** The History tab with its charts, tools and comparison. */
export const historyViews = {
  async history({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    await page.keyboard.press('ArrowDown');
  },
  async 'history-parallel'({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await chooseOption(page.getByRole('combobox', { name: 'View of runs' }), 'Parallel axes');
    await page.getByRole('button', { name: 'Range of Metric' }).click();
    await page.getByRole('slider', { name: 'From' }).fill('600');
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
  async 'history-scatter'({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(240), total: 240 });
    await receive({ type: 'show-tab', tab: 'history' });
    await chooseOption(page.getByRole('combobox', { name: 'View of runs' }), 'Scatter plot');
    await chooseOption(page.getByRole('combobox', { name: 'Across' }), 'Duration');
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
  async 'history-comparison'(panel) {
    await openComparison(panel);
  },
  async 'comparison-circuits'(panel) {
    await openComparison(panel);
    await panel.page.getByRole('button', { name: 'Next difference, From A to B' }).click();
    await panel.page.getByRole('heading', { name: 'Circuits' }).evaluate((heading) => heading.scrollIntoView());
  },
  async 'comparison-counts'(panel) {
    await openComparison(panel);
    await panel.page.getByRole('heading', { name: 'Counts' }).evaluate((heading) => heading.scrollIntoView());
  },
  async 'comparison-curves'(panel) {
    await openComparison(panel);
    await panel.page.getByRole('heading', { name: 'Optimisation' }).evaluate((heading) => heading.scrollIntoView());
  },
  async 'comparison-calibration'(panel) {
    await openComparison(panel);
    await panel.page.getByRole('heading', { name: 'Calibration' }).evaluate((heading) => heading.scrollIntoView());
  },
  async 'history-menu'({ receive, page }) {
    const runs = historyFixture(60).map((run, index) => ({
      ...run,
      starred: index % 3 === 1,
      ...(run.primaryMetric && { primaryMetric: { ...run.primaryMetric, better: 'higher' as const } }),
      ...(run.state === 'failed' && { failure: 'The file data/iris.csv has no column petal.' }),
    }));
    await receive({ type: 'history', runs, total: 60 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await page
      .getByRole('columnheader', { name: 'Metric' })
      .getByRole('button')
      .click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Starred' }).click();
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Shift+F10']) await page.keyboard.press(key);
    await page.getByRole('menu').waitFor();
  },
  async 'history-filters'({ receive, page }) {
    await receive({ type: 'history', runs: historyFixture(60), total: 60 });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('button', { name: 'Add Filter' }).click();
  },
  async 'history-run-again'({ receive, page }) {
    const [newest, ...runs] = historyFixture(4);
    await receive({
      type: 'history',
      runs: [...(newest ? [{ ...newest, id: changedRun().id, state: 'succeeded' as const }] : []), ...runs],
      total: 4,
    });
    await receive({ type: 'show-tab', tab: 'history' });
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    for (const key of ['Home', 'Space']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Run Changed…' }).click();
    await receive({ type: 'run-records', records: [changedRun()] });
    await page.getByRole('textbox', { name: 'Seed' }).waitFor();
    await page.getByRole('textbox', { name: 'Find a setting' }).fill('split');
    await page.getByRole('textbox', { name: 'data.split.test' }).fill('0.4');
    await page.getByRole('textbox', { name: 'data.split.train' }).fill('[0.5');
    await page.getByRole('textbox', { name: 'Find a setting' }).fill('');
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
    await receive({ type: 'run-values', isLast: true, names: [...Object.keys(columns), 'seed.root'], ids, columns });
    for (const name of ['optimise.maxIterations', 'F1-macro', 'Tags']) await page.getByLabel(name).check();
    await receive({ type: 'run-values', isLast: true, names: [...Object.keys(columns), 'seed.root'], ids, columns });
    await page.getByLabel('Hybrid vs. baseline').uncheck();
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
    for (const key of ['ArrowDown', 'b', 'ArrowDown', 'Space', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await chooseOption(page.getByRole('combobox', { name: 'Groups of runs' }), 'By backend');
    await page.getByRole('treegrid', { name: 'Runs' }).focus();
  },
} satisfies Record<string, PanelView>;

async function openComparison({ page, receive }: OpenPanel): Promise<void> {
  const runs = historyFixture(3).map((run, index) => ({ ...run, id: 'cba'.charAt(index) }));
  await receive({ type: 'history', runs, total: 3 });
  await receive({ type: 'show-tab', tab: 'history' });
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const ids = ['a', 'b', 'c'];
  await receive({ type: 'comparison', view: { kind: 'comparison', ids, report: await comparisonFixture() } });
  const records = ids.map((id, index) => {
    const record = succeededRun();
    const { result } = record;
    const trace = result?.trace.map((entry) => ({ ...entry, loss: entry.loss * (1 + 0.3 * index) })) ?? [];
    return { ...record, id, ...(result && { result: { ...result, trace } }) };
  });
  await receive({ type: 'run-records', records });
  await page.getByRole('heading', { name: 'Optimisation' }).waitFor();
}
