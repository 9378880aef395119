import { initialPanelState } from '#core/protocol/initialPanelState.ts';
import { beginningId } from '#core/protocol/panelPage.ts';
import { panelTabs } from '#core/protocol/panelTabs.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { PanelHost } from './panelHost.ts';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Given by the editor to the page of a webview; may be called once. */
  function acquireVsCodeApi(): EditorApi;
}

/**
 * The host that is a VS Code window. The only caller of `acquireVsCodeApi`; call it once per page. The host of a new page is
 * there before the page is loaded; that of another one when what was kept of it has been checked. Messages wait until they
 * can be checked and somebody listens.
 * @param place what the panel is drawn into; names the tab that is shown where nothing is remembered
 * @param drawn until when a new page is not kept from drawing by building the checks of messages
 */
export async function connectToEditor(page: Window, place: HTMLElement, drawn: Promise<void>): Promise<PanelHost> {
  const editor = acquireVsCodeApi();
  const kept = editor.getState();
  const isNew = kept === undefined || kept === null;
  const listeners = new Set<(message: HostMessage) => void>();
  let heard = () => {};
  const listening = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const checks = isNew ? drawn.then(loadChecks) : loadChecks();
  // Whatever waits for one promise goes on in the order in which it began to wait: so messages stay in theirs.
  const ready = listening.then(() => checks);
  page.addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(await ready, data);
    if (message !== undefined) for (const listener of listeners) listener(message);
  });
  const tab = panelTabs.find((name) => name === place.dataset['tab']) ?? initialPanelState.tab;
  const state = isNew ? { ...initialPanelState, tab } : ((await checks)?.readPanelState(kept) ?? initialPanelState);
  return {
    send: (message) => editor.postMessage(message),
    onMessage(listener) {
      listeners.add(listener);
      heard();
      return () => listeners.delete(listener);
    },
    beginning: isNew ? readBeginning(page.document) : undefined,
    readState: () => state,
    writeState: (state) => editor.setState(state),
  };
}

type Checks = typeof import('./messageReading.ts');

/** Undefined where they cannot be loaded: the page then shows what it began with, and says why to whoever looks for it. */
async function loadChecks(): Promise<Checks | undefined> {
  try {
    return await import('./messageReading.ts');
  } catch (thrown) {
    console.error('The panel cannot check messages, and shows none: what checks them could not be loaded.', thrown);
    return undefined;
  }
}

/**
 * Used without a check, which a first drawing does not wait for: the extension writes it into the page beside the script,
 * and both are of the same version.
 */
function readBeginning(page: Document): HostMessage | undefined {
  const text = page.getElementById(beginningId)?.textContent;
  return text === undefined ? undefined : JSON.parse(text);
}

function readMessage(checks: Checks | undefined, data: unknown): HostMessage | undefined {
  if (checks === undefined) return undefined;
  const received = checks.readHostMessage(data);
  if (received.kind === 'message') return received.message;
  console.warn(`The panel ignored a message: ${received.reason}.`);
  return undefined;
}
