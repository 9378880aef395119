import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, errors, type FrameLocator, type Page } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { startEditorServer } from '#scripts/setUp/editorServer.ts';
import { spreadOf } from '../simulator/statistics.ts';
import type { Figure } from './historyStore.ts';

const patience = 120_000;

/**
 * How long the editor takes from the key that picks the command until the frame after the first runs are in the panel,
 * with the built extension, in a folder that has a history.
 * @param folder with the history; holds nothing else
 */
export async function measureEditorOpening(folder: string, rounds: number): Promise<readonly Figure[]> {
  const home = await mkdtemp(join(tmpdir(), 'bench-editor-'));
  const server = await startEditorServer({ home, settings: {}, trusted: true, extensions: [projectRoot] });
  const context = await chromium.launchPersistentContext(join(home, 'browser'), {
    executablePath: await chromiumPath(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: [...chromiumArguments],
  });
  try {
    await context.addInitScript(noteKey);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(patience);
    await page.goto(server.address(folder));
    // The window knows the commands of the extension when it shows its icon.
    await page.locator('.activitybar [aria-label*="Hybrid Quantum"]').first().waitFor();
    const first = await openHistory(page);
    const again: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await closePanel(page);
      again.push(await openHistory(page));
    }
    const shown: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await panelOf(page).getByRole('tab', { name: 'Circuit' }).click();
      await panelOf(page).getByRole('treegrid').waitFor({ state: 'hidden' });
      shown.push(await openHistory(page));
    }
    return [
      { what: 'first time, with the start of the extension', value: first, unit: 'ms' },
      { what: `again, in a new panel (median of ${rounds})`, value: spreadOf(again)?.median ?? Number.NaN, unit: 'ms' },
      {
        what: `in the open panel, from another tab (median of ${rounds})`,
        value: spreadOf(shown)?.median ?? Number.NaN,
        unit: 'ms',
      },
    ];
  } finally {
    await context.close();
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
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

async function openHistory(page: Page): Promise<number> {
  await runCommand(page, 'Hybrid Quantum: Show Run History');
  const frame = panelOf(page);
  await frame.locator('[role="treegrid"] [role="row"][aria-rowindex="2"]').waitFor();
  // Not before, but up to some tens of milliseconds later, as the driver has to notice the frame.
  const shown = await frame.locator('body').evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
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
  }
}
