import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { type Angle, transformAngle } from './angle.ts';
import type { ComplexMatrix, GateName } from './circuit.ts';

/** A gate with its parameters, not yet placed on qubits. */
export interface GatePiece {
  readonly gate: GateName;
  readonly parameters: readonly Angle[];
}

/** What every part of the product knows about a gate. */
export interface GateDescription {
  readonly name: GateName;
  /** As drawn in a box: `H`, `S†`, `RX`. */
  readonly label: string;
  /** One line for hovers and completion. */
  readonly summary: string;
  /** How many qubits it acts on, controls not counted. */
  readonly targets: 0 | 1 | 2;
  /** Names of its parameters, in order. */
  readonly parameters: readonly string[];
  /** Its own inverse. */
  readonly selfInverse: boolean;
  /** Diagonal in the computational basis for every parameter. */
  readonly diagonal: boolean;
  /** Maps Pauli products to Pauli products by conjugation, for every parameter. */
  readonly clifford: boolean;
  /** The Pauli product P of a rotation exp(−iθP/2), first letter on the first target. */
  readonly pauliRotation?: 'X' | 'Y' | 'Z' | 'XX' | 'YY' | 'ZZ';
  /**
   * Writes the 2^targets-dimensional matrix, row-major, re and im interleaved, over `values`, every entry of it.
   * Bit j of a matrix index is target j.
   */
  write(parameters: ArrayLike<number>, values: Float64Array): void;
  /** The gates, in order of application on the same controls and targets, that undo this one. */
  inverse(parameters: readonly Angle[]): readonly GatePiece[];
}

const rootHalf = Math.SQRT1_2;

/** The gates of {@link GateName}; conventions of `circuit.ts`. */
export const gateTable: { readonly [Name in GateName]: GateDescription } = {
  gphase: {
    name: 'gphase',
    label: 'Phase',
    summary: 'Global phase: multiplies by e^{iγ} (where its controls hold)',
    targets: 0,
    parameters: ['gamma'],
    selfInverse: false,
    diagonal: true,
    clifford: true,
    write(parameters, values) {
      const gamma = first(parameters);
      values[0] = cosineOf(gamma);
      values[1] = sineOf(gamma);
    },
    inverse: (parameters) => [{ gate: 'gphase', parameters: negated(parameters) }],
  },
  id: fixed('id', 'I', 'Identity: leaves the qubit as it is', [1, 0, 0, 0, 0, 0, 1, 0], 'id', { diagonal: true }),
  x: fixed('x', 'X', 'Pauli X: exchanges |0⟩ and |1⟩', [0, 0, 1, 0, 1, 0, 0, 0], 'x'),
  y: fixed('y', 'Y', 'Pauli Y: bit and phase flip', [0, 0, 0, -1, 0, 1, 0, 0], 'y'),
  z: fixed('z', 'Z', 'Pauli Z: flips the sign of |1⟩', [1, 0, 0, 0, 0, 0, -1, 0], 'z', { diagonal: true }),
  h: fixed(
    'h',
    'H',
    'Hadamard: (X + Z)/√2, exchanges the X and Z axes',
    [rootHalf, 0, rootHalf, 0, rootHalf, 0, -rootHalf, 0],
    'h',
  ),
  s: fixed('s', 'S', 'Phase π/2 on |1⟩: the square root of Z', [1, 0, 0, 0, 0, 0, 0, 1], 'sdg', { diagonal: true }),
  sdg: fixed('sdg', 'S†', 'Phase −π/2 on |1⟩: the inverse of S', [1, 0, 0, 0, 0, 0, 0, -1], 's', { diagonal: true }),
  t: fixed('t', 'T', 'Phase π/4 on |1⟩: the square root of S', [1, 0, 0, 0, 0, 0, rootHalf, rootHalf], 'tdg', {
    diagonal: true,
    clifford: false,
  }),
  tdg: fixed('tdg', 'T†', 'Phase −π/4 on |1⟩: the inverse of T', [1, 0, 0, 0, 0, 0, rootHalf, -rootHalf], 't', {
    diagonal: true,
    clifford: false,
  }),
  sx: fixed('sx', '√X', 'Square root of X', [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5], 'sxdg'),
  sxdg: fixed('sxdg', '√X†', 'Inverse of the square root of X', [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5], 'sx'),
  p: {
    name: 'p',
    label: 'P',
    summary: 'Phase λ on |1⟩: diag(1, e^{iλ})',
    targets: 1,
    parameters: ['lambda'],
    selfInverse: false,
    diagonal: true,
    clifford: false,
    write(parameters, values) {
      const lambda = first(parameters);
      values.fill(0);
      values[0] = 1;
      values[6] = cosineOf(lambda);
      values[7] = sineOf(lambda);
    },
    inverse: (parameters) => [{ gate: 'p', parameters: negated(parameters) }],
  },
  rx: rotation('rx', 'RX', 'X', (cosine, sine, values) => {
    values[0] = values[6] = cosine;
    values[3] = values[5] = -sine;
  }),
  ry: rotation('ry', 'RY', 'Y', (cosine, sine, values) => {
    values[0] = values[6] = cosine;
    values[2] = -sine;
    values[4] = sine;
  }),
  rz: rotation('rz', 'RZ', 'Z', (cosine, sine, values) => {
    values[0] = values[6] = cosine;
    values[1] = -sine;
    values[7] = sine;
  }),
  u: {
    name: 'u',
    label: 'U',
    summary: 'Any one-qubit gate: [[cos θ/2, −e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]]',
    targets: 1,
    parameters: ['theta', 'phi', 'lambda'],
    selfInverse: false,
    diagonal: false,
    clifford: false,
    write(parameters, values) {
      const theta = first(parameters);
      const phi = parameters[1] ?? 0;
      const lambda = parameters[2] ?? 0;
      const cosine = cosineOf(theta / 2);
      const sine = sineOf(theta / 2);
      values[0] = cosine;
      values[1] = 0;
      values[2] = -cosineOf(lambda) * sine;
      values[3] = -sineOf(lambda) * sine;
      values[4] = cosineOf(phi) * sine;
      values[5] = sineOf(phi) * sine;
      values[6] = cosineOf(phi + lambda) * cosine;
      values[7] = sineOf(phi + lambda) * cosine;
    },
    inverse(parameters) {
      // U(θ, φ, λ)⁻¹ = U(−θ, −λ, −φ)
      const [theta = 0, phi = 0, lambda = 0] = negated(parameters);
      return [{ gate: 'u', parameters: [theta, lambda, phi] }];
    },
  },
  swap: {
    name: 'swap',
    label: 'SWAP',
    summary: 'Exchanges two qubits',
    targets: 2,
    parameters: [],
    selfInverse: true,
    diagonal: false,
    clifford: true,
    write: (_parameters, values) => writeExchange(values, 1, 0),
    inverse: () => [{ gate: 'swap', parameters: [] }],
  },
  iswap: {
    name: 'iswap',
    label: 'iSWAP',
    summary: 'Exchanges two qubits, with a factor i where they differ',
    targets: 2,
    parameters: [],
    selfInverse: false,
    diagonal: false,
    clifford: true,
    write: (_parameters, values) => writeExchange(values, 0, 1),
    // iSWAP = RXX(−π/2) · RYY(−π/2), and the two commute.
    inverse: () => [
      { gate: 'rxx', parameters: [Math.PI / 2] },
      { gate: 'ryy', parameters: [Math.PI / 2] },
    ],
  },
  rxx: rotation('rxx', 'RXX', 'XX', (cosine, sine, values) => {
    for (let index = 0; index < 4; index++) {
      setEntry(values, index, index, cosine, 0);
      setEntry(values, index, 3 - index, 0, -sine);
    }
  }),
  ryy: rotation('ryy', 'RYY', 'YY', (cosine, sine, values) => {
    for (let index = 0; index < 4; index++) {
      setEntry(values, index, index, cosine, 0);
      // Y⊗Y has −1 between |00⟩ and |11⟩, +1 between |01⟩ and |10⟩.
      setEntry(values, index, 3 - index, 0, index === 0 || index === 3 ? sine : -sine);
    }
  }),
  rzz: rotation('rzz', 'RZZ', 'ZZ', (cosine, sine, values) => {
    for (let index = 0; index < 4; index++) {
      setEntry(values, index, index, cosine, index === 0 || index === 3 ? -sine : sine);
    }
  }),
};

/** Every gate name, in the order of the table. */
export const gateNames: readonly GateName[] = Object.values(gateTable).map(({ name }) => name);

export function isGateName(name: string): name is GateName {
  return Object.hasOwn(gateTable, name);
}

/**
 * The matrix of a gate without its controls; dimension 2^targets (1 for `gphase`), bit j of an index is target j.
 * @param parameters radians, as many as the gate has
 */
export function gateMatrix(gate: GateName, parameters: ArrayLike<number>): ComplexMatrix {
  const dimension = 2 ** gateTable[gate].targets;
  const values = new Float64Array(2 * dimension * dimension);
  gateTable[gate].write(parameters, values);
  return { dimension, values: Array.from(values) };
}

function fixed(
  name: GateName,
  label: string,
  summary: string,
  matrix: readonly number[],
  inverse: GateName,
  flags: { readonly diagonal?: boolean; readonly clifford?: boolean } = {},
): GateDescription {
  return {
    name,
    label,
    summary,
    targets: 1,
    parameters: [],
    selfInverse: name === inverse,
    diagonal: flags.diagonal ?? false,
    clifford: flags.clifford ?? true,
    write: (_parameters, values) => values.set(matrix),
    inverse: () => [{ gate: inverse, parameters: [] }],
  };
}

function rotation(
  name: GateName,
  label: string,
  axis: NonNullable<GateDescription['pauliRotation']>,
  write: (cosine: number, sine: number, values: Float64Array) => void,
): GateDescription {
  return {
    name,
    label,
    summary: `Rotation by θ about ${axis}: exp(−iθ/2 · ${[...axis].join('⊗')})`,
    targets: axis.length === 1 ? 1 : 2,
    parameters: ['theta'],
    selfInverse: false,
    diagonal: axis === 'Z' || axis === 'ZZ',
    clifford: false,
    pauliRotation: axis,
    write(parameters, values) {
      const half = first(parameters) / 2;
      values.fill(0);
      write(cosineOf(half), sineOf(half), values);
    },
    inverse: (parameters) => [{ gate: name, parameters: negated(parameters) }],
  };
}

function first(parameters: ArrayLike<number>): number {
  return parameters[0] ?? 0;
}

function negated(parameters: readonly Angle[]): Angle[] {
  return parameters.map((angle) => transformAngle('negate', angle));
}

function writeExchange(values: Float64Array, re: number, im: number): void {
  values.fill(0);
  setEntry(values, 0, 0, 1, 0);
  setEntry(values, 1, 2, re, im);
  setEntry(values, 2, 1, re, im);
  setEntry(values, 3, 3, 1, 0);
}

/** Sets an entry of a two-qubit matrix. */
function setEntry(values: Float64Array, row: number, column: number, re: number, im: number): void {
  const index = 2 * (4 * row + column);
  values[index] = re;
  values[index + 1] = im;
}
