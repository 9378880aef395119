import { afterAll, beforeAll, expect, test } from 'vitest';
import { rolloutFixture, scorecardFixture } from '#test/support/fixtures/reportViews.ts';
import { fixtureNow } from '#test/support/fixtures/runRecords.ts';
import { type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

async function opened(tab: 'scorecard' | 'rollout', switchedOff?: string) {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, width: 1080, height: 860 });
  if (tab === 'scorecard') await panel.receive({ type: 'scorecard', view: scorecardFixture() });
  else await panel.receive({ type: 'rollout', view: rolloutFixture(switchedOff) });
  await panel.receive({ type: 'show-tab', tab });
  await panel.page.getByRole('heading', { name: 'iris-vqc' }).waitFor();
  return panel;
}

test('a scorecard shows every dimension and measure with value, limits, score and where it comes from', async () => {
  const { close, page, problems } = await opened('scorecard');
  const rows = await page.getByRole('region', { name: 'Dimensions and measures' }).getByRole('row').allInnerTexts();
  const cells = rows.map((row) => row.replaceAll(/\s+/g, ' ').trim());
  expect(cells).toContain(
    'setup-minutes 60 ≥ 240 ≤ 30 0.86 entered by ada on 2025-11-20, reviewed by ml-lead'.replaceAll(/\s+/g, ' '),
  );
  expect(cells.find((row) => row.startsWith('calibration-available'))).toContain('unknown');
  expect(cells.find((row) => row.startsWith('Backend access'))).toContain('Red flag: opaque wait times');
  expect(cells.find((row) => row.startsWith('Backend access'))).toContain('weight 25 %, owner platform-eng');
  expect((await page.getByRole('alert').allInnerTexts()).join(' ')).toContain('queue-p90-minutes is 262, red at 240');
  expect(await problems()).toEqual([]);
  await close();
});

test('a version to compare with is chosen by keyboard, and taken back', async () => {
  const panel = await opened('scorecard');
  const list = panel.page.getByRole('combobox', { name: 'Compare with version' });
  await list.focus();
  await panel.page.keyboard.press('ArrowUp');
  await expect
    .poll(async () => (await panel.sent()).filter(({ type }) => type === 'compare-scorecard'))
    .toEqual([{ type: 'compare-scorecard', version: '0.8' }]);
  await panel.page.keyboard.press('Home');
  await expect
    .poll(async () => (await panel.sent()).filter(({ type }) => type === 'compare-scorecard').at(-1))
    .toEqual({ type: 'compare-scorecard' });
  await panel.close();
});

test('changes say when more than values differ', async () => {
  const { close, page } = await opened('scorecard');
  await page.getByText('the totals do not measure the same').waitFor();
  const rows = await page.getByRole('region', { name: 'Changes', exact: true }).getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, ' ').trim())).toContain(
    'Backend access queue-p90-minutes value 44.5 262',
  );
  await close();
});

test('a rollout shows criteria that are met, not met and unknown, approvals, and a stage that was skipped', async () => {
  const { close, page, problems } = await opened('rollout');
  const stages = page.getByRole('list').filter({ has: page.getByRole('heading', { name: 'Proof of concept' }) });
  const current = stages.locator('[aria-current=step]');
  const text = (await current.allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/deltaToSimulation ≤ 0\.05 found 0\.021 in 3 runs Met/);
  expect(text).toMatch(/jobs\.successRate ≥ 0\.95 found 0\.91 in 1 run Not met/);
  expect(text).toMatch(/cost\.total ≤ 20 No run on hardware has ended yet\. Unknown/);
  expect(text).toContain('Evidence docs/device-review.md is missing');
  expect(text).toContain('Evidence run:0mwy274oa is there');
  expect(text).toContain('Approved by platform-lead');
  expect(text).toContain('Approval of finops is missing');
  expect((await stages.allInnerTexts()).join(' ')).toContain('Skipped: nothing shows that it was passed');
  const decisions = (await page.getByRole('list', { name: 'Decisions, the latest first' }).allInnerTexts()).join(' ');
  expect(decisions.indexOf('approved Hardware')).toBeLessThan(decisions.indexOf('advanced from Proof of concept'));
  expect(await problems()).toEqual([]);
  await close();
});

test('approving and the switch are reached by keyboard and ask the editor', async () => {
  const on = await opened('rollout');
  for (const [name, decision] of [
    ['Switch Off…', 'rolled-back'],
    ['Approve…', 'approved'],
  ] as const) {
    await on.page.getByRole('button', { name }).focus();
    await on.page.keyboard.press('Enter');
    await expect.poll(() => on.sent()).toContainEqual({ type: 'decide-rollout', decision });
  }
  await on.close();
  const off = await opened('rollout', 'rolled back by grace: drift');
  await off.page.getByText('Why: rolled back by grace: drift.').waitFor();
  await off.page.getByRole('button', { name: 'Switch On…' }).click();
  await expect.poll(() => off.sent()).toContainEqual({ type: 'decide-rollout', decision: 'restored' });
  await off.close();
});

test('a file without a scorecard says so and can be opened', async () => {
  const panel = await browser.open({ theme: darkModern });
  const reason = 'This pipeline has no scorecard. Add a scorecard block to iris.hybrid.yaml.';
  await panel.receive({ type: 'scorecard', view: { kind: 'unavailable', file: 'iris.hybrid.yaml', reason } });
  await panel.receive({ type: 'show-tab', tab: 'scorecard' });
  await panel.page.getByText(reason).waitFor();
  await panel.page.getByRole('button', { name: 'Open File' }).click();
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'open-file', file: 'iris.hybrid.yaml' });
  expect(await panel.storedState()).toMatchObject({ tab: 'scorecard', scorecardFile: 'iris.hybrid.yaml' });
  await panel.close();
});
