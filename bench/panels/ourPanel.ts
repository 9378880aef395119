import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { doSteps } from '#core/base/steps.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { AskedDrawing } from '#core/circuit/drawing/drawingQuestions.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { panelPage } from '#core/protocol/panelPage.ts';
import { type HostMessage, panelMessageSchema } from '#core/protocol/webview.ts';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const origin = 'http://panel.local';

declare global {
  interface Window {
    answerPanel?: (message: string) => Promise<string | undefined>;
  }
}

/** The panel of the product in a page, with what the language server does for it in this process. */
export class OurPanel {
  readonly page: Page;
  #drawing: AskedDrawing | undefined;

  private constructor(page: Page) {
    this.page = page;
  }

  /** @param folder where its bundle is, see {@link bundlePanel} */
  static async open(browser: Browser, folder: string): Promise<OurPanel> {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const panel = new OurPanel(page);
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

  /** Makes a circuit, lays it out and shows it, as when the editor asks for its drawing. */
  async show(make: () => Circuit, file = 'bench.qasm'): Promise<void> {
    const circuit = make();
    const { depth, gates, twoQubitGates } = circuitMetrics(circuit);
    const layout = layOutCircuit(circuit);
    this.#drawing = new AskedDrawing(layout);
    const facts = { qubits: circuit.qubitCount, bits: 0, depth, gates, twoQubitGates, parameters: [] };
    const drawing = showDrawing(layout, 1);
    const view = {
      kind: 'drawing',
      file,
      version: 1,
      opening: automaticOpening,
      drawing,
      facts,
    } as const;
    await this.#send({ type: 'circuit', view });
  }

  #send(message: HostMessage): Promise<void> {
    return this.page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
  }

  #answer(text: string): string | undefined {
    const message = panelMessageSchema.parse(JSON.parse(text));
    if (message.type !== 'circuit-question' || this.#drawing === undefined) return undefined;
    const answer = doSteps(this.#drawing.answer(message.question));
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
