import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { packRuns } from '#core/protocol/runColumns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { openBarePanel } from './barePanel.ts';
import { writeManyRuns } from './manyRuns.ts';
import { bundlePanel } from './ourPanel.ts';

const usage = `node bench/panels/history.ts [--runs 100000]

Times the run history with many runs: the store as the extension host asks it, and the table in Chromium. CHROMIUM_PATH
names the browser. Takes about two minutes.
`;

/** As client/panels/historyTab.ts sends them. */
const firstPart = 200;
const furtherPart = 4000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-history-'));
  try {
    const count = Number(values.runs);
    await writeManyRuns(folder, count);
    const rows: [string, number][] = [];
    const parts = await timeStore(folder, rows);
    await timePage(parts, count, rows, folder);
    for (const [what, milliseconds] of rows)
      process.stdout.write(`${what.padEnd(72)} ${milliseconds.toFixed(1).padStart(8)} ms\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Parts = readonly Extract<HostMessage, { type: 'history' | 'older-runs' }>[];

async function timeStore(folder: string, rows: [string, number][]): Promise<Parts> {
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const value = await work();
    rows.push([`store: ${what}`, performance.now() - begin]);
    return value;
  };
  const store = await timed('open', async () => await openRunStore(folder, systemClock));
  try {
    const { revision, total } = await timed('revision and count', () => store.changes(Number.MAX_SAFE_INTEGER));
    const first = await timed(`the newest ${firstPart}`, () => store.list({ limit: firstPart }));
    const parts: Parts[number][] = [{ type: 'history', runs: [...first], total }];
    const begin = performance.now();
    let longest = 0;
    for (let before = first.at(-1)?.id; before !== undefined; ) {
      const start = performance.now();
      const runs = await store.list({ before, limit: furtherPart });
      longest = Math.max(longest, performance.now() - start);
      before = runs.length === furtherPart ? runs.at(-1)?.id : undefined;
      parts.push({ type: 'older-runs', columns: packRuns(runs), total, isLast: before === undefined });
    }
    rows.push(['store: all others, in parts', performance.now() - begin]);
    rows.push(['store: the longest part, which blocks the extension host', longest]);
    await timed('note on one run', () => store.annotate(first[5]?.id ?? '', { note: 'changed' }));
    await timed('what has changed since', () => store.changes(revision));
    await timed('values of all runs, in parts', () => allValues(store));
    return parts;
  } finally {
    store.close();
  }
}

async function allValues(store: RunStore): Promise<void> {
  for (let before: string | undefined; ; ) {
    const { next } = await store.values(2000, before);
    if (next === undefined) return;
    before = next;
  }
}

async function timePage(parts: Parts, count: number, rows: [string, number][], folder: string): Promise<void> {
  await bundlePanel(folder);
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  try {
    const page = await openBarePanel(browser, folder, { width: 1240 });
    await page.evaluate(() => window.postMessage({ type: 'show-tab', tab: 'history' }, '*'));
    rows.push(['page: the newest runs, from the message to the painted rows', await timeMessage(page, parts[0])]);
    let longest = 0;
    const begin = performance.now();
    for (const part of parts.slice(1)) longest = Math.max(longest, await timeMessage(page, part));
    rows.push(['page: all others, with what the browser’s driver takes', performance.now() - begin]);
    rows.push(['page: the longest of these parts', longest]);
    await page.getByText(`${count.toLocaleString('en').replaceAll(',', '\u2009')} runs`, { exact: true }).waitFor();
    for (const column of ['Metric', 'Name', 'Duration'])
      rows.push([`page: sort by ${column}`, await timeInPage(page, 'click', `.header-button[title^="${column}"]`)]);
    rows.push(['page: filter by words, the first time', await timeInPage(page, 'ionq', 'vscode-text-field')]);
    rows.push(['page: filter by other words', await timeInPage(page, 'ionq kernel', 'vscode-text-field')]);
    rows.push(['page: all of them again', await timeInPage(page, '', 'vscode-text-field')]);
    for (const [what, selector, value] of [
      ['groups by name', '[aria-label="Groups of runs"]', 'name'],
      ['lines across parallel axes', '[aria-label="View of runs"]', 'parallel'],
      ['points of the scatter plot', '[aria-label="View of runs"]', 'scatter'],
    ] as const)
      rows.push([`page: ${what}`, await timeInPage(page, value, selector, 'change')]);
  } finally {
    await browser.close();
  }
}

/** From a message to the frame after the rows are there. */
async function timeMessage(page: Page, message: HostMessage | undefined): Promise<number> {
  return await page.evaluate(async (text) => {
    const received: unknown = JSON.parse(text);
    const begin = performance.now();
    const answered = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    window.postMessage(received, '*');
    await answered;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  }, JSON.stringify(message));
}

/** From a click on, or words typed into, an element to the frame after. */
async function timeInPage(page: Page, action: string, selector: string, event = 'input'): Promise<number> {
  return await page.evaluate(
    async ([does, where, happens]) => {
      const element = document.querySelector(where);
      if (element === null) throw new Error(`There is no ${where}.`);
      const begin = performance.now();
      if (does === 'click') element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      else {
        Object.assign(element, { value: does });
        element.dispatchEvent(new Event(happens, { bubbles: true }));
      }
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - begin;
    },
    [action, selector, event] as const,
  );
}

await main();
