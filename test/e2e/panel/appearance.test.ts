import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/accessibility.ts';
import { keepDocumentImage } from '#test/support/documentImage.ts';
import { fixtureNow } from '#test/support/fixtures/runRecords.ts';
import { type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { type PanelViewName, panelViews } from '#test/support/panelViews/panelViews.ts';
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

/** In the first of them all rules of accessibility are examined, in the others those that depend on colours. */
const themes = [darkModern, lightModern, highContrastDark, highContrastLight];
const usual = 1080;

/** The views whose pictures the documents show. */
const inDocuments: readonly PanelViewName[] = [
  ...(['circuit-state', 'pipeline', 'plan', 'result-fallback', 'result-learning', 'history-comparison'] as const),
  ...(['comparison-circuits', 'scorecard', 'rollout'] as const),
];

const viewNames = Object.keys(panelViews) as PanelViewName[];

/** Returns when nothing is wider than the panel, which it is not for long after the panel has become narrower. */
async function nothingReachesOut(page: Page, where: string): Promise<void> {
  try {
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
  } catch (thrown) {
    throw new Error(`Something is wider than the panel: ${where}`, { cause: thrown });
  }
}

// Each opens once and changes its theme as the editor does: opening takes several times as long as all there is to look at.
test.concurrent.for(viewNames)(
  '%s breaks no rule of accessibility and none of the policy in any theme',
  async (name) => {
    const panel = await browser.open({ theme: darkModern, now: fixtureNow, width: usual, height: 860 });
    await panelViews[name](panel);
    // The glyphs in a drawing are its pictures of operations, not labels to be spoken as they are written.
    const exceptions = name.startsWith('circuit') ? ['label-content-name-mismatch'] : [];
    for (const width of [usual, 420, 1400]) {
      await panel.page.setViewportSize({ width, height: 860 });
      for (const theme of themes) {
        await panel.dress(theme);
        const where = `${theme.name} at ${width} pixels`;
        await nothingReachesOut(panel.page, where);
        const kind = theme.kind.replace('vscode-', '');
        const picture = await panel.screenshot(width === usual ? `${kind}-${name}` : `${kind}-${name}-${width}`);
        if (width !== usual) continue;
        const rules = theme === darkModern ? 'all' : 'colours';
        expect(await seriousFindings(panel.page, exceptions, rules), where).toEqual([]);
        expect(await unseenMarks(panel.page), where).toEqual([]);
        if (theme === darkModern && inDocuments.includes(name)) await keepDocumentImage(picture, `panel-${name}`);
      }
    }
    expect(await panel.problems()).toEqual([]);
    await panel.close();
  },
);

test('empty views say what to do, accessibly', async () => {
  const panel = await browser.open({ theme: darkModern });
  await panel.receive({ type: 'circuit', view: { kind: 'none' } });
  await panel.receive({ type: 'pipeline', view: { kind: 'none' } });
  await panel.receive({ type: 'plan', view: { kind: 'none' } });
  await panel.receive({ type: 'result', view: { kind: 'none' } });
  await panel.receive({ type: 'history', runs: [], total: 0 });
  await panel.receive({ type: 'scorecard', view: { kind: 'none' } });
  await panel.receive({ type: 'rollout', view: { kind: 'none' } });
  const sentences = {
    circuit: 'Open an OpenQASM file',
    pipeline: 'follow your edits and runs',
    plan: 'before anything is sent',
    result: 'Run a pipeline or simulate a circuit',
    history: 'every run is kept here',
    scorecard: 'with a scorecard block',
    rollout: 'with a rollout block',
  } as const;
  for (const tab of ['circuit', 'pipeline', 'plan', 'result', 'history', 'scorecard', 'rollout'] as const) {
    await panel.receive({ type: 'show-tab', tab });
    await panel.page.getByText(sentences[tab]).waitFor();
    expect(await seriousFindings(panel.page)).toEqual([]);
    await panel.screenshot(`dark-empty-${tab}`);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test.each([380, 620])('at a width of %i pixels nothing reaches out of the panel', async (width) => {
  const panel = await browser.open({ theme: lightModern, now: fixtureNow, width, height: 700 });
  for (const name of [
    'circuit',
    'circuit-gates',
    'pipeline',
    'plan',
    'result',
    'result-fallback',
    'result-counts',
    'result-registers',
    'result-learning',
    'result-energy',
    'history',
    'scorecard',
    'rollout',
  ] as const) {
    await panelViews[name](panel);
    const overflow = await panel.page.evaluate(() => {
      const scrolled = document.querySelector('.result, .history-grid, .pipeline, .circuit > .toolbar');
      return (scrolled?.scrollWidth ?? 0) - (scrolled?.clientWidth ?? 0);
    });
    expect(overflow, name).toBeLessThanOrEqual(0);
    await panel.screenshot(`narrow-${width}-${name}`);
  }
  await panel.close();
});

test('what is painted takes the colours of another theme, as what is styled does', async () => {
  const painted = (page: Page) => page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const light = await browser.open({ theme: lightModern, now: fixtureNow });
  await panelViews['history-scatter'](light);
  const expected = await painted(light.page);
  const panel = await browser.open({ theme: darkModern, now: fixtureNow });
  await panelViews['history-scatter'](panel);
  expect(await painted(panel.page)).not.toBe(expected);
  await panel.dress(lightModern);
  await expect.poll(() => painted(panel.page)).toBe(expected);
  await light.close();
  await panel.close();
});
