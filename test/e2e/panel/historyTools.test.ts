import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostMessage } from '#core/protocol/webview.ts';
import { chooseOption } from '#test/support/chooseOption.ts';
import { changedRun } from '#test/support/fixtures/changedRun.ts';
import { comparisonFixture } from '#test/support/fixtures/comparison.ts';
import { circuitRun, fixtureNow, historyFixture, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

type Runs = Extract<HostMessage, { type: 'history' }>['runs'];

async function openHistory(runs: Runs, storedState?: unknown): Promise<OpenPanel> {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1240, storedState });
  await panel.receive({ type: 'history', runs, total: runs.length });
  await panel.receive({ type: 'show-tab', tab: 'history' });
  await panel.page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  return panel;
}

const names = ({ page }: OpenPanel) => page.locator('.history-run .cell-name .run-name').allTextContents();

/** What the page has sent beyond saying that it is there. */
async function requests(panel: OpenPanel): Promise<readonly unknown[]> {
  const sent = await panel.sent();
  return sent.filter(({ type }) => type !== 'ready' && type !== 'read-older-runs' && type !== 'read-values');
}

test('metrics and settings of the runs become columns, which sort, move and are kept', async () => {
  const runs = historyFixture(12);
  const panel = await openHistory(runs);
  const { page } = panel;
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect.poll(async () => (await panel.sent()).at(-1)).toEqual({ type: 'read-values', names: [] });
  const ids = runs.map(({ id }) => id);
  await panel.receive({
    type: 'run-values',
    isLast: true,
    names: ['metric.f1', 'setting.optimise.rounds'],
    ids,
    columns: {},
  });
  await page.getByRole('textbox', { name: 'Find a column' }).fill('rounds');
  await page.getByRole('checkbox', { name: 'optimise.rounds' }).check();
  const name = 'setting.optimise.rounds';
  await expect.poll(async () => (await panel.sent()).at(-1)).toEqual({ type: 'read-values', names: [name] });
  const columns = { [name]: ids.map((_, index) => (index % 5 === 0 ? null : (index * 7) % 11)) };
  await panel.receive({ type: 'run-values', isLast: true, names: [name], ids, columns });
  await page.keyboard.press('Escape');
  const header = page.getByRole('columnheader', { name: 'optimise.rounds' });
  await header.getByRole('button').click();
  const cells = page.locator('.history-run .cell-value');
  const shown = (await cells.allTextContents()).map((text) => (text === '–' ? undefined : Number(text)));
  const given = columns[name]?.flatMap((value) => value ?? []) ?? [];
  expect(shown).toEqual([...given.sort((a, b) => a - b), undefined, undefined, undefined]);
  await page.keyboard.press('Control+ArrowLeft');
  await expect.poll(() => page.getByRole('columnheader').nth(-2).textContent()).toBe('Started');
  await page.keyboard.press('Alt+ArrowRight');
  await page.waitForFunction(() => /"width":\d+/.test(sessionStorage.getItem('state') ?? ''));
  await panel.close();
});

test('several sorts, several filters', async () => {
  const panel = await openHistory(historyFixture(60));
  const { page } = panel;
  await page.getByRole('button', { name: 'Name' }).click();
  await page.getByRole('button', { name: 'Duration' }).click({ modifiers: ['Shift'] });
  const sortsOf = async () => {
    const state = JSON.stringify(await panel.storedState());
    return [
      state.includes('"column":"name","direction":"ascending"'),
      state.includes('"thenBy":[{"column":"duration"'),
    ];
  };
  await expect.poll(sortsOf).toEqual([true, true]);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('button', { name: 'Add Filter' }).click();
  await page.getByRole('textbox', { name: 'Value of filter 1' }).fill('KERNEL');
  await page.getByRole('button', { name: 'Add Filter' }).click();
  await chooseOption(page.getByRole('combobox', { name: 'Column of filter 2' }), 'Metric');
  await page.getByRole('textbox', { name: 'Value of filter 2' }).fill('0.9');
  const expected = historyFixture(60).filter(
    ({ name, primaryMetric }) => name.includes('kernel') && (primaryMetric?.mean ?? 0) > 0.9,
  );
  await expect.poll(() => page.getByRole('status').first().textContent()).toBe(`${expected.length} of 60 runs`);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('groups open and close, and a run shows its repeats and the runs that repeat it', async () => {
  const record = succeededRun();
  const [first, second, ...others] = historyFixture(20);
  if (first === undefined || second === undefined) throw new Error('The fixture is empty.');
  const metric = { name: 'accuracy', mean: 0.93 };
  const run = { ...second, id: record.id, name: 'parent-run', primaryMetric: metric };
  const panel = await openHistory([{ ...first, name: 'child-run', parent: record.id }, run, ...others]);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => requests(panel)).toEqual([{ type: 'read-records', ids: [record.id] }]);
  await panel.receive({ type: 'run-records', records: [record] });
  await expect
    .poll(async () => (await names(panel)).slice(0, 4))
    .toEqual(['child-run', 'parent-run', 'Repeat 1', 'Repeat 2']);
  const repeat = page.locator('.history-repeat').nth(1);
  const value = record.result?.contenders[0]?.metrics[0]?.values[1] ?? 0;
  expect(Number(await repeat.locator('.cell-metric').textContent())).toBeCloseTo(value, 3);
  expect((await names(panel))[12]).toBe('child-run');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.locator('.history-repeat').count()).toBe(0);
  await chooseOption(page.getByRole('combobox', { name: 'Groups of runs' }), 'By backend');
  await expect
    .poll(async () => (await page.locator('.history-group').allTextContents()).sort())
    .toEqual([expect.stringMatching(/^ionq-aria\d+ runs$/), expect.stringMatching(/^local\d+ runs$/)]);
  await page.locator('.history-group').first().click();
  expect(await page.locator('.history-group').first().getAttribute('aria-expanded')).toBe('false');
  await panel.close();
});

test('runs are chosen with the keyboard, and get stars, tags and notes', async () => {
  const runs = historyFixture(10);
  const panel = await openHistory(runs);
  const { page } = panel;
  const grid = page.getByRole('treegrid', { name: 'Runs' });
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 runs chosen').waitFor();
  expect(await page.getByRole('row', { selected: true }).count()).toBe(3);
  const ids = runs.slice(1, 4).map(({ id }) => id);
  await page.keyboard.press('s');
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'New tag' }).fill('paper');
  await page.getByRole('button', { name: 'Add Tag' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Note' }).fill('Less noise');
  await page.getByRole('button', { name: 'Save Note' }).click();
  expect(await requests(panel)).toEqual([
    { type: 'annotate-runs', ids, change: { starred: true } },
    { type: 'annotate-runs', ids, change: { addTags: ['paper'] } },
    { type: 'export-runs', ids },
    { type: 'annotate-runs', ids: [runs[0]?.id], change: { note: 'Less noise' } },
  ]);
  await panel.close();
});

test('all runs are compared with a pinned one, in the units of each column', async () => {
  const runs = historyFixture(5).map((run, index) => ({
    ...run,
    cost: { amount: index, currency: index === 3 ? 'EUR' : 'USD' },
  }));
  const panel = await openHistory(runs);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('b');
  await page.getByText(/^Compared with adhoc-kernel/).waitFor();
  const costs = await page.locator('.history-run .cell-cost').allTextContents();
  expect(costs).toEqual(['0\u00a0USD−1', '1.00\u00a0USD', '2.00\u00a0USD+1', '3.00\u00a0EUR', '4.00\u00a0USD+3']);
  await page.getByRole('button', { name: 'Unpin the baseline' }).click();
  await expect.poll(() => page.locator('.difference').count()).toBe(0);
  await panel.close();
});

test('a circuit runs again with other values, which are checked first', async () => {
  const record = circuitRun();
  const [first] = historyFixture(1);
  if (first === undefined) throw new Error('The fixture is empty.');
  const panel = await openHistory([{ ...first, id: record.id, kind: 'circuit', state: 'succeeded' }]);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Run Changed…' }).click();
  await panel.receive({ type: 'run-records', records: [record] });
  await page.getByRole('textbox', { name: 'Shots' }).fill('none');
  await page.getByText('no such value').waitFor();
  await page.getByRole('textbox', { name: 'Shots' }).fill('4096');
  await page.getByRole('textbox', { name: 'theta' }).fill('0.5');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  expect((await requests(panel)).at(-1)).toEqual({
    type: 'run-changed',
    id: record.id,
    options: { shots: 4096, seed: 42, inputs: { theta: 0.5 } },
  });
  await panel.close();
});

test('a pipeline runs again with any other setting, beside those it has changed already', async () => {
  const record = changedRun();
  const [first] = historyFixture(1);
  if (first === undefined) throw new Error('The fixture is empty.');
  const panel = await openHistory([{ ...first, id: record.id, state: 'succeeded' }]);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Run Changed…' }).click();
  await panel.receive({ type: 'run-records', records: [record] });
  const rows = page.getByRole('list', { name: 'Settings of the run' }).getByRole('listitem');
  await expect.poll(() => rows.first().textContent()).toContain('optimise.maxIterations100 → ');
  await page.getByRole('textbox', { name: 'Find a setting' }).fill('split test');
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('textbox', { name: 'Find a setting' }).press('Tab');
  await page.getByRole('button', { name: 'Undo the change of optimise.maxIterations' }).press('Enter');
  const iterations = page.getByRole('textbox', { name: 'optimise.maxIterations' });
  await expect.poll(() => iterations.inputValue()).toBe('100');
  // The focus stays in the row, from which the next field is reached.
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('70');
  const field = page.getByRole('textbox', { name: 'data.split.test' });
  await field.fill('[0.4');
  await rows.getByRole('alert').waitFor();
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await expect.poll(() => run.isDisabled()).toBe(true);
  await field.fill('0.4');
  await run.click();
  expect((await requests(panel)).at(-1)).toEqual({
    type: 'run-changed',
    id: record.id,
    options: { values: { 'optimise.maxIterations': '70', 'data.split.test': '0.4' } },
  });
  await panel.close();
});

test('chosen runs stand side by side, the oldest or the pinned one as the reference', async () => {
  const [first, second, third] = historyFixture(3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('The fixture is empty.');
  const panel = await openHistory([
    { ...first, id: 'c' },
    { ...second, id: 'b' },
    { ...third, id: 'a' },
  ]);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect
    .poll(() => requests(panel))
    .toEqual([
      { type: 'compare-runs', ids: ['a', 'b', 'c'] },
      { type: 'read-records', ids: ['a', 'b', 'c'] },
    ]);
  const report = await comparisonFixture();
  await panel.receive({ type: 'comparison', view: { kind: 'comparison', ids: ['a', 'b', 'c'], report } });
  // While a run of them is under way its curve moves, and when it has ended there is more to compare.
  const record = succeededRun();
  const trace = record.result?.trace ?? [];
  await panel.receive({ type: 'live-traces', traces: [{ id: 'b', trace: trace.slice(0, 2) }] });
  const live = page.getByRole('slider', { name: 'loss of the runs by iteration' });
  await expect.poll(() => live.getAttribute('aria-valuetext')).toMatch(/^Iteration \d+: B [\d.]+$/);
  const before = (await requests(panel)).length;
  await panel.receive({ type: 'history', part: 'changes', runs: [{ ...second, id: 'b', state: 'stopped' }], total: 3 });
  await expect
    .poll(async () => (await requests(panel)).slice(before))
    .toEqual([
      { type: 'compare-runs', ids: ['a', 'b', 'c'] },
      { type: 'read-records', ids: ['b'] },
    ]);
  await panel.receive({ type: 'run-records', records: ['a', 'b', 'c'].map((id) => ({ ...record, id })) });
  const curves = page.getByRole('slider', { name: 'loss of the runs by iteration' });
  await curves.press('Home');
  expect(await curves.getAttribute('aria-valuetext')).toMatch(/^Iteration \d+: A [\d.]+, B [\d.]+, C [\d.]+$/);
  const settings = page.getByRole('table', { name: 'Settings that differ' });
  expect(await settings.getByRole('row', { name: /optimise\.maxIterations/ }).textContent()).toBe(
    'optimise.maxIterations50100150',
  );
  const metrics = page.getByRole('table', { name: 'Metrics' });
  expect(await metrics.getByRole('row', { name: /Accuracy.*hybrid/ }).textContent()).toMatch(/, worse, p /);
  await page.getByText('Where no test is shown: the splits differ.').waitFor();
  expect(await page.locator('.difference-line.added').first().textContent()).toContain('rx(pi/4) q[1];');
  await page.getByText('1 operation added, 1 removed, 1 changed; 10 are the same').waitFor();
  await page.getByText('The circuits are the same: 12 operations.').waitFor();
  const differences = page.getByRole('region', { name: 'Differences of From A to B: ansatz.qasm' });
  expect(await differences.locator('tbody tr').allInnerTexts()).toEqual([
    '1\tchanged\tRX(π/2), q[1]\tRX(π/4), q[1]',
    '3\tremoved\tCX, control q[1], target q[2]\t–',
    '4\tadded\t–\tCZ, control q[1], target q[2]',
  ]);
  const [upper, lower] = [
    page.getByRole('region', { name: 'Circuit of A' }),
    page.getByRole('region', { name: 'Circuit of B' }),
  ];
  expect(await upper.locator('.difference-mark').count()).toBe(2);
  expect(await lower.locator('.difference-mark').count()).toBe(2);
  await page.setViewportSize({ width: 380, height: 700 });
  await upper.evaluate((pane) => pane.scrollTo({ left: 90 }));
  await expect.poll(() => lower.evaluate(({ scrollLeft }) => scrollLeft)).toBe(90);
  await page.getByRole('button', { name: 'Next difference, From A to B' }).click();
  await expect.poll(() => lower.evaluate(({ scrollLeft }) => scrollLeft)).toBeLessThan(90);
  await page.getByText('1 of 3').waitFor();
  expect(await page.locator('.difference-mark.shown').count()).toBe(2);
  const device = page.getByRole('table', { name: 'Calibration of ibm_torino' });
  expect(await device.getByRole('row').nth(1).textContent()).toBe('Qubits the circuits were on');
  expect(await device.getByRole('row').nth(2).textContent()).toBe(
    'Qubits 0–1two-qubit gate error0.0040.01 × 2.5, worse0.016 × 4, worse',
  );
  await page.getByText('Not in the snapshot of C: Qubit 3').waitFor();
  await page.getByRole('button', { name: 'Make run B the reference' }).click();
  await expect.poll(async () => (await requests(panel)).at(-1)).toEqual({ type: 'compare-runs', ids: ['b', 'a', 'c'] });
  await panel.receive({
    type: 'comparison',
    view: { kind: 'unavailable', ids: ['b', 'a', 'c'], reason: 'It is gone.' },
  });
  await page.getByText('It is gone.').waitFor();
  await page.getByRole('button', { name: 'Back to the Table' }).first().click();
  await page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a range on an axis narrows the table; a point of the scatter plot opens its run', async () => {
  const runs = historyFixture(60);
  const panel = await openHistory(runs);
  const { page } = panel;
  const status = page.getByRole('status').first();
  await chooseOption(page.getByRole('combobox', { name: 'View of runs' }), 'Parallel axes');
  const axis = page.locator('.axis-catch').last();
  const box = await axis.boundingBox();
  if (box === null) throw new Error('The axis is not shown.');
  await page.mouse.move(box.x + 12, box.y + 1);
  await page.mouse.down();
  await page.mouse.move(box.x + 12, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const means = runs.flatMap(({ primaryMetric }) => primaryMetric?.mean ?? []);
  const middle = (Math.min(...means) + Math.max(...means)) / 2;
  const expected = means.filter((mean) => mean > middle).length;
  await expect.poll(() => status.textContent()).toBe(`${expected} of 60 runs`);
  for (const text of await page.locator('.history-run .metric-mean').allTextContents())
    expect(Number(text)).toBeGreaterThan(middle - 0.002);
  await page.getByRole('button', { name: 'Clear the range of Metric' }).click();
  await expect.poll(() => status.textContent()).toBe('60 runs');
  await page.getByRole('button', { name: 'Range of Backend' }).click();
  const from = page.getByRole('slider', { name: 'From' });
  await from.focus();
  await page.keyboard.press('End');
  const local = runs.filter(({ backend }) => backend === 'local').length;
  await expect.poll(() => status.textContent()).toBe('0 of 60 runs');
  for (let press = 0; press < 6; press++) await page.keyboard.press('PageDown');
  await expect.poll(() => status.textContent()).toBe(`${local} of 60 runs`);

  await chooseOption(page.getByRole('combobox', { name: 'View of runs' }), 'Scatter plot');
  await chooseOption(page.getByRole('combobox', { name: 'Across' }), 'Duration');
  await page.getByText(`${means.length} runs of 60 have both`).waitFor();
  const stage = await page.locator('.chart-stage').boundingBox();
  if (stage === null) throw new Error('The plot is not shown.');
  const tip = page.locator('.chart-tip');
  for (let x = 80; x < stage.width && (await tip.count()) === 0; x += 8)
    for (let y = 20; y < stage.height - 35 && (await tip.count()) === 0; y += 16)
      await page.mouse.move(stage.x + x, stage.y + y);
  const name = (await tip.textContent())?.split(':')[0];
  await page.mouse.down();
  await page.mouse.up();
  const opened = (await requests(panel)).at(-1);
  expect(opened).toEqual({
    type: 'open-run',
    id: runs.find((run) => opened !== undefined && JSON.stringify(opened).includes(run.id) && run.name === name)?.id,
  });
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});
