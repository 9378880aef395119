import type { OpenPanel } from '#test/support/panelBrowser.ts';

/** Brings a panel to show something, ready to be looked at. */
export type PanelView = (panel: OpenPanel) => Promise<void>;
