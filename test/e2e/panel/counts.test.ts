import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { chooseOption } from '#test/support/chooseOption.ts';
import { rowCountsRun } from '#test/support/fixtures/chartRecords.ts';
import { circuitRun, fixtureNow, registersRun, wideRun } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

async function openResult(record: RunRecord): Promise<OpenPanel> {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, height: 1000 });
  await panel.receive({ type: 'result', view: { kind: 'run', record } });
  await panel.page.getByRole('heading', { name: record.name, exact: true }).waitFor();
  return panel;
}

const bitsOf = ({ page }: OpenPanel) =>
  page.locator('tr[data-bits]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-bits')));

async function choose({ page }: OpenPanel, list: string, option: string): Promise<void> {
  await chooseOption(page.getByRole('combobox', { name: list }), option);
}

test('counts are ordered by count, bits or weight, with the rest in one row and more on demand', async () => {
  const counts = circuitRun().result?.counts ?? {};
  const panel = await openResult(circuitRun());
  const { page } = panel;
  const byCount = Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const top = byCount.slice(0, 16).map(([key]) => key);
  expect(await bitsOf(panel)).toEqual(top);
  const rest = byCount.slice(16).reduce((sum, [, count]) => sum + count, 0);
  expect(await page.locator('tr.rest').textContent()).toContain(`16 other outcomes${rest}`);

  await choose(panel, 'Order of outcomes', 'By bits');
  await expect.poll(() => bitsOf(panel)).toEqual([...top].sort());
  await choose(panel, 'How many outcomes', 'Top 64');
  await expect.poll(() => bitsOf(panel)).toEqual(Object.keys(counts).sort());
  await choose(panel, 'Order of outcomes', 'By weight');
  const weight = (bits: string) => bits.replaceAll('0', '').length;
  const byWeight = Object.keys(counts).sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1));
  await expect.poll(() => bitsOf(panel)).toEqual(byWeight);

  await page.locator('tr[data-bits="00000"]').focus();
  await page.keyboard.press('ArrowDown');
  const second = counts['00001'] ?? 0;
  await expect
    .poll(() => page.locator('.chart-reading').textContent())
    .toContain(`00001: ${second} of 1\u2009024 shots`);
  await page.locator('tr[data-bits="11111"]').hover();
  await expect.poll(() => page.locator('.chart-reading').textContent()).toContain(`11111: ${counts['11111']} of`);
  expect(await panel.storedState()).toMatchObject({ result: { countsOrder: 'weight', counts: { most: '64' } } });
  await panel.close();
});

test('outcomes are filtered by bits of registers and by weight; what is no filter says why', async () => {
  const panel = await openResult(registersRun());
  const { page } = panel;
  const bits = page.getByRole('textbox', { name: 'Filter by bits' });
  const weight = page.getByRole('textbox', { name: 'Filter by Hamming weight' });
  await bits.fill('c=*0');
  await expect.poll(() => bitsOf(panel)).toEqual(['11 000', '00 000', '11 100', '00 010', '01 000', '10 000']);
  await weight.fill('1');
  await expect.poll(() => bitsOf(panel)).toEqual(['00 010', '01 000', '10 000']);
  await page.getByText('3 outcomes with 1.5\u00a0% of 1\u2009000 shots').waitFor();
  await bits.fill('e=1');
  await page.getByText('There is no register e among pair, c.').waitFor();
  await bits.fill('pair=10');
  await weight.fill('5');
  await page.getByText('No outcome matches.').waitFor();
  await panel.close();
});

test('registers and bits are added up, expected shares with them', async () => {
  const panel = await openResult(registersRun());
  const { page } = panel;
  await page.getByText('All bits').click();
  await page.getByRole('checkbox', { name: 'c', exact: true }).click();
  await expect.poll(() => bitsOf(panel)).toEqual(['11', '00', '01', '10']);
  const row = (bits: string) => page.locator(`tr[data-bits="${bits}"] .number`).allTextContents();
  expect(await row('11')).toEqual(['504', '50.4\u00a0%', '49.0\u00a0%']);
  await page.getByText('2 of 5 bits, the others added up').waitFor();
  await page.getByRole('checkbox', { name: 'pair[1]' }).click();
  await expect.poll(() => bitsOf(panel)).toEqual(['1', '0']);
  // The last bit stays.
  await page.getByRole('checkbox', { name: 'pair[0]' }).click();
  expect(await page.getByRole('checkbox', { name: 'pair[0]' }).isChecked()).toBe(true);
  expect(await bitsOf(panel)).toEqual(['1', '0']);
  await panel.close();
});

test('what was expected is laid over the counts, with its distance and what shots alone make of it', async () => {
  const panel = await openResult(registersRun());
  const { page } = panel;
  expect(await page.locator('.expected-mark').count()).toBe(3);
  // ½ (|.46 − .49| + |.48 − .49| + .02 + .021 + .009 + .006 + .024)
  await page.getByText('Total variation distance 0.060, of which shots alone make about 0.').waitFor();
  await page.locator('tr[data-bits="11 000"]').hover();
  await expect
    .poll(() => page.locator('.chart-reading').textContent())
    .toMatch(/^11 000: 480 of 1\u2009000 shots, 48\.0\u00a0% .*; expected 49\.0\u00a0%$/);
  await choose(panel, 'Laid over', 'Nothing laid over');
  await expect.poll(() => page.locator('.expected-mark').count()).toBe(0);
  await panel.close();
});

test('the counts of another run of the same file are asked for and laid over', async () => {
  const panel = await openResult(registersRun());
  const { page } = panel;
  const { createdAt, file, kind, name, state } = registersRun();
  const other = { id: 'other', kind, name, file, state, createdAt, backend: 'fez' };
  const runs = [other, { ...other, id: 'elsewhere', file: 'another.qasm' }];
  await panel.receive({ type: 'history', runs, total: 2 });
  const laidOver = page.getByRole('combobox', { name: 'Laid over' });
  expect(await laidOver.locator('option').allTextContents()).toEqual([
    'Nothing laid over',
    'Expected, without noise',
    'noisy-pair on fez, 22 Nov 2025, 11:59:30',
  ]);
  await chooseOption(laidOver, 'on fez');
  await expect.poll(async () => (await panel.sent()).at(-1)).toEqual({ type: 'read-counts', id: 'other' });
  await panel.receive({ type: 'counts-of-run', id: 'other', name: 'on fez', counts: { '00 000': 30, '01 111': 10 } });
  await expect.poll(() => page.locator('.expected-mark').count()).toBe(2);
  await page.getByText('Total variation distance 0.540').waitFor();
  await panel.receive({ type: 'counts-of-run', id: 'other', name: 'on fez', counts: { '00': 30 } });
  await page.getByText('That run measured other bits, or nothing.').waitFor();
  await panel.close();
});

test('shots are listed in order, and filtered as outcomes are', async () => {
  const panel = await openResult(registersRun());
  const { page } = panel;
  await choose(panel, 'What is listed', 'Shots in order');
  const order = registersRun().result?.shotOrder;
  const all = order?.places.map((place, index) => `${index + 1}${order.outcomes[place]}`) ?? [];
  const list = page.getByRole('region', { name: '1\u2009000 shots' }).locator('li');
  await expect.poll(() => list.first().textContent()).toBe(all[0]);
  expect(await list.count()).toBeLessThan(100);
  await page.getByRole('textbox', { name: 'Filter by bits' }).fill('01*');
  const filtered = all.filter((text) => text.includes('01 '));
  await expect.poll(() => page.locator('.shot-list li').allTextContents()).toEqual(filtered);
  await panel.close();
});

test('thousands of outcomes are scrolled through by keyboard, a few in the page at a time', async () => {
  const panel = await openResult(wideRun());
  const { page } = panel;
  await choose(panel, 'How many outcomes', 'All');
  await choose(panel, 'Order of outcomes', 'By bits');
  await expect.poll(() => page.locator('tr[data-bits="000000000000"]').count()).toBe(1);
  expect(await page.locator('tr[data-bits]').count()).toBeLessThan(80);
  await page.locator('tr[data-bits="000000000000"]').focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-bits'));
  await page.keyboard.press('End');
  await expect.poll(focused).toBe('111111111111');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toBe('111111111110');
  expect(await page.locator('tr[data-bits="111111111110"]').getAttribute('aria-rowindex')).toBe('4096');
  await page.keyboard.press('Home');
  await expect.poll(focused).toBe('000000000000');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('counts of a table are those of all test rows, of one of them beside all, or of a repeat', async () => {
  const panel = await openResult(rowCountsRun());
  const { page } = panel;
  const chart = page.getByRole('region', { name: 'Counts' });
  const countOf = (bits: string) => chart.locator(`tr[data-bits="${bits}"] td.number`).first().textContent();
  const note = () => chart.locator('.section-note').textContent();
  expect(await note()).toBe('8 test rows: 800 shots, 4 outcomes');
  const row = page.getByRole('textbox', { name: 'Row of the table' });
  await row.fill('5');
  await expect.poll(() => countOf('11')).toBe('161');
  expect(await note()).toBe('row 5, 2 repeats: 200 shots, 2 outcomes');
  await choose(panel, 'Repeat of the counts', 'Repeat 2');
  await expect.poll(() => countOf('11')).toBe('81');
  await choose(panel, 'Laid over', 'All rows together');
  await chart.getByText(/^Total variation distance 0\.\d{3}/).waitFor();
  expect(await chart.locator('.expected-share').first().textContent()).toBe('27.8\u00a0%');
  await page.getByRole('button', { name: 'Next test row' }).click();
  await expect.poll(note).toBe('row 9, repeat 2: 100 shots, 4 outcomes');
  await row.fill('7');
  await chart.getByText('Row 7 was not among the test rows. The nearest that were are 5 and 9.').waitFor();
  await panel.close();
});
