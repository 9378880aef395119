// The shape of a circuit: all that planning depends on, and no angles. `core/simulator/stateVector/circuitShape.ts` writes it:
// a `Shape`, the wire of each qubit before the gates (32 words), a `Gate` for each gate, and the targets of dense gates.
// Masks have a bit for each qubit.

// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Shape {
  qubits: u32;
  /** The most local wires of a stage, and the lowest wires, which are always local. */
  width: u32;
  lowest: u32;
  /** Bytes of an amplitude: 16 or 8. */
  amplitudeBytes: u32;
  ignoresGlobalPhase: u32;
  gateCount: u32;
  /** Numbers of all gates together, f64. */
  numberCount: u32;
  targetCount: u32;
}

// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Gate {
  kind: u32;
  /** Of dense gates: the place of the first target, and how many there are. */
  target: u32;
  other: u32;
  controls: u32;
  /** What the controls have to be. */
  controlValues: u32;
  /** The first of its numbers; see the kinds. */
  numbers: u32;
}

// Kinds of gates, and their numbers. A matrix of one qubit is 8 numbers.

/** Without target: re and im. */
export const GATE_PHASE: u32 = 0;
/** A matrix diag(1, p). */
export const GATE_PLAIN_PHASE: u32 = 1;
/** A diagonal matrix. */
export const GATE_DIAGONAL: u32 = 2;
/** A matrix with zeros in its diagonal. */
export const GATE_EXCHANGE: u32 = 3;
/** The same, and it is X. */
export const GATE_X: u32 = 4;
/** A unitary matrix. Where it is controlled, room for what `EIGEN_…` say follows. */
export const GATE_GENERAL: u32 = 5;
/** No numbers. */
export const GATE_SWAP: u32 = 6;
export const GATE_ISWAP: u32 = 7;
/** The factors of even and of odd parity, in the basis of Z, X or Y: 4 numbers. */
export const GATE_PARITY_Z: u32 = 8;
export const GATE_PARITY_X: u32 = 9;
export const GATE_PARITY_Y: u32 = 10;
/** Any matrix; bit j of its index is target j. */
export const GATE_DENSE: u32 = 11;

/** From the matrix of a controlled gate on: its eigenvectors as columns, their adjoint, and its eigenvalues. */
export const EIGEN_VECTORS: u32 = 8;
export const EIGEN_ADJOINT: u32 = 16;
export const EIGEN_VALUES: u32 = 24;

/** Numbers that are the same in every circuit come before those of the gates: matrices of H, S and S†, and −1. */
export const NUMBER_H: u32 = 0;
export const NUMBER_S: u32 = 8;
export const NUMBER_ADJOINT_S: u32 = 16;
export const NUMBER_MINUS_ONE: u32 = 24;
export const FIXED_NUMBERS: u32 = 32;

// @ts-ignore: AssemblyScript's decorators
@inline
export function wiresOf(shape: usize): usize {
  return shape + offsetof<Shape>();
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function gateAt(shape: usize, index: u32): Gate {
  return changetype<Gate>(shape + offsetof<Shape>() + 128 + <usize>index * offsetof<Gate>());
}

/** The target of a dense gate. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function denseTarget(shape: usize, place: u32): u32 {
  const gates = shape + offsetof<Shape>() + 128;
  return load<u32>(gates + <usize>changetype<Shape>(shape).gateCount * offsetof<Gate>() + ((<usize>place) << 2));
}
