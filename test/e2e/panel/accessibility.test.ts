import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/accessibility.ts';
import { fixtureNow } from '#test/support/fixtures/runRecords.ts';
import { walkByKeyboard } from '#test/support/keyboardWalk.ts';
import { obstructedControls } from '#test/support/obstructedControls.ts';
import { type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { panelViews } from '#test/support/panelViews/panelViews.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';
import { highContrastDark } from '#test/support/themes/highContrastDark.ts';
import { highContrastLight } from '#test/support/themes/highContrastLight.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';
import { unseenMarks } from '#test/support/unseenMarks.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

/** A view of every tab. */
const everyTab = ['circuit', 'pipeline', 'plan', 'result', 'history', 'scorecard-vendors', 'rollout'] as const;

test('the tab key reaches every control of every tab, and shows where it is', { timeout: 120_000 }, async () => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1080, height: 860 });
  for (const name of [
    ...everyTab,
    'circuit-state',
    'result-learning',
    'history-filters',
    'history-run-again',
  ] as const) {
    await panelViews[name](panel);
    expect(await walkByKeyboard(panel.page), name).toEqual({ missed: [], unseen: [] });
  }
  for (const theme of [darkModern, highContrastDark, highContrastLight]) {
    await panel.dress(theme);
    for (const name of ['circuit', 'result', 'history'] as const) {
      await panelViews[name](panel);
      expect(await walkByKeyboard(panel.page), `${name} in ${theme.name}`).toEqual({ missed: [], unseen: [] });
    }
  }
  await panel.close();
});

test('menus of charts, and the editor of tags and notes, break no rule of accessibility', {
  timeout: 120_000,
}, async () => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width: 1080, height: 860 });
  const { page } = panel;
  await panelViews['result-regression'](panel);
  for (const chart of ['Comparison', 'Predictions', 'Quantum kernel']) {
    await page.getByRole('button', { name: `Save ${chart}` }).click();
    await page.getByRole('menu').waitFor();
    expect(await seriousFindings(page), chart).toEqual([]);
    await page.keyboard.press('Escape');
  }
  // Of one run a note, of several the tags that any of them has.
  for (const [view, field] of [
    ['history', 'Note'],
    ['history-tools', 'New tag'],
  ] as const) {
    await panelViews[view](panel);
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: field }).waitFor();
    expect(await seriousFindings(page), view).toEqual([]);
  }
  await panel.close();
});

test('with forced colours everything stays visible', async () => {
  const panel = await browser.open({ theme: highContrastDark, now: fixtureNow, forcedColors: true });
  for (const name of [
    ...everyTab,
    'circuit-gates',
    'circuit-state',
    'result-fallback',
    'result-learning',
    'result-regression',
  ] as const) {
    await panelViews[name](panel);
    expect(await unseenMarks(panel.page), name).toEqual([]);
    await panel.screenshot(`forced-colours-${name}`);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

// What is twice as large has half the place, in both directions.
test.each([
  { size: 'a panel of 420 × 860 pixels', width: 210, height: 430 },
  { size: 'a panel of 900 × 700 pixels', width: 450, height: 350 },
])('at 200 % nothing of $size is lost or covered', { timeout: 120_000 }, async ({ width, height }) => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width, height });
  for (const name of [...everyTab, 'circuit-gates', 'circuit-state', 'history-filters', 'history-tools'] as const) {
    await panelViews[name](panel);
    await panel.screenshot(`zoomed-${width}-${name}`);
    expect(await obstructedControls(panel.page), name).toEqual([]);
  }
  await panel.close();
});

test('letters twice as large cover and cut off nothing', { timeout: 120_000 }, async () => {
  const large = { ...lightModern, variables: { ...lightModern.variables, '--vscode-font-size': '26px' } };
  const panel = await browser.open({ theme: large, now: fixtureNow, width: 900, height: 800 });
  for (const name of [...everyTab, 'circuit-state', 'history-filters'] as const) {
    await panelViews[name](panel);
    await panel.screenshot(`large-letters-${name}`);
    expect(await obstructedControls(panel.page), name).toEqual([]);
  }
  await panel.close();
});

test('nothing moves for those who want it so', async () => {
  const panel = await browser.open({ theme: darkModern, reducedMotion: true });
  const moving = () =>
    panel.page.evaluate(() => {
      const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
      return (
        roots
          .flatMap((root) => root.getAnimations())
          .filter((animation) => animation.playState === 'running')
          .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition'))
          // It only waits.
          .filter((name) => name !== 'appear')
      );
    });
  expect(await panel.page.getByRole('progressbar').count()).toBe(1);
  expect(await moving()).toEqual([]);
  for (const name of ['result-running', 'pipeline', 'circuit-state', 'history-run-again'] as const) {
    await panelViews[name](panel);
    expect(await moving(), name).toEqual([]);
  }
  await panel.close();
  const free = await browser.open({ theme: darkModern });
  await panelViews['result-running'](free);
  expect(await free.page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
  await free.close();
});

test('what changed by itself is said', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow });
  const { page } = panel;
  await panelViews['result-running'](panel);
  const said = page.getByRole('status').filter({ hasText: /Running|Succeeded/ });
  const before = await said.elementHandle();
  await panelViews.result(panel);
  expect(await said.textContent()).toBe('Succeeded');
  // A region that came with its text would not be read out.
  expect(await page.evaluate((element) => element?.isConnected, before)).toBe(true);

  await panelViews.history(panel);
  const count = page.getByRole('status').filter({ hasText: /runs$/ });
  const counted = await count.elementHandle();
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('maxcut');
  await expect.poll(() => count.textContent()).toMatch(/^\d+ of 240 runs$/);
  expect(await page.evaluate((element) => element?.isConnected, counted)).toBe(true);
  await panel.close();
});

test('sliders, maps and dividers have the keys of their kind', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, width: 1080, height: 860 });
  const { page } = panel;
  const valuesAfter = async (keys: readonly string[]) => {
    const values: number[] = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      values.push(await page.evaluate(() => Number(document.activeElement?.getAttribute('aria-valuenow'))));
    }
    return values;
  };
  await panelViews['result-energy'](panel);
  await page.getByRole('slider', { name: 'Energy by iteration' }).focus();
  expect(await valuesAfter(['Home', 'ArrowRight', 'PageUp', 'End', 'ArrowLeft', 'PageDown'])).toEqual([
    ...[1, 2, 6, 40, 39, 35],
  ]);

  await panelViews['circuit-state'](panel);
  const divider = page.getByRole('separator', { name: 'Height of the State' });
  await divider.focus();
  expect(await valuesAfter(['Home', 'ArrowUp', 'PageUp', 'End', 'ArrowDown', 'PageDown'])).toEqual([
    ...[20, 25, 45, 85, 80, 60],
  ]);

  await panelViews['result-learning'](panel);
  await page.getByRole('application', { name: /^Kernel of/ }).focus();
  const pair = async (key: string) => {
    await page.keyboard.press(key);
    return page.locator('.kernel-map + figcaption .chart-reading').textContent();
  };
  expect(await pair('Control+End')).toMatch(/row 42, with .*row 42: 1\.000$/);
  expect(await pair('Home')).toMatch(/row 42, with .*row 1: /);
  expect(await pair('PageUp')).toMatch(/row 32, with .*row 1: /);
  expect(await pair('Control+Home')).toMatch(/row 1, with .*row 1: 1\.000$/);
  await panel.close();
});
