import { gateNames, gateTable } from '#core/circuit/gateTable.ts';
import type { LocalAdapter } from '../backendConfiguration.ts';

/** A simulator of a package. */
export interface LocalDevice {
  /** The package's name of it. */
  readonly device: string;
  readonly title: string;
  /** What it keeps of the state, which decides how many qubits fit: 2ⁿ amplitudes, 4ⁿ of them, or polynomially many. */
  readonly state: 'vector' | 'density-matrix' | 'polynomial';
  /** The most qubits the package takes, where it has a limit besides memory. */
  readonly mostQubits?: number;
  /** Takes none but Clifford gates; any gate unless given. */
  readonly cliffordOnly?: true;
  /** Takes measurements at the end only; also in the middle, with gates that depend on them, unless given. */
  readonly measuresAtEndOnly?: true;
}

/** A package from PyPI that has to be there. */
export interface Distribution {
  readonly name: string;
  /** The oldest version that does what is asked of it. */
  readonly oldest: string;
}

export interface LocalPackage {
  /** As people call it. */
  readonly title: string;
  /** What it takes; the first one brings the others with it when it is installed. */
  readonly distributions: readonly [Distribution, ...Distribution[]];
  /** The first one is the usual one. */
  readonly devices: readonly [LocalDevice, ...LocalDevice[]];
}

/** The Python packages whose simulators circuits run on. */
export const localPackages: Readonly<Record<LocalAdapter, LocalPackage>> = {
  'qiskit-aer': {
    title: 'Qiskit Aer',
    distributions: [
      { name: 'qiskit-aer', oldest: '0.15' },
      { name: 'qiskit', oldest: '1.1' },
    ],
    devices: [
      { device: 'aer_simulator', title: 'chooses a method for each circuit', state: 'vector' },
      { device: 'aer_simulator_statevector', title: 'state vector', state: 'vector' },
      { device: 'aer_simulator_density_matrix', title: 'density matrix', state: 'density-matrix' },
      {
        device: 'aer_simulator_matrix_product_state',
        title: 'matrix product state',
        state: 'polynomial',
        mostQubits: 63,
      },
      {
        device: 'aer_simulator_stabilizer',
        title: 'Clifford circuits',
        state: 'polynomial',
        mostQubits: 10_000,
        cliffordOnly: true,
      },
    ],
  },
  cirq: {
    title: 'Cirq',
    distributions: [{ name: 'cirq-core', oldest: '1.3' }],
    devices: [
      { device: 'Simulator', title: 'state vector', state: 'vector' },
      { device: 'DensityMatrixSimulator', title: 'density matrix', state: 'density-matrix' },
      {
        device: 'CliffordSimulator',
        title: 'Clifford circuits',
        state: 'polynomial',
        mostQubits: 1000,
        cliffordOnly: true,
        measuresAtEndOnly: true,
      },
    ],
  },
  pennylane: {
    title: 'PennyLane',
    distributions: [
      { name: 'pennylane', oldest: '0.42' },
      { name: 'pennylane-lightning', oldest: '0.42' },
    ],
    devices: [
      { device: 'lightning.qubit', title: 'state vector, compiled', state: 'vector' },
      { device: 'default.qubit', title: 'state vector, NumPy', state: 'vector' },
      { device: 'default.mixed', title: 'density matrix', state: 'density-matrix', mostQubits: 23 },
    ],
  },
  'braket-local': {
    title: 'Amazon Braket',
    distributions: [
      { name: 'amazon-braket-sdk', oldest: '1.120' },
      { name: 'amazon-braket-default-simulator', oldest: '1.40' },
    ],
    devices: [
      { device: 'braket_sv', title: 'state vector', state: 'vector' },
      { device: 'braket_dm', title: 'density matrix', state: 'density-matrix' },
    ],
  },
};

/** Gates of OpenQASM's standard library that are gates of the product with controls. */
const controlledGates = ['cx', 'cy', 'cz', 'ch', 'cp', 'crx', 'cry', 'crz', 'cu', 'cswap', 'ccx'];

const cliffordGates = [...gateNames.filter((name) => gateTable[name].clifford), 'cx', 'cy', 'cz'];

/** The gates that a device takes for any angle, by the names of OpenQASM's standard library where they are there. */
export function gatesOf({ cliffordOnly }: LocalDevice): readonly string[] {
  return cliffordOnly ? cliffordGates : [...gateNames, ...controlledGates];
}

/** A complex number of two doubles; a package works with the state and one copy of it. */
const bytesPerAmplitude = 2 * 16;

/** How many qubits a device can simulate in that much memory, bytes. */
export function mostQubits({ mostQubits: limit, state }: LocalDevice, memory: number): number {
  const most = limit ?? Number.POSITIVE_INFINITY;
  if (state === 'polynomial') return most;
  let qubits = 0;
  const factor = state === 'vector' ? 2 : 4;
  for (let bytes = bytesPerAmplitude * factor; bytes <= memory; bytes *= factor) qubits++;
  return Math.min(most, qubits);
}
