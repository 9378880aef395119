/** How many features a built-in feature map takes on some qubits. */
export function featureMapWidth(use: string, qubits: number): number {
  switch (use) {
    case 'amplitude':
      return 2 ** qubits;
    case 'hamiltonian':
      return qubits - 1;
    default:
      return qubits;
  }
}

/** Whether a feature map can only encode by entangling, so that nothing of it would be left without. */
export function encodesByEntangling(use: string): boolean {
  return use === 'amplitude' || use === 'hamiltonian';
}
