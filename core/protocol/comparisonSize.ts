/** As many runs stand beside each other in a comparison. */
export const fewestCompared = 2;
export const mostCompared = 8;
