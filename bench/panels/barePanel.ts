import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PanelState } from '#core/protocol/panelState.ts';

interface BarePanelOptions {
  /** Pixels. */
  readonly width: number;
  /** What the panel remembers; nothing when left out. */
  readonly state?: PanelState;
  /** Hears what the panel tells its host; nobody does when left out. */
  readonly hear?: (message: unknown, page: Page) => unknown;
}

/**
 * The panel in an empty page, without the policy and the frame an editor puts around it.
 * @param folder where its bundle is
 */
export async function openBarePanel(browser: Browser, folder: string, options: BarePanelOptions): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: options.width, height: 800 } });
  await page.setContent('<!doctype html><body><div id="panel"></div></body>');
  await page.addStyleTag({ path: join(folder, 'panel.css') });
  await page.exposeFunction('toHost', (message: unknown) => options.hear?.(message, page));
  await page.evaluate((state) => {
    const postMessage: unknown = Reflect.get(window, 'toHost');
    const editor = { postMessage, getState: () => state, setState: () => undefined };
    Object.assign(window, { acquireVsCodeApi: () => editor });
  }, options.state);
  await page.addScriptTag({ path: join(folder, 'panel.js') });
  return page;
}
