/** Built-in noise models. Their numbers are made up: of the size that devices of a kind have, and of no device. */
export const noisePresetNames = ['superconducting', 'trapped-ion', 'depolarising'] as const;

export type NoisePresetName = (typeof noisePresetNames)[number];

/** The presets as noise model files. */
export const noisePresets: Readonly<Record<NoisePresetName, string>> = {
  superconducting: `
noise: 1
name: superconducting (made up)
gates:
  - { on: one-qubit, errorRate: 0.0003, duration: 35 ns }
  - { on: two-qubit, errorRate: 0.006, duration: 120 ns }
  - { on: [rz, p, z, s, sdg, t, tdg, id], depolarising: 0, duration: 0 ns }
  - { on: measure, duration: 1 us }
  - { on: reset, duration: 1 us }
qubits:
  all: { T1: 150 us, T2: 110 us, readout: { p10: 0.008, p01: 0.016 } }
idle: relaxation
`,
  'trapped-ion': `
noise: 1
name: trapped-ion (made up)
gates:
  - { on: one-qubit, errorRate: 0.0002, duration: 10 us }
  - { on: two-qubit, errorRate: 0.004, duration: 200 us }
  - { on: [rz, p, z, s, sdg, t, tdg, id], depolarising: 0, duration: 0 us }
  - { on: measure, duration: 130 us }
  - { on: reset, duration: 20 us }
qubits:
  all: { T1: 100 s, T2: 1 s, readout: { p10: 0.003, p01: 0.004 } }
idle: relaxation
`,
  depolarising: `
noise: 1
name: depolarising (made up)
gates:
  - { on: one-qubit, depolarising: 0.001 }
  - { on: two-qubit, depolarising: 0.01 }
qubits:
  all: { readout: { p10: 0.02, p01: 0.02 } }
`,
};
