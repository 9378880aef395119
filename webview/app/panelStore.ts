import { panelProtocolVersion } from '#core/protocol/panelProtocolVersion.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
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
  const { beginning } = host;
  const restored: PanelModel = { state: host.readState() };
  let model = beginning === undefined ? restored : receiveMessage(restored, beginning);
  const listeners = new Set<() => void>();

  const setModel = (next: PanelModel) => {
    const { state } = model;
    model = next;
    if (next.state !== state) host.writeState(next.state);
    for (const listener of listeners) listener();
  };

  host.onMessage((message) => setModel(receiveMessage(model, message)));
  // From now on a page is not new.
  host.writeState(model.state);
  const { tab } = model.state;
  host.send({ type: 'ready', protocol: panelProtocolVersion, tab, ...(beginning && { hasBeginning: true }) });
  return {
    model: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (change) => setModel({ ...model, state: { ...model.state, ...change } }),
  };
}
