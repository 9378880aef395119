import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelPage } from '#core/protocol/panelPage.ts';
import { panelProtocolVersion } from '#core/protocol/panelProtocolVersion.ts';
import type { PanelTab } from '#core/protocol/panelTabs.ts';
import { readPanelMessage } from '#core/protocol/receivedMessage.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';

/** Messages of which the panel needs the latest whenever it (re)appears; the others matter only at their moment. */
const lasting = new Set<HostMessage['type']>(['circuit', 'pipeline', 'plan', 'result', 'scorecard', 'rollout']);

/**
 * One webview panel and the conversation with it. The page is thrown away whenever the panel is hidden and says `ready`
 * when it is back; it then gets the latest of everything.
 */
export class PanelConnection extends Disposables {
  readonly #panel: vscode.WebviewPanel;
  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #latest = new Map<HostMessage['type'], HostMessage>();
  readonly #received = this.track(new vscode.EventEmitter<PanelMessage>());
  readonly onDidReceive = this.#received.event;
  readonly #visibility = this.track(new vscode.EventEmitter<boolean>());
  /** Fires with whether the panel can be seen. */
  readonly onDidChangeVisibility = this.#visibility.event;
  /** The tab that a page which is not ready yet is to show. */
  #showTab: Extract<HostMessage, { type: 'show-tab' }> | undefined;
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, log: Log) {
    super();
    this.#panel = this.track(panel);
    this.#extensionUri = extensionUri;
    this.#log = log;
    this.track(panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.track(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#isReady = false;
        this.#visibility.fire(panel.visible);
      }),
    );
  }

  /**
   * Loads the page.
   * @param tab what a new page shows first; a page that is restored remembers its own
   * @param beginning what a new page need not ask for
   */
  load(tab?: PanelTab, beginning?: HostMessage): void {
    const folder = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    const { webview } = this.#panel;
    // Set anew after a reload too: an update of the extension moves the folder.
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.html = panelPage({
      nonce: randomBytes(18).toString('base64'),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'panel.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'panel.css')).toString(),
      cspSource: webview.cspSource,
      tab,
      beginning,
    });
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  send(message: HostMessage): void {
    if (message.type === 'show-tab' && !this.#isReady) this.#showTab = message;
    if (lasting.has(message.type)) this.#latest.set(message.type, message);
    if (this.#isReady) this.#post(message);
  }

  #post(message: HostMessage): void {
    this.#panel.webview.postMessage(message).then(undefined, (thrown: unknown) => {
      this.#log.failure(`Sending ${message.type} to the panel`, thrown);
    });
  }

  #receive(data: unknown): void {
    const received = readPanelMessage(data);
    if (received.kind === 'ignored') {
      this.#log.warn(`A message of the panel was ignored: ${received.reason}.`);
      return;
    }
    const { message } = received;
    if (message.type === 'ready') this.#greet(message);
    else this.#received.fire(message);
  }

  #greet(ready: Extract<PanelMessage, { type: 'ready' }>): void {
    const { protocol } = ready;
    if (protocol !== panelProtocolVersion) {
      this.#log.warn(`The panel speaks protocol ${protocol}, the extension ${panelProtocolVersion}; it is not fed.`);
      return;
    }
    this.#isReady = true;
    const asked = this.#showTab;
    // A tab is asked for once; after that the panel remembers where the user went.
    this.#showTab = undefined;
    if (asked !== undefined) this.#post(asked);
    const shown = asked?.tab ?? ready.tab;
    // What is seen goes first, and those who answer a page that is ready send the history.
    if (shown === 'history') this.#received.fire(ready);
    const messages = [...this.#latest.values()];
    for (const message of messages) if (message.type === shown) this.#post(message);
    for (const message of messages) if (message.type !== shown) this.#post(message);
    if (shown !== 'history') this.#received.fire(ready);
  }
}
