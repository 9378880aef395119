import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, errors, type FrameLocator, type Page } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { startEditorServer } from '#scripts/setUp/editorServer.ts';
import { spreadOf } from '../simulator/statistics.ts';
import type { Figure } from './historyStore.ts';
import { staticPageCommand, writeStaticPage } from './staticPage.ts';

const patience = 120_000;

const historyCommand = 'Hybrid Quantum: Show Run History';
/** Starts the extension and shows something else. */
const logCommand = 'Hybrid Quantum: Show Log';

/**
 * How long the editor takes from the key that picks the command until the frame after the first runs are in the panel,
 * with the built extension, in a folder that has a history; and what it takes for a panel whose page is nothing but a row.
 * @param folder with the history; holds nothing else
 */
export async function measureEditorOpening(folder: string, rounds: number): Promise<readonly Figure[]> {
  // An editor each: the first panel of a window takes it longer than others.
  const [floorFirst, floorAgain] = await inEditor(folder, writeStaticPage, async (page) => {
    await page.locator('.activitybar [aria-label*="Static Page"]').first().waitFor();
    return await measureOpening(page, staticPageCommand, rounds);
  });
  const shown: number[] = [];
  const [first, again] = await inEditor(
    folder,
    async () => projectRoot,
    async (page) => {
      // The window knows the commands of the extension when it shows its icon.
      await page.locator('.activitybar [aria-label*="Hybrid Quantum"]').first().waitFor();
      const opening = await measureOpening(page, historyCommand, rounds);
      for (let round = 0; round < rounds; round++) {
        await panelOf(page).getByRole('tab', { name: 'Circuit' }).click();
        await panelOf(page).getByRole('treegrid').waitFor({ state: 'hidden' });
        shown.push(await openPanel(page, historyCommand));
      }
      return opening;
    },
  );
  const started = await inEditor(
    folder,
    async () => projectRoot,
    async (page) => {
      await runCommand(page, logCommand);
      await page.locator('.part.panel').getByText('is active.').first().waitFor();
      return await openPanel(page, historyCommand);
    },
  );
  const median = `median of ${rounds}`;
  return [
    { what: 'first time, with the start of the extension', value: first, unit: 'ms' },
    {
      what: 'a static page, first time, with the start of an extension that does nothing else',
      value: floorFirst,
      unit: 'ms',
    },
    { what: 'first time, the extension started before', value: started, unit: 'ms' },
    { what: `again, in a new panel (${median})`, value: again, unit: 'ms' },
    { what: `a static page again, in a new panel (${median})`, value: floorAgain, unit: 'ms' },
    { what: 'ours in a new panel: the difference', value: again - floorAgain, unit: 'ms' },
    { what: `in the open panel, from another tab (${median})`, value: medianOf(shown), unit: 'ms' },
  ];
}

/** Opens a folder in an editor with one extension. */
async function inEditor<T>(
  folder: string,
  extension: (home: string) => Promise<string>,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'bench-editor-'));
  const server = await startEditorServer({ home, settings: {}, trusted: true, extensions: [await extension(home)] });
  const context = await chromium.launchPersistentContext(join(home, 'browser'), {
    executablePath: await chromiumPath(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: [...chromiumArguments],
  });
  try {
    await context.addInitScript(noteKey);
    await context.addInitScript(noteRow);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(patience);
    await page.goto(server.address(folder));
    return await work(page);
  } finally {
    await context.close();
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs in every frame before its own scripts: keeps when the frame came after the first that shows a row. The page itself
 * looks, as the driver hears of a row only between what the page does next.
 */
function noteRow(): void {
  const look = () => {
    const row = document.querySelector('[role="treegrid"] [role="row"][aria-rowindex="2"]');
    if (row === null) window.shownAt = undefined;
    else if (window.shownAt === undefined) {
      window.shownAt = Number.NaN;
      requestAnimationFrame(() =>
        requestAnimationFrame((time) => {
          window.shownAt = performance.timeOrigin + time;
        }),
      );
    }
  };
  if (window !== window.top) setInterval(look, 5);
}

/** Runs in every frame before its own scripts: keeps when a command was picked. */
function noteKey(): void {
  document.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Enter') window.pressedAt = performance.timeOrigin + performance.now();
    },
    true,
  );
}

async function runCommand(page: Page, command: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]').first();
  const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: command });
  for (;;) {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${command}`, { timeout: 5000 });
      await row.waitFor({ timeout: 5000 });
      break;
    } catch (thrown) {
      // A window that still starts closes the input, or does not know the command yet; a user asks again.
      if (!(thrown instanceof errors.TimeoutError)) throw thrown;
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Enter');
}

/** Opens a panel for the first time, then in a new panel each time. @returns the first, and the median of the others */
async function measureOpening(page: Page, command: string, rounds: number): Promise<readonly [number, number]> {
  const first = await openPanel(page, command);
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Older runs are still sent to it.
    await panelOf(page).getByText('the newest of').waitFor({ state: 'detached' });
    await closePanel(page);
    again.push(await openPanel(page, command));
  }
  return [first, medianOf(again)];
}

function medianOf(times: readonly number[]): number {
  return spreadOf(times)?.median ?? Number.NaN;
}

async function openPanel(page: Page, command: string): Promise<number> {
  await runCommand(page, command);
  await panelOf(page).locator('[role="treegrid"] [role="row"][aria-rowindex="2"]').waitFor();
  const shown = await panelOf(page)
    .locator('body')
    .evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (!Number.isFinite(window.shownAt)) requestAnimationFrame(look);
            else resolve(window.shownAt ?? Number.NaN);
          };
          look();
        }),
    );
  const pressed = await page.evaluate(() => window.pressedAt ?? Number.NaN);
  return shown - pressed;
}

function panelOf(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

async function closePanel(page: Page): Promise<void> {
  await runCommand(page, 'View: Close All Editors');
  await page.locator('iframe.webview').first().waitFor({ state: 'detached' });
}

declare global {
  interface Window {
    /** When the last Enter was pressed in this frame, in milliseconds since 1970. */
    pressedAt?: number;
    /** When a row was seen in this frame, likewise. */
    shownAt?: number | undefined;
  }
}
