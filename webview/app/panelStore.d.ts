import type { PanelState } from '#core/protocol/panelState.ts';
import type { PanelHost } from '../host/panelHost.ts';
import { type PanelModel } from './panelModel.ts';
/** Holds the panel's model between host and views. */
export interface PanelStore {
  model(): PanelModel;
  /** Calls the listener after every change; returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Moves the user somewhere: kept with the editor at once, and told to the host where it is about the tab. */
  update(change: Partial<PanelState>): void;
}
/** Starts from what the host kept, follows its messages, and tells it that the panel is ready. */
export declare function createPanelStore(host: PanelHost): PanelStore;
