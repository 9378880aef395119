import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  comparedScorecardsFixture,
  planFixture,
  rolloutFixture,
  scorecardFixture,
  suiteAtWorkFixture,
  suitePlanFixture,
  suiteResultFixture,
} from '#test/support/fixtures/reportViews.ts';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
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
    'setup-minutes 60 ≥ 240 ≤ 30 0.86 entered by ada on 2025-11-20, reviewed by ml-lead Change…'.replaceAll(
      /\s+/g,
      ' ',
    ),
  );
  expect(cells.find((row) => row.startsWith('calibration-available'))).toContain('unknown');
  expect(cells.find((row) => row.startsWith('Backend access'))).toContain('Red flag: opaque wait times');
  expect(cells.find((row) => row.startsWith('Backend access'))).toContain('weight 25 %, owner platform-eng');
  expect((await page.getByRole('alert').allInnerTexts()).join(' ')).toContain('queue-p90-minutes is 262, red at 240');
  expect(await problems()).toEqual([]);
  await close();
});

test('the runs behind a measure and a criterion lead to their results', async () => {
  const panel = await opened('scorecard');
  const { page } = panel;
  await page.getByLabel('3 runs behind queue-p90-minutes').focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('list', { name: 'Runs behind queue-p90-minutes' })
    .getByRole('button', { name: 'Open run b' })
    .click();
  await panel.receive({ type: 'rollout', view: rolloutFixture() });
  await panel.receive({ type: 'show-tab', tab: 'rollout' });
  await page.getByLabel('1 run behind jobs.successRate').click();
  await page.getByRole('button', { name: 'Open run a' }).click();
  const asked = (await panel.sent()).filter(({ type }) => type === 'open-run');
  expect(asked).toEqual([
    { type: 'open-run', id: 'b' },
    { type: 'open-run', id: 'a' },
  ]);
  await panel.close();
});

test('scorecards stand side by side in the order that is chosen, and the others are opened from there', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, width: 900, height: 700 });
  await panel.receive({ type: 'scorecard', view: comparedScorecardsFixture() });
  await panel.receive({ type: 'show-tab', tab: 'scorecard' });
  const { page } = panel;
  const table = page.getByRole('region', { name: 'Scorecards side by side' });
  const heads = async () =>
    (await table.getByRole('columnheader').allInnerTexts()).map((text) => text.split('\n')[0]).slice(1);
  expect(await heads()).toEqual(['other-cloud', 'iris-vqc']);
  const flags = (await table.getByRole('row', { name: /^Red flags/ }).allInnerTexts()).join(' ');
  expect(flags.replaceAll(/\s+/g, ' ').trim()).toBe('Red flags none 1');
  await page.getByRole('combobox', { name: 'Order of the scorecards' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(heads).toEqual(['iris-vqc', 'other-cloud']);
  await table.getByRole('button', { name: 'Show the scorecard other-cloud' }).click();
  expect((await panel.sent()).at(-1)).toEqual({ type: 'open-scorecard', file: 'vendors/other.scorecard.yaml' });
  await panel.close();
});

test('a version to compare with is chosen by keyboard, and taken back', async () => {
  const panel = await opened('scorecard');
  const last = async () => (await panel.sent()).filter(({ type }) => type === 'compare-scorecard').at(-1);
  const list = panel.page.getByRole('combobox', { name: 'Compare version' });
  await list.focus();
  await panel.page.keyboard.press('ArrowUp');
  await expect.poll(last).toEqual({ type: 'compare-scorecard', version: '0.8' });
  await panel.page.keyboard.press('Home');
  await expect.poll(last).toEqual({ type: 'compare-scorecard' });
  // With another kept version instead of what is scored now.
  await panel.page.getByRole('combobox', { name: 'with version' }).focus();
  await panel.page.keyboard.press('ArrowDown');
  await expect.poll(last).toEqual({ type: 'compare-scorecard', version: '0.9', newer: '0.8' });
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
  expect(text).toMatch(/jobs\.successRate ≥ 0\.95 found 0\.91, 0\.04 too low in 1 run Not met/);
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
  const stages = on.page.getByRole('list', { name: 'What keeps it from Pilot' });
  const listed = await stages.getByRole('listitem').allInnerTexts();
  expect(listed).toEqual(rolloutFixture().report.next?.obstacles);
  expect(
    await on.page.locator('vscode-button', { hasText: 'Advance to Pilot…' }).getAttribute('disabled'),
  ).not.toBeNull();
  const open = rolloutFixture();
  const next = { stage: 'pilot' as const, obstacles: [] };
  await on.receive({ type: 'rollout', view: { ...open, report: { ...open.report, next } } });
  await on.page.getByText('Nothing keeps it from Pilot').waitFor();
  for (const [name, decision] of [
    ['Advance to Pilot…', 'advanced'],
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

test('a scorecard is kept, exported, entered and reviewed by keyboard', async () => {
  const panel = await opened('scorecard');
  const press = async (name: string) => {
    await panel.page.getByRole('button', { name, exact: true }).focus();
    await panel.page.keyboard.press('Enter');
  };
  await press('Keep Version…');
  await press('Export…');
  await press('Review export-formats…');
  await press('Change setup-minutes…');
  const actions = (await panel.sent()).filter(({ type }) => type !== 'ready');
  expect(actions).toEqual([
    { type: 'keep-scorecard' },
    { type: 'export-scorecard' },
    { type: 'enter-measure', measure: 'export-formats', what: 'review' },
    { type: 'enter-measure', measure: 'setup-minutes', what: 'value' },
  ]);
  // What is reviewed needs no review, and what comes from runs takes no value.
  expect(await panel.page.getByRole('button', { name: 'Review setup-minutes…' }).count()).toBe(0);
  expect(await panel.page.getByRole('button', { name: /cost-per-run/ }).count()).toBe(0);
  const kept = scorecardFixture();
  const report = { ...kept.report, versions: [...kept.report.versions, '1.0'] };
  await panel.receive({ type: 'scorecard', view: { ...kept, report } });
  await panel.page.getByText('Version 1.0 is kept and never changes.').waitFor();
  await panel.close();
});

test('a plan shows the arithmetic of every backend, what its budget says, and starts the run', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, width: 1080, height: 860 });
  const view = planFixture();
  await panel.receive({ type: 'plan', view });
  await panel.receive({ type: 'show-tab', tab: 'plan' });
  const { document } = view;
  await panel.page.getByRole('heading', { name: document.name }).waitFor();
  const shown = ((await panel.page.getByRole('region', { name: 'Plan' }).textContent()) ?? '').replaceAll(/\s+/g, ' ');
  const lines = document.backends.flatMap((backend) => backend.lines.map(({ limit, text }) => `${text}${limit}`));
  for (const sentence of [document.kind, ...document.facts, ...lines, ...view.warnings, document.closing])
    expect(shown).toContain(sentence.replaceAll(/\s+/g, ' '));
  const circuits = panel.page.getByRole('region', { name: 'Circuits on ionq-forte' }).getByRole('row');
  expect(await circuits.count()).toBe(5);
  await panel.page.getByRole('button', { name: 'Run' }).focus();
  await panel.page.keyboard.press('Enter');
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'run-planned' });
  expect(await panel.storedState()).toMatchObject({ tab: 'plan', planFile: 'iris.hybrid.yaml' });
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a plan of a circuit lists its gates and opens the circuit', async () => {
  const panel = await browser.open({ theme: darkModern });
  const { document } = planFixture();
  const gates = { columns: [{ title: 'gate', isNumber: false }], rows: [['h'], ['cx']] };
  const of = { kind: 'plan', of: 'circuit', file: 'bell.qasm' } as const;
  await panel.receive({ type: 'plan', view: { ...of, warnings: [], document: { ...document, contenders: gates } } });
  await panel.receive({ type: 'show-tab', tab: 'plan' });
  expect(await panel.page.getByRole('region', { name: 'Gates' }).getByRole('row').count()).toBe(3);
  expect(await panel.page.getByText('Contenders').count()).toBe(0);
  await panel.page.getByRole('button', { name: 'Open Circuit' }).click();
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'open-file', file: 'bell.qasm' });
  await panel.close();
});

test('a plan of a suite lists its runs, and says how they are started', async () => {
  const panel = await browser.open({ theme: darkModern });
  await panel.receive({ type: 'plan', view: { ...suitePlanFixture(), file: 'my suites/vendors.suite.yaml' } });
  await panel.receive({ type: 'show-tab', tab: 'plan' });
  const runs = panel.page.getByRole('region', { name: 'Runs' }).locator('tbody tr');
  expect(await runs.count()).toBe(5);
  const together = ['together', '', '', '12', '720', '72\u2009000', '12'];
  expect((await runs.last().locator('td').allTextContents()).slice(0, 7)).toEqual(together);
  expect(await panel.page.getByText("hybridq run 'my suites/vendors.suite.yaml'").count()).toBe(1);
  await panel.page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'run-planned' });
  await panel.page.getByRole('button', { name: 'Open Suite' }).click();
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'open-file', file: 'my suites/vendors.suite.yaml' });
  await panel.close();
});

test('a suite at work says how far each run is, is cancelled as a whole or by the run, and ends in a table', async () => {
  const panel = await browser.open({ theme: darkModern });
  const { page } = panel;
  await panel.receive({ type: 'plan', view: suiteAtWorkFixture() });
  await panel.receive({ type: 'show-tab', tab: 'plan' });
  await page.getByText('2 of 5 runs ended').waitFor();
  const runs = page.getByRole('list', { name: 'Runs of the suite' }).getByRole('listitem');
  expect(await runs.count()).toBe(5);
  expect(
    await page.getByRole('progressbar', { name: 'Progress of moons, ideal, seed 2' }).getAttribute('aria-valuenow'),
  ).toBe('31');
  await page.getByRole('button', { name: 'Cancel moons, ideal, seed 2' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'cancel-run', id: 'mi8q5z0b-91c2e1' });
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'cancel-planned' });

  await panel.receive({ type: 'plan', view: suiteResultFixture() });
  const results = page.getByRole('region', { name: 'Results' }).locator('tbody tr');
  expect(await results.first().locator('td').allTextContents()).toEqual([
    'moons.hybrid.yaml',
    'ideal',
    'simulator',
    '3/3',
    'accuracy 0.912 ± 0.014',
    '0/1/1',
    '41.0 s',
    '0',
  ]);
  await page.getByText('ring.hybrid.yaml, ideal: 1 run did not succeed. It is not there.').waitFor();
  await page.getByRole('button', { name: 'Compare Runs' }).click();
  const ids = ['mi8q5z0b-91c2e0', 'mi8q5z0b-91c2e1', 'mi8q5z0b-91c2e2', 'mi8q5z0b-91c2f4'];
  await panel.receive({ type: 'history', runs: historyFixture(1), total: 1 });
  await expect.poll(() => panel.sent()).toContainEqual({ type: 'compare-runs', ids });
  await panel.close();
});

test('every empty tab has a button for what fills it', async () => {
  const panel = await browser.open({ theme: darkModern });
  const buttons = [
    ['circuit', 'Show Circuit', 'show-circuit'],
    ['plan', 'Show Plan of Pipeline', 'plan-pipeline'],
    ['result', 'Run Pipeline', 'run-pipeline'],
    ['result', 'New Project…', 'new-project'],
    ['pipeline', 'Show Pipeline', 'show-pipeline'],
    ['scorecard', 'Show Scorecard', 'show-scorecard'],
    ['rollout', 'Show Rollout', 'show-rollout'],
  ] as const;
  for (const [tab, name, action] of buttons) {
    await panel.receive({ type: tab, view: { kind: 'none' } });
    await panel.receive({ type: 'show-tab', tab });
    await panel.page.getByRole('button', { name }).click();
    await expect.poll(() => panel.sent()).toContainEqual({ type: 'begin', action });
  }
  await panel.receive({ type: 'result', view: { kind: 'unavailable', id: 'a-b', reason: 'The store is damaged.' } });
  await panel.receive({ type: 'show-tab', tab: 'result' });
  await panel.page.getByText('The store is damaged.').waitFor();
  await panel.close();
});
