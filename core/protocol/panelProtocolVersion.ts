/** Grows when page and extension host would no longer understand each other. */
export const panelProtocolVersion = 1;
