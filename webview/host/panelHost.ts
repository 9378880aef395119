import type { PanelState } from '#core/protocol/panelState.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';

/** All the panel knows of the editor around it. Views get a host passed in and never reach for the editor themselves. */
export interface PanelHost {
  send(message: PanelMessage): void;
  /** Calls the listener with every message that fits the protocol, in order; returns what ends the subscription. */
  onMessage(listener: (message: HostMessage) => void): () => void;
  /** What a new page begins with; none where something is kept of an earlier one, for which it may be old. */
  readonly beginning?: HostMessage | undefined;
  /** What the panel kept before the window was reloaded, or the initial state. */
  readState(): PanelState;
  writeState(state: PanelState): void;
}
