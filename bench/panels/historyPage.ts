import type { Browser, Page } from 'playwright-core';
import { unpackRuns } from '#core/protocol/packedRuns.ts';
import type { RunRow } from '#core/protocol/runColumns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { openBarePanel } from './barePanel.ts';
import { measureMemory } from './inPage.ts';

/** What is done in every table, in this order. */
export const gestures = [
  'all rows there',
  'sort by metric',
  'sort by name',
  'sort by duration',
  'filter by a word',
  'filter by another word',
  'all rows again',
  'a row changes',
] as const;
export type Gesture = (typeof gestures)[number];

/** Milliseconds by gesture, until the frame after; and of ours what the others do not do. */
export interface MeasuredTable {
  readonly times: ReadonlyMap<string, number>;
  readonly megabytes: number;
}

const text = 'vscode-text-field';
const header = (label: string) => `.header-button[title^="${label}"]`;

/** The History tab in a page, given the messages of the extension host. */
export async function measurePanel(
  browser: Browser,
  folder: string,
  messages: readonly string[],
): Promise<MeasuredTable> {
  const page = await openBarePanel(browser, folder, { width: 1240 });
  const times = new Map<string, number>();
  await page.evaluate(() => window.postMessage({ type: 'show-tab', tab: 'history' }, '*'));
  const [first = '', ...others] = messages;
  times.set('the newest rows, from the message on', await timeMessage(page, first));
  const parts: number[] = [];
  for (const message of others) parts.push(await timeMessage(page, message));
  times.set(
    'all rows there',
    parts.reduce((sum, time) => sum + time, 0),
  );
  times.set('the longest of these parts', Math.max(0, ...parts));
  const { megabytes } = await measureMemory(page);
  for (const label of ['Metric', 'Name', 'Duration'])
    times.set(`sort by ${label.toLowerCase()}`, await timeGesture(page, 'click', header(label)));
  times.set('filter by a word', await timeGesture(page, 'ionq', text));
  times.set('filter by another word', await timeGesture(page, 'kernel', text));
  times.set('all rows again', await timeGesture(page, '', text));
  const parsed: HostMessage = JSON.parse(first);
  const [run] = parsed.type === 'history' ? parsed.runs : [];
  const total = parsed.type === 'history' ? parsed.total : 0;
  const changed = { type: 'history', part: 'changes', runs: run === undefined ? [] : [{ ...run, note: 'new' }], total };
  times.set('a row changes', await timeMessage(page, JSON.stringify(changed)));
  for (const [what, selector, value] of [
    ['groups by name', '[aria-label="Groups of runs"]', 'name'],
    ['lines across parallel axes', '[aria-label="View of runs"]', 'parallel'],
    ['points of the scatter plot', '[aria-label="View of runs"]', 'scatter'],
  ] as const)
    times.set(what, await timeGesture(page, value, selector, 'change'));
  await page.close();
  return { times, megabytes };
}

/** Another table in a page, given plain rows of the same runs. */
export async function measureGrid(
  browser: Browser,
  script: string,
  messages: readonly string[],
): Promise<MeasuredTable> {
  const page = await browser.newPage({ viewport: { width: 1240, height: 800 } });
  await page.setContent('<!doctype html><body><div id="grid" style="height: 780px"></div></body>');
  await page.addScriptTag({ content: script });
  await page.evaluate(
    (rows) => {
      window.gridRows = JSON.parse(rows);
    },
    JSON.stringify(messages.flatMap(rowsOf).map(plainRow)),
  );
  const times = new Map<string, number>();
  const time = async (gesture: Gesture, ...action: readonly string[]) =>
    void times.set(gesture, await timeCall(page, action));
  await time('all rows there', 'load');
  const { megabytes } = await measureMemory(page);
  await time('sort by metric', 'sort', 'metric', 'desc');
  await time('sort by name', 'sort', 'name', 'asc');
  await time('sort by duration', 'sort', 'duration', 'desc');
  await time('filter by a word', 'filter', 'ionq');
  await time('filter by another word', 'filter', 'kernel');
  await time('all rows again', 'filter', '');
  await time('a row changes', 'change');
  await page.close();
  return { times, megabytes };
}

interface Grid {
  readonly load: (rows: readonly object[], place: Element | null) => void;
  readonly sort: (column: string, direction: string) => void;
  readonly filter: (text: string) => void;
  readonly change: (row: object) => void;
}

declare global {
  interface Window {
    grid?: Grid;
    gridRows?: object[];
  }
}

function rowsOf(message: string): readonly RunRow[] {
  const parsed: HostMessage = JSON.parse(message);
  if (parsed.type === 'history') return parsed.runs;
  return parsed.type === 'older-runs' ? unpackRuns(parsed.columns) : [];
}

function plainRow(run: RunRow): object {
  const { backend, cost, createdAt, endedAt = createdAt, id, name, primaryMetric, state, verdict } = run;
  const duration = endedAt - createdAt;
  return {
    id,
    state,
    name,
    metric: primaryMetric?.mean,
    verdict,
    backend,
    duration,
    cost: cost?.amount,
    created: createdAt,
  };
}

/** From a message to the frame after the rows are there. */
async function timeMessage(page: Page, message: string): Promise<number> {
  return await page.evaluate(async (given) => {
    const received: unknown = JSON.parse(given);
    const begin = performance.now();
    const answered = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    window.postMessage(received, '*');
    await answered;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  }, message);
}

/** From a click on, or words typed into, an element to the frame after. */
async function timeGesture(page: Page, action: string, selector: string, event = 'input'): Promise<number> {
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

async function timeCall(page: Page, action: readonly string[]): Promise<number> {
  return await page.evaluate(async ([does, one = '', other = '']) => {
    const { grid, gridRows = [] } = window;
    if (grid === undefined) throw new Error('The page has no grid.');
    const begin = performance.now();
    if (does === 'load') grid.load(gridRows, document.querySelector('#grid'));
    else if (does === 'sort') grid.sort(one, other);
    else if (does === 'filter') grid.filter(one);
    else grid.change({ ...gridRows[0], name: 'changed' });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  }, action);
}
