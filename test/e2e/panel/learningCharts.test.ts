import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseOption } from '#test/support/chooseOption.ts';
import { regressionRun } from '#test/support/fixtures/chartRecords.ts';
import { extremeRuns } from '#test/support/fixtures/extremeRecords.ts';
import { energyRun, kernelRun, runningRun, succeededRun, traceFixture } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { openResult } from '#test/support/resultPanel.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

async function choose({ page }: OpenPanel, list: string, option: string): Promise<void> {
  await chooseOption(page.getByRole('combobox', { name: list }), option);
}

test('the confusion matrix of every model is shown, as counts or as shares of rows', async () => {
  const panel = await openResult(browser, kernelRun());
  const { page } = panel;
  const cells = () => page.locator('.confusion-cell').allTextContents();
  expect((await cells()).slice(0, 3)).toEqual(['98', '2', '0']);
  await choose(panel, 'Model of the confusion matrix', 'RBF SVM');
  await expect.poll(async () => (await cells()).slice(0, 3)).toEqual(['96', '0', '0']);
  await choose(panel, 'Numbers of the confusion matrix', 'Shares of rows');
  await expect.poll(async () => (await cells()).slice(3, 6)).toEqual(['0.0\u00a0%', '91.7\u00a0%', '8.3\u00a0%']);
  await page.getByText('RBF SVM, over all repeats.').waitFor();
  await panel.close();
});

test('the curves of receivers have their areas with intervals, and are read by keyboard', async () => {
  const panel = await openResult(browser, kernelRun());
  const { page } = panel;
  const chart = page.getByRole('region', { name: 'Receiver operating characteristic' });
  // The model that does not say how sure it is has no curve.
  expect(await chart.locator('polyline.series-line').count()).toBe(3);
  expect(await chart.locator('.legend').allTextContents()).toEqual([
    'Hybrid, area 0.943 (0.923\u2009–\u20090.963)',
    'Logistic regression, area 0.901 (0.881\u2009–\u20090.921)',
    'RBF SVM, area 0.862 (0.842\u2009–\u20090.882)',
  ]);
  const said = 'Means over 10 repeats; the band is the 95\u2009% interval of the hybrid at each rate.';
  await chart.getByText(said).waitFor();
  expect(await chart.locator('polygon.error-band').count()).toBe(1);
  await choose(panel, 'Class that is told from the others', 'virginica');
  const slider = page.getByRole('slider', { name: 'True positive rate by false positive rate of virginica' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('PageUp');
  expect(await slider.getAttribute('aria-valuenow')).toBe('5');
  expect(await slider.getAttribute('aria-valuetext')).toMatch(
    /^At a false positive rate of 0\.10: Hybrid 0\.\d{3}, Logistic regression 0\.\d{3}, RBF SVM 0\.\d{3}$/,
  );
  await panel.close();
});

test('the kernel is drawn by class, and pairs are read by pointer and keyboard', async () => {
  const panel = await openResult(browser, kernelRun());
  const { page } = panel;
  const { cells = [], values = [] } = kernelRun().result?.kernel ?? {};
  const map = page.getByRole('application', { name: /^Kernel of 42 rows by class/ });
  await map.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  const reading = map.locator('xpath=..').locator('.chart-reading');
  const value = values[41]?.[40]?.toFixed(3);
  await expect.poll(() => reading.textContent()).toBe(`virginica, row 41, with virginica, row 42: ${value}`);
  await map.locator('svg').hover({ position: { x: 84 + 2, y: 22 + 2 } });
  await expect.poll(() => reading.textContent()).toBe('setosa, row 1, with setosa, row 1: 1.000');
  const means = await page.locator('table.kernel-means tbody tr').allTextContents();
  expect(means.map((text) => text.replace(/[\d.]+$/, ''))).toEqual([
    'within setosa',
    'setosa and versicolor',
    'within versicolor',
    'setosa and virginica',
    'versicolor and virginica',
    'within virginica',
  ]);
  expect(cells).toHaveLength(42);
  await panel.close();
});

test('repeats on the same split are joined, and read one by one for any metric', async () => {
  const panel = await openResult(browser, succeededRun());
  const { page } = panel;
  const slider = page.getByRole('slider', { name: 'Accuracy by repeat' });
  expect(await slider.locator('.strip').count()).toBe(10);
  expect(await slider.locator('.strip circle').count()).toBe(40);
  await slider.focus();
  await page.keyboard.press('Home');
  const [hybrid] = succeededRun().result?.contenders ?? [];
  const first = hybrid?.metrics[0]?.values[0]?.toFixed(4).replace(/0+$/, '');
  expect(await slider.getAttribute('aria-valuetext')).toContain(`Repeat 1: Hybrid ${first}`);
  expect(await slider.locator('.strip.chosen polyline').count()).toBe(1);
  await choose(panel, 'Metric of the repeats', 'Log-loss');
  await page.getByRole('slider', { name: 'Log-loss by repeat' }).waitFor();
  await panel.close();
});

test('an energy is drawn with the exact one, and by its distance from it on a logarithmic scale that is kept', async () => {
  const panel = await openResult(browser, energyRun());
  const { page } = panel;
  const slider = page.getByRole('slider', { name: 'Energy by iteration' });
  expect(await slider.locator('.best-line').count()).toBe(1);
  await page.getByText('exact ground energy −1.8573').waitFor();
  expect(await slider.getAttribute('aria-valuetext')).toMatch(
    /^Iteration 40: energy −1\.8\d{3} on average, standard deviation/,
  );
  await choose(panel, 'Scale', 'Distance from the best');
  await expect.poll(() => slider.locator('.best-line').count()).toBe(0);
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Iteration 40: distance 0\.\d+ on average/);
  expect(await panel.storedState()).toMatchObject({ result: { lossScale: 'distance' } });
  await panel.close();
});

test('the mean of repeats at work is in a band that follows the news', async () => {
  const panel = await openResult(browser, runningRun());
  const { page } = panel;
  const live = { fraction: 0.2, detail: 'repeat 2 of 10', trace: traceFixture(1, 100) };
  await panel.receive({ type: 'result', view: { kind: 'run', record: runningRun(), live } });
  await page.locator('.mean-line').waitFor();
  expect(await page.locator('.error-band').count()).toBe(0);
  const further = { ...live, trace: traceFixture(2, 100) };
  await panel.receive({ type: 'result', view: { kind: 'run', record: runningRun(), live: further } });
  await page.locator('.error-band').waitFor();
  const before = await page.locator('.error-band').getAttribute('points');
  const later = { ...live, trace: traceFixture(3, 100) };
  await panel.receive({ type: 'result', view: { kind: 'run', record: runningRun(), live: later } });
  await expect.poll(() => page.locator('.error-band').getAttribute('points')).not.toBe(before);
  await page.getByText('one standard deviation over repeats').waitFor();
  await panel.close();
});

test('predictions are drawn by true value with the metrics of the model, or as residuals, and read row by row', async () => {
  const panel = await openResult(browser, regressionRun());
  const { page } = panel;
  const chart = page.getByRole('region', { name: 'Predictions' });
  await page.getByRole('slider', { name: 'Predictions of Hybrid by true value' }).focus();
  expect(await chart.locator('circle.prediction-point').count()).toBe(3 * 24);
  await chart.getByText(/^RMSE 0\.\d+ \(0\.\d+\u2009–\u20090\.\d+\)$/).waitFor();
  const slider = chart.getByRole('slider');
  const said = () => slider.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  // The largest row number has the least target.
  const points = regressionRun().result?.contenders[0]?.predictions ?? [];
  const least = Math.min(...points.flatMap(({ actual }) => actual));
  await expect.poll(said).toMatch(/^Row \d+ in repeat \d: −[34]\.?\d*, predicted −\d\.?\d*, residual [+−]0\.\d+$/);
  expect(await said()).toContain(
    `: −${Math.abs(least)
      .toPrecision(4)
      .replace(/\.?0+$/, '')}`,
  );
  await choose(panel, 'Repeat of the predictions', 'Repeat 2');
  // The other repeats stay in sight.
  await expect.poll(() => chart.locator('circle.prediction-point:not(.beside)').count()).toBe(24);
  expect(await chart.locator('circle.prediction-point.beside').count()).toBe(3 * 24);
  await choose(panel, 'What is drawn of the predictions', 'Residuals');
  await choose(panel, 'Model of the predictions', 'Ridge');
  await chart.getByRole('slider', { name: 'Residuals of Ridge by true value' }).waitFor();
  const level = chart.locator('svg[height="300"] .ideal-line');
  expect(await level.getAttribute('y1')).toBe(await level.getAttribute('y2'));
  // The pointer reads the point it is on.
  const point = chart.locator('circle.prediction-point:not(.beside)').nth(7);
  const [cx, cy] = [await point.getAttribute('cx'), await point.getAttribute('cy')];
  await chart.locator('svg[height="300"]').hover({ position: { x: Number(cx), y: Number(cy) } });
  await expect.poll(() => chart.locator('.reading circle').getAttribute('cx')).toBe(cx);
  expect(await chart.locator('.reading circle').getAttribute('cy')).toBe(cy);
  await panel.close();
});

test('the kernel of a regression is ordered by its target', async () => {
  const panel = await openResult(browser, regressionRun());
  const { page } = panel;
  const map = page.getByRole('application', { name: /^Kernel of 40 rows by target/ });
  await map.focus();
  await page.keyboard.press('Control+End');
  const reading = map.locator('xpath=..').locator('.chart-reading');
  await expect.poll(() => reading.textContent()).toBe('target 4, row 40, with target 4, row 40: 1.000');
  const means = await page.locator('table.kernel-means tbody tr').allTextContents();
  expect(means[0]).toMatch(/^within the lowest third0\.9/);
  expect(means).toHaveLength(6);
  await panel.close();
});

test('a loss is smoothed on demand, over what was measured, which stays in sight and in the data', async () => {
  const panel = await openResult(browser, succeededRun());
  const { page } = panel;
  const chart = page.getByRole('region', { name: 'Training' });
  const slider = chart.getByRole('slider');
  const raw = await chart.locator('.mean-line').getAttribute('points');
  await choose(panel, 'Smoothing', 'Mean of 15 iterations');
  await expect.poll(() => chart.locator('.mean-line.raw').getAttribute('points')).toBe(raw);
  expect(await chart.locator('.mean-line:not(.raw)').getAttribute('points')).not.toBe(raw);
  await chart.getByText('mean of up to 15 iterations around each').waitFor();
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/ over 10 repeats, smoothed \d\.\d{4}$/);
  expect(await panel.storedState()).toMatchObject({ result: { lossSmoothing: '15' } });
  await panel.close();
});

test('whatever a record holds, its charts have places for it', async () => {
  const panel = await openResult(browser, kernelRun());
  const { page } = panel;
  for (const { name, record } of extremeRuns) {
    await panel.receive({ type: 'result', view: { kind: 'run', record } });
    await page.getByRole('heading', { name, exact: true }).waitFor();
    for (const slider of await page.locator('.result [role=slider], .result [role=application]').all()) {
      await slider.focus();
      for (const key of ['Home', 'ArrowRight', 'End']) await page.keyboard.press(key);
    }
    const faults = await page
      .locator('.result')
      .evaluate((result) =>
        [...result.querySelectorAll('svg *, [role=slider], [style]')].flatMap((element) =>
          [...element.attributes]
            .filter(({ value }) => /NaN|Infinity|undefined/.test(value))
            .map((attribute) => `${element.tagName} ${attribute.name}="${attribute.value}"`),
        ),
      );
    expect(faults, name).toEqual([]);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});
