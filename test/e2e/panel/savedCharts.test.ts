import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChartFile } from '#core/protocol/chartFile.ts';
import { circuitRun, kernelRun } from '#test/support/fixtures/runRecords.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { openResult } from '#test/support/resultPanel.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const charts = [
  ...['Comparison', 'Training', 'Repeats', 'Receiver operating characteristic', 'Confusion matrix'],
  ...['Quantum kernel', 'Steps'],
];

/** Chooses an entry of a chart's menu, and what the panel then hands to the host. */
async function saved(panel: OpenPanel, chart: string, entry: string): Promise<ChartFile> {
  const before = (await panel.sent()).length;
  await panel.page.getByRole('button', { name: `Save ${chart}` }).click();
  await panel.page.getByRole('menuitem', { name: entry }).click();
  await expect.poll(async () => (await panel.sent()).length).toBe(before + 1);
  const message = (await panel.sent()).at(-1);
  if (message?.type !== 'save-chart') throw new Error('The panel saved no chart.');
  return message.file;
}

test('the data of every chart are saved as CSV and as JSON that say the same', async () => {
  const panel = await openResult(browser, kernelRun());
  for (const chart of charts) {
    const csv = await saved(panel, chart, 'Save Data as CSV…');
    const json = await saved(panel, chart, 'Save Data as JSON…');
    expect(csv).toMatchObject({ format: 'csv', name: `iris-kernel ${chart.toLowerCase()}` });
    const rows: Record<string, string>[] = parse(csv.content, { columns: true });
    const objects: Record<string, unknown>[] = JSON.parse(json.content);
    expect(rows.length).toBeGreaterThan(3);
    const texts = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, text]) => text !== '')));
    expect(texts).toEqual(
      objects.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)]))),
    );
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('the picture of every chart stands alone, in the colours of the theme', async () => {
  const panel = await openResult(browser, kernelRun());
  const ground = darkModern.variables['--vscode-editor-background'];
  for (const chart of charts) {
    const { content, format } = await saved(panel, chart, 'Save Picture as SVG…');
    expect(format).toBe('svg');
    const facts = await panel.page.evaluate((text) => {
      const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        root: picture.documentElement.tagName,
        title: picture.querySelector('title')?.textContent,
        ground: picture.querySelector('rect')?.getAttribute('fill'),
        texts: [...picture.querySelectorAll('text')].map((place) => place.textContent),
      };
    }, content);
    expect(facts).toMatchObject({ root: 'svg', title: `${chart}: iris-kernel`, ground: ground?.toLowerCase() });
    expect(facts.texts.length).toBeGreaterThan(3);
    // Nothing of the page it came from: no style sheets, no functions of colours, nothing that is fetched.
    expect(content).not.toMatch(/class=|var\(|color-mix|url\(|href|<script|<foreignObject/);
  }
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a picture is painted as it is drawn', async () => {
  const panel = await openResult(browser, circuitRun());
  const svg = await saved(panel, 'Counts', 'Save Picture as SVG…');
  const png = await saved(panel, 'Counts', 'Save Picture as PNG…');
  expect(Buffer.from(png.content, 'base64').subarray(0, 8)).toEqual(
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  );
  const painted = await panel.page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const dots = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    const colours = new Set<number>();
    for (let dot = 0; dot < dots.length; dot += 4) {
      colours.add(((dots[dot] ?? 0) << 16) | ((dots[dot + 1] ?? 0) << 8) | (dots[dot + 2] ?? 0));
    }
    return { width: canvas.width, height: canvas.height, colours: colours.size };
  }, png.content);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg.content) ?? [];
  expect(painted).toMatchObject({ width: 2 * Number(width), height: 2 * Number(height) });
  expect(painted.colours).toBeGreaterThan(20);
  await panel.close();
});

test('the menu of a chart is used by keyboard alone', async () => {
  const panel = await openResult(browser, circuitRun());
  const { page } = panel;
  const button = page.getByRole('button', { name: 'Save Counts' });
  await button.focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused).toBe('Save Data as CSV…');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('Save Picture as PNG…');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Save Data as JSON…');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menu').count()).toBe(0);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await panel.sent()).at(-1)?.type).toBe('save-chart');
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await panel.close();
});
