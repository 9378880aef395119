/**
 * Adapters that compute on this machine, exactly and free of charge, with the devices they have besides their usual one;
 * whatever goes to other adapters leaves the machine.
 */
export const machineAdapters: ReadonlyMap<string, readonly string[]> = new Map([
  ['builtin-simulator', []],
  [
    'qiskit-aer',
    [
      'aer_simulator',
      'aer_simulator_statevector',
      'aer_simulator_density_matrix',
      'aer_simulator_matrix_product_state',
      'aer_simulator_stabilizer',
    ],
  ],
  ['cirq', ['Simulator', 'DensityMatrixSimulator', 'CliffordSimulator']],
  ['pennylane', ['lightning.qubit', 'default.qubit', 'default.mixed']],
  ['braket-local', ['braket_sv', 'braket_dm']],
]);
