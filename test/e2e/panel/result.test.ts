import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobsOut } from '#core/runs/jobNews.ts';
import { changedRun } from '#test/support/fixtures/changedRun.ts';
import {
  circuitRun,
  failedRun,
  fallbackRun,
  fixtureNow,
  runningRun,
  succeededRun,
  traceFixture,
} from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { openResult } from '#test/support/resultPanel.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

async function fact({ page }: OpenPanel, name: string): Promise<string | null> {
  return page.locator(`dt:text-is("${name}") + dd`).first().textContent();
}

async function actionsOf(panel: OpenPanel) {
  return (await panel.sent()).filter(({ type }) => type !== 'ready');
}

test('the header says what ran, where, when, how long and for how much', async () => {
  const panel = await openResult(browser, succeededRun());
  expect(await panel.page.locator('.state-chip').textContent()).toBe('Succeeded');
  expect(await fact(panel, 'Backend')).toBe('local (simulator)');
  expect(await fact(panel, 'Started')).toBe('today 11:56');
  expect(await fact(panel, 'Duration')).toBe('37 s');
  expect(await fact(panel, 'Cost')).toBe('0\u00a0USD');
  expect(await fact(panel, 'Run')).toBe(succeededRun().id);
  await panel.page.getByRole('button', { name: 'Open Pipeline' }).click();
  await panel.page.getByRole('button', { name: 'Run Again' }).click();
  expect(await actionsOf(panel)).toEqual([
    { type: 'open-file', file: 'iris.hybrid.yaml' },
    { type: 'run-again', id: succeededRun().id },
  ]);
  await panel.close();
});

test('the header says what the run has changed in its pipeline, and takes other values for another run', async () => {
  const record = changedRun();
  const panel = await openResult(browser, record);
  const { page } = panel;
  expect(await fact(panel, 'Changed')).toBe('optimise.maxIterations 100 → 60');
  await page.getByRole('button', { name: 'Run Changed…' }).click();
  const form = page.getByRole('region', { name: 'Run iris-classifier with other values' });
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Run Changed…' }).click();
  await page.getByRole('textbox', { name: 'Find a setting' }).fill('repeats');
  await page.getByRole('textbox', { name: 'benchmark.repeats' }).fill('3');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  expect(await actionsOf(panel)).toEqual([
    {
      type: 'run-changed',
      id: record.id,
      options: { values: { 'optimise.maxIterations': '60', 'benchmark.repeats': '3' } },
    },
  ]);
  await panel.close();
});

test('the verdict is given in plain words and plain colours: no difference is nothing to celebrate', async () => {
  const record = succeededRun();
  const [verdict] = record.result?.verdicts ?? [];
  if (verdict === undefined) throw new Error('The fixture has no verdict.');
  const panel = await openResult(browser, record);
  const banner = panel.page.getByRole('region', { name: 'Verdict' });
  const text = (await banner.textContent()) ?? '';
  expect(text).toContain('No difference shown between the hybrid and logistic regression');
  expect(text).toContain(verdict.text);
  const colours = await banner.evaluate((region) =>
    [region, ...region.querySelectorAll('*')].map((e) => getComputedStyle(e).color),
  );
  const plain = await panel.page.locator('h1').evaluate((e) => getComputedStyle(e).color);
  expect(new Set(colours)).toEqual(new Set([plain]));
  await panel.close();
});

test('the hybrid stands beside its baselines and ablations on one axis', async () => {
  const panel = await openResult(browser, succeededRun());
  const table = panel.page.locator('table.comparison');
  const rows = await table.locator('tbody tr').all();
  expect(rows).toHaveLength(4);
  const means = succeededRun().result?.contenders.map(({ metrics }) => metrics[0]?.mean ?? 0) ?? [];
  const places: number[] = [];
  for (const [index, row] of rows.entries()) {
    expect(await row.locator('td').first().textContent()).toContain((means[index] ?? 0).toFixed(3));
    const box = await row.locator('circle.mean').boundingBox();
    places.push((box?.x ?? 0) + (box?.width ?? 0) / 2);
    expect(await row.locator('.repeat-mark').count()).toBe(10);
  }
  const byMean = means.map((_, index) => index).sort((one, other) => (means[one] ?? 0) - (means[other] ?? 0));
  const byPlace = places.map((_, index) => index).sort((one, other) => (places[one] ?? 0) - (places[other] ?? 0));
  expect(byPlace).toEqual(byMean);
  await panel.page
    .getByText('Higher is better. Mean and 95\u00a0% interval over 10 repeats on the same splits')
    .waitFor();
  await panel.close();
});

test('shots and cost are columns of the comparison where there are any', async () => {
  const record = succeededRun();
  const panel = await openResult(browser, record);
  const headers = () => panel.page.locator('table.comparison thead th').allTextContents();
  expect(await headers()).not.toContain('Shots');
  expect(await headers()).not.toContain('Cost');
  const { result } = record;
  const [hybrid, ...others] = result?.contenders ?? [];
  if (result === undefined || hybrid === undefined) throw new Error('The fixture has no result.');
  const paid = { ...hybrid, shots: 40_960, cost: { amount: 12.4, currency: 'USD' } };
  const paidRecord = { ...record, result: { ...result, contenders: [paid, ...others] } };
  await panel.receive({ type: 'result', view: { kind: 'run', record: paidRecord } });
  await expect.poll(headers).toContain('Shots');
  const row = await panel.page.locator('table.comparison tbody tr').first().textContent();
  expect(row).toContain('40\u2009960');
  expect(row).toContain('12.40\u00a0USD');
  await panel.close();
});

test('the paired difference stands beside each contender it was taken with', async () => {
  const panel = await openResult(browser, succeededRun());
  const cells = panel.page.locator('table.comparison tbody tr td:nth-of-type(3)');
  expect(await cells.allInnerTexts()).toEqual([
    '–',
    expect.stringMatching(/^\+0\.015\n−0\.003\u2009–\u20090\.033\np = 0\.146$/),
    '–',
    '–',
  ]);
  await panel.page.getByText('Differences are paired by repeat; above zero the hybrid is better.').waitFor();
  await panel.close();
});

test('repeats on different kinds of backends have rows of their own', async () => {
  const record = succeededRun();
  const { result } = record;
  const [hybrid, ...others] = result?.contenders ?? [];
  if (result === undefined || hybrid === undefined) throw new Error('The fixture has no result.');
  const part = (kind: 'simulator' | 'hardware', repeats: number[]) => ({
    ...{ kind, backends: [kind], repeats, metrics: hybrid.metrics, duration: 10, shots: 100 },
    cost: { amount: kind === 'hardware' ? 3 : 0, currency: 'USD' },
  });
  const byKind = [part('hardware', [0, 1, 2]), part('simulator', [3])];
  const cost = { amount: 3, currency: 'USD' };
  const panel = await openResult(browser, {
    ...record,
    result: { ...result, contenders: [{ ...hybrid, kind: 'mixed' as const, byKind, cost }, ...others] },
  });
  const rows = (await panel.page.locator('table.comparison tbody tr').allInnerTexts()).map((row) =>
    row.replaceAll(/\s+/g, ' '),
  );
  expect(rows).toHaveLength(6);
  expect(rows[1]).toMatch(/^on hardware3 repeats of Hybrid .* 3\.00 USD/);
  expect(rows[2]).toMatch(/^on simulator1 repeat of Hybrid .* 0 USD/);
  // What it cost stands beside the metric.
  const heads = await panel.page.locator('table.comparison thead th').allTextContents();
  expect(heads.slice(0, 4)).toEqual(['Model', 'Accuracy', expect.stringContaining('as a plot'), 'Cost']);
  await panel.close();
});

test('what a run at work warns of is shown at once, and once', async () => {
  const panel = await openResult(browser, runningRun());
  const { page } = panel;
  const live = { fraction: 0.2, detail: 'repeat 1 of 10', trace: [] };
  const warnings = ['Half of the budget is used.', 'Half of the budget is used.'];
  await panel.receive({ type: 'result', view: { kind: 'run', record: runningRun(), live: { ...live, warnings } } });
  await page.getByRole('heading', { name: 'Warnings and fallbacks' }).waitFor();
  expect(await page.getByText('Half of the budget is used.').count()).toBe(1);
  await panel.close();
});

test('a run that failed in a repeat says in which, and doing what', async () => {
  const panel = await openResult(browser, { ...failedRun(), failedStep: { id: 'hybrid', repeat: 2, part: 'train' } });
  expect(await panel.page.getByRole('alert').textContent()).toContain('The run failed in hybrid, repeat 3, train');
  await panel.close();
});

test('a run at work says where the job is that it waits for, also where another process executes it', async () => {
  const panel = await openResult(browser, runningRun());
  const { page } = panel;
  const bar = page.getByRole('progressbar', { name: 'Progress of the run' });
  const job = { key: 'k', backend: 'forte', provider: 'ionq', device: 'qpu.forte-1', since: fixtureNow - 90_000 };
  const live = { fraction: 0, detail: 'repeat 1 of 2', trace: [] };
  const receive = (jobs: JobsOut, said?: typeof live) =>
    panel.receive({
      type: 'result',
      view: { kind: 'run', record: runningRun(), jobs, ...(said === undefined ? {} : { live: said }) },
    });
  await receive({ jobs: [{ ...job, state: 'queued', position: 3 }], done: 0 }, live);
  const where = page.locator('.live-jobs');
  await where.waitFor();
  expect(await where.textContent()).toMatch(
    /^forte \(ionq, qpu\.forte-1\): waiting in the queue since .*\d\d:\d\d.* \(place 3\)$/,
  );
  expect(await bar.getAttribute('aria-valuetext')).toMatch(/^0 %, repeat 1 of 2, forte .* waiting in the queue/);
  await receive({ jobs: [{ ...job, state: 'running' }], done: 4 }, live);
  await page.getByText(/: running since .* · 4 jobs done/).waitFor();
  await receive({ jobs: [{ key: 'k', backend: 'forte', state: 'running' }], done: 0 });
  await page.getByText('forte: running', { exact: true }).waitFor();
  await receive({ jobs: [], done: 0 });
  await expect.poll(() => where.count()).toBe(0);
  await panel.close();
});

test('a run at work shows how far it is, follows the news, and can be cancelled', async () => {
  const panel = await openResult(browser, runningRun());
  const { page } = panel;
  const bar = page.getByRole('progressbar', { name: 'Progress of the run' });
  expect(await bar.getAttribute('aria-valuenow')).toBeNull();
  expect(await page.locator('.live-phrase').textContent()).toBe('Train');
  const live = {
    fraction: 0.37,
    detail: 'repeat 4 of 10, iteration 41 of 100, loss 0.412',
    trace: traceFixture(3, 100, 41),
  };
  await panel.receive({ type: 'result', view: { kind: 'run', record: runningRun(), live } });
  await page.getByText(live.detail).waitFor();
  expect(await bar.getAttribute('aria-valuenow')).toBe('37');
  expect(await page.locator('.repeat-line').count()).toBe(4);
  expect(await page.getByRole('button', { name: 'Run Again' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await actionsOf(panel)).toEqual([{ type: 'cancel-run', id: runningRun().id }]);

  await panel.receive({
    type: 'result',
    view: { kind: 'run', record: { ...runningRun(), state: 'cancelled', endedAt: fixtureNow } },
  });
  await page.getByText('The run was cancelled in the step “Train”').waitFor();
  expect(await bar.count()).toBe(0);
  await page.getByText(`hybridq runs resume ${runningRun().id}`).waitFor();
  await panel.close();
});

test('the loss curve is read by pointer and by keyboard', async () => {
  const panel = await openResult(browser, succeededRun());
  const { page } = panel;
  const slider = page.getByRole('slider', { name: 'Loss by iteration' });
  expect(await slider.getAttribute('aria-valuenow')).toBe('100');
  await slider.focus();
  await page.keyboard.press('Home');
  expect(await slider.getAttribute('aria-valuetext')).toMatch(
    /^Iteration 1: loss 1\.\d{4} on average, .* over 10 repeats$/,
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  expect(await slider.getAttribute('aria-valuenow')).toBe('21');
  const box = await slider.boundingBox();
  if (box === null) throw new Error('The chart is not laid out.');
  await page.mouse.move(box.x + box.width - 12, box.y + 60);
  expect(await slider.getAttribute('aria-valuenow')).toBe('100');
  const trace = succeededRun().result?.trace.filter(({ iteration }) => iteration === 100) ?? [];
  const mean = trace.reduce((sum, { loss }) => sum + loss, 0) / trace.length;
  expect(await page.locator('.chart-reading').first().textContent()).toContain(`loss ${mean.toFixed(4)} on average`);
  await panel.close();
});

test('the command that repeats the run is copied', async () => {
  const panel = await openResult(browser, circuitRun());
  await panel.page.getByRole('button', { name: 'Copy command' }).click();
  await panel.page.getByText('Copied').waitFor();
  expect(await panel.page.evaluate(() => navigator.clipboard.readText())).toBe(
    "hybridq simulate 'circuits/noisy ghz.qasm' --shots 1024 --input theta=0.25 --seed 42",
  );
  await panel.close();
});

test('a failure says why, where and what next; a fallback and the part that was done are shown', async () => {
  const panel = await openResult(browser, failedRun());
  const alert = (await panel.page.getByRole('alert').textContent()) ?? '';
  expect(alert).toContain('The run failed in the step “Train”');
  expect(alert).toContain(failedRun().failure?.message);
  expect(alert).toContain(failedRun().failure?.advice);
  await panel.page.getByText('Fell back from ionq-aria to local (backend-down)').waitFor();
  await panel.page.getByRole('slider', { name: 'Loss by iteration' }).waitFor();
  await panel.close();
});

test('steps are summed over repeats; seeds and inputs are listed', async () => {
  const panel = await openResult(browser, succeededRun());
  const steps = await panel.page.locator('table.steps tbody tr').allTextContents();
  expect(steps).toEqual([
    'Read data12 ms',
    'Compile circuit41 ms',
    'Preprocess10 repeats29 ms',
    'Train10 repeats36 s',
    'Evaluate10 repeats1.2 s',
    'Compare6 ms',
  ]);
  expect(await fact(panel, 'Seeds')).toBe('root 20251122, data 3391470651, model 1283746510');
  expect(await fact(panel, 'Shots')).toBe('none, exact expectation values');
  expect(await fact(panel, 'data/iris.csv')).toBe('0fed2a99af3f…');
  await panel.close();
});

test('after a fallback the header names the backend that computed, and the verdict says so', async () => {
  const panel = await openResult(browser, fallbackRun());
  expect(await fact(panel, 'Backend')).toBe('forte-emulator (emulator), after ionq-forte');
  const verdict = (await panel.page.getByRole('region', { name: 'Verdict' }).textContent()) ?? '';
  expect(verdict).toContain('Begun on ionq-forte, then on forte-emulator: not all of it was computed in one place.');
  expect(verdict).toContain('Computed on an emulator');
  const rows = await panel.page.locator('table.comparison tbody tr').allTextContents();
  expect(rows[0]).toContain('on forte-emulator (emulator), after ionq-forte');
  expect(rows[1]).not.toContain('emulator');
  await panel.page.getByText('Tried ionq-forte again, attempt 2 (timeout)').waitFor();
  await panel.page.getByText('Fell back from ionq-forte to forte-emulator (backend-down)').waitFor();
  await panel.page.getByText('The next step would take the run over its 20.00 USD.').waitFor();
  await panel.close();
});

test('what the record keeps of how the result came about is listed', async () => {
  const panel = await openResult(browser, fallbackRun());
  const table = async (name: string) => {
    const rows = await panel.page.getByRole('region', { name, exact: true }).last().getByRole('row').allInnerTexts();
    return rows.map((row) => row.replaceAll(/\s+/g, ' ').trim());
  };
  expect(await table('Plan and use')).toEqual([
    expect.stringContaining('Circuits Shots Jobs Time Cost'),
    expect.stringContaining('planned on ionq-forte, at most 60 60000 20 – 23.40 USD 60 circuits × 0.3 USD'),
    expect.stringContaining('planned on forte-emulator, at most 60 60000 20 5.400 s 0 free'),
    expect.stringContaining('used, last on forte-emulator 58 58000 2 6.200 s and 41.000 s waiting 9.12 USD'),
  ]);
  expect(await table('Circuits')).toContain('hybrid 6 4 19 58 24 6 h, 28 rz, 24 cx');
  expect(await table('Answers')).toContain('hybrid 2 -3.4 011011');
  expect((await table('Jobs'))[1]).toContain('ionq-forte 019a-77c2 completed');
  expect((await table('Calibrations of devices'))[1]).toContain('ionq-forte');
  expect((await table('Misread bits that were corrected'))[1]).toContain('tensored 1.380 0.0100, 0.0040;');
  expect(await fact(panel, 'Repeats the run')).toBe('mi8q1d3k-4f7a9c');
  expect(await fact(panel, 'Lock')).toBe('as choose.hybrid.lock.json says');
  expect(await fact(panel, 'Seeds')).toContain('root 20251122');
  const slider = panel.page.getByRole('slider', { name: 'Loss by iteration' });
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Iteration 12: loss 0\.\d{4} ± 0\.0417 by shots$/);
  await panel.page.getByRole('button', { name: 'Repeat Run' }).click();
  expect(await actionsOf(panel)).toEqual([{ type: 'repeat-run', id: fallbackRun().id }]);
  await panel.page.getByText(`hybridq run --like ${fallbackRun().id}`).waitFor();
  await panel.close();
});

test('the run of a circuit on a device shows how it was fitted, and opens it as it was sent', async () => {
  const record = circuitRun();
  const { result } = record;
  if (!result) throw new Error('The fixture has a result.');
  const size = { qubits: 5, parameters: 0, depth: 6, gates: 5, twoQubitGates: 4 };
  const used = { circuits: 1, shots: 1024, jobs: 1, queueTime: 0, executionTime: 0 };
  const panel = await openResult(browser, {
    ...record,
    backend: 'fez',
    attachments: { 'calibration/fez.json': 'a', 'sent/fez.qasm': 'b' },
    result: {
      ...result,
      quantum: {
        ...{ backend: 'fez', adapter: 'ibm', kind: 'hardware', version: '1', cost: { amount: 0, currency: 'USD' } },
        ...{ ...size, ...used },
        compiled: { ...size, depth: 21, gates: 37, twoQubitGates: 7 },
        transpiler: {
          ...{ version: '0.1.0', level: 3, seed: 42, basis: ['rz', 'sx', 'cz'], swaps: 1, fidelity: 0.912345 },
          ...{ initialLayout: [12, 13, 14, 15, 19], target: `5e1f${'0'.repeat(60)}` },
        },
      },
    },
  });
  const fitted = panel.page.getByRole('region', { name: 'Fitted to the device', exact: true }).last();
  const rows = (await fitted.getByRole('row').allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' ').trim());
  expect(rows).toEqual([
    'Qubits Depth Gates On two qubits Swaps Estimated fidelity How',
    'as written 5 6 5 4',
    'on fez (hardware) 5 21 37 7 1 0.9123 level 3, seed 42 by 0.1.0; rz sx cz; on qubits 12 13 14 15 19; target 5e1f00000000',
  ]);
  await panel.page.getByRole('button', { name: 'Open the circuit as sent to fez' }).click();
  expect(await actionsOf(panel)).toEqual([{ type: 'open-sent-circuit', id: record.id, name: 'sent/fez.qasm' }]);
  await panel.close();
});
