import { type PanelState } from '#core/protocol/panelState.ts';
import type { HostMessage, PanelMessage } from '#core/protocol/webview.ts';
import type { PanelHost } from './panelHost.ts';
/** A host without an editor: keeps what the panel sends and lets its owner speak to the panel. */
export interface MemoryHost extends PanelHost {
  readonly sent: readonly PanelMessage[];
  readonly state: PanelState;
  receive(message: HostMessage): void;
}
export declare function createMemoryHost(state?: PanelState): MemoryHost;
