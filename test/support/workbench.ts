import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { type EditorServer, startEditorServer } from '#scripts/setUp/editorServer.ts';
import { EditorProbe, type Problem } from './editorProbe.ts';

export interface WorkbenchOptions {
  /** The folder to open. */
  readonly folder: string;
  /** The folder of an extension, used as if installed; left out when a packaged one is installed or none is wanted. */
  readonly extensionPath?: string;
  /** Packaged extensions to install before the start. */
  readonly vsix?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the folder is trusted; true when left out. */
  readonly trusted?: boolean;
  /** Seen by the extension host and what it starts. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Theme = 'light' | 'dark' | 'high-contrast-dark' | 'high-contrast-light';

const themeNames: Readonly<Record<Theme, string>> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

const bodyClasses: Readonly<Record<Theme, string>> = {
  light: 'vs',
  dark: 'vs-dark',
  'high-contrast-dark': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** How long the editor may take for one visible step on a machine that does other work as well, in milliseconds. */
const patience = 60_000;

/**
 * Starts a real VS Code with fresh data folders and opens it on a folder in headless Chromium. Close it in `afterAll`
 * or `finally`; that ends every process and removes the data.
 * @throws Failure when the editor or a browser cannot be had; Error when the window is not ready in time, with a picture
 * of it in `test-results/workbench-did-not-open.png`.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const executablePath = await chromiumPath();
  const home = await mkdtemp(join(tmpdir(), 'workbench-'));
  const probeFile = join(home, 'probe', 'port');
  let server: EditorServer | undefined;
  let browser: BrowserContext | undefined;
  try {
    server = await startEditorServer({
      home,
      settings: options.settings ?? {},
      trusted: options.trusted ?? true,
      vsix: options.vsix ?? [],
      extensions: [
        join(projectRoot, 'test', 'support', 'fixtures', 'editorProbe'),
        ...(options.extensionPath === undefined ? [] : [options.extensionPath]),
      ],
      env: { ...options.env, EDITOR_PROBE_FILE: probeFile },
    });
    browser = await chromium.launchPersistentContext(join(home, 'browser'), {
      executablePath,
      headless: true,
      viewport: { width: 1400, height: 900 },
      args: [...chromiumArguments],
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(patience);
    const workbench = new Workbench(page, server, browser, home, new EditorProbe(probeFile, patience));
    await page.goto(server.address(options.folder));
    await workbench.ready();
    return workbench;
  } catch (thrown) {
    await browser?.pages()[0]?.screenshot({ path: join(projectRoot, 'test-results', 'workbench-did-not-open.png') });
    await browser?.close();
    await server?.close();
    await rm(home, { recursive: true, force: true });
    throw thrown;
  }
}

/** A running workbench: what a user does by keyboard and mouse, and a few questions put to the editor itself. */
export class Workbench {
  readonly page: Page;
  /** Answers what the screen shows only in part: see its methods. */
  readonly probe: EditorProbe;
  /** Holds settings, storage and state of this editor. */
  readonly userDataDir: string;
  /** Holds every log and output channel of this editor. */
  readonly logsDir: string;
  /** Holds all data of this editor and its browser. */
  readonly home: string;
  readonly #server: EditorServer;
  readonly #browser: BrowserContext;

  constructor(page: Page, server: EditorServer, browser: BrowserContext, home: string, probe: EditorProbe) {
    this.page = page;
    this.probe = probe;
    this.home = home;
    this.userDataDir = server.userDataDir;
    this.logsDir = server.logsDir;
    this.#server = server;
    this.#browser = browser;
  }

  /** Resolves when the window is drawn and the extension host answers. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.probe.ready();
  }

  /** Runs a command by its title in the palette, as `Category: Title`; resolves when it was picked. */
  async runCommand(title: string): Promise<void> {
    await this.quickPick('F1', `>${title}`, title);
  }

  /** Opens a file of the folder by its path inside it, and waits for its text. */
  async openFile(path: string): Promise<Locator> {
    const name = basename(path);
    const editor = this.page
      .locator('.editor-group-container.active')
      .filter({ has: this.page.locator('.tab.active', { hasText: name }) })
      .locator('.monaco-editor')
      .first();
    const line = editor.locator('.view-line').first();
    await this.#until(line, async (attempt) => {
      if (attempt > 0) await this.page.keyboard.press('Escape');
      await this.#typeInQuickInput('Control+p', path);
      // A search that began before a file was made does not find it, nor does it look again.
      if (await isVisibleWithin(this.#row(name), patience / 8)) await this.pick(name);
    });
    return editor;
  }

  /** Opens a quick input with a key, types, and picks the row with exactly this label. */
  async quickPick(key: string, text: string, label: string): Promise<void> {
    await this.#typeInQuickInput(key, text);
    await this.pick(label);
  }

  async #typeInQuickInput(key: string, text: string): Promise<void> {
    const input = this.quickInput();
    const attempts = 4;
    for (let attempt = 1; ; attempt++) {
      await this.#pressUntilVisible(key, input);
      try {
        await input.fill(text, { timeout: patience / attempts });
        return;
      } catch (thrown) {
        // Whatever takes the focus just then closes the input.
        if (attempt === attempts) throw thrown;
      }
    }
  }

  /** Keys are lost while the focus is in a webview that is still loading, as after a reload. */
  async #pressUntilVisible(key: string, target: Locator): Promise<void> {
    await this.#until(target, () => this.page.keyboard.press(key));
  }

  /** Makes a gesture until something is visible: what a busy window loses, a user does again. */
  async #until(target: Locator, gesture: (attempt: number) => Promise<void>): Promise<void> {
    const attempts = 8;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await gesture(attempt);
      if (await isVisibleWithin(target, patience / attempts)) return;
    }
    await target.waitFor();
  }

  /** The text field of the open quick input. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type=text], .quick-input-widget input[type=password]').first();
  }

  /** Picks the row with exactly this label in the open quick input and waits until the list is gone or replaced. */
  async pick(label: string): Promise<void> {
    const row = this.#row(label);
    await row.click();
    // A click on a list that is drawn anew between press and release is lost.
    if (!(await isGoneWithin(row, patience / 8))) await row.click();
  }

  #row(label: string): Locator {
    const exact = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.quick-input-list-row .monaco-icon-label .label-name', { hasText: exact }) })
      .first();
  }

  /**
   * Goes down the open quick input by the keyboard until the row with this index has the focus: a key is lost before
   * the rows are there.
   */
  async focusRow(index: number): Promise<void> {
    const row = `.quick-input-list .monaco-list-row[data-index="${index}"]`;
    await this.page.locator(row).waitFor();
    await this.#until(this.page.locator(`${row}.focused`), () => this.page.keyboard.press('ArrowDown'));
  }

  /** Moves the caret of the active editor; zero-based line and character. */
  async placeCaret(line: number, character: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    await this.quickInput().fill(`:${line + 1}:${character + 1}`);
    await this.page.keyboard.press('Enter');
    await this.page.getByText(`Ln ${line + 1}, Col ${character + 1}`).waitFor();
  }

  /** The problems of all files, or of one by its absolute path, in the order of their places. */
  problems(path?: string): Promise<Problem[]> {
    return this.probe.problems(path);
  }

  /** Waits until the problems of a file fulfil a condition and returns them; on time-out the error lists the last ones. */
  problemsUntil(path: string, condition: (problems: readonly Problem[]) => boolean): Promise<Problem[]> {
    return this.probe.problemsUntil(path, condition);
  }

  /** Text of a notification toast that contains this text. */
  notification(text: string): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** The page inside the visible webview; give the title of its tab when several are visible. */
  webview(title?: string): FrameLocator {
    const outer =
      title === undefined
        ? this.page.frameLocator('iframe.webview.ready')
        : this.page.frameLocator(`iframe.webview.ready[title="${title}"]`);
    return outer.frameLocator('#active-frame');
  }

  /** Changes the colour theme and waits until the window shows it. */
  async setTheme(theme: Theme): Promise<void> {
    await this.probe.updateSetting('workbench.colorTheme', themeNames[theme]);
    await this.page.locator(`.monaco-workbench.${bodyClasses[theme]}`).first().waitFor();
  }

  /**
   * Reloads the window by the command of that name, which saves the state of the window first, and waits until it is
   * ready again.
   */
  async reload(): Promise<void> {
    await this.probe.forget();
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Writes a picture of the window, or of one part of it, to `test-results/screenshots/` and returns its path. */
  async screenshot(name: string, part?: Locator): Promise<string> {
    const folder = join(projectRoot, 'test-results', 'screenshots');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await (part ?? this.page).screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Ends browser and editor and removes their data. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function isVisibleWithin(target: Locator, milliseconds: number): Promise<boolean> {
  return await target.waitFor({ timeout: milliseconds }).then(
    () => true,
    () => false,
  );
}

async function isGoneWithin(target: Locator, milliseconds: number): Promise<boolean> {
  return await target.waitFor({ state: 'hidden', timeout: milliseconds }).then(
    () => true,
    () => false,
  );
}
