/** The most qubits whose state is looked at: 2²⁰ amplitudes. */
export const mostInspectedQubits = 20;

/** The most basis states in one answer, as when all are saved. */
export const mostListedStates = 2 ** 16;

/** The latest pass of a loop that is looked at, and how many loops in each other. */
export const mostPasses = 64;
export const mostLoops = 8;

/** In which order basis states are listed. */
export const basisOrders = ['probability', 'basis'] as const;
export type BasisOrder = (typeof basisOrders)[number];

/** Which outcomes of measurements the state is that of: each as likely as it is, or those of one shot. */
export const outcomeChoices = ['all', 'shot'] as const;
export type OutcomeChoice = (typeof outcomeChoices)[number];

/** What of a state can be looked at. */
export const stateParts = ['amplitudes', 'qubits', 'correlations'] as const;
export type StatePart = (typeof stateParts)[number];
