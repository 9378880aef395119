import type { InspectorState, PanelState } from './panelState.ts';

/** Grows when a stored state can no longer be read as what it meant; older states are then discarded. */
export const panelStateVersion = 1;

/** Closed, at the moment that is shown first. */
export const initialInspectorState: InspectorState = {
  isOpen: false,
  part: 'amplitudes',
  order: 'probability',
  observable: '',
  inputs: {},
  shot: 0,
};

export const initialPanelState: PanelState = {
  version: panelStateVersion,
  tab: 'result',
  circuit: { zoom: 1, scroll: { left: 0, top: 0 } },
  result: { scrollTop: 0, countsOrder: 'count' },
  history: {
    sort: { column: 'created', direction: 'descending' },
    text: '',
    states: 'all',
    scrollTop: 0,
  },
};
