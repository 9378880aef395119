import { initialPanelState } from '#core/protocol/initialPanelState.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import type { PanelHost } from './panelHost.ts';

/** A host without an editor: keeps what the panel sends and lets its owner speak to the panel. */
export interface MemoryHost extends PanelHost {
  readonly sent: readonly PanelMessage[];
  readonly state: PanelState;
  receive(message: HostMessage): void;
}

export function createMemoryHost(state: PanelState = initialPanelState): MemoryHost {
  const sent: PanelMessage[] = [];
  const listeners = new Set<(message: HostMessage) => void>();
  let kept = state;
  return {
    sent,
    get state() {
      return kept;
    },
    receive(message) {
      for (const listener of listeners) listener(message);
    },
    send: (message) => {
      sent.push(message);
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readState: () => kept,
    writeState: (next) => {
      kept = next;
    },
  };
}
