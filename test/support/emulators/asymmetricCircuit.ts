import type { Circuit } from '#core/circuit/circuit.ts';

/** `x` on the first of two qubits, both measured: bit 0 is 1 and bit 1 is 0, which tells every wrong order of bits. */
export const qubitOneOfTwo: Circuit = {
  qubitCount: 2,
  bitCount: 2,
  qubitRegisters: [{ name: 'q', start: 0, size: 2 }],
  bitRegisters: [{ name: 'c', start: 0, size: 2 }],
  parameters: [],
  operations: [
    { kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [0] },
    { kind: 'measure', qubit: 0, bit: 0 },
    { kind: 'measure', qubit: 1, bit: 1 },
  ],
};

/** The same from a qubit that is reset before: it has been measured as 1, and is 0 after that. */
export const qubitOneOfTwoAgain: Circuit = {
  ...qubitOneOfTwo,
  operations: [
    { kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [1] },
    { kind: 'measure', qubit: 1, bit: 0 },
    { kind: 'reset', qubit: 1 },
    { kind: 'measure', qubit: 1, bit: 1 },
  ],
};
