/** A device as `/backends` tells of it. */
export interface EmulatedIonqDevice {
  readonly backend: string;
  readonly status: 'available' | 'unavailable' | 'retired';
  readonly qubits: number;
  readonly average_queue_time: number;
  readonly noise_models?: readonly string[];
  readonly characterization_id?: string;
  readonly supported_gates?: readonly string[];
  readonly supported_native_gates?: readonly string[];
  readonly supported_error_mitigations?: readonly string[];
}

/** Error rates of a gate on one and on two qubits, and how many qubits the modelled device has. */
interface NoiseModel {
  readonly oneQubit: number;
  readonly twoQubit: number;
  readonly qubits: number;
}

/** Models of the cloud simulator by name; the rates are of the right size and no measurement of a device. */
export const noiseModels: Readonly<Record<string, NoiseModel>> = {
  ideal: { oneQubit: 0, twoQubit: 0, qubits: 29 },
  'harmony-1': { oneQubit: 0.004, twoQubit: 0.03, qubits: 11 },
  'harmony-2': { oneQubit: 0.004, twoQubit: 0.03, qubits: 11 },
  'aria-1': { oneQubit: 0.0005, twoQubit: 0.013, qubits: 25 },
  'aria-2': { oneQubit: 0.0005, twoQubit: 0.012, qubits: 25 },
  'forte-1': { oneQubit: 0.0002, twoQubit: 0.007, qubits: 36 },
  'forte-enterprise-1': { oneQubit: 0.0002, twoQubit: 0.006, qubits: 36 },
};

const forte: EmulatedIonqDevice = {
  backend: 'qpu.forte-1',
  status: 'available',
  qubits: 36,
  average_queue_time: 3_600_000,
  characterization_id: '6f0c1b1e-0000-4000-8000-000000000001',
  supported_gates: [
    ...['x', 'y', 'z', 'rx', 'ry', 'rz', 'h', 's', 'si', 'v', 'vi', 't', 'ti'],
    ...['not', 'cnot', 'swap', 'xx', 'yy', 'zz'],
  ],
  supported_native_gates: ['gpi', 'gpi2', 'zz'],
  supported_error_mitigations: ['debiasing'],
};

export const emulatedIonqDevices: readonly EmulatedIonqDevice[] = [
  {
    backend: 'simulator',
    status: 'available',
    qubits: 29,
    average_queue_time: 0,
    noise_models: Object.keys(noiseModels),
  } as const,
  forte,
].map((device) => ({ ...device, degraded: false, last_updated: '2026-08-20T00:00:00Z' }));

/** The newest measurement of a device; undefined for one that is not measured. */
export function characterizationOf({ backend, characterization_id: id, qubits }: EmulatedIonqDevice) {
  if (id === undefined) return undefined;
  return {
    id,
    backend,
    date: '2026-08-20T00:00:00Z',
    qubits,
    connectivity: [[0, 1]],
    fidelity: { spam: { median: 0.995, stderr: null }, '1q': { median: 0.9998 }, '2q': { median: 0.994 } },
    timing: { readout: 1e-4, reset: 2e-5, '1q': 1e-4, '2q': 1e-3, t1: 100, t2: 1 },
  };
}
