// How Pauli sums lie in memory; `core/simulator/stateVector/readings/pauliTable.ts` writes them. Offsets in bytes.

/** How many groups there are; they follow each other from here on. */
export const TABLE_GROUPS: usize = 16;

/** Of a group of terms that flip the same qubits: which, whether a factor is real, whether one is imaginary, how many. */
export const GROUP_FLIPS: usize = 0;
export const GROUP_HAS_REAL: usize = 4;
export const GROUP_HAS_IMAGINARY: usize = 8;
export const GROUP_TERMS: usize = 12;
export const GROUP_HEAD: usize = 16;

/** Of a term: the qubits whose ones change the sign, the sum it belongs to, and its factor, real or imaginary. */
export const TERM_SIGNS: usize = 0;
export const TERM_SUM: usize = 4;
export const TERM_RE: usize = 8;
export const TERM_IM: usize = 16;
export const TERM_SIZE: usize = 24;
