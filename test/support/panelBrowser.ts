import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { DrawingAnswer } from '#core/protocol/drawingQuestions.ts';
import { panelPage } from '#core/protocol/panelPage.ts';
import type { PanelTab } from '#core/protocol/panelTabs.ts';
import { type HostMessage, type PanelMessage, panelMessageSchema } from '#core/protocol/webview.ts';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { type EditorTheme, editorFonts } from './themes/editorTheme.ts';

export interface PanelOptions {
  readonly theme: EditorTheme;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier panel left with the editor. */
  readonly storedState?: unknown;
  /** What a new panel shows first. */
  readonly tab?: PanelTab;
  /** What its page holds, so that it need not ask for it. */
  readonly beginning?: HostMessage;
  /** What `Date.now()` says in the page; the real time without it. */
  readonly now?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
}

/** The panel's bundle in a page as an editor would open it, without the editor. */
export interface OpenPanel {
  readonly page: Page;
  /** Speaks to the panel as the extension host does, until it has heard that. */
  receive(message: HostMessage): Promise<void>;
  /** Speaks to the panel as something else might. */
  receiveRaw(message: unknown): Promise<void>;
  /** Answers the panel's questions as the extension host does, from now on; without it nobody does. */
  answerQuestions(answer: (question: CircuitQuestion) => Promise<DrawingAnswer>): void;
  /** Changes the theme as the editor does, while the panel is open. */
  dress(theme: EditorTheme): Promise<void>;
  /** What the panel has sent so far, each checked against the protocol. */
  sent(): Promise<readonly PanelMessage[]>;
  /** What the panel last gave the editor to keep. */
  storedState(): Promise<unknown>;
  /** Everything that went wrong in the page: violations of its policy, exceptions, console errors. */
  problems(): Promise<readonly string[]>;
  /** Pictures the panel for the test results; returns the path. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

export type CircuitQuestion = Extract<PanelMessage, { type: 'circuit-question' }>;

export interface PanelBrowser {
  open(options: PanelOptions): Promise<OpenPanel>;
  close(): Promise<void>;
}

/** Builds the panel as the product does and serves it under the policy of the product's page. */
export async function startPanelBrowser(): Promise<PanelBrowser> {
  const output = await mkdtemp(join(tmpdir(), 'panel-'));
  const bundle = bundles.find(({ entry }) => entry === 'webview/panel.tsx');
  if (bundle === undefined) throw new Error('The product has no panel bundle.');
  await build({ ...bundleOptions(projectRoot, bundle, true), outfile: join(output, 'panel.js') });
  const server = await serve(output);
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  const pages = new PanelPages(browser);
  return {
    open: (options) => openPanel(pages, server.address(options), options),
    async close() {
      await browser.close();
      await server.close();
      await rm(output, { recursive: true });
    },
  };
}

interface PanelServer {
  /** Where the page of a panel is, also when it is loaded again. */
  address(options: PanelOptions): string;
  close(): Promise<void>;
}

async function serve(folder: string): Promise<PanelServer> {
  const opened: PanelOptions[] = [];
  const files: Record<string, string> = { '/panel.js': 'text/javascript', '/panel.css': 'text/css' };
  const server: Server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const { pathname: path, searchParams } = new URL(request.url ?? '/', origin);
    if (path === '/') {
      const shown = opened[Number(searchParams.get('panel'))];
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        panelPage({
          nonce: randomBytes(24).toString('base64'),
          scriptUri: `${origin}/panel.js`,
          styleUri: `${origin}/panel.css`,
          cspSource: origin,
          tab: shown?.tab,
          beginning: shown?.beginning,
        }),
      );
      return;
    }
    const type = files[path];
    if (type === undefined) {
      // A browser asks for an icon unasked.
      response.statusCode = path === '/favicon.ico' ? 204 : 404;
      response.end();
      return;
    }
    readFile(join(folder, path)).then(
      (bytes) => {
        response.setHeader('content-type', `${type}; charset=utf-8`);
        response.end(bytes);
      },
      () => {
        response.statusCode = 500;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page server has no port.');
  return {
    address: (options) => `http://127.0.0.1:${address.port}/?panel=${opened.push(options) - 1}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the injected script leaves in the page for the test to read. */
interface PageRecord {
  readonly sent: unknown[];
  readonly violations: string[];
}

declare global {
  interface Window {
    panelRecord?: PageRecord;
    /** Asks the test; answers are JSON, or nothing where there is none. */
    askTest?: (message: string) => Promise<string | undefined>;
  }
}

/**
 * The windows of a browser. One that was given back serves the next panel of the same preferences, because a new
 * one takes several times as long to come as a panel takes to load.
 */
class PanelPages {
  readonly #browser: Browser;
  readonly #idle = new Map<string, Page[]>();
  readonly #answers = new Map<Page, (question: CircuitQuestion) => Promise<DrawingAnswer>>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async take(options: PanelOptions): Promise<Page> {
    const idle = this.#idle.get(kindOfPage(options))?.pop();
    const viewport = { width: options.width ?? 1000, height: options.height ?? 700 };
    if (idle !== undefined) {
      await idle.setViewportSize(viewport);
      return idle;
    }
    const context = await this.#browser.newContext({
      viewport,
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
      forcedColors: options.forcedColors === true ? 'active' : 'none',
      timezoneId: 'UTC',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.exposeFunction('askTest', async (message: string): Promise<string | undefined> => {
      const parsed = panelMessageSchema.parse(JSON.parse(message));
      const answer = parsed.type === 'circuit-question' ? await this.#answers.get(page)?.(parsed) : undefined;
      return answer && JSON.stringify(answer);
    });
    if (options.now !== undefined) await page.clock.setFixedTime(options.now);
    return page;
  }

  answerQuestions(page: Page, answer: (question: CircuitQuestion) => Promise<DrawingAnswer>): void {
    this.#answers.set(page, answer);
  }

  /** Takes a page back, and from it all that its panel left behind. */
  async giveBack(page: Page, options: PanelOptions): Promise<void> {
    this.#answers.delete(page);
    await page.evaluate(() => sessionStorage.clear());
    page.removeAllListeners();
    await page.goto('about:blank');
    await page.mouse.move(-1, -1);
    const kind = kindOfPage(options);
    this.#idle.set(kind, [...(this.#idle.get(kind) ?? []), page]);
  }
}

/** What cannot be changed about a page, as a text. */
function kindOfPage({ now, reducedMotion, forcedColors }: PanelOptions): string {
  return JSON.stringify([now, reducedMotion, forcedColors]);
}

async function openPanel(pages: PanelPages, address: string, options: PanelOptions): Promise<OpenPanel> {
  const page = await pages.take(options);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  const imitation = await page.addInitScript(imitateEditor, {
    variables: { ...editorFonts, ...options.theme.variables },
    kind: options.theme.kind,
    storedState: options.storedState,
  });
  await page.goto(address);
  await page.getByRole('tablist').waitFor();
  return {
    page,
    // As text, which is how an editor sends it too: the browser's driver takes minutes for a large tree of objects.
    receive: (message) => page.evaluate(deliver, JSON.stringify(message)),
    receiveRaw: (message) => page.evaluate((data) => window.postMessage(data, '*'), message),
    answerQuestions: (answer) => pages.answerQuestions(page, answer),
    dress: (theme) => page.evaluate(changeTheme, { variables: theme.variables, kind: theme.kind }),
    async sent() {
      const messages = await page.evaluate(() => window.panelRecord?.sent ?? []);
      return messages.map((message) => panelMessageSchema.parse(message));
    },
    storedState: () => page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null')),
    async problems() {
      return [...problems, ...(await page.evaluate(() => window.panelRecord?.violations ?? []))];
    },
    async screenshot(name) {
      const path = join(projectRoot, 'test-results', 'panel', `${name}.png`);
      await mkdir(dirname(path), { recursive: true });
      await page.screenshot({ path, animations: 'disabled' });
      return path;
    },
    async close() {
      await imitation.dispose();
      await pages.giveBack(page, options);
    },
  };
}

/** Runs in the page: keys and clicks would otherwise go before a message that was sent earlier. */
function deliver(text: string): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve();
    window.addEventListener('message', () => channel.port2.postMessage(undefined), { once: true });
    window.postMessage(JSON.parse(text), '*');
  });
}

/** Runs in the page: every theme has variables that another has not. */
function changeTheme({ kind, variables }: Pick<EditorTheme, 'kind' | 'variables'>): void {
  const { style } = document.documentElement;
  for (const name of [...style].filter((own) => own.startsWith('--vscode-') && !/-font-/.test(own))) {
    if (variables[name] === undefined) style.removeProperty(name);
  }
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  document.body.classList.remove(document.body.dataset['vscodeThemeKind'] ?? '');
  document.body.classList.add(kind);
  document.body.dataset['vscodeThemeKind'] = kind;
}

/** Runs in the page before its own script: what VS Code puts there. The state survives a reload, as in the editor. */
function imitateEditor(given: {
  readonly variables: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly storedState: unknown;
}): void {
  const record: PageRecord = { sent: [], violations: [] };
  window.panelRecord = record;
  document.addEventListener('securitypolicyviolation', (event) => {
    record.violations.push(`policy: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`);
  });
  if (given.storedState !== undefined && sessionStorage.getItem('state') === null) {
    sessionStorage.setItem('state', JSON.stringify(given.storedState));
  }
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: { readonly type: string; readonly number?: number }) => {
        record.sent.push(structuredClone(message));
        if (message.type !== 'circuit-question') return;
        void window.askTest?.(JSON.stringify(message)).then((answer) => {
          if (answer === undefined) return;
          window.postMessage({ type: 'circuit-answer', question: message.number, answer: JSON.parse(answer) }, '*');
        });
      },
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
    }),
  });
  const dress = () => {
    for (const [name, value] of Object.entries(given.variables)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.classList.add(given.kind);
    document.body.dataset['vscodeThemeKind'] = given.kind;
  };
  // The body is there before the panel's script runs.
  new MutationObserver((_, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    dress();
  }).observe(document, { childList: true, subtree: true });
}
