import { initialPanelState, readPanelState } from '#core/protocol/panelState.ts';
import { readHostMessage } from '#core/protocol/receivedMessage.ts';
import { type HostMessage, panelTabs } from '#core/protocol/webview.ts';
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
 * The host that is a VS Code window. The only caller of `acquireVsCodeApi`; call it once per page.
 * @param place what the panel is drawn into; names the tab that is shown where nothing is remembered
 */
export function connectToEditor(page: Window, place: HTMLElement): PanelHost {
  const editor = acquireVsCodeApi();
  const listeners = new Set<(message: HostMessage) => void>();
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    const received = readHostMessage(event.data);
    if (received.kind === 'ignored') console.warn(`The panel ignored a message: ${received.reason}.`);
    else for (const listener of listeners) listener(received.message);
  });
  return {
    send: (message) => editor.postMessage(message),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readState() {
      const kept = editor.getState();
      const tab = panelTabs.find((name) => name === place.dataset['tab']);
      const isNew = kept === undefined || kept === null;
      return isNew && tab !== undefined ? { ...initialPanelState, tab } : readPanelState(kept);
    },
    writeState: (state) => editor.setState(state),
  };
}
