/** Devices of an instance that exist nowhere else: their numbers are made up, their shapes are those of the service. */

export interface EmulatedDevice {
  readonly name: string;
  readonly qubits: number;
  readonly isSimulator: boolean;
  /** Of gates on one and on two qubits; what the configuration calls `basis_gates`. */
  readonly gates: readonly string[];
  readonly couplings: readonly (readonly [number, number])[] | undefined;
  readonly takesFeedback: boolean;
  /** May change while the emulator runs. */
  status: 'online' | 'paused' | 'offline';
  reason: string;
  queueLength: number;
}

const date = '2026-08-20T10:00:00Z';
const version = '1.3.2';

/** Seven qubits in the shape of an H, as small devices of IBM had. */
const shapeOfH = [
  [0, 1],
  [1, 2],
  [1, 3],
  [3, 5],
  [4, 5],
  [5, 6],
] as const;

export function emulatedDevices(): EmulatedDevice[] {
  return [
    {
      name: 'ibm_aarhus',
      qubits: 7,
      isSimulator: false,
      gates: ['cz', 'id', 'rx', 'rz', 'rzz', 'sx', 'x'],
      couplings: shapeOfH.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]),
      takesFeedback: true,
      status: 'online',
      reason: 'available',
      queueLength: 12,
    },
    {
      name: 'ibm_simulator',
      qubits: 20,
      isSimulator: true,
      gates: ['cx', 'cz', 'h', 'id', 'rx', 'ry', 'rz', 's', 'sdg', 'sx', 't', 'tdg', 'x', 'y', 'z'],
      couplings: undefined,
      takesFeedback: true,
      status: 'online',
      reason: 'available',
      queueLength: 0,
    },
    {
      name: 'ibm_bergen',
      qubits: 5,
      isSimulator: false,
      gates: ['ecr', 'id', 'rz', 'sx', 'x'],
      couplings: [
        [0, 1],
        [2, 1],
        [2, 3],
        [4, 3],
      ],
      takesFeedback: false,
      status: 'paused',
      reason: 'calibration in progress',
      queueLength: 31,
    },
  ];
}

export function deviceItem(device: EmulatedDevice) {
  return {
    name: device.name,
    status: { name: device.status, reason: device.reason },
    is_simulator: device.isSimulator,
    qubits: device.qubits,
    clops: { type: 'hardware', value: 30_000 },
    processor_type: device.isSimulator ? null : { family: 'Heron', revision: '2' },
    queue_length: device.queueLength,
    ...(device.isSimulator
      ? {}
      : { performance_metrics: { two_q_error_best: { value: 0.002, unit: '', gate: 'cz', qubits: [0, 1] } } }),
  };
}

export function deviceStatus(device: EmulatedDevice) {
  const states = { online: 'active', paused: 'paused', offline: 'maintenance' } as const;
  return {
    state: device.status !== 'offline',
    status: states[device.status],
    message: device.reason,
    length_queue: device.queueLength,
    backend_version: version,
  };
}

export function deviceConfiguration(device: EmulatedDevice) {
  const everyQubit = Array.from({ length: device.qubits }, (_, qubit) => [qubit]);
  const instructions = ['measure', 'delay', 'reset', ...(device.takesFeedback ? ['if_else'] : [])];
  return {
    backend_name: device.name,
    backend_version: version,
    n_qubits: device.qubits,
    basis_gates: device.gates,
    gates: device.gates.map((name) => ({
      name,
      parameters: /^r[xyz]+$/.test(name) ? ['theta'] : [],
      qasm_def: '',
      coupling_map: /^(c.|ecr|rzz)$/.test(name) ? (device.couplings ?? []) : everyQubit,
    })),
    coupling_map: device.couplings ?? null,
    local: false,
    simulator: device.isSimulator,
    conditional: false,
    open_pulse: false,
    memory: true,
    max_shots: 100_000,
    max_experiments: 300,
    dynamic_reprate_enabled: true,
    rep_delay_range: [0, 500],
    default_rep_delay: 250,
    supported_instructions: [...device.gates, ...instructions],
    supported_features: ['qasm3'],
    n_registers: 1,
    online_date: '2026-01-15T00:00:00Z',
    description: `${device.qubits} qubits`,
    dt: 4,
    dtm: 4,
    processor_type: { family: 'Heron', revision: '2' },
    timing_constraints: { acquire_alignment: 1, granularity: 1, min_length: 1, pulse_alignment: 1 },
    meas_map: [everyQubit.flat()],
  };
}

/** Every qubit and gate differs a little from the others, so that they can be told apart. */
export function deviceProperties(device: EmulatedDevice) {
  const measured = (name: string, unit: string, value: number) => ({ name, unit, value, date });
  const everyQubit = Array.from({ length: device.qubits }, (_, qubit) => qubit);
  const gate = (name: string, qubits: readonly number[], error: number, length: number) => ({
    gate: name,
    name: `${name}${qubits.join('_')}`,
    qubits,
    parameters: [measured('gate_error', '', error), measured('gate_length', 'ns', length)],
  });
  return {
    backend_name: device.name,
    backend_version: version,
    last_update_date: date,
    qubits: everyQubit.map((qubit) => [
      measured('T1', 'us', 140 + qubit),
      measured('T2', 'us', 90 + qubit),
      measured('readout_error', '', 0.012 + qubit / 1000),
      measured('prob_meas0_prep1', '', 0.014 + qubit / 1000),
      measured('prob_meas1_prep0', '', 0.01 + qubit / 1000),
      measured('readout_length', 'ns', 1560),
    ]),
    gates: device.gates.flatMap((name) =>
      /^(c.|ecr|rzz)$/.test(name)
        ? (device.couplings ?? []).map(([one, other]) => gate(name, [one, other], 0.003 + (one + other) / 10_000, 68))
        : everyQubit.map((qubit) =>
            gate(name, [qubit], name === 'rz' ? 0 : 0.0003 + qubit / 100_000, name === 'rz' ? 0 : 32),
          ),
    ),
    general: [],
    general_qlists: [],
  };
}
