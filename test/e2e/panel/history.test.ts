import { afterAll, beforeAll, expect, test } from 'vitest';
import { packRuns } from '#core/protocol/packedRuns.ts';
import { chooseOption } from '#test/support/chooseOption.ts';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

async function openHistory(length: number, total = length): Promise<OpenPanel> {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1240 });
  await panel.receive({ type: 'history', runs: historyFixture(length), total });
  await panel.receive({ type: 'show-tab', tab: 'history' });
  await panel.page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  return panel;
}

async function cellsOf({ page }: OpenPanel, row: number): Promise<readonly string[]> {
  // Before the columns stands what chooses the run.
  return (await page.locator(`[aria-rowindex="${row}"] [role=gridcell]`).allTextContents()).slice(1);
}

test('a row says what the run was, how it ended and how sure its metric is', async () => {
  const panel = await openHistory(8);
  const [state, name, metric, verdict, backend, duration, cost, started] = await cellsOf(panel, 4);
  expect(state).toBe('Succeeded');
  expect(name).toContain('ring-maxcut');
  expect(metric).toMatch(/^accuracy 0\.\d{3} 0\.\d{3}\u2009–\u20090\.\d{3}$/);
  expect(verdict).toBe('No difference shown');
  expect(backend).toBe('local');
  expect(duration).toMatch(/s$/);
  expect(cost).toBe('0\u00a0USD');
  expect(started).toBe('today 8:56');
  await panel.close();
});

test('ten thousand runs scroll with a few dozen rows in the page', async () => {
  const panel = await openHistory(10_000, 12_345);
  const { page } = panel;
  await page.getByText('10\u2009000 runs, the newest of 12\u2009345').waitFor();
  const grid = page.getByRole('treegrid', { name: 'Runs' });
  expect(await grid.getAttribute('aria-rowcount')).toBe('10001');
  expect(await page.locator('.history-run').count()).toBeLessThan(80);
  await grid.focus();
  await page.keyboard.press('End');
  const selected = page.locator('.history-run.active');
  await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe('10001');
  expect(await selected.evaluate(isInView)).toBe(true);
  expect(await page.locator('.history-run').count()).toBeLessThan(80);
  await page.keyboard.press('Home');
  await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe('2');
  expect(await selected.evaluate(isInView)).toBe(true);
  await panel.close();
});

function isInView(row: Element): boolean {
  const grid = row.closest('[role=treegrid]');
  const header = grid?.querySelector('.history-header');
  const box = row.getBoundingClientRect();
  return (
    box.top >= (header?.getBoundingClientRect().bottom ?? 0) - 1 &&
    box.bottom <= (grid?.getBoundingClientRect().bottom ?? 0) + 1
  );
}

test('a column header sorts, and turns the order round', async () => {
  const panel = await openHistory(60);
  const { page } = panel;
  const runs = historyFixture(60);
  const means = runs.flatMap(({ primaryMetric }) => (primaryMetric === undefined ? [] : [primaryMetric.mean]));
  await page.getByRole('button', { name: 'Metric' }).click();
  expect((await cellsOf(panel, 2))[2]).toContain(Math.max(...means).toFixed(3));
  expect(await page.getByRole('columnheader', { name: 'Metric' }).getAttribute('aria-sort')).toBe('descending');
  await page.getByRole('button', { name: 'Metric' }).click();
  expect((await cellsOf(panel, 2))[2]).toContain(Math.min(...means).toFixed(3));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  expect((await cellsOf(panel, 2))[1]).toContain('adhoc-kernel');
  await panel.close();
});

test('text and state narrow the runs, and both can be cleared', async () => {
  const panel = await openHistory(70);
  const { page } = panel;
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('IONQ kernel');
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^\d of 70 runs$/);
  for (const text of await page.locator('.history-run').allInnerTexts()) {
    expect(text).toContain('adhoc-kernel');
    expect(text).toContain('ionq-aria');
  }
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('');
  await chooseOption(page.getByRole('combobox', { name: 'State of runs' }), 'In progress');
  await expect.poll(() => page.locator('.history-run').count()).toBe(1);
  expect((await cellsOf(panel, 2))[0]).toBe('Running');
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('nothing is called this');
  await page.getByText('No run matches').waitFor();
  await page.getByRole('button', { name: 'Clear Filters' }).click();
  await expect.poll(() => page.getByRole('status').first().textContent()).toBe('70 runs');
  await panel.close();
});

test('Enter and a click open a run; Delete can be undone; a run at work is cancelled, not deleted', async () => {
  const panel = await openHistory(10);
  const { page } = panel;
  const ids = historyFixture(10).map(({ id }) => id);
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await page.locator('[aria-rowindex="5"]').click();
  await page.locator('[aria-rowindex="6"]').hover();
  await page.locator('[aria-rowindex="6"]').getByRole('button', { name: 'Delete noisy-ghz' }).click();
  await page.locator('[aria-rowindex="2"]').hover();
  await page.locator('[aria-rowindex="2"]').getByRole('button', { name: 'Cancel iris-classifier' }).click();
  await page.getByRole('button', { name: 'Undo deleting' }).click();
  const sent = (await panel.sent()).filter(({ type }) => type !== 'ready' && type !== 'read-older-runs');
  expect(sent).toEqual([
    { type: 'open-run', id: ids[2] },
    { type: 'delete-runs', ids: [ids[2]] },
    { type: 'open-run', id: ids[3] },
    { type: 'delete-runs', ids: [ids[4]] },
    { type: 'cancel-run', id: ids[0] },
    { type: 'restore-runs', ids: [ids[4]] },
  ]);
  await panel.close();
});

test('new runs arrive without moving the selection', async () => {
  const panel = await openHistory(20);
  const { page } = panel;
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('PageDown');
  const selected = page.locator('.history-run.active');
  const before = await selected.textContent();
  const [first, ...rest] = historyFixture(20);
  if (first === undefined) throw new Error('The fixture is empty.');
  const fresh = { ...first, id: 'newest', name: 'fresh-run', createdAt: fixtureNow };
  await panel.receive({ type: 'history', runs: [fresh, first, ...rest], total: 21 });
  await page.getByText('fresh-run').waitFor();
  expect(await selected.textContent()).toBe(before);
  await panel.close();
});

test('older runs join those that are there, and changes keep the place of rows that are there', async () => {
  const panel = await openHistory(20, 40);
  const { page } = panel;
  const status = page.getByRole('status').first();
  expect(await status.textContent()).toBe('20 runs, the newest of 40');
  const asked = async () => (await panel.sent()).filter(({ type }) => type === 'read-older-runs').length;
  await expect.poll(asked).toBe(1);
  const all = historyFixture(40);
  await panel.receive({ type: 'older-runs', columns: packRuns(all.slice(20)), total: 40, isLast: true });
  await expect.poll(() => status.textContent()).toBe('40 runs');
  const [first, second, third] = all;
  if (first === undefined || second === undefined || third === undefined) throw new Error('The fixture is empty.');
  const changed = { ...second, name: 'renamed-run' };
  const deleted = [third.id, 'unknown'];
  await panel.receive({ type: 'history', part: 'changes', runs: [changed], deleted, total: 39 });
  await expect.poll(() => status.textContent()).toBe('39 runs');
  expect((await cellsOf(panel, 3))[1]).toContain('renamed-run');
  expect((await cellsOf(panel, 2))[1]).toContain(first.name);
  // Back from another tab, everything is there, and nothing is asked for.
  await page.getByRole('tab', { name: 'Circuit' }).click();
  await page.getByRole('tab', { name: 'History' }).click();
  expect(await status.textContent()).toBe('39 runs');
  expect((await cellsOf(panel, 2))[1]).toContain(first.name);
  expect(await asked()).toBe(1);
  await panel.close();
});
