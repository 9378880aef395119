import { circuitViews } from './circuitViews.ts';
import { historyViews } from './historyViews.ts';
import type { PanelView } from './panelView.ts';
import { reportViews } from './reportViews.ts';
import { resultViews } from './resultViews.ts';

const views = { ...circuitViews, ...resultViews, ...reportViews, ...historyViews };

/** A view of the panel by the name of its picture. */
export type PanelViewName = keyof typeof views;

/** Everything that can be looked at in the panel. */
export const panelViews: Readonly<Record<PanelViewName, PanelView>> = views;
