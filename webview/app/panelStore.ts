import type { PanelState } from '#core/protocol/panelState.ts';
import { panelProtocolVersion } from '#core/protocol/webview.ts';
import type { PanelHost } from '../host/panelHost.ts';
import { type PanelModel, receiveMessage } from './panelModel.ts';

/** Holds the panel's model between host and views. */
export interface PanelStore {
  model(): PanelModel;
  /** Calls the listener after every change; returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Moves the user somewhere: kept with the editor at once. */
  update(change: Partial<PanelState>): void;
}

/** Starts from what the host kept, follows its messages, and tells it that the panel is ready. */
export function createPanelStore(host: PanelHost): PanelStore {
  let model: PanelModel = { state: host.readState() };
  const listeners = new Set<() => void>();

  const setModel = (next: PanelModel) => {
    const { state } = model;
    model = next;
    if (next.state !== state) host.writeState(next.state);
    for (const listener of listeners) listener();
  };

  host.onMessage((message) => setModel(receiveMessage(model, message)));
  host.send({ type: 'ready', protocol: panelProtocolVersion, tab: model.state.tab });
  return {
    model: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (change) => setModel({ ...model, state: { ...model.state, ...change } }),
  };
}
