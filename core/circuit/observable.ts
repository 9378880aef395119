/** A Pauli operator on one qubit. */
export interface PauliFactor {
  readonly qubit: number;
  readonly axis: 'X' | 'Y' | 'Z';
}

/** A real-weighted sum of Pauli products; a term without factors is a multiple of the identity. */
export interface PauliSum {
  readonly terms: readonly { readonly coefficient: number; readonly factors: readonly PauliFactor[] }[];
}
