/** The tabs of the panel, in their order. */
export const panelTabs = ['circuit', 'pipeline', 'plan', 'result', 'history', 'scorecard', 'rollout'] as const;
export type PanelTab = (typeof panelTabs)[number];
