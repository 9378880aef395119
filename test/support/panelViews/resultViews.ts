import { chooseOption } from '#test/support/chooseOption.ts';
import { changedRun } from '#test/support/fixtures/changedRun.ts';
import { regressionRun, rowCountsRun } from '#test/support/fixtures/chartRecords.ts';
import {
  circuitRun,
  energyRun,
  failedRun,
  fallbackRun,
  fixtureNow,
  kernelRun,
  registersRun,
  runningRun,
  succeededRun,
  traceFixture,
} from '#test/support/fixtures/runRecords.ts';
import type { PanelView } from './panelView.ts';

/** The Result tab, by kind of run. */
export const resultViews = {
  async result({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('heading', { name: 'Comparison' }).waitFor();
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
    const job = { key: 'k', backend: 'forte', provider: 'ionq', device: 'qpu.forte-1', state: 'queued' } as const;
    const jobs = { jobs: [{ ...job, since: fixtureNow - 90_000, position: 3, expectedWait: 240_000 }], done: 41 };
    await receive({ type: 'result', view: { kind: 'run', record: runningRun(), live, jobs } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('progressbar').waitFor();
  },
  async 'result-failed'({ receive, page }) {
    await receive({
      type: 'result',
      view: { kind: 'run', record: { ...changedRun(), ...failedRun(), configuration: changedRun().configuration } },
    });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Run Changed…' }).click();
    await page.getByRole('textbox', { name: 'Find a setting' }).waitFor();
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
  async 'result-regression'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: regressionRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    const slider = page.getByRole('slider', { name: 'Predictions of Hybrid by true value' });
    await slider.scrollIntoViewIfNeeded();
    await slider.focus();
    await page.keyboard.press('PageDown');
    await page.locator('.result').evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight }));
  },
  async 'result-rows'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: rowCountsRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('textbox', { name: 'Row of the table' }).fill('5');
    await chooseOption(page.getByRole('combobox', { name: 'Laid over' }), 'All rows together');
    await page.locator('.legend-mark').scrollIntoViewIfNeeded();
  },
  async 'result-energy'({ receive, page }) {
    await receive({ type: 'result', view: { kind: 'run', record: energyRun() } });
    await receive({ type: 'show-tab', tab: 'result' });
    await page.getByRole('slider', { name: 'Energy by iteration' }).focus();
    await page.keyboard.press('PageDown');
    await chooseOption(page.getByRole('combobox', { name: 'Smoothing' }), 'Mean of 5 iterations');
    await page.locator('.mean-line.raw').waitFor();
  },
} satisfies Record<string, PanelView>;
