/**
 * Braket's gates as matrices, written apart from the product's own so that they can contradict it. A matrix is rows of
 * complex numbers [re, im]; the first qubit of a gate is the highest bit of an index, as in Braket.
 */
export type ComplexNumber = readonly [re: number, im: number];
export type GateMatrix = readonly (readonly ComplexNumber[])[];

const zero: ComplexNumber = [0, 0];
const one: ComplexNumber = [1, 0];
const half = Math.SQRT1_2;

/** exp(i angle). */
function phase(angle: number): ComplexNumber {
  return [Math.cos(angle), Math.sin(angle)];
}

function diagonal(...entries: readonly ComplexNumber[]): GateMatrix {
  return entries.map((entry, row) => entries.map((_, column) => (row === column ? entry : zero)));
}

/** The matrix acting where all of some qubits before its own are 1. */
function controlled(matrix: GateMatrix, controls = 1): GateMatrix {
  const size = matrix.length * 2 ** controls;
  const offset = size - matrix.length;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => {
      if (row >= offset && column >= offset) return matrix[row - offset]?.[column - offset] ?? zero;
      return row === column ? one : zero;
    }),
  );
}

/** cos(θ/2) I − i sin(θ/2) P, for a P that is real or imaginary off its diagonal. */
function rotation(angle: number, pauli: GateMatrix): GateMatrix {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  return pauli.map((row, index) =>
    row.map(([re, im], column) => [(index === column ? cos : 0) + sin * im, -sin * re] as const),
  );
}

const x: GateMatrix = [
  [zero, one],
  [one, zero],
];
const y: GateMatrix = [
  [zero, [0, -1]],
  [[0, 1], zero],
];
const z = diagonal(one, [-1, 0]);
const swap: GateMatrix = [
  [one, zero, zero, zero],
  [zero, zero, one, zero],
  [zero, one, zero, zero],
  [zero, zero, zero, one],
];
const antidiagonal = (a: ComplexNumber, b: ComplexNumber, c: ComplexNumber, d: ComplexNumber): GateMatrix => [
  [zero, zero, zero, a],
  [zero, zero, b, zero],
  [zero, c, zero, zero],
  [d, zero, zero, zero],
];
const v: GateMatrix = [
  [
    [0.5, 0.5],
    [0.5, -0.5],
  ],
  [
    [0.5, -0.5],
    [0.5, 0.5],
  ],
];
const minus: ComplexNumber = [-1, 0];

function prx(theta: number, phi: number): GateMatrix {
  const cos = Math.cos(theta / 2);
  const sin = Math.sin(theta / 2);
  return [
    [
      [cos, 0],
      [-sin * Math.sin(phi), -sin * Math.cos(phi)],
    ],
    [
      [sin * Math.sin(phi), -sin * Math.cos(phi)],
      [cos, 0],
    ],
  ];
}

const gates: Readonly<Record<string, { readonly angles: number; matrix(...angles: number[]): GateMatrix }>> = {
  i: { angles: 0, matrix: () => diagonal(one, one) },
  x: { angles: 0, matrix: () => x },
  y: { angles: 0, matrix: () => y },
  z: { angles: 0, matrix: () => z },
  h: {
    angles: 0,
    matrix: () => [
      [
        [half, 0],
        [half, 0],
      ],
      [
        [half, 0],
        [-half, 0],
      ],
    ],
  },
  s: { angles: 0, matrix: () => diagonal(one, [0, 1]) },
  si: { angles: 0, matrix: () => diagonal(one, [0, -1]) },
  t: { angles: 0, matrix: () => diagonal(one, phase(Math.PI / 4)) },
  ti: { angles: 0, matrix: () => diagonal(one, phase(-Math.PI / 4)) },
  v: { angles: 0, matrix: () => v },
  vi: { angles: 0, matrix: () => v.map((row) => row.map(([re, im]) => [re, -im] as const)) },
  rx: { angles: 1, matrix: (angle = 0) => rotation(angle, x) },
  ry: { angles: 1, matrix: (angle = 0) => rotation(angle, y) },
  rz: { angles: 1, matrix: (angle = 0) => diagonal(phase(-angle / 2), phase(angle / 2)) },
  phaseshift: { angles: 1, matrix: (angle = 0) => diagonal(one, phase(angle)) },
  prx: { angles: 2, matrix: (theta = 0, phi = 0) => prx(theta, phi) },
  gpi: {
    angles: 1,
    matrix: (phi = 0) => [
      [zero, phase(-phi)],
      [phase(phi), zero],
    ],
  },
  gpi2: { angles: 1, matrix: (phi = 0) => prx(Math.PI / 2, phi) },
  cnot: { angles: 0, matrix: () => controlled(x) },
  cy: { angles: 0, matrix: () => controlled(y) },
  cz: { angles: 0, matrix: () => controlled(z) },
  cv: { angles: 0, matrix: () => controlled(v) },
  cphaseshift: { angles: 1, matrix: (angle = 0) => diagonal(one, one, one, phase(angle)) },
  cphaseshift00: { angles: 1, matrix: (angle = 0) => diagonal(phase(angle), one, one, one) },
  cphaseshift01: { angles: 1, matrix: (angle = 0) => diagonal(one, phase(angle), one, one) },
  cphaseshift10: { angles: 1, matrix: (angle = 0) => diagonal(one, one, phase(angle), one) },
  ccnot: { angles: 0, matrix: () => controlled(x, 2) },
  swap: { angles: 0, matrix: () => swap },
  cswap: { angles: 0, matrix: () => controlled(swap) },
  iswap: {
    angles: 0,
    matrix: () =>
      swap.map((row, index) => row.map(([re]) => (index === 1 || index === 2 ? [0, re] : [re, 0]) as ComplexNumber)),
  },
  xx: { angles: 1, matrix: (angle = 0) => rotation(angle, antidiagonal(one, one, one, one)) },
  yy: { angles: 1, matrix: (angle = 0) => rotation(angle, antidiagonal(minus, one, one, minus)) },
  zz: { angles: 1, matrix: (angle = 0) => rotation(angle, diagonal(one, minus, minus, one)) },
};

/** @returns undefined for a gate Braket does not have, or with the wrong number of angles or qubits */
export function gateMatrix(name: string, angles: readonly number[], qubits: number): GateMatrix | undefined {
  const gate = gates[name];
  if (gate === undefined || gate.angles !== angles.length) return undefined;
  const matrix = gate.matrix(...angles);
  return matrix.length === 2 ** qubits ? matrix : undefined;
}

export interface PlacedGate {
  readonly matrix: GateMatrix;
  readonly qubits: readonly number[];
}

/** The probabilities of all basis states after the gates; qubit 0 is the highest bit of an index. */
export function stateAfter(qubitCount: number, gateList: readonly PlacedGate[]): ComplexNumber[] {
  let state: ComplexNumber[] = Array.from({ length: 2 ** qubitCount }, (_, index) => (index === 0 ? one : zero));
  for (const { matrix, qubits } of gateList) {
    const masks = qubits.map((qubit) => 1 << (qubitCount - 1 - qubit));
    const all = masks.reduce((sum, mask) => sum | mask, 0);
    state = state.map((_, index) => {
      const row = masks.reduce((value, mask) => value * 2 + (index & mask ? 1 : 0), 0);
      let re = 0;
      let im = 0;
      for (let column = 0; column < matrix.length; column++) {
        let from = index & ~all;
        masks.forEach((mask, place) => {
          if ((column >> (masks.length - 1 - place)) & 1) from |= mask;
        });
        const [a, b] = matrix[row]?.[column] ?? zero;
        const [c, d] = state[from] ?? zero;
        re += a * c - b * d;
        im += a * d + b * c;
      }
      return [re, im] as const;
    });
  }
  return state;
}
