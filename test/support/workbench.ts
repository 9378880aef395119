import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { type EditorServer, startEditorServer } from '#scripts/setUp/editorServer.ts';
import { EditorProbe, type Problem } from './editorProbe.ts';
import { type Theme, themeNames, windowClasses } from './editorThemes.ts';
import { openWindows } from './openWindows.ts';
import { clickAway, type Effect, isThereWithin, look, patience, repeatUntil, within } from './untilShown.ts';

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
    const workbench = new Workbench(
      page,
      server,
      browser,
      { home, folder: options.folder },
      new EditorProbe(probeFile, patience),
    );
    await page.goto(server.address(options.folder));
    await workbench.ready();
    openWindows.add(workbench);
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
  readonly #folder: string;
  readonly #server: EditorServer;
  readonly #browser: BrowserContext;

  constructor(
    page: Page,
    server: EditorServer,
    browser: BrowserContext,
    { folder, home }: { readonly folder: string; readonly home: string },
    probe: EditorProbe,
  ) {
    this.page = page;
    this.probe = probe;
    this.home = home;
    this.#folder = folder;
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

  /** Opens a file of the folder by its path inside it, and waits for its text and that it has the focus. */
  async openFile(path: string): Promise<Locator> {
    const name = basename(path);
    const editor = this.page
      .locator('.editor-group-container.active')
      .filter({ has: this.page.locator('.tab.active', { hasText: name }) })
      .locator('.monaco-editor')
      .first();
    const line = editor.locator('.view-line').first();
    const isOpen = async () => (await line.isVisible()) && (await this.#focusedEditor().isVisible());
    await repeatUntil(isOpen, async (attempt) => {
      if (attempt > 0) await this.page.keyboard.press('Escape');
      await this.probe.show(join(this.#folder, path));
    });
    return editor;
  }

  /** Opens a quick input with a key, types, and picks the row with exactly this label. */
  async quickPick(key: string, text: string, label: string): Promise<void> {
    await clickAway(this.#row(label), async (attempt) => {
      if (attempt > 0) await this.page.keyboard.press('Escape');
      await this.#typeInQuickInput(key, text);
      await this.#row(label).waitFor({ timeout: look });
    });
  }

  /**
   * Opens a list, by the title of a command or by clicking a button, and picks the row with exactly this label. A list
   * that something closed by taking the focus is opened again, as a user would.
   */
  async choose(from: string | Locator, label: string): Promise<void> {
    await clickAway(this.#row(label), async (attempt) => {
      if (typeof from === 'string') await this.runCommand(from);
      else await from.click({ timeout: attempt === 0 ? patience : look });
      await isThereWithin(this.#row(label), 3 * look);
    });
  }

  async #typeInQuickInput(key: string, text: string): Promise<void> {
    const input = this.quickInput();
    const isTyped = async () => (await input.isVisible()) && (await input.inputValue()) === text;
    await repeatUntil(isTyped, async () => {
      await this.pressUntil(key, input);
      await input.fill(text, { timeout: look });
    });
  }

  /** Presses a key until something is there: keys are lost while the focus is in a webview that is still loading. */
  pressUntil(key: string, effect: Effect): Promise<void> {
    return repeatUntil(effect, () => this.page.keyboard.press(key));
  }

  /** Clicks something, such as a button in a panel, until what it leads to is there. */
  async clickUntil(target: Locator, effect: Effect): Promise<void> {
    await repeatUntil(effect, (attempt) => target.click({ timeout: attempt === 0 ? patience : look }));
  }

  /** The text field of the open quick input. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type=text], .quick-input-widget input[type=password]').first();
  }

  /**
   * Answers the quick input that shows this title or prompt, and waits until it is gone or replaced by another.
   * @param text what is typed; without it what is proposed is accepted
   * @param proposed what has to be proposed before: a dialog for files changes what is typed until then
   * @returns what was proposed
   */
  async answer(question: string, text?: string, proposed?: string): Promise<string> {
    const box = this.question(question);
    await box.waitFor();
    const input = this.quickInput();
    const value = async () => await input.inputValue({ timeout: look });
    if (proposed !== undefined) {
      await this.probe.until(`'${proposed}' is proposed`, async () => (await value()) === proposed || undefined);
    }
    const found = await value();
    // A dialog for files takes no Enter while it looks for what was typed.
    await repeatUntil(
      () => box.isHidden(),
      async () => {
        if (text !== undefined && (await value()) !== text) await input.fill(text, { timeout: look });
        if (await box.isVisible()) await this.page.keyboard.press('Enter');
      },
    );
    return found;
  }

  /** The open quick input that shows this title or prompt. */
  question(text: string): Locator {
    return this.page.locator('.quick-input-widget', { hasText: text });
  }

  /** Closes the quick input that shows this title or prompt without an answer. */
  async dismiss(question: string): Promise<void> {
    const box = this.question(question);
    await box.waitFor();
    const isGone = () => box.isHidden();
    await repeatUntil(isGone, () => this.quickInput().press('Escape', { timeout: look }));
  }

  /** Picks a row of the open quick input, by exactly its label, and waits until the list is gone or replaced. */
  async pick(row: string | Locator): Promise<void> {
    await clickAway(typeof row === 'string' ? this.#row(row) : row);
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
    await this.pressUntil('ArrowDown', this.page.locator(`${row}.focused`));
  }

  /** Moves the caret of the active editor; zero-based line and character. */
  async placeCaret(line: number, character: number): Promise<void> {
    const place = this.page.locator('.statusbar').getByText(`Ln ${line + 1}, Col ${character + 1}`, { exact: true });
    const isThere = async () => (await place.isVisible()) && (await this.#focusedEditor().isVisible());
    await repeatUntil(isThere, async () => {
      await this.#typeInQuickInput('Control+g', `:${line + 1}:${character + 1}`);
      await this.quickInput().press('Enter', { timeout: look });
    });
  }

  #focusedEditor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor.focused').first();
  }

  /**
   * Opens the light bulb at the caret and picks the action with this label, until what it leads to is there. What is offered
   * while the editor still asks about the text before is dropped, so it is opened again; where that happens after the click,
   * the editor has forgotten the command of the action ("Actual command not found"), and a user picks it once more.
   * @param effect may come twice: a question, which is closed before it is asked again, or an edit that takes the action away
   * @param before is done when the action is offered
   */
  async codeAction(label: string, effect: Effect, before?: () => Promise<unknown>): Promise<void> {
    const action = this.page.locator('.action-widget .monaco-list-row', { hasText: label }).first();
    const open = () =>
      repeatUntil(action, async () => {
        await this.page.keyboard.press('Escape');
        await this.page.keyboard.press('Control+.');
      });
    if (before !== undefined) {
      await open();
      await before();
    }
    await repeatUntil(effect, () => clickAway(action, open));
  }

  /** The modal dialog with this text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** Waits for the modal dialog with this text, presses its button, once as far as it takes it, and returns what it said. */
  async answerDialog(text: string | RegExp, button: string | RegExp): Promise<string> {
    const dialog = this.dialog(text);
    await dialog.waitFor();
    const said = (await dialog.textContent()) ?? '';
    await clickAway(dialog.getByRole('button', { name: button, exact: true }));
    await dialog.waitFor({ state: 'hidden' });
    return said;
  }

  /** Clicks an icon of a row in a tree until what it leads to is there. */
  async act(row: Locator, action: string, effect: Effect): Promise<void> {
    await repeatUntil(effect, async (attempt) => {
      const timeout = attempt === 0 ? patience : look;
      await row.hover({ timeout });
      await row.getByRole('button', { name: action }).click({ timeout });
    });
  }

  /** The problems of all files, or of one by its absolute path, in the order of their places. */
  problems(path?: string): Promise<Problem[]> {
    return this.probe.problems(path);
  }

  /** Waits until the problems of a file fulfil a condition and returns them; on time-out the error lists the last ones. */
  problemsUntil(path: string, condition: (problems: readonly Problem[]) => boolean): Promise<Problem[]> {
    return this.probe.problemsUntil(path, condition);
  }

  /**
   * Makes a gesture, and waits from its beginning for a notification or a message in the status bar that contains this
   * text: they hide themselves after some seconds. Those of before do not count.
   * @returns all of its text
   */
  async notified(text: string, gesture: () => Promise<unknown>): Promise<string> {
    const message = this.page.locator('.statusbar-item', { hasText: text });
    const told = this.notification(text).or(message).first();
    if (await told.isVisible()) {
      await this.probe.execute('notifications.clearAll');
      await told.waitFor({ state: 'hidden' });
    }
    // The gesture has its own time, and more of it than one step.
    const shown = told.textContent({ timeout: 4 * patience });
    // It is awaited below, unless the gesture fails first.
    shown.catch(() => undefined);
    await gesture();
    return (await within(shown, patience, `Waited in vain for the notification '${text}'.`)) ?? '';
  }

  /**
   * Presses a button of the notification with this text, once as far as it takes it. One that has hidden itself is looked
   * up in the list of notifications, as a user would.
   * @returns what it said
   */
  async answerNotification(text: string, button: string): Promise<string> {
    const notification = this.notification(text);
    const pressed = notification.getByRole('button', { name: button, exact: true });
    const find = () =>
      repeatUntil(pressed, async (attempt) => {
        if (attempt > 0) await this.probe.execute('notifications.showList');
      });
    await find();
    const said = (await notification.textContent()) ?? '';
    await clickAway(pressed, find);
    await this.probe.execute('notifications.hideList');
    return said;
  }

  /** The notification that contains this text, on its own or in the list of them. */
  notification(text: string): Locator {
    const item = '.notification-list-item';
    return this.page.locator(`.notifications-toasts ${item}, .notifications-center ${item}`, { hasText: text }).first();
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
    await this.page.locator(`.monaco-workbench.${windowClasses[theme]}`).first().waitFor();
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

  /** Closes what lies over the window, such as what a failed test has left open. */
  async clear(): Promise<void> {
    const above = this.page.locator(
      '.quick-input-widget, .monaco-dialog-box, .context-view .monaco-menu, .action-widget',
    );
    const isClear = async () => (await above.filter({ visible: true }).count()) === 0;
    await repeatUntil(isClear, () => this.page.keyboard.press('Escape'));
    await this.probe.execute('notifications.clearAll');
  }

  /** Ends browser and editor and removes their data. */
  async close(): Promise<void> {
    openWindows.delete(this);
    await this.#browser.close();
    await this.#server.close();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
