import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostMessage } from '#core/protocol/webview.ts';
import { chooseOption } from '#test/support/chooseOption.ts';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

type Runs = Extract<HostMessage, { type: 'history' }>['runs'];

async function openHistory(runs: Runs): Promise<OpenPanel> {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1240 });
  await panel.receive({ type: 'history', runs, total: runs.length });
  await panel.receive({ type: 'show-tab', tab: 'history' });
  await panel.page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  return panel;
}

async function requests(panel: OpenPanel): Promise<readonly unknown[]> {
  const sent = await panel.sent();
  return sent.filter(
    ({ type }) => type !== 'ready' && type !== 'read-older-runs' && type !== 'read-values' && type !== 'read-records',
  );
}

test('what narrows and orders the table is said in words, and taken away one by one', async () => {
  const panel = await openHistory(historyFixture(40).map((run, index) => ({ ...run, starred: index % 8 === 3 })));
  const { page } = panel;
  const chips = page.getByRole('list', { name: 'Filters and sorts' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Starred' }).click();
  expect(await page.getByRole('status').first().textContent()).toBe('5 of 40 runs');
  await page.getByRole('columnheader', { name: 'Backend' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Filter…' }).click();
  await page.getByRole('textbox', { name: 'Value of filter 2' }).fill('local');
  await page.getByRole('button', { name: 'Duration' }).click();
  await page.getByRole('button', { name: 'Name' }).click({ modifiers: ['Shift'] });
  await expect
    .poll(() => chips.allTextContents())
    .toEqual(['Starred', 'Backend contains local', 'By Duration ↓', 'then by Name ↑']);
  await page.getByRole('button', { name: 'By Duration ↓', exact: true }).click();
  await page.getByRole('button', { name: 'Remove Starred' }).click();
  await expect
    .poll(() => chips.allTextContents())
    .toEqual(['Backend contains local', 'By Duration ↑', 'then by Name ↑']);
  expect(await page.getByRole('button', { name: 'Starred' }).getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('button', { name: 'Clear all of these' }).click();
  await expect.poll(() => chips.count()).toBe(0);
  expect(await page.getByRole('status').first().textContent()).toBe('40 runs');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a header has a menu, by pointer and by key', async () => {
  const panel = await openHistory(historyFixture(20));
  const { page } = panel;
  await page.getByRole('columnheader', { name: 'Cost' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to the Start' }).click();
  await expect.poll(() => page.getByRole('columnheader').nth(1).textContent()).toBe('Cost');
  await page.getByRole('columnheader', { name: 'Cost' }).getByRole('button').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Sort Ascending' }).press('h');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('columnheader', { name: 'Cost' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Only columns that differ' }).check();
  // All runs of the fixture have something else in these.
  await expect
    .poll(async () => (await page.getByRole('columnheader').allTextContents()).slice(1, -1))
    .toEqual(['State', 'Name', 'Metric', 'Hybrid vs. baseline', 'Backend', 'Duration', 'Started']);
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('kernel succeeded local');
  await expect
    .poll(async () => (await page.getByRole('columnheader').allTextContents()).slice(1, -1))
    .not.toContain('State');
  await panel.close();
});

test('a run has a menu, which copies and compares', async () => {
  const runs = historyFixture(20);
  const panel = await openHistory(runs);
  const { page } = panel;
  const [, second, third] = runs;
  // One that failed would have nothing to compare.
  const before = runs.slice(2).find(({ file, primaryMetric }) => file === second?.file && primaryMetric !== undefined);
  expect(second?.primaryMetric).toBeDefined();
  await page.locator('[aria-rowindex="3"] .cell-duration').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy Duration' }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe(String(((second?.endedAt ?? 0) - (second?.createdAt ?? 0)) / 1000));
  await page.getByText('Copied Duration.').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+c');
  await expect.poll(async () => (await clipboard()).split('\n')).toHaveLength(2);
  expect((await clipboard()).split('\n')[1]).toContain(third?.name);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Compare with the Run Before' }).click();
  await expect.poll(() => requests(panel)).toEqual([{ type: 'compare-runs', ids: [before?.id, second?.id] }]);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a row says why its run failed, and which is the best of its file', async () => {
  const better = 'higher' as const;
  const runs = historyFixture(6).map((run, index) => ({
    ...run,
    file: 'a.hybrid.yaml',
    state: index === 2 ? ('failed' as const) : ('succeeded' as const),
    primaryMetric: index === 2 ? undefined : { name: 'accuracy', mean: 0.9 - (index - 3) ** 2 / 100, better },
    failure: index === 2 ? 'data/iris.csv has no column petal.' : undefined,
  }));
  const panel = await openHistory(runs);
  const { page } = panel;
  expect(await page.locator('.cell-metric').nth(2).textContent()).toBe('data/iris.csv has no column petal.');
  expect(await page.locator('.best-mark').count()).toBe(1);
  expect(await page.locator('[aria-rowindex="5"] .best-mark').count()).toBe(1);
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('petal');
  await expect.poll(() => page.locator('.history-run').count()).toBe(1);
  await panel.close();
});

test('while runs change, nothing of what the user does is lost: scroll, focus, open groups, a half-typed note', async () => {
  const runs = historyFixture(3000).map((run) => ({ ...run, state: 'succeeded' as const }));
  const panel = await openHistory(runs);
  const { page } = panel;
  await chooseOption(page.getByRole('combobox', { name: 'Groups of runs' }), 'By backend');
  const grid = page.getByRole('treegrid', { name: 'Runs' });
  await page.locator('.history-group').first().click();
  await grid.focus();
  for (const key of ['Home', 'ArrowDown', 'PageDown', 'PageDown', 'PageDown']) await page.keyboard.press(key);
  const active = page.locator('.history-run.active');
  await page.keyboard.press('e');
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('Half a tho');
  const shown = await active.locator('.run-name').textContent();
  const top = await grid.evaluate((element) => element.scrollTop);
  const groups = await page.evaluate(() => document.querySelectorAll('.history-group').length);
  expect(top).toBeGreaterThan(300);
  for (let round = 0; round < 10; round++) {
    const changed = runs.slice(0, 10).map((run, index) => ({
      ...run,
      state: round === 9 ? ('succeeded' as const) : ('running' as const),
      step: `step ${round} of run ${index}`,
      ...(round < 9 ? { endedAt: undefined } : {}),
    }));
    await panel.receive({ type: 'history', part: 'changes', runs: changed, deleted: [], total: runs.length });
    await page.keyboard.type(String(round));
  }
  await expect.poll(() => note.inputValue()).toBe('Half a tho0123456789');
  expect(await note.evaluate((element) => element.matches(':focus, :focus-within'))).toBe(true);
  expect(await grid.evaluate((element) => element.scrollTop)).toBe(top);
  expect(await active.locator('.run-name').textContent()).toBe(shown);
  expect(await page.evaluate(() => document.querySelectorAll('.history-group').length)).toBe(groups);
  // New runs come above: the active run stays the same, and in view.
  const [first] = runs;
  if (first === undefined) throw new Error('The fixture is empty.');
  const fresh = Array.from({ length: 5 }, (_, index) => ({ ...first, id: `z${index}`, createdAt: fixtureNow }));
  await panel.receive({ type: 'history', part: 'changes', runs: fresh, deleted: [], total: runs.length + 5 });
  await page.getByText('3\u2009005 runs').waitFor();
  expect(await active.locator('.run-name').textContent()).toBe(shown);
  expect(await note.inputValue()).toBe('Half a tho0123456789');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});
