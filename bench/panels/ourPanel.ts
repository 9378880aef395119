import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { panelPage } from '#core/protocol/panelPage.ts';
import { type HostMessage, panelMessageSchema } from '#core/protocol/webview.ts';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import type { CircuitServer } from './circuitServer.ts';

const origin = 'http://panel.local';

declare global {
  interface Window {
    answerPanel?: (message: string) => Promise<string | undefined>;
  }
}

/** The panel of the product in a page, with its language server; between them is what the extension host does. */
export class OurPanel {
  readonly page: Page;
  readonly #server: CircuitServer;
  /** The file whose drawing was shown last. */
  #shown: string | undefined;

  private constructor(page: Page, server: CircuitServer) {
    this.page = page;
    this.#server = server;
  }

  /** @param folder where its bundle is, see {@link bundlePanel} */
  static async open(browser: Browser, folder: string, server: CircuitServer): Promise<OurPanel> {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const panel = new OurPanel(page, server);
    await page.exposeFunction('answerPanel', (text: string) => panel.#answer(text));
    await page.route(`${origin}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') {
        const nonce = 'YmVuY2htYXJrcGFuZWxz';
        const uris = { scriptUri: `${origin}/panel.js`, styleUri: `${origin}/panel.css` };
        await route.fulfill({ contentType: 'text/html', body: panelPage({ nonce, ...uris, cspSource: origin }) });
      } else if (path === '/panel.js' || path === '/panel.css') {
        const contentType = path.endsWith('.js') ? 'text/javascript' : 'text/css';
        await route.fulfill({ contentType, body: await readFile(join(folder, path)) });
      } else await route.fulfill({ status: 404 });
    });
    await page.addInitScript(imitateEditor);
    await page.goto(origin);
    await page.getByRole('tablist').waitFor();
    await panel.#send({ type: 'show-tab', tab: 'circuit' });
    return panel;
  }

  /** Has a file drawn that the server knows, and shows the drawing, the beginning of a long one first. */
  async show(uri: string): Promise<void> {
    this.#shown = uri;
    const sent = [this.#send({ type: 'circuit', view: { kind: 'awaited', file: uri } })];
    const shown = { kind: 'drawing', file: uri, opening: automaticOpening } as const;
    const { drawing, facts, version } = await this.#server.draw(uri, (beginning) => {
      const { drawing, version } = beginning;
      sent.push(this.#send({ type: 'circuit', view: { ...shown, version, drawing } }));
    });
    const whole = { ...shown, version, drawing, facts: { ...facts, parameters: [...facts.parameters] } };
    await Promise.all([...sent, this.#send({ type: 'circuit', view: whole })]);
  }

  #send(message: HostMessage): Promise<void> {
    return this.page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
  }

  async #answer(text: string): Promise<string | undefined> {
    const message = panelMessageSchema.parse(JSON.parse(text));
    if (message.type !== 'circuit-question' || message.file !== this.#shown) return undefined;
    const answer = await this.#server.ask(this.#shown, message.drawing, message.question);
    return JSON.stringify({ type: 'circuit-answer', question: message.number, answer });
  }
}

/** Builds the panel as the product has it. */
export async function bundlePanel(folder: string): Promise<void> {
  const bundle = bundles.find(({ entry }) => entry === 'webview/panel.tsx');
  if (bundle !== undefined)
    await build({ ...bundleOptions(projectRoot, bundle, true), outfile: join(folder, 'panel.js') });
}

/** Runs in the page before its own script: what the editor puts there. */
function imitateEditor(): void {
  let state: unknown = null;
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage(message: unknown) {
        void window.answerPanel?.(JSON.stringify(message)).then((answer) => {
          if (answer !== undefined) window.postMessage(JSON.parse(answer), '*');
        });
      },
      getState: () => state,
      setState(next: unknown) {
        state = next;
      },
    }),
  });
}
